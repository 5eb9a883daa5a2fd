import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { match } from '../../../src/renderer/palette/fuzzy';

const isSubsequence = (query: string, text: string): boolean => {
  let at = 0;
  for (const letter of text) if (letter === query[at]) at++;
  return at === query.length;
};
const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), maxLength: 12 });
const query = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 4 });

describe('a fuzzy match', () => {
  it('is there exactly where the letters are, in their order', () => {
    fc.assert(
      fc.property(query, letters, (wanted, text) => {
        expect(match(wanted, text) !== undefined).toBe(isSubsequence(wanted, text));
      })
    );
  });

  it('tells places that rise and hold the letters', () => {
    fc.assert(
      fc.property(query, letters, (wanted, text) => {
        const places = match(wanted, text)?.places;
        if (!places) return;
        expect(places.map((place) => text[place]).join('')).toBe(wanted);
        expect([...places].sort((a, b) => a - b)).toEqual(places);
        expect(new Set(places).size).toBe(places.length);
      })
    );
  });

  it('is the best of all ways to find the letters', () => {
    // Every way there is, scored by the words of the source: 4 a letter, 8 at a start, 7 beside, gaps at most 6.
    const ways = (wanted: string, text: string, from = 0): number[][] =>
      wanted === ''
        ? [[]]
        : [...text].flatMap((letter, k) =>
            k >= from && letter === wanted[0]
              ? ways(wanted.slice(1), text, k + 1).map((rest) => [k, ...rest])
              : []
          );
    const worth = (places: readonly number[], text: string): number =>
      places.reduce((sum, place, n) => {
        const start = text[place] !== ' ' && (place === 0 || text[place - 1] === ' ') ? 8 : 0;
        const gap = n === 0 ? place : place - places[n - 1] - 1;
        const distance = n > 0 && gap === 0 ? 7 : -Math.min(6, gap);
        return sum + 4 + start + distance;
      }, 0);
    fc.assert(
      fc.property(query, letters, (wanted, text) => {
        const all = ways(wanted, text).map((places) => worth(places, text));
        const found = match(wanted, text);
        if (wanted === '' || !found) return;
        expect(found.score + text.length / 100).toBeCloseTo(Math.max(...all), 9);
      })
    );
  });

  it.each([
    ['sb', 'Sweep β', 'Save tape b'],
    ['bra', 'Branch from here', 'Embrace'],
    ['st', 'Step tick', 'Reset'],
    ['exp pdf', 'Export PDF', 'Export SVG of a panel for a PDF']
  ])('of %j prefers %j to %j', (wanted, better, worse) => {
    expect(match(wanted, better)!.score).toBeGreaterThan(
      match(wanted, worse)?.score ?? Number.NEGATIVE_INFINITY
    );
  });

  it('overlooks case, accents and the Greek of names', () => {
    expect(match('BETA', 'beta')).toBeDefined();
    expect(match('resume', 'Résumé')).toBeDefined();
    expect(match('gamma', 'γamma')).toBeDefined();
    expect(match('β', 'Sweep β')?.places).toEqual([6]);
  });
});
