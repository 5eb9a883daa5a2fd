/** What a scan reads, and whether it fits together. */
import { MemoryError, type Rows } from '../rows';

export interface SsdSettings {
  /** H. */
  heads: number;
  /** P, numbers of x a head reads. */
  headWidth: number;
  /** N, numbers kept of each of them. */
  states: number;
  /** G, divides H: heads h with the same floor(h G / H) share B and C. */
  groups: number;
}

export interface SsdInput {
  /** [T, H P]. */
  x: Rows;
  /** [T, H], above 0: after the softplus. */
  dt: Rows;
  /** A [H], at most 0. */
  a: Float64Array;
  /** B and C, [T, G N] each. */
  b: Rows;
  c: Rows;
  /** D [H]. */
  d: Float64Array;
}

/** Throws MemoryError. */
export function checkSsd(input: SsdInput, state: Rows, settings: SsdSettings): void {
  const { groups, heads, headWidth, states } = settings;
  for (const [name, value] of Object.entries({ heads, 'numbers in a head': headWidth, states, groups }))
    if (!(Number.isSafeInteger(value) && value >= 1))
      throw new MemoryError(`A scan has ${value} ${name}; expected a whole number from 1.`);
  if (heads % groups !== 0)
    throw new MemoryError(
      `${heads} heads were given for ${groups} groups; expected a multiple of ${groups}.`
    );
  const T = input.x.rows;
  for (const [name, found, rows, columns] of [
    ['x', input.x, T, heads * headWidth],
    ['dt', input.dt, T, heads],
    ['B', input.b, T, groups * states],
    ['C', input.c, T, groups * states],
    ['state', state, heads * headWidth, states]
  ] as const)
    if (found.rows !== rows || found.columns !== columns)
      throw new MemoryError(
        `The ${name} of a scan is ${found.rows} x ${found.columns}; expected ${rows} x ${columns}.`
      );
  if (input.a.length !== heads || input.d.length !== heads)
    throw new MemoryError(
      `A scan of ${heads} heads was given ${input.a.length} A and ${input.d.length} D; expected one of each a head.`
    );
}

/** What head h reads of token t, as views. */
export function readAt(
  { b, c, dt, x }: SsdInput,
  { groups, heads, headWidth, states }: SsdSettings,
  h: number,
  t: number
): { x: Float64Array; dt: number; b: Float64Array; c: Float64Array } {
  const group = Math.floor((h * groups) / heads);
  const at = (t * groups + group) * states;
  return {
    x: x.data.subarray((t * heads + h) * headWidth, (t * heads + h + 1) * headWidth),
    dt: dt.data[t * heads + h],
    b: b.data.subarray(at, at + states),
    c: c.data.subarray(at, at + states)
  };
}
