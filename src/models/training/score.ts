/**
 * How well trials went. Classification: the decision is the argmax of the outputs summed over the ticks that
 * count, the error the share of wrong decisions. Regression: squared error over squared target, on those ticks.
 */
import type { Floats } from '../../compute/compute';
import type { Score } from '../model';

/** Sums over the trials of one batch. */
export class Tally {
  readonly outputs: number;
  /** [batch, outputs] outputs and targets summed over the ticks that count. */
  readonly output: Float64Array;
  readonly target: Float64Array;
  /** [batch] ticks that count, and the squared target summed over them. */
  readonly ticks: Float64Array;
  readonly power: Float64Array;

  constructor(batch: number, outputs: number) {
    this.outputs = outputs;
    this.output = new Float64Array(batch * outputs);
    this.target = new Float64Array(batch * outputs);
    this.ticks = new Float64Array(batch);
    this.power = new Float64Array(batch);
  }

  reset(): void {
    for (const sums of [this.output, this.target, this.ticks, this.power]) sums.fill(0);
  }

  /** Adds a chunk: histories [steps, batch, outputs], mask [steps, batch]. */
  add(output: Floats, target: Floats, mask: Floats): void {
    const { outputs } = this;
    const batch = this.ticks.length;
    for (let row = 0; row < mask.length; row++) {
      if (mask[row] === 0) continue;
      const b = row % batch;
      this.ticks[b] += mask[row];
      for (let k = 0; k < outputs; k++) {
        const wanted = target[row * outputs + k];
        this.output[b * outputs + k] += mask[row] * output[row * outputs + k];
        this.target[b * outputs + k] += mask[row] * wanted;
        this.power[b] += mask[row] * wanted * wanted;
      }
    }
  }
}

/** The score of the first `count` trials of each tally; `loss` [batch] beside it is their summed loss. */
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
    const { outputs } = tally;
    trials += count;
    for (let b = 0; b < count; b++) {
      loss += losses[b];
      power += tally.power[b];
      if (tally.ticks[b] === 0) continue;
      decided++;
      const decision = argmax(tally.output.subarray(b * outputs, (b + 1) * outputs));
      if (decision !== argmax(tally.target.subarray(b * outputs, (b + 1) * outputs))) wrong++;
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
