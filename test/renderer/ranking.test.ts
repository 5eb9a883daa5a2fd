import { describe, expect, it } from 'vitest';
import { graphOf } from '../../src/models/hippocampus/graph';
import { transitionsOf } from '../../src/models/hippocampus/transitions';
import type { Question } from '../../src/renderer/recall/messages';
import { highest, rank } from '../../src/renderer/recall/ranking';

const labels = ['a', 'b', 'c'];
const graph = { ...graphOf(3, { sources: [0, 1], targets: [1, 0] }, { labels }), labels };
const ranked = { graph, transitions: transitionsOf(graph, 'restart') };
const question: Question = {
  seeds: ' a ; a',
  alpha: 0.2,
  method: 'power',
  undirected: false,
  tolerance: 1e-13,
  top: 5
};

describe('the ranking of a large graph', () => {
  it('is the closed form between two nodes: 1 / (1 + gamma) and gamma / (1 + gamma)', () => {
    let heard = 0;
    const { entries, residual } = rank(ranked, question, (iteration) => {
      heard = iteration;
    });
    expect(entries.map(({ name, seed }) => [name, seed])).toEqual([
      ['a', true],
      ['b', false]
    ]);
    expect(entries[0].score).toBeCloseTo(1 / 1.8, 12);
    expect(entries[1].score).toBeCloseTo(0.8 / 1.8, 12);
    expect(residual).toBeLessThan(1e-12);
    expect(heard).toBeGreaterThan(10);
  });
  it('by push lies below it by no more than the mass that is left', () => {
    const pushed = rank(ranked, { ...question, method: 'push', tolerance: 1e-3 }, () => {});
    const missing = 1 / 1.8 - pushed.entries[0].score;
    expect(missing).toBeGreaterThan(0);
    expect(missing).toBeLessThanOrEqual(pushed.residual);
  });
  it('refuses seeds that are not there', () => {
    expect(() => rank(ranked, { ...question, seeds: 'z' }, () => {})).toThrow("There is no state 'z'");
    expect(() => rank(ranked, { ...question, seeds: ' ; ' }, () => {})).toThrow('There are no seeds');
  });
  it('lists the largest first and the lower index among equals', () => {
    expect(highest(Float64Array.of(0.1, 0.5, 0, 0.5, 0.2), 3)).toEqual([1, 3, 4]);
    expect(highest(Float64Array.of(0, 0), 3)).toEqual([]);
  });
});
