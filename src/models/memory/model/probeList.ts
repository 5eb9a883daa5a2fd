/** The probes of a model of sequence memories, with their words and sizes. */
import type { ProbeDescription } from '../../model';
import { probeImage as image, probeRow as row } from '../../probeRows';
import { distanceBins, memoryProbes } from './probes';

export interface MemoryProbeSizes {
  networks: number;
  /** Most rows, columns of a key, and sides of a state among the networks; 0 where none has such a memory. */
  rows: number;
  keyWidth: number;
  state: readonly [rows: number, columns: number];
  /** Whether one has a layer of attention. */
  attention: boolean;
  /** Ticks in the maps. */
  ticks: number;
  generated: number;
  /** Whether the stream is one of tokens. */
  tokens: boolean;
}

export function memoryProbeList(sizes: MemoryProbeSizes): ProbeDescription[] {
  const { attention, generated, keyWidth, networks, rows, state, ticks, tokens } = sizes;
  const ifTokens = tokens ? networks : 0;
  const ifRows = rows > 0 ? ticks : 0;
  const list = [
    row('tick', ifTokens, {
      name: memoryProbes.surprise,
      label: 'Surprise',
      symbol: '−log₂ p',
      unit: 'bits',
      help: 'How unexpected the token asked for was to each network, in the first sequence.'
    }),
    row('tick', networks, {
      name: memoryProbes.tickLoss,
      label: 'Loss of a tick',
      symbol: 'E',
      unit: tokens ? 'nats' : '',
      help: 'Of each network in the first sequence: −ln p of the token asked for, or half the squared error.'
    }),
    row('tick', ifTokens, {
      name: memoryProbes.hit,
      label: 'Answered rightly',
      symbol: '',
      unit: '',
      help: '1 where the token asked for was the likeliest to each network, in the first sequence.'
    }),
    row('tick', networks, {
      name: memoryProbes.keptBytes,
      label: 'Memory kept',
      symbol: '',
      unit: 'bytes',
      help: 'What each network keeps of one sequence after this tick, at four bytes a number.'
    }),
    row('trial', networks, {
      name: memoryProbes.networkLoss,
      label: 'Loss of each network',
      symbol: 'E',
      unit: tokens ? 'nats' : '',
      help: 'Mean where something was asked, over the sequences of the trial, before they were learned from.'
    }),
    row('trial', ifTokens, {
      name: memoryProbes.networkAccuracy,
      label: 'Accuracy of each network',
      symbol: '',
      unit: '',
      help: 'Share of the tokens asked for that were the likeliest.'
    }),
    row('trial', ifTokens * distanceBins, {
      name: memoryProbes.distanceAccuracy,
      label: 'Accuracy by distance',
      symbol: '',
      unit: '',
      help: 'Share right by how many ticks ago the answer stood, in octaves: 1, 2–3, 4–7 and so on, for each network.'
    }),
    row('trial', networks, {
      name: memoryProbes.networkGradient,
      label: 'Length of the gradient',
      symbol: '|g|',
      unit: '',
      help: 'Of the last update of each network, before it was made shorter.'
    }),
    row('trial', networks, {
      name: memoryProbes.stateBytes,
      label: 'Memory kept of a sequence',
      symbol: '',
      unit: 'bytes',
      help: 'At the trial’s end: keys and values as far as they are kept, dictionaries, states; four bytes a number.'
    }),
    row('trial', networks, {
      name: memoryProbes.examinedLoss,
      label: 'Loss on held-out trials',
      symbol: 'E',
      unit: tokens ? 'nats' : '',
      help: 'Mean where something was asked in trials never learned from, once in so many trials.'
    }),
    row('trial', ifTokens, {
      name: memoryProbes.examinedAccuracy,
      label: 'Accuracy on held-out trials',
      symbol: '',
      unit: '',
      help: 'Share right in trials never learned from, which may be longer than those that are.'
    }),
    row('trial', ifTokens * distanceBins, {
      name: memoryProbes.examinedDistance,
      label: 'Held-out accuracy by distance',
      symbol: '',
      unit: '',
      help: 'Share right in trials never learned from by how many ticks ago the answer stood, in octaves, for each network.'
    }),
    row('trial', ifTokens * distanceBins, {
      name: memoryProbes.examinedLength,
      label: 'Held-out accuracy by length',
      symbol: '',
      unit: '',
      help: 'Share right in trials never learned from by how many ticks they have, in octaves, for each network.'
    }),
    row('trial', networks, {
      name: memoryProbes.examinedBytes,
      label: 'Memory kept of a held-out trial',
      symbol: '',
      unit: 'bytes',
      help: 'At the end of the longest held-out trial, four bytes a number.'
    }),
    row('trial', tokens ? generated : 0, {
      name: memoryProbes.generated,
      label: 'Generated tokens',
      symbol: '',
      unit: '',
      help: 'What the first network goes on with after the first sequence, token by token from its memory.'
    }),
    image(attention ? ticks : 0, ticks, {
      name: memoryProbes.attentionMap,
      label: 'Attention map',
      symbol: 'p',
      unit: '',
      help: 'How much each of the last ticks (rows) reads of each other (columns), in the layer and head looked at.'
    }),
    image(ifRows, rows, {
      name: memoryProbes.rowReads,
      label: 'Rows read',
      symbol: 'p',
      unit: '',
      help: 'How much each of the last ticks reads of each row of the dictionary; the rest goes to the tokens of its block.'
    }),
    image(ifRows, 1, {
      name: memoryProbes.written,
      label: 'Row written to',
      symbol: 'z',
      unit: '',
      help: 'Of the dictionary, by each of the last ticks in the layer and head looked at; −1 while the token waits for its block’s end.'
    }),
    image(rows, 1, {
      name: memoryProbes.rowCounts,
      label: 'Tokens in rows',
      symbol: 'c',
      unit: 'tokens',
      help: 'How many tokens each row of the dictionary stands for.'
    }),
    image(rows, keyWidth, {
      name: memoryProbes.rowKeys,
      label: 'Keys of rows',
      symbol: 'μ',
      unit: '',
      signed: true,
      help: 'What each row of the dictionary stands for: the mean of the keys it was given.'
    }),
    image(state[0], state[1], {
      name: memoryProbes.stateMap,
      label: 'State of a head',
      symbol: 'h',
      unit: '',
      signed: true,
      help: 'The matrix that linear attention or a state-space layer keeps, in the layer and head looked at.'
    })
  ];
  return list.filter(({ width }) => width > 0);
}
