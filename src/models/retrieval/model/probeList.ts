/** What can be seen of a text being retrieved from. */
import type { ProbeDescription } from '../../model';
import { probeImage as image, probeRow as row } from '../../probeRows';

export const mixprProbes = {
  walkMass: 'walkMass',
  walkChange: 'walkChange',
  methodRecall: 'methodRecall',
  methodAnswered: 'methodAnswered',
  methodExact: 'methodExact',
  neededRank: 'neededRank',
  massMap: 'massMap',
  passageGraph: 'passageGraph'
} as const;

/** In the order of every row that has a number for each. */
export const methodLabels: readonly string[] = ['MixPR', 'TF-IDF', 'BM25'];
/** Pieces in the graph that is shown. */
export const shownPassages = 32;
/** Columns of it before the links: number of the passage, mass, 1 where it is needed. */
export const graphLinks = 3;

/** `iterations` of the walk and `passages` of a text at most. */
export function mixprProbeList(iterations: number, passages: number): ProbeDescription[] {
  const methods = methodLabels.length;
  return [
    row('tick', 3, {
      name: mixprProbes.walkMass,
      label: 'Mass of the walk',
      symbol: 'π',
      unit: '',
      help: 'Of the question, of the passages an answer needs, and of all others; none before the question is asked.'
    }),
    row('tick', 1, {
      name: mixprProbes.walkChange,
      label: 'Change in an iteration',
      symbol: '‖π − π′‖₁',
      unit: '',
      help: 'Sum of absolute differences; falls by 1 − α or faster.'
    }),
    row('trial', methods, {
      name: mixprProbes.methodRecall,
      label: 'Needed passages found',
      symbol: 'recall@k',
      unit: '',
      help: `Share of the passages an answer needs among the k returned by ${methodLabels.join(', ')}; none where no passage is needed more than others.`
    }),
    row('trial', methods, {
      name: mixprProbes.methodAnswered,
      label: 'Answers read',
      symbol: '',
      unit: '',
      help: `Share of the right answers that a reader by rules finds in what ${methodLabels.join(', ')} returned.`
    }),
    row('trial', methods, {
      name: mixprProbes.methodExact,
      label: 'Answered exactly',
      symbol: '',
      unit: '',
      help: `1 where a reader finds all that is right and nothing else in what ${methodLabels.join(', ')} returned.`
    }),
    row('trial', methods, {
      name: mixprProbes.neededRank,
      label: 'Rank of the last needed passage',
      symbol: '',
      unit: '',
      help: `In the whole ranking by ${methodLabels.join(', ')}; none where a needed passage has a score of 0.`
    }),
    image(iterations, passages, {
      name: mixprProbes.massMap,
      label: 'Mass of passages',
      symbol: 'π',
      unit: '',
      help: 'Of each passage (columns, in the order of the text) after each iteration (rows, the first on top).'
    }),
    image(shownPassages, graphLinks + shownPassages, {
      name: mixprProbes.passageGraph,
      label: 'Links of the best passages',
      symbol: 'S',
      unit: '',
      help: 'A row for each of the pieces with most mass, in the order of the text: number of its passage from 1 (0 where there is none), its mass, whether an answer needs it, and cosines of at least θ to each of the others.'
    })
  ];
}
