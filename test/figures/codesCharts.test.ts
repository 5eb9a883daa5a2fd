import { describe, expect, test } from 'vitest';
import { invariance } from '../../src/figures/codes/invariance';
import { latentRate } from '../../src/figures/codes/latentRate';
import { mosaic } from '../../src/figures/codes/mosaic';
import { pairs } from '../../src/figures/codes/pairs';
import { cellPlace } from '../../src/figures/codes/planeAxes';
import { plane } from '../../src/figures/codes/plane';
import { overlap, placeLabels } from '../../src/figures/codes/placeLabels';
import { rateAccuracy } from '../../src/figures/codes/rateAccuracy';
import { ratePlane } from '../../src/figures/codes/ratePlane';
import { codesFigures } from '../../src/figures/codes/registry';
import { traversals } from '../../src/figures/codes/traversals';
import type { Box, Cells, Mark, Polygon, Scene, Symbols, Text } from '../../src/figures/scene';
import { textWidth } from '../../src/figures/textWidth';
import { projector, themes } from '../../src/figures/theme';
import { codeProbes, mapPoints, pairCount } from '../../src/models/codes/probes';
import { recordedCodes, side } from './codesRecording';

const three = recordedCodes();
const six = recordedCodes({
  coders: ['action 0.1', 'action 0.5', 'vanilla 1', 'vanilla 0.3', 'vanilla 5'],
  sweep: true
});

function flat(marks: readonly Mark[]): Mark[] {
  return marks.flatMap((mark) => (mark.kind === 'group' ? flat(mark.marks) : [mark]));
}
const textsOf = (scene: Scene): Text[] =>
  flat(scene.marks).filter((mark): mark is Text => mark.kind === 'text');
const symbolsOf = (scene: Scene): Symbols[] =>
  flat(scene.marks).filter((mark): mark is Symbols => mark.kind === 'symbols');

/** Where text is printed; a little less high than it is written, since lines may touch. */
function boxOf({ anchor, size, text, x, y }: Text): Box {
  const width = textWidth(text, size);
  const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
  return { x: left, y: y - size * 0.7, width, height: size * 0.75 };
}

/** Value to place of an axis, from two of its labels. */
function axisOf(labels: readonly Text[], along: 'x' | 'y'): (value: number) => number {
  const [a, b] = labels;
  const [va, vb] = [a, b].map(({ text }) => Number(text));
  return (value) => a[along] + ((value - va) / (vb - va)) * (b[along] - a[along]);
}

describe('accuracy over rate', () => {
  test('puts each coder where its numbers say', () => {
    const { context, recording } = three;
    const scene = rateAccuracy.draw(recording, context());
    const texts = textsOf(scene);
    const share = axisOf(
      [texts.find(({ text }) => text === '40')!, texts.find(({ text }) => text === '80')!],
      'y'
    );
    const bits = axisOf(
      [texts.find(({ text }) => text === '2')!, texts.find(({ text }) => text === '12')!],
      'x'
    );
    // Labels stand a third of their size below the middle.
    const shift = themes.light.textSize * 0.36;
    const coder = symbolsOf(scene).find(
      ({ points, radius }) => radius > 4 && Math.abs(points[0] - bits(3.27)) < 0.5
    )!;
    expect(coder.points[1]).toBeCloseTo(share(98.7) - shift, 0);
    const hollow = symbolsOf(scene).find(
      ({ points, shades }) => shades[0] === themes.light.background && Math.abs(points[0] - bits(3.27)) < 0.5
    )!;
    expect(hollow.points[1]).toBeCloseTo(share(81) - shift, 0);
  });

  test.each(['linear', 'log'])('no code is drawn in the forbidden region, %s', (scale) => {
    const { context, recording } = six;
    const scene = rateAccuracy.draw(recording, context({ settings: { scale } }));
    const region = flat(scene.marks).find((mark): mark is Polygon => mark.kind === 'polygon')!;
    const curve = Array.from({ length: region.points.length / 2 - 2 }, (_, i) => [
      region.points[2 * i],
      region.points[2 * i + 1]
    ]);
    // Downwards on screen is less accuracy: the curve only rises, from chance.
    for (let i = 1; i < curve.length; i++) {
      expect(curve[i][0]).toBeGreaterThanOrEqual(curve[i - 1][0]);
      expect(curve[i][1]).toBeLessThanOrEqual(curve[i - 1][1] + 1e-3);
    }
    const [left] = curve[0];
    const [right] = curve[curve.length - 1];
    for (const { points, radius } of symbolsOf(scene).filter(
      ({ points }) => points[1] > curve[curve.length - 1][1] - 1
    )) {
      const x = points[0];
      if (radius < 4 || x <= left || x >= right) continue;
      const k = curve.findIndex(([cx]) => cx >= x);
      expect(points[1]).toBeGreaterThanOrEqual(curve[k][1] - 1);
    }
  });

  test.each(['three', 'six'] as const)('its labels overlap nothing they should not, %s', (name) => {
    const { context, recording } = name === 'three' ? three : six;
    for (const changes of [
      {},
      { size: { width: 320, height: 200 } },
      { settings: { scale: 'log' } },
      { theme: projector(themes.light), size: { width: 760, height: 480 } }
    ]) {
      for (const figure of [rateAccuracy, ratePlane]) {
        const scene = figure.draw(recording, context(changes));
        const boxes = textsOf(scene).map((text) => ({ text: text.text, box: boxOf(text) }));
        for (const [i, a] of boxes.entries()) {
          expect(a.box.x, a.text).toBeGreaterThanOrEqual(-0.5);
          expect(a.box.x + a.box.width, a.text).toBeLessThanOrEqual(scene.width + 0.5);
          for (const b of boxes.slice(i + 1))
            if (a.text.includes('β') || b.text.includes('β'))
              expect(overlap(a.box, b.box), `${figure.id}: ${a.text} / ${b.text}`).toBe(false);
        }
      }
    }
  });

  test('says that a code at rate 0 has collapsed, and what to do', () => {
    const { context, recording } = six;
    expect(rateAccuracy.summary(recording, context())).toContain(
      'The code of vanilla β = 5 carries 0.0 bits: beta is so large that saying nothing is cheapest; lower beta.'
    );
    expect(rateAccuracy.summary(three.recording, three.context())).not.toContain('0.0 bits:');
  });

  test('shows a sweep for the factor it was made of only', () => {
    const { context, recording } = six;
    const rows = (factor: string) => rateAccuracy.table(recording, context({ settings: { factor } })).rows;
    expect(rows('asked').length).toBe(17);
    expect(rows('2').length).toBe(5);
  });

  test('says that classifiers come first while rates are not known', () => {
    const early = recordedCodes({ trials: 0 });
    for (const figure of [rateAccuracy, ratePlane, latentRate, invariance])
      expect(figure.summary(early.recording, early.context())).toContain('classifiers');
  });
});

test('labels at one place are spread, none over another or outside', () => {
  const box = { x: 0, y: 0, width: 400, height: 200 };
  const labels = Array.from({ length: 8 }, (_, k) => ({
    x: 200 + (k % 2),
    y: 100 + (k % 3),
    radius: 4,
    content: `action β = 0.${k}`,
    colour: '#000000'
  }));
  const placed = placeLabels(labels, box, [], themes.light);
  expect(placed.length).toBe(8);
  for (const [i, a] of placed.entries()) {
    expect(a.box.x).toBeGreaterThanOrEqual(0);
    expect(a.box.x + a.box.width).toBeLessThanOrEqual(400);
    for (const b of placed.slice(i + 1)) expect(overlap(a.box, b.box)).toBe(false);
  }
});

test('the free energy of the table is rate and distortion in nats', () => {
  const { context, recording } = three;
  const [, rate, distortion, energy, loss] = ratePlane.table(recording, context()).rows[0] as number[];
  expect(rate).toBeCloseTo(3.27 * Math.LN2, 5);
  expect(energy).toBeCloseTo(rate + distortion, 6);
  expect(loss).toBeCloseTo(distortion + 0.1 * rate, 6);
});

describe('images', () => {
  test.each([1, 3] as const)('are drawn pixel for pixel, %i channels', (channels) => {
    const { context, recording } = recordedCodes({ channels });
    const { data } = recording.image(codeProbes.pairs)!;
    const images = { channels, rows: side, columns: side };
    const { mark } = mosaic(
      {
        images,
        rows: 2,
        columns: 3,
        data,
        image: (row, column) => row * pairCount + column,
        x: 0,
        y: 0,
        width: 24,
        paletteName: 'light'
      },
      themes.light
    );
    const at = (row: number, column: number, r: number, c: number, channel: number): number => {
      const cell = (row * (side + 1) + r) * mark.columns + column * (side + 1) + c;
      return mark.palette ? mark.palette[3 * mark.values[cell]] : mark.values[3 * cell + channel];
    };
    for (const [row, column, r, c] of [
      [0, 0, 0, 0],
      [1, 2, 7, 3],
      [0, 1, 11, 11]
    ]) {
      for (let channel = 0; channel < channels; channel++) {
        const from = (row * pairCount + column) * channels * side * side + channel * side * side;
        expect(Math.abs(at(row, column, r, c, channel) - 255 * data[from + r * side + c])).toBeLessThan(1.1);
      }
    }
    expect(pairs.draw(recording, context()).marks.some(({ kind }) => kind === 'cells')).toBe(true);
  });

  test('a click on the decoded plane selects the image there, whose place the map frames', () => {
    const { context, recording } = three;
    const scene = plane.draw(recording, context());
    const cells = scene.marks.find((mark): mark is Cells => mark.kind === 'cells')!;
    expect(scene.pick!(cells.x + 2, cells.y + 2)).toEqual({ code: 0 });
    expect(scene.pick!(cells.x + cells.width - 2, cells.y + cells.height - 2)).toEqual({ code: 224 });
    expect(scene.pick!(cells.x - 5, cells.y + 2)).toBeUndefined();
    const span = { x: [-2.4, 2.4], y: [-2, 2] } as const;
    expect(cellPlace(0, span)).toMatchObject({ x: -2.4, y: 2 });
    expect(cellPlace(224, span)).toMatchObject({ x: 2.4, y: -2 });
    expect(cellPlace(112, span).x).toBeCloseTo(0, 10);
    expect(plane.summary(recording, context({ selection: { code: 0 } }))).toContain('Selected: −2.40, 2.00.');
  });

  test('traversals begin with the latent that carries most', () => {
    const { context, recording } = three;
    const { rows } = traversals.table(recording, context());
    expect(rows.map(([latent]) => latent).slice(0, 3)).toEqual([2, 5, 7]);
    const bits = rows.map(([, rate]) => Number(rate));
    expect(bits).toEqual([...bits].sort((a, b) => b - a));
  });
});

test('the table of what is kept prints every number on a cell it can be read on', () => {
  const luminance = (colour: string): number => {
    const [r, g, b] = colour.startsWith('#')
      ? [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
      : colour.match(/[\d.]+/g)!.map(Number);
    const part = (value: number): number => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    };
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const { context, recording } = three;
  for (const theme of [themes.light, themes.dark, themes.paper]) {
    const scene = invariance.draw(recording, context({ theme }));
    const cells = flat(scene.marks).flatMap((mark) => (mark.kind === 'rect' && mark.fill ? [mark.fill] : []));
    expect(cells.length).toBeGreaterThan(10);
    for (const fill of cells) {
      const [low, high] = [luminance(fill), luminance(theme.text)].sort((a, b) => a - b);
      expect((high + 0.05) / (low + 0.05)).toBeGreaterThan(4.5);
    }
  }
  const rows = invariance.table(recording, context()).rows;
  expect(rows.find(([name]) => String(name).startsWith('Side (not asked)'))!.at(-1)).toBe(0.5);
  expect(rows.at(-1)!.at(-1)).toBeCloseTo(0.0374, 6);
});

test('every figure stays within its panel, small or large', () => {
  for (const size of [
    { width: 240, height: 160 },
    { width: 320, height: 200 },
    { width: 900, height: 700 }
  ])
    for (const figure of codesFigures) {
      const { context, recording } = six;
      const scene = figure.draw(recording, context({ size }));
      for (const text of textsOf(scene)) {
        const box = boxOf(text);
        expect(box.x, `${figure.id}: ${text.text}`).toBeGreaterThanOrEqual(-1);
        expect(box.x + box.width, `${figure.id}: ${text.text}`).toBeLessThanOrEqual(size.width + 1);
        expect(text.y, `${figure.id}: ${text.text}`).toBeLessThanOrEqual(size.height + 1);
      }
    }
});

test('the map of the codes has all its points in the table, classes in words', async () => {
  const { latentMap } = await import('../../src/figures/codes/latentMap');
  const { context, recording } = three;
  const table = latentMap.table(recording, context());
  expect(table.columns).toEqual(['PC 1', 'PC 2', 'shape', 'side', 'row', 'column']);
  expect(table.rows.length).toBe(mapPoints);
  expect(table.rows[0][2]).toBe('bar across');
});
