/** What a tree over real threads is worth: the time of one query, what is sent for it, and how far the answer is from softmax. */
import { usually } from '../../../compute/usually';
import { Random } from '../../random';
import { softmaxAttention } from '../attention/softmax';
import { evenSplit } from '../energy/devices';
import type { Rows } from '../rows';
import { createCrew, type SpawnDevice } from './crew';

/** One query before many keys, and softmax over all of them. */
export interface LongQuery {
  /** [1, d]. */
  q: Rows;
  /** [N, d]. */
  k: Rows;
  /** [N, d]. */
  v: Rows;
  scale: number;
  /** [d]. */
  exact: Float64Array;
}

export interface TreeMeasurement {
  devices: number;
  /** Microseconds from the question until every device knows the answer. */
  us: number;
  steps: number;
  /** Numbers sent by all devices together. */
  elements: number;
  /** Greatest difference to softmax over all keys. */
  difference: number;
  /** What the same devices would send in a ring. */
  ring: { steps: number; elements: number };
}

/** `keys` keys and values of `width` numbers, all normal; the same for the same sizes. */
export function longQuery(keys: number, width: number): LongQuery {
  const random = new Random(1);
  const drawn = (rows: number): Rows => ({
    rows,
    columns: width,
    data: Float64Array.from({ length: rows * width }, () => random.quickNormal())
  });
  const [q, k, v] = [drawn(1), drawn(keys), drawn(keys)];
  const scale = 1 / Math.sqrt(width);
  return { q, k, v, scale, exact: softmaxAttention({ q, k, v, scale }).out.data };
}

/** Keys are dealt out evenly; `fanIn` parts become one at a node. Rejects with MemoryError where a device was lost. */
export async function measureTree(
  { exact, k, q, scale, v }: LongQuery,
  devices: number,
  fanIn: number,
  spawn: SpawnDevice
): Promise<TreeMeasurement> {
  const crew = createCrew(k, v, evenSplit(k.rows, devices), fanIn, spawn);
  try {
    const { elements, out, steps } = await crew.answer(q.data, scale);
    const us = await usually(async () => void (await crew.answer(q.data, scale)), 700, 0.1, 5);
    return {
      devices,
      us,
      steps,
      elements,
      difference: out.reduce((most, value, i) => Math.max(most, Math.abs(value - exact[i])), 0),
      ring: { steps: devices - 1, elements: (devices - 1) * k.rows * (k.columns + v.columns) }
    };
  } finally {
    crew.dispose();
  }
}
