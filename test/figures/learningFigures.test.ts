import { expect, test } from 'vitest';
import { exportFigure } from '../../src/figures/exportFigure';
import { runningMean } from '../../src/figures/learning/learningCurves';
import { rateBands } from '../../src/figures/learning/firingRates';
import { softmaxRows } from '../../src/figures/learning/outputVsTarget';
import { learningFigures } from '../../src/figures/learning/registry';
import { placeNodes, strongest } from '../../src/figures/marks/networkGraph';
import type { Mark, Scene, Text } from '../../src/figures/scene';
import { textWidth } from '../../src/figures/textWidth';
import { projector, themes } from '../../src/figures/theme';

import { Recording, rowsBetween } from '../../src/session/recording';
import { deepContext, deepRecording } from './deepRecording';
import {
  digitsContext,
  digitsRecording,
  evidenceContext,
  evidenceUnit,
  probe,
  recipe,
  syntheticRecording
} from './syntheticRecording';

const recording = syntheticRecording();
const digits = digitsRecording();
const deep = deepRecording();
/** Figures that say nothing of a single layer. */
const ofLayers = new Set(['alignment', 'cascade', 'synapseStory', 'alignmentSweep']);
const find = (id: string) => learningFigures.find((figure) => figure.id === id)!;

function texts(scene: Scene): Text[] {
  const all = (marks: readonly Mark[]): Text[] =>
    marks.flatMap((mark) => (mark.kind === 'text' ? [mark] : mark.kind === 'group' ? all(mark.marks) : []));
  return all(scene.marks);
}

for (const figure of learningFigures) {
  const [shownOf, contextOf] = ofLayers.has(figure.id) ? [deep, deepContext] : [recording, evidenceContext];

  test(`${figure.id} without a recording says what it will show`, () => {
    const scene = figure.draw(new Recording(), evidenceContext());
    const said = texts(scene)
      .map((each) => each.text)
      .join(' ');
    expect(said).toBe(figure.emptyMessage);
    expect(figure.summary(new Recording(), evidenceContext())).toBe(figure.emptyMessage);
    expect(figure.table(new Recording(), evidenceContext()).rows).toEqual([]);
  });

  test(`${figure.id} says numbers and tabulates them`, () => {
    expect(figure.summary(shownOf, contextOf())).toMatch(/\d/);
    expect(figure.summary(shownOf, contextOf())).not.toMatch(/NaN|undefined|!/);
    const { columns, rows } = figure.table(shownOf, contextOf());
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row).toHaveLength(columns.length);
  });

  test(`${figure.id} keeps all its text inside the panel, at every size`, () => {
    const sizes = [
      { theme: themes.light, size: { width: 600, height: 300 } },
      { theme: themes.light, size: { width: 320, height: 220 } },
      { theme: projector(themes.dark), size: { width: 900, height: 500 } },
      { theme: themes.paper, size: { width: 252, height: 170 } }
    ];
    for (const [shown, context] of [
      [recording, evidenceContext],
      [digits, digitsContext],
      [deep, deepContext]
    ] as const)
      for (const each of sizes) {
        const scene = figure.draw(shown, context(each));
        for (const { anchor, size, text, x, y } of texts(scene)) {
          const width = textWidth(text, size);
          const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
          expect(left, `${text} at ${each.size.width}`).toBeGreaterThanOrEqual(-1);
          expect(left + width, `${text} at ${each.size.width}`).toBeLessThanOrEqual(each.size.width + 1);
          expect(y - size * 0.8, text).toBeGreaterThanOrEqual(-1);
          expect(y + size * 0.2, text).toBeLessThanOrEqual(each.size.height + 1);
        }
      }
  });

  test(`${figure.id} survives a panel of no size`, () => {
    expect(() => figure.draw(shownOf, contextOf({ size: { width: 1, height: 1 } }))).not.toThrow();
  });

  test(`${figure.id} is drawn the same twice from the same recording`, () => {
    const draw = () => JSON.stringify(figure.draw(shownOf, contextOf()).marks);
    expect(draw()).toBe(draw());
  });
}

test('clicking the raster selects the unit and the tick that lie there', () => {
  const scene = find('spikeRaster').draw(recording, evidenceContext());
  const dot = scene.marks.find((mark) => mark.kind === 'symbols')!;
  const [, y] = dot.kind === 'symbols' ? dot.points : [];
  const picked = scene.pick!(400, y);
  expect(picked?.unit).toBe(evidenceUnit);
  expect(picked?.tick).toBeGreaterThanOrEqual(160);
  expect(picked?.tick).toBeLessThan(460);
  expect(scene.pick!(1, 1)).toBeUndefined();
});

test('clicking a node of the network selects it', () => {
  const scene = find('networkGraph').draw(recording, evidenceContext());
  const ring = scene.marks.findLast((mark) => mark.kind === 'symbols')!;
  const [x, y] = ring.kind === 'symbols' ? ring.points : [];
  expect(scene.pick!(x, y)).toEqual({ unit: evidenceUnit });
  expect(scene.pick!(599, 1)).toBeUndefined();
});

test('clicking the weight matrix selects the receiving unit and the synapse', () => {
  const scene = find('weightMatrix').draw(
    recording,
    evidenceContext({ selection: { unit: 5, synapse: 30 } })
  );
  const dot = scene.marks.find((mark) => mark.kind === 'symbols')!;
  const [x, y] = dot.kind === 'symbols' ? dot.points : [];
  expect(scene.pick!(x, y)).toEqual({ unit: 5, synapse: 30 });
});

test('clicking the waterfall selects the synapse and the tick', () => {
  const scene = find('traceWaterfall').draw(
    recording,
    evidenceContext({ selection: { unit: 5, synapse: 12 } })
  );
  const frame = scene.marks.find((mark) => mark.kind === 'rect' && mark.stroke)!;
  const [x, y] = frame.kind === 'rect' ? [frame.x + frame.width - 0.5, frame.y + frame.height / 2] : [];
  expect(scene.pick!(x!, y!)).toEqual({ synapse: 12, tick: 459 });
});

test('rows of a span of ticks are found across the ring and across ticks that were never sent', () => {
  const holes = new Recording().open(probe('input', 1), 6);
  for (const tick of [0, 1, 2, 5, 6, 7, 8, 9]) holes.append(tick, [tick]);
  expect([...rowsBetween(holes, 2, 8).times]).toEqual([2, 5, 6, 7]);
  expect([...rowsBetween(holes, 2, 8).data]).toEqual([2, 5, 6, 7]);
  expect([...rowsBetween(holes, 3, 5).times]).toEqual([]);
});

test('the running mean starts with what there is', () => {
  const rows = { times: Float64Array.of(0, 1, 2, 3), data: Float32Array.of(4, 2, 0, 6), width: 1 };
  expect([...runningMean(rows, 2).data]).toEqual([4, 3, 1, 3]);
});

test('the softmax sums to one and does not overflow', () => {
  const rows = { times: Float64Array.of(0), data: Float32Array.of(1000, 1000), width: 2 };
  expect([...softmaxRows(rows).data]).toEqual([0.5, 0.5]);
});

test('rate bands hold mean, tenth and ninetieth percentile of the asked units', () => {
  const data = Float32Array.from({ length: 12 }, (_, i) => (i < 11 ? 10 - i : 99));
  const [mean, tenth, ninetieth] = rateBands({ times: Float64Array.of(0), data, width: 12 }, 0, 11).data;
  expect([mean, tenth, ninetieth]).toEqual([5, 1, 9]);
});

test('nodes of a network of any size stand inside the box and apart from each other', () => {
  for (const units of [1, 7, 64, 512]) {
    const box = { x: 10, y: 10, width: 400, height: 200 };
    const adaptive = Math.floor(units / 2);
    const places = placeNodes({ inputs: 20, groupStarts: [10], units, adaptive, outputs: 2 }, box, 8);
    let nearest = Infinity;
    for (let i = 20; i < 20 + units; i++) {
      const [x, y] = places.points.subarray(2 * i, 2 * i + 2);
      expect(x).toBeGreaterThan(box.x);
      expect(x).toBeLessThan(box.x + box.width);
      expect(y).toBeGreaterThanOrEqual(box.y);
      expect(y).toBeLessThanOrEqual(box.y + box.height);
      for (let j = 20; j < i; j++)
        nearest = Math.min(nearest, Math.hypot(x - places.points[2 * j], y - places.points[2 * j + 1]));
    }
    if (units > 2) expect(nearest).toBeGreaterThan(places.unitRadius);
  }
});

test('the strongest edges come largest first, whatever their sign', () => {
  const weights = [0.1, -0.9, 0.5, 0, -0.2];
  const edges = strongest(3, (take) => {
    for (const [i, weight] of weights.entries()) take(i, 9, weight);
  });
  expect(edges.map(({ weight }) => weight)).toEqual([-0.9, 0.5, -0.2]);
});

test('an exported figure is as wide as asked, on white, without a playhead, and holds its recipe', () => {
  const svg = exportFigure(find('spikeRaster'), recording, evidenceContext({ theme: themes.dark }), {
    widthMm: 120,
    heightMm: 60,
    recipe
  });
  expect(svg).toContain('width="120mm" height="60mm"');
  expect(svg).toContain('fill="#ffffff"/>');
  const metadata = svg.match(/<metadata>(.*)<\/metadata>/)![1];
  const text = metadata
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
  expect(JSON.parse(text)).toEqual(recipe);
  expect(svg).toContain('Seed 7.');
  const sizes = [...svg.matchAll(/font-size="([\d.]+)"/g)].map(([, size]) => Number(size));
  for (const size of sizes) expect(size).toBeGreaterThanOrEqual(7);
});

test('the first trial is a point on the learning curves, at a whole number', () => {
  const first = new Recording();
  first.open(probe('loss', 1, { kind: 'trial' }), 10).append(0, [20]);
  const drawn = find('learningCurves').draw(first, evidenceContext());
  const flat = (marks: readonly Mark[]): Mark[] =>
    marks.flatMap((mark) => (mark.kind === 'group' ? flat(mark.marks) : [mark]));
  const points = flat(drawn.marks).filter((mark) => mark.kind === 'symbols');
  expect(points).toHaveLength(1);
  expect(points[0]).toMatchObject({ shape: 'circle' });
  const below = texts(drawn).map(({ text }) => text);
  expect(below).toContain('0');
  expect(below).toContain('1');
  expect(below).not.toContain('1.0');
});

test.each(['neuron', 'traceWaterfall'])('%s says on paper which unit it is of', (id) => {
  const svg = exportFigure(find(id), recording, evidenceContext(), { widthMm: 89, heightMm: 60, recipe });
  expect(svg).toContain(`(unit ${evidenceUnit})`);
});
