/**
 * How well trials went. Classification: each stretch of successive ticks that count asks for one decision, the argmax of
 * the outputs summed over it; the error is the share of wrong decisions. A trial may ask several times, as store-recall
 * does. Regression: squared error over squared target, on the ticks that count.
 */
import type { Floats } from '../../compute/compute';
import type { Score } from '../model';

/** Sums over the trials of one batch. */
export class Tally {
  readonly outputs: number;
  /** [batch, outputs] outputs and targets summed over the stretch under way. */
  readonly output: Float64Array;
  readonly target: Float64Array;
  /** [batch] ticks of the stretch under way; 0 outside of one. */
  readonly ticks: Float64Array;
  /** [batch] decisions made, and those of them that were wrong. */
  readonly decided: Float64Array;
  readonly wrong: Float64Array;
  /** [batch] squared target summed over the ticks that count. */
  readonly power: Float64Array;

  constructor(batch: number, outputs: number) {
    this.outputs = outputs;
    this.output = new Float64Array(batch * outputs);
    this.target = new Float64Array(batch * outputs);
    this.ticks = new Float64Array(batch);
    this.decided = new Float64Array(batch);
    this.wrong = new Float64Array(batch);
    this.power = new Float64Array(batch);
  }

  /** Everything it has to remember within a trial, by name. */
  get arrays(): readonly (readonly [name: string, array: Float64Array])[] {
    const { output, target, ticks, decided, wrong, power } = this;
    return Object.entries({ output, target, ticks, decided, wrong, power });
  }

  reset(): void {
    for (const [, sums] of this.arrays) sums.fill(0);
  }

  /** Adds a chunk: histories [steps, batch, outputs], mask [steps, batch]. */
  add(output: Floats, target: Floats, mask: Floats): void {
    const { outputs } = this;
    const batch = this.ticks.length;
    for (let row = 0; row < mask.length; row++) {
      const b = row % batch;
      if (mask[row] === 0) {
        this.decide(b);
        continue;
      }
      this.ticks[b] += 1;
      for (let k = 0; k < outputs; k++) {
        const wanted = target[row * outputs + k];
        this.output[b * outputs + k] += mask[row] * output[row * outputs + k];
        this.target[b * outputs + k] += mask[row] * wanted;
        this.power[b] += mask[row] * wanted * wanted;
      }
    }
  }

  /** Ends the stretch under way in trial `b`, if there is one. */
  decide(b: number): void {
    if (this.ticks[b] === 0) return;
    const { outputs } = this;
    const output = this.output.subarray(b * outputs, (b + 1) * outputs);
    const target = this.target.subarray(b * outputs, (b + 1) * outputs);
    this.decided[b] += 1;
    if (argmax(output) !== argmax(target)) this.wrong[b] += 1;
    output.fill(0);
    target.fill(0);
    this.ticks[b] = 0;
  }
}

/** The score of the first `count` trials of each tally, which have ended; `loss` [batch] beside it is their summed loss. */
export function scoreOf(
  kind: 'regression' | 'classification',
  parts: readonly { tally: Tally; loss: Floats; count: number }[]
): Score {
  let loss = 0;
  let power = 0;
  let wrong = 0;
  let decided = 0;
  let trials = 0;
  for (const { tally, loss: losses, count } of parts) {
    trials += count;
    for (let b = 0; b < count; b++) {
      tally.decide(b);
      loss += losses[b];
      power += tally.power[b];
      decided += tally.decided[b];
      wrong += tally.wrong[b];
    }
  }
  // Half the squared error is the loss: twice the loss over the target's power is the normalised error.
  return { loss: loss / trials, error: kind === 'classification' ? wrong / decided : (2 * loss) / power };
}

function argmax(values: Float64Array): number {
  let best = 0;
  for (let k = 1; k < values.length; k++) if (values[k] > values[best]) best = k;
  return best;
}
