/** What one more token costs, and what is kept, the longer a stream: counted for the networks as they are. */
import { totalOf } from '../../models/memory/cost/cost';
import { networkCost } from '../../models/memory/cost/network';
import { vocabularyOf } from '../../models/memory/model/vocabulary';
import { curvePlot, type Place } from '../curvePlot';
import { type Figure, type FigureContext, settingOf } from '../figure';
import { emptyScene } from '../layout';
import { shortNumber } from '../numbers';
import { sayAmount } from './networkCosts';
import { networkMarks } from './networks';

/** Tokens met. */
const lengths = [1, 2, 4, 8, 16, 32, 64].map((thousands) => 1000 * thousands);

const quantities = {
  operations: { title: 'Operations a token', words: 'operations a token' },
  bytes: { title: 'Kept (bytes)', words: 'bytes kept' }
} as const;

const quantityOf = (context: FigureContext): keyof typeof quantities =>
  settingOf(streamingCost, context, 'quantity') === 'bytes' ? 'bytes' : 'operations';

function linesOf(context: FigureContext) {
  const { sequences, shape, theme } = context;
  if (!sequences) return undefined;
  const bytes = quantityOf(context) === 'bytes';
  return networkMarks(sequences, theme).map((mark, n) => {
    const cost = networkCost(sequences.networks[n].sizes, vocabularyOf(shape));
    const places = lengths.map(
      (tokens): Place => [tokens, bytes ? 4 * cost.kept(tokens) : totalOf(cost.token(tokens))]
    );
    return { ...mark, places };
  });
}

const inThousands = (places: readonly Place[]): Place[] =>
  places.map(([tokens, cost]) => [tokens / 1000, cost]);

const growth = (places: readonly Place[]): number => places[places.length - 1][1] / places[0][1];

export const streamingCost: Figure = {
  id: 'streamingCost',
  title: 'Cost of a long stream',
  symbol: '',
  unit: '',
  help: 'Counted from the layers, not timed: operations of one more token (a multiplication and an addition are two), or bytes kept of one sequence at four a number, after 1,000 to 64,000 tokens. Attention over all keys grows with the stream; windows, states and codebooks do not; a dictionary stops growing where its rows are open. `engram bench memory` measures such times.',
  probes: [],
  needs: 'exact',
  settings: [
    {
      name: 'quantity',
      label: 'Cost',
      group: 'Run',
      live: true,
      kind: 'choice',
      default: 'operations',
      options: [
        { value: 'operations', label: 'Operations a token' },
        { value: 'bytes', label: 'Bytes kept' }
      ],
      help: 'What is counted.'
    }
  ],
  emptyMessage: 'What one more token costs after 1,000 to 64,000 others.',

  draw(_reader, context) {
    const lines = linesOf(context);
    if (!lines) return emptyScene(context, this.emptyMessage);
    const all = lines.flatMap(({ places }) => places.map(([, cost]) => Math.max(1, cost)));
    return curvePlot(context, {
      curves: lines.map(({ colour, label, places, shape }) => ({
        name: label,
        colour,
        shape,
        line: inThousands(places),
        found: inThousands(places)
      })),
      xTitle: 'Tokens met (thousands)',
      yTitle: `${quantities[quantityOf(context)].title}, counted`,
      xRange: [1, 64],
      yRange: [
        10 ** Math.floor(Math.log10(Math.min(...all))),
        10 ** Math.ceil(Math.log10(Math.max(...all) + 1))
      ],
      logarithmic: { x: true, y: true },
      xTicks: [1, 4, 16, 64],
      words: lines.map(({ colour, label, places }) => ({
        text: `${label} × ${shortNumber(growth(places))}`,
        colour
      }))
    });
  },

  summary(_reader, context) {
    const lines = linesOf(context);
    if (!lines) return this.emptyMessage;
    const { words } = quantities[quantityOf(context)];
    const said = lines.map(
      ({ label, places }) =>
        `${label} ${sayAmount(places[0][1])} after 1,000 tokens and ${sayAmount(places[places.length - 1][1])} after 64,000`
    );
    return `Counted ${words}: ${said.join('; ')}.`;
  },

  table(_reader, context) {
    const lines = linesOf(context) ?? [];
    const { words } = quantities[quantityOf(context)];
    return {
      columns: ['tokens met', ...lines.map(({ label }) => `${label} (${words})`)],
      rows:
        lines.length === 0
          ? []
          : lengths.map((tokens, r) => [tokens, ...lines.map(({ places }) => places[r][1])])
    };
  }
};
