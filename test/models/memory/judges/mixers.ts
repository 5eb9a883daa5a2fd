/** Every way of mixing tokens again, from the float64 layers of the papers: a whole sequence in one go. */
import { linearAttention, linearStart } from '../../../../src/models/memory/attention/linear';
import { vqAttention, vqStart } from '../../../../src/models/memory/attention/vectorQuantised';
import { ccaAttention, ccaStart } from '../../../../src/models/memory/cca/cca';
import type { CcaSettings, CcaWeight } from '../../../../src/models/memory/cca/settings';
import { mamba2, mamba2Start } from '../../../../src/models/memory/mamba2/mamba2';
import type { Mamba2Settings, Mamba2Weights } from '../../../../src/models/memory/mamba2/settings';
import type { LayerKind, NetworkSizes } from '../../../../src/models/memory/network/plan';
import { ovqAttention, ovqStart } from '../../../../src/models/memory/ovq/ovq';
import { groupedAttention, groupedStart } from '../../../../src/models/memory/projected/grouped';
import { headedAttention } from '../../../../src/models/memory/projected/heads';
import { latentAttention, latentStart } from '../../../../src/models/memory/projected/latent';
import { normaliseHeads } from '../../../../src/models/memory/projected/norms';
import type { Weights } from '../../../../src/models/memory/projected/weights';
import { type Rope, rotate } from '../../../../src/models/memory/rope';
import {
  besideRows,
  columnsOf,
  joinRows,
  type Rows,
  rowsOf,
  sliceRows
} from '../../../../src/models/memory/rows';
import { project } from '../../../../src/models/memory/weights';
import type { Copied } from './weights';

const theta = 1e4;

/** What layer `name` adds to the residual stream for normed activities x [T, width]. */
export function judgeMixer(
  kind: LayerKind,
  name: string,
  copied: Copied,
  sizes: NetworkSizes,
  x: Rows
): Rows {
  const { heads, keyHeads, window } = sizes;
  switch (kind) {
    case 'softmax':
      return grouped(name, copied, sizes, heads, x);
    case 'gqa':
      return grouped(name, copied, sizes, keyHeads, x);
    case 'window':
      return windowed(name, copied, sizes, window, x);
    case 'mla':
      return latent(name, copied, sizes, x);
    case 'cca':
      return compressed(name, copied, sizes, x);
    case 'linear':
      return perHead(name, copied, sizes, x, (_, q, k, v) =>
        linearAttention(linearStart(q.columns, v.columns), q, k, v, { feature: 'elu', scale: 1 })
      );
    case 'ssd':
    case 'zamba2':
      return mamba2(mambaWeights(name, copied), mambaSettings(sizes), mamba2Start(mambaSettings(sizes)), x)
        .out;
    case 'vq':
      return quantised(name, copied, sizes, x);
    case 'ovq':
      return online(name, copied, sizes, x);
  }
}

const four = (name: string, copied: Copied): Weights<'query' | 'key' | 'value' | 'out'> => ({
  query: copied.matrix(`${name} query`),
  key: copied.matrix(`${name} key`),
  value: copied.matrix(`${name} value`),
  out: copied.matrix(`${name} out`)
});

function grouped(
  name: string,
  copied: Copied,
  { heads, rope, width }: NetworkSizes,
  kvHeads: number,
  x: Rows
): Rows {
  const headWidth = width / heads;
  const turning = rope ? { turned: headWidth, theta } : undefined;
  const settings = { heads, kvHeads, headWidth, rope: turning };
  return groupedAttention(four(name, copied), settings, groupedStart(settings), x).out;
}

/** Tick by tick over the latest keys alone. */
function windowed(
  name: string,
  copied: Copied,
  { heads, width }: NetworkSizes,
  window: number,
  x: Rows
): Rows {
  const { key, out, query, value } = four(name, copied);
  const rope: Rope = { turned: width / heads, theta };
  const [q, k] = [query, key].map((weight) => rotate(project(x, weight), heads, rope, 0));
  const v = project(x, value);
  const read = Array.from({ length: x.rows }, (_, t) => {
    const first = Math.max(0, t - window + 1);
    const [keys, values] = [k, v].map((rows) => sliceRows(rows, first, t + 1));
    const scale = 1 / Math.sqrt(width / heads);
    return headedAttention({ heads, kvHeads: heads, scale, q: sliceRows(q, t, t + 1), k: keys, v: values });
  });
  return project(joinRows(...read), out);
}

/** The published layer without a latent of queries; a head of the network has the turned columns first. */
function latent(
  name: string,
  copied: Copied,
  { heads, rank, rope, turned: asked, width }: NetworkSizes,
  x: Rows
): Rows {
  const turned = rope ? asked : 0;
  const headWidth = width / heads;
  const step = turned + headWidth;
  const query = copied.matrix(`${name} query`);
  const cut = (from: number, to: number): Rows =>
    Array.from({ length: heads }, (_, h) => columnsOf(query, h * step + from, h * step + to)).reduce(
      besideRows
    );
  const settings = {
    heads,
    headWidth,
    queryLatent: 0,
    kvLatent: rank,
    ropeWidth: turned,
    theta,
    norm: true
  };
  const weights = {
    queryDown: rowsOf(width, 0, []),
    queryNorm: rowsOf(0, 0, []),
    queryUp: cut(turned, step),
    queryRope: cut(0, turned),
    kvDown: copied.matrix(`${name} latent`),
    kvNorm: copied.row(`${name} norm of the latent`),
    keyUp: Array.from({ length: heads }, (_, h) => copied.matrix(`${name} key ${h + 1}`)).reduce(besideRows),
    valueUp: copied.matrix(`${name} value`),
    keyRope: turned > 0 ? copied.matrix(`${name} rotary key`) : rowsOf(width, 0, []),
    out: copied.matrix(`${name} out`)
  };
  return latentAttention(weights, settings, latentStart(settings), x).out;
}

function compressed(name: string, copied: Copied, sizes: NetworkSizes, x: Rows): Rows {
  const { convolutions, heads, keyFactor, qkMean, qkNorm, queryFactor, rope, valueShift, width } = sizes;
  const kvHeads = (heads * queryFactor) / keyFactor;
  const headWidth = width / queryFactor / heads;
  const channels = (heads + kvHeads) * headWidth;
  const settings: CcaSettings = {
    heads,
    kvHeads,
    headWidth,
    kernels: convolutions ? [2, 2] : [],
    mean: qkMean,
    shift: valueShift,
    norm: qkNorm,
    temperature: 'exp',
    rope: rope ? { turned: headWidth, theta } : undefined
  };
  const value = copied.matrix(`${name} value`);
  const half = (kvHeads * headWidth) / 2;
  const { bias: depthwiseBias, taps: depthwise } = convolutionOf(copied, `${name} convolution`, 'channel', 1);
  const { bias: groupedBias, taps } = convolutionOf(copied, `${name} convolution`, 'head', headWidth);
  const none = (columns: number): Rows => rowsOf(0, columns, []);
  const weights: Weights<CcaWeight> = {
    query: copied.matrix(`${name} query`),
    key: copied.matrix(`${name} key`),
    valueNow: valueShift ? value : columnsOf(value, 0, half),
    valueBefore: valueShift
      ? copied.matrix(`${name} value of the tick before`)
      : columnsOf(value, half, 2 * half),
    depthwise: convolutions ? depthwise : none(1),
    depthwiseBias: convolutions ? depthwiseBias : none(channels),
    grouped: convolutions ? taps : none(headWidth),
    groupedBias: convolutions ? groupedBias : none(channels),
    temperature: qkNorm ? copied.row(`${name} temperature`) : none(kvHeads),
    out: copied.matrix(`${name} out`)
  };
  return ccaAttention(weights, settings, ccaStart(settings), x).out;
}

/** W [groups, 2, width, width] then b, of queries and of keys: rows lag * channels + channel of both, and their biases. */
function convolutionOf(
  copied: Copied,
  name: string,
  by: 'channel' | 'head',
  width: number
): { taps: Rows; bias: Rows } {
  const parts = ['q', 'k'].map((part) =>
    copied.has(`${name} ${part} by ${by}`)
      ? copied.numbers(`${name} ${part} by ${by}`)
      : Float64Array.from({ length: 0 })
  );
  const channelsOf = ({ length }: Float64Array): number => length / (2 * width + 1);
  const lags = [0, 1].flatMap((lag) =>
    parts.flatMap((numbers) =>
      Array.from({ length: channelsOf(numbers) }, (_, c) => {
        const at = ((Math.floor(c / width) * 2 + lag) * width + (c % width)) * width;
        return [...numbers.subarray(at, at + width)];
      })
    )
  );
  const bias = parts.flatMap((numbers) => [...numbers.subarray(numbers.length - channelsOf(numbers))]);
  return { taps: rowsOf(lags.length, width, lags.flat()), bias: rowsOf(1, bias.length, bias) };
}

export const mambaSettings = ({ groups, heads, state, width }: NetworkSizes): Mamba2Settings => ({
  width,
  expand: 2,
  headWidth: (2 * width) / heads,
  states: state,
  groups,
  taps: 4
});

export function mambaWeights(name: string, copied: Copied): Mamba2Weights {
  const parts = ['x', 'B', 'C'].map((part) => copied.numbers(`${name} convolution ${part}`));
  const columns = parts.map(({ length }) => length / 5);
  // Depthwise W [channels, lag] then b; a row of the judge's is a lag, the oldest first.
  const taps = [3, 2, 1, 0].map((lag) =>
    parts.flatMap((numbers, p) => Array.from({ length: columns[p] }, (_, c) => numbers[c * 4 + lag]))
  );
  const bias = parts.flatMap((numbers, p) => [...numbers.subarray(4 * columns[p])]);
  const decay = copied.numbers(`${name} decay`);
  const heads = decay.length / 3;
  const third = (part: number): Rows => rowsOf(1, heads, decay.slice(part * heads, (part + 1) * heads));
  return {
    input: ['gate', 'x', 'B', 'C', 'dt'].map((part) => copied.matrix(`${name} ${part}`)).reduce(besideRows),
    convolution: rowsOf(4, bias.length, taps.flat()),
    convolutionBias: rowsOf(1, bias.length, bias),
    aLog: third(0),
    dtBias: third(1),
    skip: third(2),
    norm: copied.row(`${name} norm of the gate`),
    output: copied.matrix(`${name} out`)
  };
}

function perHead(
  name: string,
  copied: Copied,
  { heads, width }: NetworkSizes,
  x: Rows,
  read: (h: number, q: Rows, k: Rows, v: Rows) => Rows,
  prepared: (part: 'query' | 'key', rows: Rows) => Rows = (_, rows) => rows
): Rows {
  const { key, out, query, value } = four(name, copied);
  const all = [prepared('query', project(x, query)), prepared('key', project(x, key)), project(x, value)];
  const headWidth = width / heads;
  const heard = Array.from({ length: heads }, (_, h) => {
    const [q, k, v] = all.map((rows) => columnsOf(rows, h * headWidth, (h + 1) * headWidth));
    return read(h, q, k, v);
  });
  return project(heard.reduce(besideRows), out);
}

/** Queries as long as their head's strength, keys of length 1. */
const unitHeads =
  (name: string, copied: Copied, heads: number) =>
  (part: 'query' | 'key', rows: Rows): Rows =>
    normaliseHeads(
      rows,
      part === 'query' ? copied.numbers(`${name} strength`) : new Float64Array(heads).fill(1)
    );

function quantised(name: string, copied: Copied, sizes: NetworkSizes, x: Rows): Rows {
  const { heads, rows: codes, width } = sizes;
  const headWidth = width / heads;
  const codebook = copied.numbers(`${name} codebook`);
  const each = codes * headWidth;
  return perHead(
    name,
    copied,
    sizes,
    x,
    (h, q, k, v) =>
      vqAttention(
        vqStart(codes, headWidth),
        q,
        k,
        v,
        rowsOf(codes, headWidth, codebook.subarray(h * each, (h + 1) * each)),
        Math.sqrt(headWidth)
      ),
    unitHeads(name, copied, heads)
  );
}

function online(name: string, copied: Copied, sizes: NetworkSizes, x: Rows): Rows {
  const { block: chunk, openingSeed: seed, rate, rows: capacity, width, heads, ...rest } = sizes;
  const { assignment, countBias, growth, horizon, normCorrection, opening } = rest;
  const settings = {
    capacity,
    chunk,
    scale: Math.sqrt(width / heads),
    growth,
    horizon,
    opening,
    seed,
    assignment,
    rate: rate === 0 ? undefined : rate,
    countBias,
    normCorrection
  };
  return perHead(
    name,
    copied,
    sizes,
    x,
    (_, q, k, v) => ovqAttention(ovqStart(q.columns, v.columns, settings), q, k, v, settings),
    unitHeads(name, copied, heads)
  );
}
