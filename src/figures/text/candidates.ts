/** The curve of locality-sensitive hashing with what was measured on it. */
import { candidateProbability } from '../../models/corpus/dedup/lsh';
import { corpusProbes, similarityBins } from '../../models/corpus/model/probes';
import type { RecordingReader } from '../../session/recording';
import { curvePlot, type Place } from '../curvePlot';
import type { Figure, FigureContext } from '../figure';
import { emptyScene } from '../layout';
import { sayFixed } from '../numbers';

interface Bin {
  similarity: number;
  pairs: number;
  found: number;
}

function binsOf(reader: RecordingReader, { corpus }: FigureContext): Bin[] | undefined {
  const pairs = reader.series(corpusProbes.knownPairs)?.latest(1);
  const found = reader.series(corpusProbes.foundPairs)?.latest(1);
  if (!corpus || !pairs || !found || pairs.times.length === 0 || found.times.length === 0) return undefined;
  return Array.from({ length: similarityBins }, (_, b) => ({
    similarity: (b + 0.5) / similarityBins,
    pairs: pairs.data[b],
    found: found.data[b]
  })).filter((bin) => bin.pairs > 0);
}

const points = 160;

/** A share under which there is no room for words below a point, and a likeness beyond which there is none right of it. */
const lowest = 0.15;
const latest = 0.7;

export const candidates: Figure = {
  id: 'candidates',
  title: 'Near copies found',
  symbol: 'S(J)',
  unit: '',
  help: 'Probability that two documents are compared at all, against their Jaccard similarity. Line: S(J) = 1 − (1 − J^r)^b for the b bands of r values in use. Points: of pairs of near copies whose true similarity is known, the share that was found. A threshold (dashed) is no cut: pairs below it are found too, and some above it are missed.',
  probes: [corpusProbes.knownPairs, corpusProbes.foundPairs],
  settings: [],
  emptyMessage: 'Which near copies are found, by how like they are. Press Run or step a trial.',

  draw(reader, context) {
    const bins = binsOf(reader, context);
    if (!bins || !context.corpus) return emptyScene(context, this.emptyMessage);
    const { bands, likeness } = context.corpus.sizes;
    const [first, second] = context.theme.categories;
    const atThreshold = candidateProbability(likeness, bands);
    const line = Array.from(
      { length: points + 1 },
      (_, p): Place => [p / points, candidateProbability(p / points, bands)]
    );
    return curvePlot(context, {
      curves: [
        { name: 'S(J)', colour: first, shape: 'circle', line, found: [] },
        {
          name: 'measured',
          colour: second,
          shape: 'circle',
          line: [],
          found: bins.map(({ found, pairs, similarity }): Place => [similarity, found / pairs])
        }
      ],
      xTitle: 'Jaccard similarity J',
      yTitle: 'Share of pairs found',
      xRange: [0, 1],
      yRange: [0, 1],
      words: [
        { text: `S(J), ${bands.bands} bands of ${bands.rows}`, colour: first },
        { text: `measured, ${bins.reduce((sum, { pairs }) => sum + pairs, 0)} pairs`, colour: second }
      ],
      callout: {
        at: [likeness, atThreshold],
        words: `at the threshold ${sayFixed(likeness, 2)}: ${sayFixed(atThreshold, 2)}`,
        // Below a low point stand the numbers of the axis, and right of a late one the line goes up.
        side: atThreshold < lowest ? 'above' : likeness > latest ? 'left' : 'below'
      }
    });
  },

  summary(reader, context) {
    const bins = binsOf(reader, context);
    const quality = reader.series(corpusProbes.pairQuality)?.latest(1);
    if (!bins || !context.corpus) return this.emptyMessage;
    const { bands } = context.corpus.sizes;
    const [recall, precision] = quality && quality.times.length > 0 ? quality.data : [Number.NaN, Number.NaN];
    return `${bands.bands} bands of ${bands.rows}. Of known pairs at or above the threshold ${sayFixed(100 * recall, 1)} % were found; of those found ${sayFixed(100 * precision, 1)} % are at or above it.`;
  },

  table(reader, context) {
    const { corpus } = context;
    return {
      columns: ['Jaccard similarity', 'pairs', 'found', 'share found', 'S(J)'],
      rows: (binsOf(reader, context) ?? []).map(({ found, pairs, similarity }) => [
        similarity,
        pairs,
        found,
        found / pairs,
        corpus ? candidateProbability(similarity, corpus.sizes.bands) : Number.NaN
      ])
    };
  }
};
