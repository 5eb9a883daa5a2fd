/**
 * Gammatone filters of order 4: Patterson, Nimmo-Smith, Holdsworth & Rice (1987), "An efficient auditory filterbank based on the
 * gammatone function"; Slaney (1993), Apple Technical Report 35.
 *   g(t) = a t^3 exp(-2 pi b t) cos(2 pi f t),   b = 1.019 ERB(f)
 * Slaney makes each of four sections impulse-invariant, so that their cascade is near g; here the whole filter is, so that its
 * response to one sample is g itself. With u = p / z and p = exp((-2 pi b + 2 pi i f) / rate),
 *   sum over n of n^3 u^n = (u + 4 u^2 + u^3) / (1 - u)^4,
 * of which the real part is taken. `a` makes the gain 1 at f.
 */
import { cos, exp, sin } from '../../../compute/transcendentals';
import { erb } from './erb';

const tau = 2 * Math.PI;
/** b in ERBs, for which the filter's own equivalent rectangular bandwidth is ERB(f). */
export const bandwidthShare = 1.019;

type Complex = readonly [re: number, im: number];
const times = ([a, b]: Complex, [c, d]: Complex): Complex => [a * c - b * d, a * d + b * c];
const over = ([a, b]: Complex, [c, d]: Complex): Complex => {
  const size = c * c + d * d;
  return [(a * c + b * d) / size, (b * c - a * d) / size];
};
const polar = (size: number, angle: number): Complex => [size * cos(angle), size * sin(angle)];

/** (u + 4 u^2 + u^3) / (1 - u)^4. */
function response(u: Complex): Complex {
  const square = times(u, u);
  const cube = times(square, u);
  const left: Complex = [1 - u[0], -u[1]];
  const twice = times(left, left);
  return over([u[0] + 4 * square[0] + cube[0], u[1] + 4 * square[1] + cube[1]], times(twice, twice));
}

/** One filter with what it remembers. */
export class Gammatone {
  readonly hz: number;
  /** `a` for n in place of t. */
  readonly scale: number;
  private readonly rate: number;
  private readonly pole: Complex;
  /** Of the last three samples: p, 4 p^2 and p^3, real and imaginary. */
  private readonly taps: Float64Array;
  private readonly past = new Float64Array(3);
  /** Of the four poles in turn, real and imaginary. */
  private readonly state = new Float64Array(8);

  /** `rate`: samples a second, more than twice `hz`. */
  constructor(hz: number, rate: number) {
    this.hz = hz;
    this.rate = rate;
    const decay = exp((-tau * bandwidthShare * erb(hz)) / rate);
    this.pole = polar(decay, (tau * hz) / rate);
    const square = times(this.pole, this.pole);
    this.taps = Float64Array.of(...this.pole, 4 * square[0], 4 * square[1], ...times(square, this.pole));
    this.scale = 1;
    this.scale = 1 / this.gain(hz);
  }

  /** Amplitude of what comes out for a tone of amplitude 1 at `hz`. */
  gain(hz: number): number {
    const turn = polar(1, (-tau * hz) / this.rate);
    const [a, b] = response(times(this.pole, turn));
    // The real part is half the filter and half its mirror image.
    const [c, d] = response(times([this.pole[0], -this.pole[1]], turn));
    const [re, im] = [(a + c) / 2, (b + d) / 2];
    return this.scale * Math.sqrt(re * re + im * im);
  }

  /** Filters samples `from` .. `to` - 1 into the first places of `output`, and remembers them. */
  filter(input: ArrayLike<number>, from: number, to: number, output: Float64Array): void {
    const { past, scale, state, taps } = this;
    const [re, im] = this.pole;
    let [x1, x2, x3] = past;
    let [a, b, c, d, e, f, g, h] = state;
    for (let n = from; n < to; n++) {
      // Each pole: y = p y + what comes.
      const inRe = taps[0] * x1 + taps[2] * x2 + taps[4] * x3;
      const inIm = taps[1] * x1 + taps[3] * x2 + taps[5] * x3;
      const a0 = re * a - im * b + inRe;
      b = re * b + im * a + inIm;
      a = a0;
      const c0 = re * c - im * d + a;
      d = re * d + im * c + b;
      c = c0;
      const e0 = re * e - im * f + c;
      f = re * f + im * e + d;
      e = e0;
      const g0 = re * g - im * h + e;
      h = re * h + im * g + f;
      g = g0;
      output[n - from] = scale * g;
      x3 = x2;
      x2 = x1;
      x1 = input[n];
    }
    past.set([x1, x2, x3]);
    state.set([a, b, c, d, e, f, g, h]);
  }
}
