/** The world with the animal moving in it, coloured by a quantity of choice. */
import { mapProbes } from '../../models/hippocampus/probes';
import { nameOf } from '../../models/hippocampus/world';
import { edgeWeight } from '../../models/hippocampus/worldEdits';
import type { RecordingReader } from '../../session/recording';
import { type Figure, type FigureContext, settingOf } from '../figure';
import type { Mark } from '../scene';
import type { Ground } from './ground';
import { type Coloured, drawGround, imageRow, sayLargest, stateTable } from './groundFigure';

const choices = [
  { value: 'visits', label: 'visits' },
  { value: 'field', label: 'place field of the selected state' },
  { value: 'prediction', label: 'prediction from the selected state' },
  { value: 'value', label: 'value V' },
  { value: 'recall', label: 'recall from the cues' },
  { value: 'nothing', label: 'nothing' }
] as const;

/** Positions in the trail. */
const mostTrail = 240;

function colouring(reader: RecordingReader, context: FigureContext, shown: string): Coloured | undefined {
  const { maps, selection } = context;
  if (!maps) return undefined;
  const n = maps.world.graph.nodes;
  const state = selection.unit;
  const map = reader.image(mapProbes.successor)?.data;
  const nothing: Coloured = {
    values: new Float32Array(n).fill(Number.NaN),
    signed: false,
    caption: '',
    unit: ''
  };
  const of = (values: Float32Array | undefined, caption: string, signed = false): Coloured =>
    values ? { values, signed, caption, unit: '' } : nothing;
  switch (shown) {
    case 'field':
      return state === undefined || !map
        ? nothing
        : of(
            Float32Array.from({ length: n }, (_, i) => map[i * n + state]),
            `Place field of ${nameOf(maps.world, state)}`
          );
    case 'prediction':
      return state === undefined || !map
        ? nothing
        : of(map.subarray(state * n, (state + 1) * n), `Prediction from ${nameOf(maps.world, state)}`);
    case 'value':
      return of(imageRow(reader, mapProbes.values, 0, n), 'Value V', true);
    case 'recall':
      return of(imageRow(reader, mapProbes.recall, 0, n), 'Recall from the cues (◇)');
    case 'nothing':
      return nothing;
    default:
      return of(imageRow(reader, mapProbes.visits, 0, n), 'Visits');
  }
}

function where(reader: RecordingReader): number | undefined {
  const rows = reader.series(mapProbes.state)?.latest(1);
  return rows && rows.times.length > 0 ? rows.data[0] : undefined;
}

export const worldMap: Figure = {
  id: 'worldMap',
  title: 'World and animal',
  symbol: '',
  unit: '',
  help: 'The states of the world and the animal moving between them, with its last steps as a trail. A ring is a start, a yellow diamond a reward, an open diamond a cue of recall; grey cells are walls. Click a state to select it in every panel; shift-click makes it a cue. Arrow keys move the selection, and Enter does what a click does. The tools above draw walls, rewards, starts, nodes and edges; every change can be undone.',
  probes: [
    mapProbes.state,
    mapProbes.position,
    mapProbes.visits,
    mapProbes.values,
    mapProbes.successor,
    mapProbes.recall
  ],
  settings: [
    {
      name: 'colour',
      label: 'Colour',
      group: 'Run',
      live: true,
      kind: 'choice',
      default: 'visits',
      options: choices,
      help: 'What the states are coloured by.'
    }
  ],
  emptyMessage: 'The world and the animal in it. Press Run.',

  draw(reader, context) {
    const shown = String(settingOf(this, context, 'colour'));
    const coloured = colouring(reader, context, shown);
    return drawGround(context, `worldMap ${shown}`, coloured, this.emptyMessage, (ground) =>
      trail(reader, context, ground)
    );
  },

  summary(reader, context) {
    const state = where(reader);
    const { maps } = context;
    if (!maps) return this.emptyMessage;
    const coloured = colouring(reader, context, String(settingOf(this, context, 'colour')));
    const now =
      state === undefined
        ? 'The animal has not moved yet.'
        : `The animal is in ${nameOf(maps.world, state)}.`;
    return coloured?.caption
      ? `${now} ${coloured.caption}: largest at ${sayLargest(context, coloured.values)}.`
      : now;
  },

  table(reader, context) {
    const n = context.maps?.world.graph.nodes ?? 0;
    return stateTable(
      context,
      ['visits', 'value', 'reward'],
      [
        imageRow(reader, mapProbes.visits, 0, n),
        imageRow(reader, mapProbes.values, 0, n),
        context.maps?.world.rewards
      ]
    );
  }
};

/** The last steps, fading, and the animal at their end. */
function trail(reader: RecordingReader, context: FigureContext, ground: Ground): Mark[] {
  const { maps, theme } = context;
  const series = reader.series(mapProbes.position);
  if (!series || series.length === 0 || !maps) return [];
  const rows = series.latest(Math.min(mostTrail, context.windowTicks));
  const states = reader.series(mapProbes.state)?.latest(rows.times.length).data;
  const { world } = maps;
  /** A new episode and a gap of a recording are no path; nor is what no move of a graph leads over. */
  const jumps = (k: number): boolean =>
    k > 0 &&
    !world.maze &&
    states !== undefined &&
    states[k] !== states[k - 1] &&
    edgeWeight(world, states[k - 1], states[k]) === 0;
  // Fresh strokes over older ones: three shades are enough to see which way it goes.
  const count = rows.times.length;
  const points = (from: number, to: number): Float32Array =>
    Float32Array.from(
      Array.from({ length: to - from }, (_, k) =>
        ground.place(rows.data[2 * (from + k)], rows.data[2 * (from + k) + 1])
      ).flat()
    );
  const colour = theme.name === 'dark' ? '#ffffff' : '#101418';
  const marks: Mark[] = [];
  const parts = 3;
  for (let part = 0; part < parts; part++) {
    const from = Math.floor((part * count) / parts);
    const to = Math.min(count, Math.floor(((part + 1) * count) / parts) + 1);
    if (to - from < 2) continue;
    marks.push({
      kind: 'polyline',
      points: broken(points(from, to), from, jumps, ground, world.maze !== undefined),
      stroke: { colour, width: theme.lineWidth, opacity: 0.15 + 0.25 * part }
    });
  }
  const [x, y] = ground.place(rows.data[2 * (count - 1)], rows.data[2 * (count - 1) + 1]);
  marks.push({
    kind: 'symbols',
    points: Float32Array.of(x, y),
    shape: 'circle',
    radius: Math.max(theme.space, Math.min(ground.radius * 0.45, theme.space * 2)),
    shades: [theme.categories[1]],
    stroke: { colour: theme.background, width: theme.lineWidth }
  });
  return marks;
}

/** The line breaks where the animal jumped; in a maze, where it would cross a quarter of the ground. */
function broken(
  points: Float32Array,
  from: number,
  jumps: (k: number) => boolean,
  { box }: Ground,
  byDistance: boolean
): Float32Array {
  const far = byDistance ? Math.max(box.width, box.height) / 4 : Number.POSITIVE_INFINITY;
  const path: number[] = [points[0], points[1]];
  for (let k = 2; k < points.length; k += 2) {
    const leap = Math.abs(points[k] - points[k - 2]) > far || Math.abs(points[k + 1] - points[k - 1]) > far;
    if (leap || jumps(from + k / 2)) path.push(Number.NaN, Number.NaN);
    path.push(points[k], points[k + 1]);
  }
  return Float32Array.from(path);
}
