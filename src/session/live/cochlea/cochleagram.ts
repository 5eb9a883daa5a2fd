/**
 * A cochleagram: what each gammatone filter gives, half-wave rectified as hair cells do, averaged over a frame and compressed,
 *   rate = (pi mean(max(0, y)))^0.3,
 * so that a tone of full scale at a filter's own frequency makes its rate 1, and one of 60 dB less 0.13; never above 1. The exponent is
 * the growth of the basilar membrane's motion at its best frequency, 0.2 to 0.5 dB a dB (Robles & Ruggero 2001). Rates may go on as spikes through operators such as poisson(gain=.5).
 */
import { exp, log } from '../../../compute/transcendentals';
import { centreFrequencies } from './erb';
import { Gammatone } from './gammatone';

/** Frames a second. */
export const framesPerSecond = 100;
const exponent = 0.3;

export interface CochleagramOptions {
  /** Filters, from the lowest to the highest frequency. */
  channels: number;
  lowestHz: number;
  highestHz: number;
  /** Samples a second. */
  rate: number;
}

export class Cochleagram {
  private readonly filters: readonly Gammatone[];
  private readonly rate: number;
  /** Sums of the frame under way. */
  private readonly sums: Float64Array;
  private output = new Float64Array(0);
  private frames = 0;
  private samples = 0;

  /** Throws an Error where the frequencies do not fit each other or the rate. */
  constructor({ channels, highestHz, lowestHz, rate }: CochleagramOptions) {
    if (!(lowestHz < highestHz) || !(2 * highestHz < rate)) {
      throw new Error(
        `Settings 'lowestHz' and 'highestHz' are ${lowestHz} and ${highestHz}; expected the first below the second, and that below ${rate / 2} Hz, half the sampling rate.`
      );
    }
    this.rate = rate;
    this.filters = Array.from(
      centreFrequencies(channels, lowestHz, highestHz),
      (hz) => new Gammatone(hz, rate)
    );
    this.sums = new Float64Array(channels);
  }

  /** Hears some samples, from -1 to 1, and gives every frame that they complete: rates [channels] of its own. */
  push(sound: ArrayLike<number>, give: (rates: Float32Array) => void): void {
    for (let from = 0; from < sound.length; ) {
      const end = Math.floor(((this.frames + 1) * this.rate) / framesPerSecond);
      const to = Math.min(sound.length, from + end - this.samples);
      this.hear(sound, from, to);
      this.samples += to - from;
      from = to;
      if (this.samples === end) {
        give(this.frame(end - Math.floor((this.frames * this.rate) / framesPerSecond)));
        this.frames++;
      }
    }
  }

  private hear(sound: ArrayLike<number>, from: number, to: number): void {
    if (this.output.length < to - from) this.output = new Float64Array(to - from);
    for (let k = 0; k < this.filters.length; k++) {
      this.filters[k].filter(sound, from, to, this.output);
      let sum = 0;
      for (let n = 0; n < to - from; n++) if (this.output[n] > 0) sum += this.output[n];
      this.sums[k] += sum;
    }
  }

  private frame(samples: number): Float32Array {
    const rates = Float32Array.from(this.sums, (sum) => compressed((Math.PI * sum) / samples));
    this.sums.fill(0);
    return rates;
  }
}

function compressed(value: number): number {
  return value > 0 ? Math.min(1, exp(exponent * log(value))) : 0;
}
