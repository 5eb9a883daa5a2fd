/** How large families of near copies are. */
import { corpusProbes, sizeOctaves } from '../../models/corpus/model/probes';
import type { RecordingReader } from '../../session/recording';
import { curvePlot, type Place } from '../curvePlot';
import type { Figure } from '../figure';
import { emptyScene } from '../layout';

/** [least size, how many] of every octave that has some. */
function octavesOf(reader: RecordingReader): [size: number, count: number][] | undefined {
  const row = reader.series(corpusProbes.componentSizes)?.latest(1);
  if (!row || row.times.length === 0) return undefined;
  return Array.from({ length: sizeOctaves }, (_, o): [number, number] => [2 ** o, row.data[o]]).filter(
    ([, count]) => count > 0
  );
}

const words = ([size]: [number, number]): string => (size === 1 ? '1' : `${size}–${2 * size - 1}`);

export const componentSizesFigure: Figure = {
  id: 'componentSizes',
  title: 'Families of near copies',
  symbol: '',
  unit: '',
  help: 'Connected components of the pairs that were found, by size in octaves (1, 2–3, 4–7, ...), on logarithmic axes. Most documents stand alone. Copies of copies chain together: with a low threshold a component may join documents that are little alike, and one that is far larger than the others wants looking at.',
  probes: [corpusProbes.componentSizes],
  settings: [],
  emptyMessage:
    'How many documents stand alone, and how large families of copies are. Press Run or step a trial.',

  draw(reader, context) {
    const octaves = octavesOf(reader);
    if (!octaves || octaves.length === 0) return emptyScene(context, this.emptyMessage);
    const [colour] = context.theme.categories;
    const most = Math.max(...octaves.map(([, count]) => count));
    const largest = Math.max(...octaves.map(([size]) => size));
    return curvePlot(context, {
      curves: [
        { name: 'components', colour, shape: 'circle', line: octaves, found: octaves as readonly Place[] }
      ],
      xTitle: 'Documents in the component, at least',
      yTitle: 'Components',
      xRange: [1, Math.max(16, 2 * largest)],
      yRange: [1, 10 ** Math.max(1, Math.ceil(Math.log10(most + 1)))],
      logarithmic: { x: true, y: true },
      words: [{ text: `largest ${words(octaves.at(-1) ?? [1, 0])} documents`, colour }]
    });
  },

  summary(reader) {
    const octaves = octavesOf(reader);
    if (!octaves) return this.emptyMessage;
    return `Components by size: ${octaves.map((octave) => `${words(octave)}: ${octave[1]}`).join(', ')}.`;
  },

  table(reader) {
    return {
      columns: ['documents in the component', 'components'],
      rows: (octavesOf(reader) ?? []).map((octave) => [words(octave), octave[1]])
    };
  }
};
