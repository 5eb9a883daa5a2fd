/** Trials side by side, as histories want them: [steps, batch, width], cut into chunks of ticks. */
import type { StreamShape, Trial } from '../stream';

export interface Streams {
  readonly batch: number;
  /** [steps, batch, inputs], [steps, batch, outputs], [steps, batch]. */
  readonly x: Float64Array;
  readonly target: Float64Array;
  readonly mask: Float64Array;
  /** Ticks [from, to) of all three; views, not copies. */
  slice(from: number, to: number): { x: Float64Array; target: Float64Array; mask: Float64Array };
  /** Trial b of the batch alone: [steps, inputs], [steps, outputs], [steps]; copies. */
  trial(b: number): { x: Float64Array; target: Float64Array; mask: Float64Array };
}

/** Places missing from the batch stay silent and do not count. */
export function interleave(trials: readonly Trial[], shape: StreamShape, batch: number): Streams {
  const { steps, inputs, outputs } = shape;
  const side = (name: 'x' | 'target' | 'mask', width: number): Float64Array => {
    const rows = new Float64Array(steps * batch * width);
    for (const [b, trial] of trials.entries()) {
      const values = trial[name];
      if (values.length !== steps * width) {
        throw new Error(
          `Trial ${trial.index}: ${name} holds ${values.length} numbers; ${steps} steps of ${width} are needed.`
        );
      }
      for (let t = 0; t < steps; t++) {
        const row = (t * batch + b) * width;
        for (let j = 0; j < width; j++) rows[row + j] = values[t * width + j];
      }
    }
    return rows;
  };
  return streamsOf(side('x', inputs), side('target', outputs), side('mask', 1), batch);
}

export function streamsOf(x: Float64Array, target: Float64Array, mask: Float64Array, batch: number): Streams {
  const steps = mask.length / batch;
  const widthOf = (rows: Float64Array): number => (steps === 0 ? 0 : rows.length / steps);
  const cut = (rows: Float64Array, from: number, to: number): Float64Array =>
    rows.subarray(from * widthOf(rows), to * widthOf(rows));
  const one = (rows: Float64Array, b: number): Float64Array => {
    const width = widthOf(rows) / batch;
    return Float64Array.from(
      { length: steps * width },
      (_, at) => rows[(Math.floor(at / width) * batch + b) * width + (at % width)]
    );
  };
  return {
    batch,
    x,
    target,
    mask,
    slice: (from, to) => ({ x: cut(x, from, to), target: cut(target, from, to), mask: cut(mask, from, to) }),
    trial: (b) => ({ x: one(x, b), target: one(target, b), mask: one(mask, b) })
  };
}
