/** Trials as a network reads them: [batch, ticks], cut into chunks. */
import type { StreamShape, Trial } from '../../stream';
import type { Data } from '../network/network';

export interface Sequences extends Data {
  batch: number;
  steps: number;
  /** [batch, steps] ticks since the answer stood; 0 where that is not known. */
  distance: Float64Array;
}

/** Throws Error where trials are of different lengths. */
export function sequencesOf(trials: readonly Trial[], shape: StreamShape): Sequences {
  const steps = trials[0].mask.length;
  const side = (width: number, of: (trial: Trial) => Float64Array | undefined): Float64Array => {
    const rows = new Float64Array(trials.length * steps * width);
    for (const [b, trial] of trials.entries()) {
      const values = of(trial);
      if (!values) continue;
      if (values.length !== steps * width)
        throw new Error(
          `Trial ${trial.index} holds ${values.length} numbers; ${steps} ticks of ${width} are needed.`
        );
      rows.set(values, b * steps * width);
    }
    return rows;
  };
  return {
    batch: trials.length,
    steps,
    x: side(shape.inputs, ({ x }) => x),
    target: side(shape.outputs, ({ target }) => target),
    mask: side(1, ({ mask }) => mask),
    distance: side(1, ({ distance }) => distance)
  };
}

/** Ticks from .. to - 1 of every sequence. */
export function chunkOf(sequences: Sequences, from: number, to: number): Data {
  const { batch, steps } = sequences;
  const part = (values: Float64Array): Float64Array => {
    const width = values.length / batch / steps;
    const cut = new Float64Array(batch * (to - from) * width);
    for (let b = 0; b < batch; b++) {
      const start = b * steps;
      cut.set(values.subarray((start + from) * width, (start + to) * width), b * (to - from) * width);
    }
    return cut;
  };
  return { x: part(sequences.x), target: part(sequences.target), mask: part(sequences.mask) };
}
