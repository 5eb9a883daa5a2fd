/** The figures of the Memory lab that are there before any run: their pictures, and their numbers against closed forms. */
import { describe, expect, it, test } from 'vitest';
import { decodeTimes, paperCluster, paperShape } from '../../src/models/memory/energy/cluster';
import { memoryFigures } from '../../src/figures/memory/registry';
import type { FigureContext } from '../../src/figures/figure';
import { themes } from '../../src/figures/theme';
import { toSvg } from '../../src/figures/toSvg';
import { Recording } from '../../src/session/recording';
import { recordedMemories } from './memoryRecording';

const empty = new Recording();
const { context: recorded } = recordedMemories();
const contextOf = (changes: Partial<FigureContext> = {}): FigureContext =>
  recorded({ theme: themes.light, size: { width: 460, height: 300 }, settings: {}, ...changes });
const figureOf = (id: string) => memoryFigures.find((each) => each.id === id)!;
const exact = memoryFigures.filter(({ needs }) => needs === 'exact').map(({ id }) => id);

describe.each(exact)('%s', (id) => {
  test.each([
    ['light', {}],
    ['dark', { theme: themes.dark }],
    ['small', { size: { width: 320, height: 200 } }]
  ] as const)('looks as it did, %s', async (variant, changes) => {
    const svg = toSvg(figureOf(id).draw(empty, contextOf(changes)), { title: id });
    await expect(svg).toMatchFileSnapshot(`./gallery/memory/${id}.${variant}.svg`);
  });

  test('draws whatever it is asked to', () => {
    const figure = figureOf(id);
    for (const setting of figure.settings)
      for (const value of setting.kind === 'choice' ? setting.options.map((option) => option.value) : [true])
        expect(
          figure.draw(empty, contextOf({ settings: { [setting.name]: value } })).marks.length
        ).toBeGreaterThan(5);
  });
});

describe('numbers', () => {
  it('of tree and ring are those of the model, at every count of devices', () => {
    const { rows } = figureOf('clusterTimes').table(empty, contextOf({ settings: { tokens: 'fixed' } }));
    for (const [devices, ring, tree, ratio] of rows as number[][]) {
      const wanted = decodeTimes({ ...paperShape, devices }, paperCluster);
      expect(ring).toBeCloseTo(wanted.ring * 1e3, 12);
      expect(tree).toBeCloseTo(wanted.tree * 1e3, 12);
      expect(ratio).toBe(wanted.speedUp);
    }
    expect(rows.map(([devices]) => devices)).toEqual([1, 2, 4, 8, 16, 32, 64, 128]);
  });

  it('of the tree flatten: from 8 to 128 devices it takes less than ten times as long, the ring more than fifty', () => {
    const { rows } = figureOf('clusterTimes').table(empty, contextOf());
    const at = (devices: number) => rows.find((row) => row[0] === devices) as number[];
    expect(at(128)[2] / at(8)[2]).toBeLessThan(10);
    expect(at(128)[1] / at(8)[1]).toBeGreaterThan(50);
  });

  it('of what networks cost are those of their layers, once where a network already is the reference', () => {
    const { rows } = figureOf('networkCosts').table(empty, contextOf());
    expect(rows.map(([name]) => name)).toEqual(['ovq', 'softmax', 'linear', 'ssd state 8', 'GQA', 'MLA']);
    const [, softmax] = rows;
    // Two layers of width 64, 64 ticks: keys and values, four bytes each.
    expect(softmax[2]).toBe(4 * 2 * 2 * 64 * 64);
    // Projections 8 w^2, attention 4 t w, MLP 6 w 128, twice; a head of 27 letters.
    expect(softmax[3]).toBe(2 * (8 * 64 * 64 + 4 * 64 * 64 + 6 * 64 * 128) + 2 * 64 * 27);
    const gqa = rows.find(([name]) => name === 'GQA')!;
    expect(gqa[2]).toBe(Number(softmax[2]) / 4);
  });

  it('of a long stream rise 64-fold in what attention keeps, and in no state', () => {
    const { rows } = figureOf('streamingCost').table(empty, contextOf({ settings: { quantity: 'bytes' } }));
    expect(rows.map(([tokens]) => tokens)).toEqual([1000, 2000, 4000, 8000, 16000, 32000, 64000]);
    const ratios = [1, 2, 3, 4].map((n) => Number(rows[6][n]) / Number(rows[0][n]));
    expect(ratios).toEqual([1, 64, 1, 1]);
  });

  it.each(['0.5', '2', '8', '32'])('of the energy never rise on the way down, beta %s', (beta) => {
    const { rows } = figureOf('energyLandscape').table(empty, contextOf({ settings: { beta } }));
    expect(rows.length).toBeGreaterThan(2);
    for (let k = 1; k < rows.length; k++)
      expect(Number(rows[k][3])).toBeLessThanOrEqual(Number(rows[k - 1][3]) + 1e-12);
  });
});
