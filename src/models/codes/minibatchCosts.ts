/** What each minibatch of a trial cost: the rows of the tick probes. */
import type { ModelSnapshot } from '../model';
import { arrayIn } from '../training/snapshots';
import { codeProbes } from './probes';

export class MinibatchCosts {
  private readonly steps: number;
  private readonly coders: number;
  private readonly classifiers: number;
  /** [steps, C] bits, [steps, C] nats and [steps, 2 F] nats. */
  private readonly arrays: Readonly<Record<string, Float32Array>>;

  constructor(steps: number, coders: number, classifiers: number) {
    this.steps = steps;
    this.coders = coders;
    this.classifiers = classifiers;
    this.arrays = {
      [codeProbes.minibatchRate]: new Float32Array(steps * coders),
      [codeProbes.minibatchDistortion]: new Float32Array(steps * coders),
      [codeProbes.classifierLoss]: new Float32Array(steps * classifiers)
    };
  }

  /** Rows of ticks `from` .. `to` - 1 of the probe called `name`. */
  rows(name: string, from: number, to: number): Float32Array {
    const array = this.arrays[name];
    const width = array.length / this.steps;
    return array.slice(from * width, to * width);
  }

  /** Of ticks `from` .. `to` - 1: those before `coded` taught classifiers, the others coders. */
  clear(from: number, coded: number, to: number): void {
    const { classifierLoss, minibatchDistortion, minibatchRate } = this.arrays;
    minibatchRate.fill(Number.NaN, from * this.coders, coded * this.coders);
    minibatchDistortion.fill(Number.NaN, from * this.coders, coded * this.coders);
    classifierLoss.fill(Number.NaN, coded * this.classifiers, to * this.classifiers);
  }

  setCoder(t: number, coder: number, rate: number, distortion: number): void {
    this.arrays.minibatchRate[t * this.coders + coder] = rate;
    this.arrays.minibatchDistortion[t * this.coders + coder] = distortion;
  }

  /** Losses of one bank, the first of which is at `column`; the other bank rested. */
  setClassifiers(t: number, losses: readonly number[], column: number): void {
    const row = this.arrays.classifierLoss.subarray(t * this.classifiers, (t + 1) * this.classifiers);
    row.fill(Number.NaN);
    row.set(losses, column);
  }

  /** D + beta R of one coder, nats, mean over the trial. */
  meanOf(coder: number, beta: number): number {
    const { minibatchDistortion, minibatchRate } = this.arrays;
    return mean(
      Float64Array.from({ length: this.steps }, (_, t) => {
        const at = t * this.coders + coder;
        return minibatchDistortion[at] + beta * Math.LN2 * minibatchRate[at];
      })
    );
  }

  meanOfClassifiers(): number {
    return mean(this.arrays.classifierLoss);
  }

  snapshot({ arrays }: ModelSnapshot): void {
    for (const [name, array] of Object.entries(this.arrays)) arrays[name] = Float64Array.from(array);
  }

  restore({ arrays }: ModelSnapshot): void {
    for (const [name, array] of Object.entries(this.arrays)) array.set(arrayIn(arrays, name, array.length));
  }
}

/** Over the numbers there are; NaN where there are none. */
function mean(values: ArrayLike<number>): number {
  let [sum, count] = [0, 0];
  for (let k = 0; k < values.length; k++)
    if (!Number.isNaN(values[k])) {
      sum += values[k];
      count++;
    }
  return sum / count;
}
