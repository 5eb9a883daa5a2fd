/** Value over the world, and the way uphill from every state. */
import { mapProbes } from '../../models/hippocampus/probes';
import { waysOf } from '../../models/hippocampus/ways';
import { nameOf, type World } from '../../models/hippocampus/world';
import type { RecordingReader } from '../../session/recording';
import { type Figure, type FigureContext, settingOf } from '../figure';
import { extent, keep } from '../ranges';
import type { Mark } from '../scene';
import { segments } from '../scene';
import type { Ground } from './ground';
import { drawGround, imageRow, sayLargest, stateTable } from './groundFigure';

const mostSteps = 200;

/** Values below this are rounding of values that are 0. */
const nothing = 1e-12;

function read(reader: RecordingReader, context: FigureContext, shown: string): Float32Array | undefined {
  const n = context.maps?.world.graph.nodes ?? 0;
  return shown === 'exact'
    ? imageRow(reader, mapProbes.exactValues, 0, n)
    : imageRow(reader, mapProbes.values, 0, n);
}

/** [n] the neighbour of largest value above the state's own, -1 at summits and where nothing is known. */
export function uphill(world: World, values: ArrayLike<number>): Int32Array {
  const { offsets, outcomes } = waysOf(world);
  return Int32Array.from({ length: world.graph.nodes }, (_, state) => {
    let best = -1;
    let most = values[state] + nothing;
    for (let k = offsets[state]; k < offsets[state + 1]; k++)
      if (values[outcomes[k]] > most) {
        most = values[outcomes[k]];
        best = outcomes[k];
      }
    return best;
  });
}

/** States from the first start uphill to the end, the start included; empty without a start. */
function pathUp({ starts }: World, next: Int32Array): number[] {
  if (starts.length === 0) return [];
  const path = [starts[0]];
  while (path.length <= mostSteps && next[path[path.length - 1]] >= 0) path.push(next[path[path.length - 1]]);
  return path;
}

export const valueLandscape: Figure = {
  id: 'valueLandscape',
  title: 'Value and the way uphill',
  symbol: 'V = M r',
  unit: '',
  help: 'The value of every state, V = M r: what a walk from there collects, discounted. Short lines lead to the best neighbour; the strong line is the way uphill from the start. With the exact M of a random walk and one reward it always arrives (hill-climbing theorem). The same M times another r gives other values at once: that is why a map is worth learning.',
  probes: [mapProbes.values, mapProbes.exactValues],
  settings: [
    {
      name: 'values',
      label: 'Values',
      group: 'Run',
      live: true,
      kind: 'choice',
      default: 'learned',
      options: [
        { value: 'learned', label: 'of the first learner' },
        { value: 'exact', label: 'exact, M*r' }
      ],
      help: 'As learned so far, or of the exact walk.'
    }
  ],
  emptyMessage: 'The value of every state and the way uphill. It needs a reward in the world. Press Run.',

  draw(reader, context) {
    const shown = String(settingOf(this, context, 'values'));
    const values = read(reader, context, shown);
    const signed = values?.some((value) => value < -nothing) ?? false;
    const caption = shown === 'exact' ? 'V = M*r, exact' : 'V as learned';
    return drawGround(
      context,
      `valueLandscape ${shown} ${signed}`,
      values && { values, signed, caption, unit: '' },
      this.emptyMessage,
      (ground) => flow(context, values!, ground)
    );
  },

  summary(reader, context) {
    const values = read(reader, context, String(settingOf(this, context, 'values')));
    if (!values || !context.maps) return this.emptyMessage;
    const { world } = context.maps;
    const path = pathUp(world, uphill(world, values));
    const end = path[path.length - 1];
    const way =
      path.length < 2
        ? ''
        : world.rewards[end] > 0
          ? ` Uphill from the start it is ${path.length - 1} steps to ${nameOf(world, end)}.`
          : ` The way uphill from the start ends at ${nameOf(world, end)}, without a reward.`;
    return `Largest at ${sayLargest(context, values)}.${way}`;
  },

  table(reader, context) {
    return stateTable(
      context,
      ['learned', 'exact', 'reward'],
      [read(reader, context, 'learned'), read(reader, context, 'exact'), context.maps?.world.rewards]
    );
  }
};

function flow(context: FigureContext, values: ArrayLike<number>, ground: Ground): Mark[] {
  const { maps, memory, theme } = context;
  const world = maps!.world;
  const next = keep(memory, 'uphill', [world, values], () => uphill(world, values));
  const [low, high] = extent(values);
  const onDark: number[] = [];
  const onLight: number[] = [];
  next.forEach((to, from) => {
    if (to < 0) return;
    // Sequential palettes begin dark; signed ones are light about 0, or dark on a dark screen.
    const dark = low < -nothing ? theme.name === 'dark' : (values[from] - Math.min(0, low)) / high < 0.55;
    const short = dark ? onDark : onLight;
    const [x1, y1] = ground.centre(from);
    const [x2, y2] = ground.centre(to);
    const length = Math.sqrt((x2 - x1) ** 2 + (y2 - y1) ** 2) || 1;
    const reach = Math.min(length * 0.42, ground.radius * 0.8);
    const [ux, uy] = [(x2 - x1) / length, (y2 - y1) / length];
    const [tx, ty] = [x1 + ux * reach, y1 + uy * reach];
    const barb = Math.min(theme.space, reach * 0.6);
    short.push(x1 - ux * reach * 0.5, y1 - uy * reach * 0.5, tx, ty);
    short.push(tx, ty, tx - ux * barb - uy * barb * 0.6, ty - uy * barb + ux * barb * 0.6);
    short.push(tx, ty, tx - ux * barb + uy * barb * 0.6, ty - uy * barb - ux * barb * 0.6);
  });
  const path = pathUp(world, next);
  return [
    segments(onDark, { colour: '#ffffff', width: theme.hairline, opacity: 0.75 }),
    segments(onLight, { colour: '#101418', width: theme.hairline, opacity: 0.75 }),
    ...(path.length > 1
      ? [
          {
            kind: 'polyline' as const,
            points: Float32Array.from(path.flatMap((state) => ground.centre(state))),
            stroke: { colour: theme.categories[1], width: theme.lineWidth * 1.8 }
          }
        ]
      : [])
  ];
}
