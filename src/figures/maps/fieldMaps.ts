/** A row or a column of M on the ground: what the two figures of it share. */
import { mapProbes } from '../../models/hippocampus/probes';
import { nameOf } from '../../models/hippocampus/world';
import type { SettingDescription } from '../../models/settings';
import type { RecordingReader } from '../../session/recording';
import { type Figure, type FigureContext, settingOf } from '../figure';
import { drawGround, sayLargest, stateTable } from './groundFigure';

const mapSetting: SettingDescription = {
  name: 'map',
  label: 'Map',
  group: 'Run',
  live: true,
  kind: 'choice',
  default: 'learned',
  options: [
    { value: 'learned', label: 'as learned' },
    { value: 'exact', label: 'exact' },
    { value: 'difference', label: 'learned − exact' }
  ],
  help: 'M of the first learner, the exact M* of the walk, or their difference.'
};

type Words = Pick<Figure, 'id' | 'title' | 'symbol' | 'help' | 'emptyMessage'>;

export function fieldFigure(
  words: Words,
  along: 'row' | 'column',
  caption: (name: string) => string
): Figure {
  const read = (reader: RecordingReader, context: FigureContext, shown: string): Float32Array | undefined => {
    const { maps, selection } = context;
    const learned = reader.image(mapProbes.successor)?.data;
    const exact = reader.image(mapProbes.exactSuccessor)?.data;
    const n = maps?.world.graph.nodes ?? 0;
    const state = selection.unit;
    if (state === undefined || state >= n) return undefined;
    const line = (map: Float32Array | undefined): Float32Array | undefined =>
      map && map.length === n * n
        ? along === 'row'
          ? map.subarray(state * n, (state + 1) * n)
          : Float32Array.from({ length: n }, (_, i) => map[i * n + state])
        : undefined;
    const [one, other] = [line(learned), line(exact)];
    if (shown === 'difference') return one && other && one.map((value, i) => value - other[i]);
    return shown === 'exact' ? other : one;
  };
  return {
    ...words,
    unit: 'visits',
    probes: [mapProbes.successor, mapProbes.exactSuccessor],
    settings: [mapSetting],
    ofUnit: true,
    draw(reader, context) {
      const shown = String(settingOf(this, context, 'map'));
      const values = read(reader, context, shown);
      const name =
        context.selection.unit === undefined || !context.maps
          ? ''
          : nameOf(context.maps.world, context.selection.unit);
      const which = shown === 'learned' ? '' : shown === 'exact' ? ', exact' : ', learned − exact';
      return drawGround(
        context,
        `${words.id} ${shown}`,
        values && { values, signed: shown === 'difference', caption: `${caption(name)}${which}`, unit: '' },
        this.emptyMessage
      );
    },
    summary(reader, context) {
      const values = read(reader, context, String(settingOf(this, context, 'map')));
      const { unit } = context.selection;
      if (!values || unit === undefined || !context.maps) return this.emptyMessage;
      return `${caption(nameOf(context.maps.world, unit))}; besides itself largest at ${sayLargest(context, values, unit)}.`;
    },
    table(reader, context) {
      return stateTable(
        context,
        ['learned', 'exact'],
        [read(reader, context, 'learned'), read(reader, context, 'exact')]
      );
    }
  };
}

export const placeField = fieldFigure(
  {
    id: 'placeField',
    title: 'Place field',
    symbol: 'M_·j',
    help: 'How strongly each state leads to the selected one, j: column j of M, which is how a cell that stands for j fires over the places of the animal. Fields reach against the way of travel and do not cross walls. Click a state to see its field.',
    emptyMessage: 'The place field of a state: how strongly each place leads there. Click a state.'
  },
  'column',
  (name) => `How strongly each state leads to ${name}`
);

export const prediction = fieldFigure(
  {
    id: 'prediction',
    title: 'Prediction',
    symbol: 'M_i·',
    help: 'Where a walk from the selected state, i, goes: row i of M, discounted visits, which times 1 − γ is the personalised PageRank of i. Predictions reach along the way of travel. Click a state to see its prediction.',
    emptyMessage: 'What is predicted from a state: where a walk from there goes. Click a state.'
  },
  'row',
  (name) => `Where a walk from ${name} goes`
);
