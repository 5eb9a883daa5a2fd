/** The same place seen with five horizons, as along the long axis of the hippocampus. */
import { gammaBank as gammas, mapProbes } from '../../models/hippocampus/probes';
import { nameOf } from '../../models/hippocampus/world';
import type { RecordingReader } from '../../session/recording';
import type { Figure, FigureContext } from '../figure';
import { emptyScene, scene } from '../layout';
import { extent } from '../ranges';
import { stateTable } from './groundFigure';
import { multiples } from './multiples';

function fields(reader: RecordingReader, { maps, selection }: FigureContext): Float32Array[] {
  const image = reader.image(mapProbes.gammaBank);
  const n = maps?.world.graph.nodes ?? 0;
  if (!image || selection.unit === undefined || n === 0 || image.data.length < gammas.length * n) return [];
  return gammas.map((_, b) => image.data.subarray(b * n, (b + 1) * n));
}

const horizon = (gamma: number): number => Math.round(1 / (1 - gamma));

export const gammaBank: Figure = {
  id: 'gammaBank',
  title: 'Place fields at five horizons',
  symbol: 'M*(γ)',
  unit: '',
  help: 'The exact place field of the selected state for γ = .5, .8, .9, .95 and .99, horizons 1/(1 − γ) of 2 to 100 steps: a bank of discounts, read as the axis from the posterior (fine) to the anterior (coarse) hippocampus. Each is scaled to its own peak.',
  probes: [mapProbes.gammaBank],
  settings: [],
  ofUnit: true,
  emptyMessage: 'The place field of the selected state at five horizons. Click a state.',
  draw(reader, context) {
    const all = fields(reader, context);
    if (all.length === 0) return emptyScene(context, this.emptyMessage);
    const made = multiples(
      context,
      all.map((values, b) => ({
        values,
        range: [0, extent(values)[1]],
        paletteName: context.theme.sequential,
        words: [`γ = ${gammas[b]}`, `${horizon(gammas[b])} steps`]
      }))
    );
    return scene(context, made.marks, made.pick);
  },
  summary(reader, context) {
    const all = fields(reader, context);
    const { unit } = context.selection;
    if (all.length === 0 || unit === undefined || !context.maps) return this.emptyMessage;
    const widths = all.map((values, b) => {
      const half = extent(values)[1] / 2;
      return `${values.filter((value) => value >= half).length} at γ = ${gammas[b]}`;
    });
    return `States above half of the peak of the field of ${nameOf(context.maps.world, unit)}: ${widths.join(', ')}.`;
  },
  table(reader, context) {
    return stateTable(
      context,
      gammas.map((gamma) => `γ = ${gamma}`),
      fields(reader, context)
    );
  }
};
