/** The slow modes of the walk. */
import { mapProbes } from '../../models/hippocampus/probes';
import type { RecordingReader } from '../../session/recording';
import type { Figure, FigureContext } from '../figure';
import { emptyScene, scene } from '../layout';
import { sayFixed, shortNumber } from '../numbers';
import { stateTable } from './groundFigure';
import { multiples } from './multiples';

interface Mode {
  values: Float32Array;
  ofP: number;
  ofM: number;
  gridness: number;
}

function modesOf(reader: RecordingReader, { maps }: FigureContext): Mode[] {
  const images = reader.image(mapProbes.eigenmaps)?.data;
  const numbers = reader.image(mapProbes.eigenvalues)?.data;
  const n = maps?.world.graph.nodes ?? 0;
  if (!images || !numbers || n === 0) return [];
  return Array.from({ length: numbers.length / 3 }, (_, k) => ({
    values: images.subarray(k * n, (k + 1) * n),
    ofP: numbers[3 * k],
    ofM: numbers[3 * k + 1],
    gridness: numbers[3 * k + 2]
  })).filter(({ ofP, values }) => !Number.isNaN(ofP) && values.length === n);
}

export const eigenmaps: Figure = {
  id: 'eigenmaps',
  title: 'Eigenvectors of the map',
  symbol: 'Pu = λu',
  unit: '',
  help: 'The slowest modes of the walk, each scaled to 1; M has the same ones, with 1/(1 − γλ). They are periodic and come in many scales, which is why they have been likened to grid cells. Caveat: in a square box with four moves they are products of cosines, checkerboards and stripes, not hexagons; modes of equal λ may be turned into each other at will. The gridness g of each is written below; some rectangular modes score above 0 without being hexagonal. Where the walk is not reversible, the modes are those of the walk mixed with its time reversal.',
  probes: [mapProbes.eigenmaps, mapProbes.eigenvalues],
  settings: [],
  emptyMessage: 'The slowest modes of the walk in this world, with their eigenvalues and gridness.',
  draw(reader, context) {
    const modes = modesOf(reader, context);
    if (modes.length === 0) return emptyScene(context, this.emptyMessage);
    const made = multiples(
      context,
      modes.map(({ gridness, ofP, values }) => ({
        values,
        range: [-1, 1],
        paletteName: context.theme.signed,
        words: [`λ ${sayFixed(ofP, 3)}`, ...(Number.isNaN(gridness) ? [] : [`g ${sayFixed(gridness, 2)}`])]
      }))
    );
    return scene(context, made.marks, made.pick);
  },
  summary(reader, context) {
    const modes = modesOf(reader, context);
    if (modes.length === 0) return this.emptyMessage;
    const grids = modes.map(({ gridness }) => gridness).filter(Number.isFinite);
    const score =
      grids.length > 0
        ? ` Gridness from ${shortNumber(Math.min(...grids))} to ${shortNumber(Math.max(...grids))}.`
        : '';
    return `${modes.length} modes, eigenvalues of P from ${shortNumber(modes[0].ofP)} down to ${shortNumber(modes[modes.length - 1].ofP)}.${score}`;
  },
  table(reader, context) {
    const modes = modesOf(reader, context);
    return stateTable(
      context,
      modes.map(({ ofM, ofP }, k) => `u${k + 1} (λ = ${ofP.toPrecision(6)}, of M ${ofM.toPrecision(6)})`),
      modes.map(({ values }) => values)
    );
  }
};
