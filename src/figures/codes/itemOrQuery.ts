/** The paper's comparison of two codes in exact miniature: one made for items, one for the query, at equal rate. */
import { foundPoints, type Items, queryAccuracy } from '../../models/rateDistortion/itemsAndQueries';
import { type Figure, type FigureContext, settingOf } from '../figure';
import { sayFixed, shortNumber } from '../numbers';
import { keep } from '../ranges';
import { curvePlot, type Place } from '../curvePlot';

const kinds = ['query', 'item'] as const;
const drawn = 160;
const slopes = [0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 5, 6, 8];

interface Compared extends Items {
  /** Bits that tell every item. */
  most: number;
  line: Readonly<Record<(typeof kinds)[number], Place[]>>;
  /** [bits, accuracy] by Blahut-Arimoto. */
  found: Readonly<Record<(typeof kinds)[number], Place[]>>;
}

function comparedOf(context: FigureContext): Compared {
  const [classes, members] = String(settingOf(itemOrQuery, context, 'items'))
    .split('x')
    .map(Number);
  return keep(context.memory, 'itemOrQuery', [classes, members], () => {
    const items = { classes, members };
    const most = Math.log2(classes * members);
    // Accuracy rises with infinite slope from nothing: points crowd there.
    const rates = Array.from({ length: drawn + 1 }, (_, k) => (most * k * k) / (drawn * drawn));
    const each = <T>(make: (kind: (typeof kinds)[number]) => T) => ({
      query: make('query'),
      item: make('item')
    });
    return {
      ...items,
      most,
      line: each((kind) => rates.map((bits): Place => [bits, queryAccuracy(items, kind, bits)])),
      found: each((kind) =>
        foundPoints(items, kind, slopes).map(({ accuracy, rateBits }): Place => [rateBits, accuracy])
      )
    };
  });
}

/** The rate at which both are put in numbers: half of what the query needs. */
function halfway(items: Compared): { bits: number; query: number; item: number } {
  const bits = Math.log2(items.classes) / 2;
  return { bits, query: queryAccuracy(items, 'query', bits), item: queryAccuracy(items, 'item', bits) };
}

const bitsWord = (bits: number): string => `${shortNumber(bits)} bit${bits === 1 ? '' : 's'}`;

export const itemOrQuery: Figure = {
  id: 'itemOrQuery',
  title: 'A code for items or for the query',
  symbol: '',
  unit: '',
  help: 'Equally likely items in classes, and one query: which class? The best possible code for telling items apart and the best possible code for the query, and how often each answers the query right at the same rate. The item code spends its bits on what nobody asks. No network, no training: lines are closed forms, points Blahut-Arimoto. It is the comparison of vanilla and action-centric codes (Fig. 3 of De Llanza Varona, Buckley & Millidge 2024) in exact miniature.',
  probes: [],
  needs: 'exact',
  settings: [
    {
      name: 'items',
      label: 'Items',
      group: 'Code',
      live: true,
      kind: 'choice',
      default: '4x4',
      options: [
        { value: '4x4', label: '4 classes of 4' },
        { value: '4x64', label: '4 classes of 64' },
        { value: '2x8', label: '2 classes of 8' },
        { value: '10x10', label: '10 classes of 10' }
      ],
      help: 'How many classes the query tells apart, and how many items each holds: shapes and their places, say.'
    }
  ],
  emptyMessage: 'How often a code for items and a code for a query answer it right at the same rate.',

  draw(_reader, context) {
    const compared = comparedOf(context);
    const { theme } = context;
    const [blue, red] = theme.categories;
    const { bits, item, query } = halfway(compared);
    const looks = {
      query: { colour: red, shape: 'circle' },
      item: { colour: blue, shape: 'square' }
    } as const;
    return curvePlot(context, {
      curves: kinds.map((kind) => ({
        name: kind,
        ...looks[kind],
        line: compared.line[kind],
        found: compared.found[kind]
      })),
      xTitle: 'Rate (bits)',
      yTitle: 'Query answered right',
      xRange: [0, compared.most],
      yRange: [0, 1],
      words: [
        { text: '○ code for the query', colour: red },
        { text: '□ code for the items', colour: blue },
        { text: 'lines: closed forms', colour: theme.muted }
      ],
      callout: {
        at: [bits, item],
        words: `${bitsWord(bits)}: items ${sayFixed(item, 3)}, query ${sayFixed(query, 3)}`,
        side: 'below'
      },
      level: { y: 1 / compared.classes, words: 'chance' }
    });
  },

  summary(_reader, context) {
    const compared = comparedOf(context);
    const { bits, item, query } = halfway(compared);
    return `${compared.classes} classes of ${compared.members}: at ${bitsWord(bits)} the code for the query answers right ${sayFixed(query, 4)}, the code for the items ${sayFixed(item, 4)}. The query needs ${shortNumber(Math.log2(compared.classes))} bits, the items ${shortNumber(compared.most)}.`;
  },

  table(_reader, context) {
    const compared = comparedOf(context);
    return {
      columns: ['code for', 'rate (bits)', 'answered right, found', 'closed form'],
      rows: kinds.flatMap((kind) =>
        compared.found[kind].map(([bits, accuracy]) => [
          kind,
          bits,
          accuracy,
          queryAccuracy(compared, kind, bits)
        ])
      )
    };
  }
};
