/** The layers of `engram attention`, each with the options it has: a new one is one entry of `layers`. */
import { features, linearAttention, linearStart } from '../../models/memory/attention/linear';
import { softmaxAttention } from '../../models/memory/attention/softmax';
import { codebookOf, vqAttention, vqStart } from '../../models/memory/attention/vectorQuantised';
import {
  evenSplit,
  ringReduce,
  shardPartials,
  type Traffic,
  treeReduce
} from '../../models/memory/energy/devices';
import { attended } from '../../models/memory/energy/partial';
import { createCrew } from '../../models/memory/workers/crew';
import { ovqAttention, ovqStart } from '../../models/memory/ovq/ovq';
import {
  assignments,
  growths,
  openings,
  ovqDefaults,
  type OvqSettings
} from '../../models/memory/ovq/settings';
import { dot, type Rows, rowAt, rowsOf, zeroRows } from '../../models/memory/rows';
import { type Call, choice, type Option, UsageError, wholeNumber } from '../command';
import type { NamedArrays } from '../gradient/arrays';
import { hasThreads, spawnDevice } from './deviceThreads';
import { ccaArrays, ccaHeads, ccaOptions } from './cca';
import type { Head, Heads } from './heads';

export interface Attended {
  /** [T, dv]. */
  out: Rows;
  /** Further facts, for the terminal and for JSON. */
  said?: Readonly<Record<string, number>>;
}

export const layerNames = ['softmax', 'linear', 'vq', 'tree', 'ring', 'ovq', 'cca'] as const;
export type LayerName = (typeof layerNames)[number];

interface Layer {
  /** Options of the command that it listens to, besides those of every layer. */
  options: readonly string[];
  /** Optional arrays of the file. */
  arrays: readonly string[];
  attend(head: Head, call: Call, arrays: NamedArrays): Attended | Promise<Attended>;
}

/** A layer whose heads know of each other. */
interface Joint extends Pick<Layer, 'options' | 'arrays'> {
  attendTogether(heads: Heads, call: Call, arrays: NamedArrays): Attended[];
}

export const layerOptions: readonly Option[] = [
  { name: 'scale', value: '<x>', help: 'Factor on q . k; 1 / sqrt(d) unless given.' },
  {
    name: 'normalise',
    help: 'Give queries and keys unit length first; the scale is then sqrt(d) unless given.'
  },
  { name: 'shards', value: '<n>', help: 'tree, ring: devices that keys are dealt out to; 4.' },
  { name: 'fan', value: '<n>', help: 'tree: parts joined in one step; 2.' },
  {
    name: 'workers',
    help: 'tree: a thread for each shard, which holds its keys and joins parts with the others.'
  },
  {
    name: 'feature',
    value: `<${features.join('|')}>`,
    help: 'linear: elu + 1 with a normaliser, or none of both.'
  },
  {
    name: 'rows',
    value: '<n>',
    help: `ovq: most rows of the memory, ${ovqDefaults.capacity}; vq: codes, 64.`
  },
  {
    name: 'chunk',
    value: '<n>',
    help: `ovq: tokens kept exactly before they are written; ${ovqDefaults.chunk}.`
  },
  { name: 'growth', value: `<${growths.join('|')}>`, help: 'ovq: how the number of rows grows.' },
  {
    name: 'horizon',
    value: '<n>',
    help: `ovq: tokens after which linear growth is complete; ${ovqDefaults.horizon}.`
  },
  { name: 'opening', value: `<${openings.join('|')}>`, help: 'ovq: which tokens open new rows.' },
  { name: 'seed', value: '<n>', help: 'ovq: of the random opening; 1.' },
  { name: 'assignment', value: `<${assignments.join('|')}>`, help: 'ovq: which row a token is added to.' },
  { name: 'rate', value: '<x>', help: 'ovq: a constant rate in place of 1 / count.' },
  { name: 'no-count-bias', help: 'ovq: leave the log counts out of the logits.' },
  { name: 'norm-correction', help: 'ovq: add scale (1 - |mu|^2) / 2 to the logits of rows.' },
  ...ccaOptions
];

export const layers: Readonly<Record<LayerName, Layer | Joint>> = {
  cca: {
    options: ccaOptions.map(({ name }) => name),
    arrays: ccaArrays,
    attendTogether: ({ heads, kvHeads }, call, arrays) =>
      ccaHeads(heads, kvHeads, call, arrays).map((out) => ({ out }))
  },
  softmax: {
    options: [],
    arrays: [],
    attend: (head, call) => ({ out: softmaxAttention({ ...head, scale: scaleOf(head, call) }).out })
  },
  linear: {
    options: ['feature'],
    arrays: [],
    attend: ({ q, k, v }, call) => {
      const settings = { feature: choice(call, 'feature', features), scale: scaleOf({ q }, call) };
      return { out: linearAttention(linearStart(k.columns, v.columns), q, k, v, settings) };
    }
  },
  vq: {
    options: ['rows'],
    arrays: ['codebook'],
    attend: ({ q, k, v }, call, arrays) => {
      const codebook = readCodebook(k, call, arrays);
      const state = vqStart(codebook.rows, v.columns);
      return {
        out: vqAttention(state, q, k, v, codebook, scaleOf({ q }, call)),
        said: { codes: codebook.rows, codesUsed: state.counts.filter((count) => count > 0).length }
      };
    }
  },
  tree: {
    options: ['shards', 'fan', 'workers'],
    arrays: [],
    attend: (head, call) =>
      call.has('workers')
        ? overThreads(head, call)
        : overDevices(head, call, (q, { k, v }, scale, ends) => {
            const reduced = treeReduce(shardPartials(q, k, v, scale, ends), wholeNumber(call, 'fan', 2) ?? 2);
            return { ...reduced, out: attended(reduced.total) };
          })
  },
  ring: {
    options: ['shards'],
    arrays: [],
    attend: (head, call) =>
      overDevices(head, call, (q, { k, v }, scale, ends) => {
        const reduced = ringReduce(q, k, v, scale, ends);
        return { ...reduced, out: reduced.total.out };
      })
  },
  ovq: {
    options: [
      'rows',
      'chunk',
      'growth',
      'horizon',
      'opening',
      'seed',
      'assignment',
      'rate',
      'no-count-bias',
      'norm-correction'
    ],
    arrays: [],
    attend: ({ q, k, v }, call) => {
      const settings = ovqSettings(call, scaleOf({ q }, call));
      const state = ovqStart(k.columns, v.columns, settings);
      const out = ovqAttention(state, q, k, v, settings);
      return { out, said: { rowsUsed: state.dictionary.open, tokensPending: state.k.rows } };
    }
  }
};

/** What a layer answers for every head, one after another: each may have threads of its own. */
export async function attendAll(
  name: LayerName,
  heads: Heads,
  call: Call,
  arrays: NamedArrays
): Promise<Attended[]> {
  const layer = layers[name];
  if ('attendTogether' in layer) return layer.attendTogether(heads, call, arrays);
  const all: Attended[] = [];
  for (const head of heads.heads) all.push(await layer.attend(prepared(head, call), call, arrays));
  return all;
}

/** Throws UsageError for an option that the layer does not have. */
export function checkOptions(call: Call, layer: LayerName): void {
  const always = ['scale', 'normalise'];
  for (const { name } of layerOptions) {
    if (always.includes(name) || layers[layer].options.includes(name)) continue;
    if (!call.has(name) && call.get(name) === undefined) continue;
    const having = layerNames.filter((other) => layers[other].options.includes(name));
    throw new UsageError(`--${name} has no meaning for the layer '${layer}'; it is of ${having.join(', ')}.`);
  }
}

/** Queries and keys of unit length, where that is asked for; a vector of zeros stays. */
function prepared({ q, k, v }: Head, call: Call): Head {
  return call.has('normalise') ? { q: unit(q), k: unit(k), v } : { q, k, v };
}

function unit(rows: Rows): Rows {
  const scaled = rowsOf(rows.rows, rows.columns, rows.data);
  for (let t = 0; t < rows.rows; t++) {
    const row = rowAt(scaled, t);
    const length = Math.sqrt(dot(row, row));
    if (length > 0)
      row.forEach((x, i) => {
        row[i] = x / length;
      });
  }
  return scaled;
}

function scaleOf({ q }: Pick<Head, 'q'>, call: Call): number {
  const root = Math.sqrt(q.columns);
  return numberOf(call, 'scale') ?? (call.has('normalise') ? root : 1 / root);
}

function numberOf(call: Call, name: string): number | undefined {
  const text = call.get(name);
  if (text === undefined) return undefined;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(value)) return value;
  throw new UsageError(`--${name} is '${text}'; expected a number.`);
}

/** Query t sees the keys up to its own, on whichever device they lie; keys are dealt out evenly, and stay. */
function overDevices(
  head: Head,
  call: Call,
  reduce: (
    q: Float64Array,
    head: Head,
    scale: number,
    ends: readonly number[]
  ) => Traffic & { out: Float64Array }
): Attended {
  const scale = scaleOf(head, call);
  const split = evenSplit(head.k.rows, wholeNumber(call, 'shards', 1) ?? 4);
  const out = zeroRows(head.q.rows, head.v.columns);
  let last: Traffic = { steps: 0, messages: 0, elements: 0 };
  for (let t = 0; t < head.q.rows; t++) {
    const ends = split.map((end) => Math.min(end, t + 1));
    const reduced = reduce(rowAt(head.q, t), head, scale, ends);
    rowAt(out, t).set(reduced.out);
    last = reduced;
  }
  const { elements, messages, steps } = last;
  return { out, said: { steps, messages, elements } };
}

/** As `overDevices`, but every shard is a thread that alone has its keys; what they send is counted by themselves. */
async function overThreads(head: Head, call: Call): Promise<Attended> {
  if (!hasThreads())
    throw new UsageError('--workers starts threads from the built program; run it as bin/engram.mjs.');
  const ends = evenSplit(head.k.rows, wholeNumber(call, 'shards', 1) ?? 4);
  const crew = createCrew(head.k, head.v, ends, wholeNumber(call, 'fan', 2) ?? 2, spawnDevice);
  try {
    const scale = scaleOf(head, call);
    const out = zeroRows(head.q.rows, head.v.columns);
    let last: Traffic = { steps: 0, messages: 0, elements: 0 };
    for (let t = 0; t < head.q.rows; t++) {
      const answer = await crew.answer(rowAt(head.q, t), scale, t + 1);
      rowAt(out, t).set(answer.out);
      last = answer;
    }
    const { elements, messages, steps } = last;
    return { out, said: { steps, messages, elements, threads: crew.devices } };
  } finally {
    crew.dispose();
  }
}

function readCodebook(k: Rows, call: Call, arrays: NamedArrays): Rows {
  if (!arrays.has('codebook')) return codebookOf(k, wholeNumber(call, 'rows', 1) ?? 64);
  if (call.get('rows') !== undefined)
    throw new UsageError("--rows is given, but the file has a 'codebook'; leave one of them out.");
  const { columns, data, rows } = arrays.matrix('codebook');
  if (columns !== k.columns || rows === 0)
    arrays.fail('codebook', `shape (${rows}, ${columns})`, `(codes, ${k.columns}), as wide as keys`);
  return rowsOf(rows, columns, data);
}

function ovqSettings(call: Call, scale: number): OvqSettings {
  return {
    ...ovqDefaults,
    scale,
    capacity: wholeNumber(call, 'rows', 1) ?? ovqDefaults.capacity,
    chunk: wholeNumber(call, 'chunk', 1) ?? ovqDefaults.chunk,
    growth: choice(call, 'growth', growths),
    horizon: wholeNumber(call, 'horizon', 1) ?? ovqDefaults.horizon,
    opening: choice(call, 'opening', openings),
    seed: wholeNumber(call, 'seed', 0) ?? ovqDefaults.seed,
    assignment: choice(call, 'assignment', assignments),
    rate: numberOf(call, 'rate'),
    countBias: !call.has('no-count-bias'),
    normCorrection: call.has('norm-correction')
  };
}
