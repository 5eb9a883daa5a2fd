/** Pictures of a memory: what is read and kept by one head of one layer, of the first sequence. Only made when somebody looks. */
import type { Compute } from '../../../compute/compute';
import { exp, log } from '../../../compute/transcendentals';
import type { Network } from '../network/network';
import type { View } from '../network/mixers/mixer';
import { reachOf } from '../network/remembered';
import { chunkOf, type Sequences } from './sequenceData';

type Attention = Extract<View, { kind: 'attention' }>;
type Dictionary = Extract<View, { kind: 'dictionary' }>;
type State = Extract<View, { kind: 'state' }>;

/** A picture of fixed size, NaN where there is nothing. */
export class Picture {
  readonly data: Float32Array;
  private readonly rows: number;
  private readonly columns: number;

  constructor(rows: number, columns: number) {
    this.rows = rows;
    this.columns = columns;
    this.data = new Float32Array(rows * columns).fill(Number.NaN);
  }

  set(row: number, column: number, value: number): void {
    if (row < this.rows && column < this.columns) this.data[row * this.columns + column] = value;
  }
}

const dot = (a: ArrayLike<number>, at: number, b: ArrayLike<number>, from: number, width: number): number => {
  let sum = 0;
  for (let i = 0; i < width; i++) sum += a[at + i] * b[from + i];
  return sum;
};

/** Of the last ticks of a chunk of `ticks`, how much each reads of each. */
export async function attentionPicture(
  compute: Compute,
  view: Attention,
  ticks: number,
  head: number,
  picture: Picture,
  most: number
): Promise<void> {
  const { heads, keyHeads, keyWidth, scale, window } = view;
  const keyHead = Math.floor((head * keyHeads) / heads);
  const q = await compute.read(view.q, 0, ticks * heads * keyWidth);
  const k = await compute.read(view.k, 0, ticks * keyHeads * keyWidth);
  const lse = await compute.read(view.lse, head * ticks, ticks);
  const first = Math.max(0, ticks - most);
  for (let t = first; t < ticks; t++)
    for (let s = first; s < ticks; s++) {
      const seen = s <= t && (window === 0 || t - s < window);
      const logit =
        scale * dot(q, (t * heads + head) * keyWidth, k, (s * keyHeads + keyHead) * keyWidth, keyWidth);
      picture.set(t - first, s - first, seen ? exp(logit - lse[t]) : 0);
    }
}

/** Which layer and head; the dictionary is written to after every `block` ticks. */
interface Look {
  layer: number;
  head: number;
  block: number;
}

/**
 * How much each of the last ticks of a sequence reads of each row: the sequence is read again by the network as it is now, block by
 * block, since a dictionary moves on.
 */
export async function readsPicture(
  network: Network,
  look: Look,
  sequences: Sequences,
  picture: Picture,
  most: number
): Promise<void> {
  const { compute } = network;
  const first = Math.max(0, sequences.steps - most);
  let rows: Awaited<ReturnType<typeof rowsOf>> | undefined;
  await byBlocks(network, look, sequences, async (view, from, to) => {
    if (to > first)
      await blockReads(compute, view, to - from, look.head, rows, (t, row, share) => {
        if (from + t >= first) picture.set(from + t - first, row, share);
      });
    rows = await rowsOf(compute, view, look.head);
  });
}

/** [ticks, 1] which row each of the same ticks is written to; -1 for those of a block that is not full. */
export async function writesPicture(
  network: Network,
  look: Look,
  sequences: Sequences,
  picture: Picture,
  most: number
): Promise<void> {
  const first = Math.max(0, sequences.steps - most);
  await byBlocks(network, look, sequences, async ({ assigned, heads }, from, to) => {
    const written = await network.compute.read(assigned, 0, (to - from) * heads);
    for (let t = Math.max(first, from); t < to; t++)
      picture.set(t - first, 0, written[(t - from) * heads + look.head]);
  });
}

/** Reads a sequence from its beginning; hears of the dictionary after every block. */
async function byBlocks(
  network: Network,
  { block, layer }: Look,
  sequences: Sequences,
  hear: (view: Dictionary, from: number, to: number) => Promise<void>
): Promise<void> {
  const { steps } = sequences;
  const use = network.use(1, reachOf(steps, block));
  try {
    for (let from = 0; from < steps; from += block) {
      const to = Math.min(steps, from + block);
      await use.run(chunkOf(sequences, from, to));
      await hear(use.view(layer)!.view as Dictionary, from, to);
    }
  } finally {
    use.dispose();
  }
}

async function rowsOf(compute: Compute, { counts, keys, keyWidth, rows }: Dictionary, head: number) {
  return {
    keys: await compute.read(keys, head * rows * keyWidth, rows * keyWidth),
    counts: await compute.read(counts, head * rows, rows)
  };
}

async function blockReads(
  compute: Compute,
  view: Dictionary,
  ticks: number,
  head: number,
  before: Awaited<ReturnType<typeof rowsOf>> | undefined,
  tell: (t: number, row: number, share: number) => void
): Promise<void> {
  const { countBias, heads, keyWidth, normCorrection, rows, scale } = view;
  const q = await compute.read(view.q, 0, ticks * heads * keyWidth);
  const lse = await compute.read(view.lse, head * ticks, ticks);
  for (let t = 0; t < ticks; t++)
    for (let row = 0; row < rows; row++) {
      const count = before?.counts[row] ?? 0;
      if (!before || count === 0) {
        tell(t, row, 0);
        continue;
      }
      const at = row * keyWidth;
      const square = dot(before.keys, at, before.keys, at, keyWidth);
      const logit =
        scale * dot(q, (t * heads + head) * keyWidth, before.keys, at, keyWidth) +
        (countBias ? log(count) : 0) +
        (normCorrection ? (scale * (1 - square)) / 2 : 0);
      tell(t, row, exp(logit - lse[t]));
    }
}

export async function countsPicture(
  compute: Compute,
  { counts, rows }: Dictionary,
  head: number,
  picture: Picture
): Promise<void> {
  const values = await compute.read(counts, head * rows, rows);
  values.forEach((value, row) => {
    picture.set(row, 0, value);
  });
}

/** Rows that stand for nothing yet stay empty. */
export async function keysPicture(
  compute: Compute,
  view: Dictionary,
  head: number,
  picture: Picture
): Promise<void> {
  const { counts, keys } = await rowsOf(compute, view, head);
  counts.forEach((count, row) => {
    if (count === 0) return;
    for (let i = 0; i < view.keyWidth; i++) picture.set(row, i, keys[row * view.keyWidth + i]);
  });
}

export async function statePicture(
  compute: Compute,
  { columns, rows, state }: State,
  head: number,
  picture: Picture
): Promise<void> {
  const values = await compute.read(state, head * rows * columns, rows * columns);
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) picture.set(r, c, values[r * columns + c]);
}
