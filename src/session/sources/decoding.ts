/**
 * Decoding one token after another: every trial brings further tokens, each with a query, a key and a value of independent normal
 * numbers; the query of the last is the one to be answered from all keys so far. Queries can be made so long that exp of a logit would
 * overflow.
 */
import type { SettingDescription } from '../../models/settings';
import type { SourceDefinition } from '../source';
import { amount, count, steps } from './streamSettings';
import { drawnSequences } from './tokens/tokenStream';

const descriptions: readonly SettingDescription[] = [
  steps({
    name: 'rounds',
    label: 'Ticks of a trial',
    symbol: 'T',
    unit: 'ticks',
    default: 16,
    min: 2,
    max: 1024,
    scale: 'log',
    help: 'As many tokens arrive; devices work in the first tick and send in each of the others.'
  }),
  count({
    name: 'queryWidth',
    label: 'Numbers in a query',
    symbol: 'd',
    default: 8,
    min: 1,
    max: 256,
    scale: 'log',
    help: 'And in a key.'
  }),
  count({
    name: 'valueWidth',
    label: 'Numbers in a value',
    default: 8,
    min: 1,
    max: 256,
    scale: 'log',
    help: 'What attention answers is as wide.'
  }),
  amount({
    name: 'logitSize',
    label: 'Size of logits',
    default: 1,
    min: 0,
    max: 10000,
    live: true,
    help: 'Standard deviation of q · k / √d. From 709 on, exp of a logit is more than a float64 holds.'
  })
];

export const decodingSource: SourceDefinition = {
  id: 'decoding',
  title: 'Queries over a growing past',
  summary:
    'Queries, keys and values of tokens that arrive one after another, to be answered from all so far.',
  settings: descriptions,
  async create({ random, settings }) {
    const { queryWidth: d, rounds, valueWidth: dv } = settings as Record<string, number>;
    return drawnSequences(
      // What answers depends on all that came before, so that nothing can be held out.
      { random, settings: { ...settings, heldOut: 0, scoreEvery: 1 } },
      {
        shape: {
          inputs: 2 * d + dv,
          outputs: dv,
          steps: rounds,
          dtMs: 1,
          loss: 'regression',
          inputKind: 'analogue',
          inputGroups: [
            { label: 'Query', from: 0, to: d },
            { label: 'Key', from: d, to: 2 * d },
            { label: 'Value', from: 2 * d, to: 2 * d + dv }
          ],
          phases: [],
          outputLabels: Array.from({ length: dv }, (_, i) => `o ${i + 1}`)
        },
        descriptions,
        what: `tokens with keys of ${d} and values of ${dv} numbers`,
        draw: ({ x }, branch, { logitSize }) => {
          const width = 2 * d + dv;
          for (let at = 0; at < x.length; at++)
            x[at] = branch.quickNormal() * (at % width < d ? (logitSize as number) : 1);
        }
      }
    );
  }
};
