/** Layers with weights of any shapes, and their checks: streaming, causality and gradients of every weight. */
import { expect } from 'vitest';
import type { Shapes, Weights } from '../../../src/models/memory/projected/weights';
import { joinRows, type Rows, rowAt, sliceRows } from '../../../src/models/memory/rows';
import { apart, differences, inner, randomRows } from './memoryCases';

export function randomWeights<Name extends string>(shapes: Shapes<Name>, size = 0.5): Record<Name, Rows> {
  const weights: Partial<Record<Name, Rows>> = {};
  for (const name of Object.keys(shapes) as Name[])
    weights[name] = randomRows(name, shapes[name][0], shapes[name][1], size);
  return weights as Record<Name, Rows>;
}

/** A layer with its weights: from a state on, and its gradient. */
export interface Layer<Name extends string, State, Pass extends { out: Rows }> {
  weights: Weights<Name>;
  start(): State;
  forward(state: State, x: Rows): Pass;
  backward(pass: Pass, gradient: Rows): { x: Rows; weights: Weights<Name> };
}

export const whole = <Name extends string, State, Pass extends { out: Rows }>(
  layer: Layer<Name, State, Pass>,
  x: Rows
): Rows => layer.forward(layer.start(), x).out;

/** Fed in parts, with the state kept as plain data between them; returns the state at the end. */
export function expectStreams<Name extends string, State, Pass extends { out: Rows }>(
  layer: Layer<Name, State, Pass>,
  x: Rows,
  ends: readonly number[]
): State {
  let state = layer.start();
  const parts = ends.map((end, i) => {
    const { out } = layer.forward(state, sliceRows(x, ends[i - 1] ?? 0, end));
    state = structuredClone(state);
    return out;
  });
  expect(joinRows(...parts).data).toEqual(whole(layer, x).data);
  return state;
}

/** What comes before token `at` is not moved by it, and what comes from it on is. */
export function expectCausal<Name extends string, State, Pass extends { out: Rows }>(
  layer: Layer<Name, State, Pass>,
  x: Rows,
  at: number
): void {
  const before = whole(layer, x);
  const moved = { ...x, data: x.data.map((value, i) => (i < at * x.columns ? value : value + 1)) };
  const after = whole(layer, moved);
  expect(sliceRows(after, 0, at).data).toEqual(sliceRows(before, 0, at).data);
  expect(apart(rowAt(after, at), rowAt(before, at))).toBeGreaterThan(1e-6);
}

/** Small enough for the curvature of norms of short vectors. */
const step = 2e-6;

/** Of tokens `from` on, with those before it as a state that stands still: of x and of every number of every weight. */
export function expectGradients<Name extends string, State, Pass extends { out: Rows }>(
  layer: Layer<Name, State, Pass>,
  sequence: Rows,
  from: number,
  still: readonly Name[] = []
): void {
  const state = layer.start();
  layer.forward(state, sliceRows(sequence, 0, from));
  const x = sliceRows(sequence, from, sequence.rows);
  const forward = () => layer.forward(structuredClone(state), x);
  const pass = forward();
  const weight = randomRows('loss', pass.out.rows, pass.out.columns);
  const loss = () => inner(forward().out.data, weight.data);
  const gradient = layer.backward(pass, weight);
  expect(apart(gradient.x.data, differences(x.data, loss, step))).toBeLessThan(1e-7);
  for (const name of Object.keys(layer.weights) as Name[]) {
    const expected = differences(layer.weights[name].data, loss, step);
    expect([name, apart(gradient.weights[name].data, expected)]).toEqual([name, expect.closeTo(0, 7)]);
    const moves = expected.some((slope) => Math.abs(slope) > 1e-4);
    expect([name, moves]).toEqual([name, layer.weights[name].data.length > 0 && !still.includes(name)]);
  }
}

/** x W, from the definition. */
export const times = (x: Rows, w: Rows): number[][] =>
  Array.from({ length: x.rows }, (_, t) =>
    Array.from({ length: w.columns }, (_, j) => {
      let sum = 0;
      for (let i = 0; i < w.rows; i++) sum += x.data[t * x.columns + i] * w.data[i * w.columns + j];
      return sum;
    })
  );

/** Rows of numbers as one list. */
export const flat = (rows: readonly (readonly number[])[]): number[] => rows.flat();

/** Causal attention of heads over lists of numbers, from the definition: [T][heads dv]. */
export function plainHeads(
  q: readonly number[][],
  k: readonly number[][],
  v: readonly number[][],
  { heads, kvHeads, scale }: { heads: number; kvHeads: number; scale: number }
): number[][] {
  const width = (rows: readonly number[][], count: number): number => rows[0].length / count;
  const [d, dv] = [width(k, kvHeads), width(v, kvHeads)];
  return q.map((query, t) =>
    Array.from({ length: heads }, (_, h) => {
      const j = Math.floor((h * kvHeads) / heads);
      const powers = k.slice(0, t + 1).map((key) => {
        let logit = 0;
        for (let i = 0; i < d; i++) logit += query[h * d + i] * key[j * d + i];
        return Math.exp(scale * logit);
      });
      const sum = powers.reduce((a, b) => a + b, 0);
      return Array.from({ length: dv }, (_, i) =>
        powers.reduce((read, power, s) => read + (power / sum) * v[s][j * dv + i], 0)
      );
    }).flat()
  );
}

/** Rotary positions by complex numbers' rule, from the definition. */
export function plainRope(
  rows: readonly number[][],
  heads: number,
  turned: number,
  theta: number
): number[][] {
  const d = rows[0].length / heads;
  return rows.map((row, t) => {
    const next = [...row];
    for (let h = 0; h < heads; h++)
      for (let i = 0; i < turned / 2; i++) {
        const [re, im] = [row[h * d + i], row[h * d + i + turned / 2]];
        const angle = t * theta ** ((-2 * i) / turned);
        next[h * d + i] = re * Math.cos(angle) - im * Math.sin(angle);
        next[h * d + i + turned / 2] = im * Math.cos(angle) + re * Math.sin(angle);
      }
    return next;
  });
}
