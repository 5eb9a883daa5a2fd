/**
 * Samples as square pictures in grey, one a tick. An endless stream has no set to hold out once and for all, and of two frames that
 * follow each other one is no test of what was learned from the other. So whole stretches are kept aside: of every `asideEvery`
 * stretches as long as a trial the first, of which the latest `mostAside` stay. Codes are examined on them: on the world as it was
 * lately, in frames that no trial ever had, of which only the first and the last of a stretch lie next to learned ones.
 */
import type { Random } from '../../models/random';
import { SettingError } from '../../models/settings';
import type { StreamShape, Trial } from '../../models/stream';
import { emptyTrial, imageStreamShape } from '../sources/imageStream';
import type { Cutter } from './cutter';
import { type Chain, createChain } from './operators/chain';
import type { RowSettings } from './streamOfRows';

/** Stretches kept aside at a time. */
export const mostAside = 16;

export class PictureCutter implements Cutter {
  readonly shape: StreamShape;
  heldOut: readonly Trial[] = [];
  private readonly chain: Chain;
  private readonly sample: Float64Array;
  private readonly asideEvery: number;
  private readonly waiting: Trial[] = [];
  /** The stretch under way, and its ticks so far. */
  private current: Trial;
  private filled = 0;
  private stretches = 0;

  /** Throws SettingError where what comes out of the operators is no square picture. */
  constructor(settings: RowSettings, channels: number, random: Random) {
    this.chain = createChain(settings.operators, channels, random.fork('operators'));
    const { channels: pixels, spikes } = this.chain;
    // A side of four is the least that two halvings leave something of.
    let side = 4;
    while (side * side < pixels) side++;
    if (side * side !== pixels || spikes) {
      throw new SettingError(
        `Setting 'samplesAre' is 'images', but a sample has ${pixels} ${spikes ? 'spikes' : 'values'}; expected the pixels of a square, from 0 to 1: 64, 256 or 784, for instance.`
      );
    }
    this.sample = new Float64Array(channels);
    this.asideEvery = settings.asideEvery;
    if (this.asideEvery === 1) {
      throw new SettingError(
        "Setting 'asideEvery' is 1, which leaves nothing to learn from; expected 0 for none, or 2 and more."
      );
    }
    const images = { channels: 1, rows: side, columns: side };
    this.shape = { ...imageStreamShape(images, [], settings.trialSteps), dtMs: settings.stepMs };
    this.current = emptyTrial(0, this.shape);
  }

  get ready(): boolean {
    return this.waiting.length > 0;
  }

  push(sample: ArrayLike<number>): void {
    this.sample.set(sample);
    this.chain.push(this.sample, (picture) => this.keep(picture));
  }

  take(index: number): Trial {
    return { ...this.waiting.shift()!, index };
  }

  private keep(picture: Float64Array): void {
    const { inputs, steps } = this.shape;
    const { x } = this.current;
    const from = this.filled * inputs;
    for (let p = 0; p < inputs; p++) x[from + p] = Math.min(1, Math.max(0, picture[p]));
    this.filled++;
    if (this.filled < steps) return;
    const aside = this.asideEvery > 0 && this.stretches % this.asideEvery === 0;
    if (aside) this.heldOut = [...this.heldOut, this.current].slice(-mostAside);
    else this.waiting.push(this.current);
    this.stretches++;
    this.filled = 0;
    this.current = emptyTrial(0, this.shape);
  }
}
