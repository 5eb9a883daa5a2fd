/** What the maps figures do under the pointer, and that they stay in their panel on every theme and in small rooms. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { FigureContext } from '../../src/figures/figure';
import { ground } from '../../src/figures/maps/ground';
import { layoutOf } from '../../src/figures/maps/groundLayout';
import { mapsFigures } from '../../src/figures/maps/registry';
import type { Box, Mark, Scene } from '../../src/figures/scene';
import { textWidth } from '../../src/figures/textWidth';
import { projector, type Theme, themes } from '../../src/figures/theme';
import { Recording } from '../../src/session/recording';
import { type Recorded, recordedPreset } from './mapsRecording';

const scenes = {
  town: () => recordedPreset('one-walk', { trials: 40, unit: 3 }),
  arena: () => recordedPreset('detour', { trials: 60, unit: 30 }),
  track: () => recordedPreset('field-skew', { trials: 6, unit: 150 }),
  memory: () => recordedPreset('two-hop-recall', { trials: 20, unit: 9 })
} as const;
type Name = keyof typeof scenes;
const names = Object.keys(scenes) as Name[];
const made = new Map<Name, Recorded>();

beforeAll(async () => {
  for (const name of names) made.set(name, await scenes[name]());
}, 60_000);

const figureOf = (id: string) => mapsFigures.find((each) => each.id === id)!;

/** A push under way, so that the figure that needs one is drawn too. */
function withSpread(context: FigureContext): FigureContext {
  const { maps } = context;
  if (!maps) return context;
  const n = maps.world.graph.nodes;
  const settled = Float64Array.from({ length: n }, (_, i) => (i === 0 ? 0.25 : 0.5 / n));
  const residual = Float64Array.from({ length: n }, (_, i) => (i === 1 ? 0.125 : 0));
  const spread = {
    source: 0,
    settled,
    residual,
    pushes: 7,
    epsilon: 1e-4,
    invariantError: 2e-16,
    bound: 0.125
  };
  return { ...context, maps: { ...maps, spread } };
}

/** The box of everything a mark covers; text by its estimated width. */
function boundsOf(mark: Mark): Box | undefined {
  switch (mark.kind) {
    case 'rect':
    case 'cells':
      return mark;
    case 'text': {
      const width = textWidth(mark.text, mark.size);
      const shift = mark.anchor === 'start' ? 0 : mark.anchor === 'middle' ? 0.5 : 1;
      return { x: mark.x - width * shift, y: mark.y - mark.size * 0.75, width, height: mark.size * 0.95 };
    }
    case 'group':
      return mark.clip;
    default: {
      const radius = mark.kind === 'symbols' ? mark.radius : 0;
      const at = (axis: number) => mark.points.filter((v, k) => k % 2 === axis && !Number.isNaN(v));
      const [xs, ys] = [at(0), at(1)];
      if (xs.length === 0) return undefined;
      const low = (list: Float32Array) => list.reduce((a, b) => Math.min(a, b)) - radius;
      const high = (list: Float32Array) => list.reduce((a, b) => Math.max(a, b)) + radius;
      return { x: low(xs), y: low(ys), width: high(xs) - low(xs), height: high(ys) - low(ys) };
    }
  }
}

/** What sticks out of the scene, by more than antialiasing and the estimate of text widths hide. */
function outside({ height, marks, width }: Scene, slack: number): string[] {
  return marks.flatMap((mark) => {
    const box = boundsOf(mark);
    if (!box) return [];
    const over = Math.max(-box.x, -box.y, box.x + box.width - width, box.y + box.height - height);
    return over > slack
      ? [`${mark.kind} ${mark.kind === 'text' ? mark.text : ''} by ${over.toFixed(1)}`]
      : [];
  });
}

const variants: readonly (readonly [string, Theme, { width: number; height: number }])[] = [
  ['320 x 200', themes.light, { width: 320, height: 200 }],
  ['480 x 320', themes.dark, { width: 480, height: 320 }],
  ['projected', projector(themes.light), { width: 760, height: 480 }],
  ['paper', themes.paper, { width: 252, height: 170 }]
];
const here = ['worldMap', 'placeField', 'prediction', 'valueLandscape', 'gammaBank', 'eigenmaps', 'spread'];

describe.each(here)('%s', (id) => {
  test.each(variants)('draws within its panel, %s', (_, theme, size) => {
    for (const name of names) {
      const { context, recording } = made.get(name)!;
      const drawn = figureOf(id).draw(recording, withSpread(context({ theme, size })));
      expect({ name, outside: outside(drawn, 1.5) }).toEqual({ name, outside: [] });
      for (const mark of drawn.marks)
        if (mark.kind !== 'polyline' && 'points' in mark)
          expect(mark.points.every((v) => Number.isFinite(v))).toBe(true);
    }
  });

  test('has a row for every state and says numbers', () => {
    for (const name of names) {
      const { context, recording } = made.get(name)!;
      const full = withSpread(context());
      const table = figureOf(id).table(recording, full);
      expect(table.rows).toHaveLength(full.maps!.world.graph.nodes);
      expect(table.rows.every((row) => row.length === table.columns.length)).toBe(true);
      expect(figureOf(id).summary(recording, full)).not.toMatch(/NaN|undefined|Infinity/);
    }
  });
});

test.each(names)('a click in the middle of a state selects it, %s', (name) => {
  const { context, recording } = made.get(name)!;
  const full = context({ size: { width: 640, height: 420 } });
  const box = { x: 0, y: 0, width: 640, height: 420 };
  const range = [0, 1] as const;
  const drawn = ground(full, { box, values: undefined, range, paletteName: 'cividis' })!;
  const n = full.maps!.world.graph.nodes;
  for (let state = 0; state < n; state++) {
    const [x, y] = drawn.centre(state);
    expect(drawn.pick(x, y)).toBe(state);
  }
  expect(drawn.pick(-50, -50)).toBeUndefined();
  const scene = figureOf('worldMap').draw(recording, full);
  expect(scene.pick?.(-5, -5)).toBeUndefined();
});

test('a world keeps its aspect and stands in the middle', () => {
  const { world } = made.get('arena')!.context().maps!;
  const frame = { x: 10, y: 20, width: 600, height: 200 };
  const { box } = layoutOf(world, frame, themes.light, false);
  const { columns, rows } = world.maze!;
  expect(box.width / columns).toBeCloseTo(box.height / rows, 9);
  expect(box.x + box.width / 2).toBeCloseTo(310, 9);
  expect(box.y + box.height / 2).toBeCloseTo(120, 9);
});

test('states of a long track stay wide enough to hit', () => {
  const { world } = made.get('track')!.context().maps!;
  for (const width of [320, 480, 760]) {
    const layout = layoutOf(world, { x: 0, y: 0, width, height: 160 }, themes.light, false);
    const [a, b] = [layout.centre(0), layout.centre(1)];
    expect(b[0] - a[0]).toBeGreaterThanOrEqual(6);
  }
});

test('the field is the column and the prediction the row of the map', () => {
  const { context, recording } = made.get('arena')!;
  const n = context().maps!.world.graph.nodes;
  const map = recording.image('successor')!.data;
  const numbers = (id: string) =>
    figureOf(id)
      .table(recording, context())
      .rows.map((row) => row[1]);
  expect(numbers('prediction')).toEqual([...map.subarray(30 * n, 31 * n)]);
  expect(numbers('placeField')).toEqual(Array.from({ length: n }, (_, i) => map[i * n + 30]));
});

test('a push under way says its pushes, what waits and how the invariant holds', () => {
  const { context, recording } = made.get('town')!;
  const words = figureOf('spread').summary(recording, withSpread(context()));
  expect(words).toContain('After 7 pushes');
  expect(words).toContain('0.125');
  expect(figureOf('spread').summary(recording, context())).toBe(figureOf('spread').emptyMessage);
});

test('a mark that sticks out is noticed', () => {
  const { context, recording } = made.get('arena')!;
  const drawn = figureOf('worldMap').draw(recording, context());
  expect(outside({ ...drawn, width: drawn.width / 2 }, 1.5).length).toBeGreaterThan(0);
  expect(outside({ ...drawn, height: drawn.height / 2 }, 1.5).length).toBeGreaterThan(0);
});

test.each(here)('%s is empty without a recording or a world, and says so', (id) => {
  const figure = figureOf(id);
  const { context } = made.get('town')!;
  const { maps: _, ...without } = context();
  const drawn = figure.draw(new Recording(), without);
  const said = drawn.marks.map((mark) => (mark.kind === 'text' ? mark.text : '')).join(' ');
  expect(said).toBe(figure.emptyMessage);
  expect(figure.summary(new Recording(), without)).toBe(figure.emptyMessage);
  expect(outside(drawn, 1.5)).toEqual([]);
});
