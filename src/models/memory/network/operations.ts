/** What layers are made of: calls of a backend with their adjoints, laid down on a tape. */
import type { Block } from '../../../compute/compute';
import type { NormCall, SequenceActivation } from '../../../compute/sequences';
import { signalOf, type Tape, type Tensor } from './tape';
import type { Matrix, Parameter } from './weights';

/** Columns `column` .. of a wider tensor, for a product that fills a part of it. */
export interface Part {
  y: Tensor;
  column: number;
  /** Adds to what is there. */
  accumulate?: boolean;
}

/** Of the linear maps that are no parameters: repeating heads, placing columns. [outputs, inputs]. */
export interface FixedMap {
  fixed: Block;
  outputs: number;
  inputs: number;
}

/** y = alpha x W^T, without a bias. Of what was remembered nothing is learned (`ofPast`). */
export function linear(
  tape: Tape,
  x: Tensor,
  matrix: Matrix | FixedMap,
  { part, alpha = 1, ofPast = false }: { part?: Part; alpha?: number; ofPast?: boolean } = {}
): Tensor {
  const { compute } = tape;
  const { inputs, outputs } = matrix;
  const y = part?.y ?? tape.tensor(outputs, x.rows);
  const weights =
    'fixed' in matrix ? { parameters: matrix.fixed, from: 0, gradient: undefined } : tape.at(matrix);
  const { from, gradient, parameters } = weights;
  const place = { offset: part?.column ?? 0, stride: y.width };
  const forward = (): Promise<void> =>
    compute.gemm({
      m: x.rows,
      n: outputs,
      k: inputs,
      a: x.value,
      b: parameters,
      offsetB: from,
      transposeB: true,
      c: y.value,
      offsetC: place.offset,
      strideC: place.stride,
      alpha,
      accumulate: part?.accumulate ?? false
    });
  tape.step(
    forward,
    ofPast
      ? undefined
      : async () => {
          const signal = { a: signalOf(y), offsetA: place.offset, strideA: place.stride };
          if (x.signal)
            await compute.gemm({
              m: x.rows,
              n: inputs,
              k: outputs,
              ...signal,
              b: parameters,
              offsetB: from,
              c: x.signal,
              alpha,
              accumulate: true
            });
          if (gradient)
            await compute.gemm({
              m: outputs,
              n: inputs,
              k: x.rows,
              ...signal,
              transposeA: true,
              b: x.value,
              c: gradient,
              offsetC: from,
              alpha,
              accumulate: true
            });
        }
  );
  return y;
}

/** Tensors of equal rows side by side. */
export function sideBySide(tape: Tape, parts: readonly Tensor[]): Tensor {
  const y = tape.tensor(parts.reduce((sum, { width }) => sum + width, 0));
  let column = 0;
  for (const part of parts) {
    const map = new Float64Array(part.width * part.width);
    for (let i = 0; i < part.width; i++) map[i * part.width + i] = 1;
    const fixed = { fixed: tape.constant(map), outputs: part.width, inputs: part.width };
    linear(tape, part, fixed, { part: { y, column } });
    column += part.width;
  }
  return y;
}

/** y = a x + b z. */
export function combine(tape: Tape, x: Tensor, a: number, z?: Tensor, b = 1): Tensor {
  const y = tape.tensor(x.width, x.rows);
  const length = x.rows * x.width;
  const { sequences } = tape;
  tape.step(
    () => sequences.combine({ length, x: x.value, a, y: y.value, ...(z && { z: z.value, b }) }),
    async () => {
      const back = { length, x: signalOf(y), accumulate: true };
      if (x.signal) await sequences.combine({ ...back, a, y: x.signal });
      if (z?.signal) await sequences.combine({ ...back, a: b, y: z.signal });
    }
  );
  return y;
}

export const add = (tape: Tape, x: Tensor, z: Tensor): Tensor => combine(tape, x, 1, z, 1);

export function embed(tape: Tape, tokens: Tensor, table: Matrix): Tensor {
  const { inputs: width, outputs: vocabulary } = table;
  const y = tape.tensor(width);
  const call = { ...tape.at(table), rows: tape.rows, vocabulary, width, tokens: tokens.value };
  tape.step(
    () => tape.sequences.embed({ ...call, y: y.value }),
    () => tape.sequences.embedBackward({ ...call, signal: signalOf(y) })
  );
  return y;
}

export interface NormOptions {
  groups?: number;
  gate?: Tensor;
  /** A weight per column, or per group. */
  weights?: Parameter;
  by?: 'column' | 'group';
  epsilon?: number;
}

/** Root-mean-square norm over each group of columns. */
export function norm(tape: Tape, x: Tensor, options: NormOptions = {}): Tensor {
  const { by = 'column', epsilon = 1e-5, gate, groups = 1, weights } = options;
  return normWith(tape, x, {
    groups,
    epsilon,
    ...(gate && { gate }),
    ...(weights ? { weights: by, ...tape.at(weights) } : { weights: 'none' })
  });
}

type NormWith = Pick<NormCall, 'groups' | 'epsilon' | 'weights' | 'parameters' | 'from' | 'gradient'> & {
  gate?: Tensor;
};

/** The same with weights that lie anywhere. */
export function normWith(tape: Tape, x: Tensor, { gate, ...rest }: NormWith): Tensor {
  const y = tape.tensor(x.width, x.rows);
  const call: NormCall = {
    ...rest,
    rows: x.rows,
    groupWidth: x.width / rest.groups,
    x: x.value,
    ...(gate && { gate: gate.value }),
    y: y.value,
    inverse: tape.block(x.rows * rest.groups)
  };
  tape.step(
    () => tape.sequences.norm(call),
    () =>
      tape.sequences.normBackward({
        ...call,
        signal: signalOf(y),
        ...(x.signal && { inputSignal: x.signal }),
        ...(gate?.signal && { gateSignal: gate.signal })
      })
  );
  return y;
}

/** Heads of unit length; `strength`: a factor for each head, learned. */
export function unitHeads(tape: Tape, x: Tensor, heads: number, strength?: Parameter): Tensor {
  const long = norm(tape, x, {
    groups: heads,
    epsilon: 0,
    by: 'group',
    ...(strength && { weights: strength })
  });
  return combine(tape, long, 1 / Math.sqrt(x.width / heads));
}

export function activate(tape: Tape, x: Tensor, activation: SequenceActivation, gated = false): Tensor {
  const width = gated ? x.width / 2 : x.width;
  const y = tape.tensor(width, x.rows);
  const call = { activation, gated, rows: x.rows, width, x: x.value, y: y.value };
  tape.step(
    () => tape.sequences.activate(call),
    () => tape.sequences.activateBackward({ ...call, signal: signalOf(y), inputSignal: signalOf(x) })
  );
  return y;
}

/** Rotary positions on the first `turned` columns of each head. */
export function rotate(
  tape: Tape,
  x: Tensor,
  { heads, turned, theta = 1e4 }: { heads: number; turned: number; theta?: number }
): Tensor {
  const y = tape.tensor(x.width);
  const call = { ...tape.chunk, heads, headWidth: x.width / heads, turned, theta };
  tape.step(
    () => tape.sequences.rotate({ ...call, first: tape.before, x: x.value, y: y.value }),
    () =>
      tape.sequences.rotate({
        ...call,
        // The chunk is remembered after the way back only.
        first: tape.before,
        x: signalOf(y),
        y: signalOf(x),
        backwards: true
      })
  );
  return y;
}

/** Convolution over ticks that remembers its last inputs under `name`. Parameters as told by `convolutionOf`. */
export function convolve(
  tape: Tape,
  x: Tensor,
  { name, taps, groups, parameter }: { name: string; taps: number; groups: number; parameter: Parameter }
): Tensor {
  const y = tape.tensor(x.width);
  const past = tape.remembered.keep(`${name} past`, (taps - 1) * x.width);
  const held = (): number => Math.min(taps - 1, tape.before);
  const call = {
    ...tape.chunk,
    ...tape.at(parameter),
    groups,
    groupWidth: x.width / groups,
    taps,
    past,
    x: x.value,
    y: y.value
  };
  tape.step(
    () => tape.sequences.convolveTicks({ ...call, held: held() }),
    () =>
      tape.sequences.convolveTicksBackward({
        ...call,
        held: held(),
        signal: signalOf(y),
        ...(x.signal && { inputSignal: x.signal })
      })
  );
  remember(tape, x, past, taps - 1);
  return y;
}

/** The row of the tick before; remembers the last one under `name`. */
export function delay(tape: Tape, x: Tensor, name: string): Tensor {
  const y = tape.tensor(x.width);
  const past = tape.remembered.keep(`${name} past`, x.width);
  const call = { ...tape.chunk, width: x.width, past };
  tape.step(
    () => tape.sequences.delay({ ...call, held: Math.min(1, tape.before), x: x.value, y: y.value }),
    () => tape.sequences.delay({ ...call, held: 0, x: signalOf(y), y: signalOf(x), backwards: true })
  );
  remember(tape, x, past, 1);
  return y;
}

/** At the chunk's end adds its rows to a cache of the latest `capacity`. */
export function remember(tape: Tape, x: Tensor, cache: Block, capacity: number): void {
  if (capacity === 0) return;
  tape.atEnd(() =>
    tape.sequences.remember({
      ...tape.chunk,
      width: x.width,
      capacity,
      held: Math.min(capacity, tape.before),
      x: x.value,
      cache
    })
  );
}
