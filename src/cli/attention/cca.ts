/**
 * The core of compressed convolutional attention on given queries, keys and values: what happens in the latent between the projections
 * down and the one out (`models/memory/cca`), which the file has no weights for.
 */
import { type CcaCoreWeight, ccaCore, ccaStart } from '../../models/memory/cca/cca';
import { type CcaSettings, ccaShapes, temperatures } from '../../models/memory/cca/settings';
import type { Weights } from '../../models/memory/projected/weights';
import { besideRows, columnsOf, type Rows, rowsOf, zeroRows } from '../../models/memory/rows';
import { type Call, choice, type Option, UsageError, wholeNumber } from '../command';
import type { NamedArrays } from '../gradient/arrays';
import type { Head } from './heads';

/** Arrays of the file, in place of what a layer would have learned. */
export const ccaArrays = ['depthwise', 'depthwise_bias', 'grouped', 'grouped_bias', 'temperature'] as const;
type CcaArray = (typeof ccaArrays)[number];

export const ccaOptions: readonly Option[] = [
  { name: 'no-convolutions', help: 'cca: leave both convolutions out.' },
  { name: 'no-mean', help: 'cca: leave out the means of queries and keys that are added.' },
  { name: 'no-shift', help: 'cca: let all values be those of their own token.' },
  { name: 'no-norm', help: 'cca: leave queries and keys at their length.' },
  {
    name: 'temperature',
    value: `<${temperatures.join('|')}>`,
    help: 'cca: whether beta is exp of the array temperature, or that array.'
  },
  { name: 'rope', value: '<n>', help: 'cca: columns of a head that turn with its position; 0.' },
  { name: 'theta', value: '<n>', help: 'cca: of the positions; 10000.' }
];

export const ccaArrayHelp: readonly (readonly [string, string])[] = [
  [
    'depthwise (k1, C)',
    'For cca: taps of the first convolution, lag 0 (this token) first. C = (h + g) d channels: all heads of q, then all of k.'
  ],
  ['grouped (k2, C, d)', 'For cca: taps of the second, which mixes the d channels of one head.'],
  ['depthwise_bias, grouped_bias (C)', 'For cca: optional; 0.'],
  ['temperature (g)', 'For cca: optional; beta is 1.']
];

export const ccaDetails =
  'cca takes q, k, v as the latents that a layer has projected down, v as wide as k, and computes in this order: both convolutions over\n' +
  'tokens on [q | k], zeros before the first; plus the means (q_h + k_j) / 2 of the q and k given; each head of q to length sqrt(d) and\n' +
  'of k to beta sqrt(d); positions; the second half of the columns of all v from the token before (0 before the first); then causal\n' +
  'softmax(q . k / sqrt(d)) v, h / g heads sharing one of keys. It projects nothing, neither down nor out, and learns nothing.\n';

/**
 * [T, dv] of each head. `heads`: of queries, each with the keys and values it shares with others; `kvHeads` of these. Throws FormatError
 * for arrays that do not fit, UsageError for options that do not fit them, MemoryError for settings that make no sense.
 */
export function ccaHeads(heads: readonly Head[], kvHeads: number, call: Call, arrays: NamedArrays): Rows[] {
  for (const name of ['scale', 'normalise'])
    if (call.has(name) || call.get(name) !== undefined)
      throw new UsageError(
        `--${name} has no meaning for the layer 'cca': its logits are q . k / sqrt(d) of heads it brings to length itself.`
      );
  const headWidth = heads[0].q.columns;
  const sharing = heads.length / kvHeads;
  const shared = heads.filter((_, h) => h % sharing === 0);
  if (shared[0].v.columns !== headWidth)
    arrays.fail('v', `vectors of ${shared[0].v.columns} numbers`, `${headWidth}, as wide as k`);
  const rope = wholeNumber(call, 'rope', 0) ?? 0;
  const settings: CcaSettings = {
    heads: heads.length,
    kvHeads,
    headWidth,
    kernels: kernelsOf(call, arrays),
    mean: !call.has('no-mean'),
    shift: !call.has('no-shift'),
    norm: !call.has('no-norm'),
    temperature: choice(call, 'temperature', temperatures),
    rope: rope > 0 ? { turned: rope, theta: wholeNumber(call, 'theta', 1) ?? 10_000 } : undefined
  };
  const latents = [...heads.map(({ q }) => q), ...shared.map(({ k }) => k)].reduce(besideRows);
  const values = shared.map(({ v }) => v).reduce(besideRows);
  const half = values.columns / 2;
  const state = ccaStart(settings);
  const { attended } = ccaCore(
    weightsOf(settings, arrays),
    settings,
    state,
    latents,
    columnsOf(values, 0, half),
    columnsOf(values, half, values.columns)
  );
  return heads.map((_, h) => columnsOf(attended, h * headWidth, (h + 1) * headWidth));
}

/** How many taps each convolution has, by the arrays of the file. */
function kernelsOf(call: Call, arrays: NamedArrays): number[] {
  if (call.has('no-convolutions')) return [];
  if (!arrays.has('depthwise'))
    throw new UsageError(
      `The layer 'cca' convolves with the array 'depthwise' and, where there is one, 'grouped'; ${arrays.file} has no 'depthwise'. Add it, or leave both out with --no-convolutions.`
    );
  const names: CcaArray[] = arrays.has('grouped') ? ['depthwise', 'grouped'] : ['depthwise'];
  return names.map((name) => arrays.array(name).shape[0] ?? 0);
}

function weightsOf(settings: CcaSettings, arrays: NamedArrays): Weights<CcaCoreWeight> {
  const { headWidth, heads, kernels, kvHeads, temperature } = settings;
  // Of no width: there are no projections.
  const shapes = ccaShapes(settings, 0);
  const channels = (heads + kvHeads) * headWidth;
  const given = (
    name: CcaArray,
    [rows, columns]: readonly [number, number],
    shape: readonly number[],
    otherwise = 0
  ): Rows => {
    const without = rows * columns === 0;
    if (without || !arrays.has(name)) {
      const filled = zeroRows(rows, columns);
      filled.data.fill(otherwise);
      return filled;
    }
    const found = arrays.array(name);
    if (found.shape.join() !== shape.join())
      arrays.fail(name, `shape (${found.shape.join(', ')})`, `(${shape.join(', ')})`);
    return rowsOf(rows, columns, Float64Array.from(found.data, Number));
  };
  const [k1 = 0, k2 = 0] = kernels;
  return {
    depthwise: given('depthwise', shapes.depthwise, [k1, channels]),
    depthwiseBias: given('depthwise_bias', shapes.depthwiseBias, [channels]),
    grouped: given('grouped', shapes.grouped, [k2, channels, headWidth]),
    groupedBias: given('grouped_bias', shapes.groupedBias, [channels]),
    temperature: given('temperature', shapes.temperature, [kvHeads], temperature === 'exp' ? 0 : 1)
  };
}
