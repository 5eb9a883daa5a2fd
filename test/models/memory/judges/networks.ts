/** Whole networks over again, from the float64 layers: outputs of one sequence of tokens. */
import { silu } from '../../../../src/models/memory/activations';
import type { NetworkSizes } from '../../../../src/models/memory/network/plan';
import { rmsNorm } from '../../../../src/models/memory/norms';
import { besideRows, columnsOf, type Rows, rowAt, sumOf, zeroRows } from '../../../../src/models/memory/rows';
import { project } from '../../../../src/models/memory/weights';
import type { Zamba2Settings } from '../../../../src/models/memory/zamba2/settings';
import type { Adapter, Zamba2Weights } from '../../../../src/models/memory/zamba2/weights';
import { zamba2, zamba2Start } from '../../../../src/models/memory/zamba2/zamba2';
import { judgeMixer, mambaSettings, mambaWeights } from './mixers';
import type { Copied } from './weights';

/** [ticks, vocabulary] logits. */
export function judgeOutputs(copied: Copied, sizes: NetworkSizes, tokens: ArrayLike<number>): Rows {
  const table = asRows(copied, 'embedding', sizes.width);
  const top =
    sizes.layer === 'zamba2'
      ? zamba2(
          zambaWeights(copied, sizes),
          zambaSettings(copied, sizes),
          zamba2Start(zambaSettings(copied, sizes)),
          tokens
        ).normed
      : rmsNorm(residualStream(copied, sizes, tokens, table), copied.row('last norm'));
  return project(top, sizes.tied ? transposed(table) : copied.matrix('head'));
}

function residualStream(copied: Copied, sizes: NetworkSizes, tokens: ArrayLike<number>, table: Rows): Rows {
  let x = zeroRows(tokens.length, sizes.width);
  for (let t = 0; t < tokens.length; t++) rowAt(x, t).set(rowAt(table, tokens[t]));
  for (let l = 0; l < sizes.layers; l++) {
    const name = `layer ${l + 1}`;
    const kind = sizes.windowEvery > 0 && l % sizes.windowEvery === 0 ? 'window' : sizes.layer;
    x = sumOf(x, judgeMixer(kind, name, copied, sizes, rmsNorm(x, copied.row(`${name} norm`))));
    if (sizes.mlp === 0) continue;
    const up = project(rmsNorm(x, copied.row(`${name} MLP norm`)), copied.matrix(`${name} MLP up`));
    const [a, b] = [columnsOf(up, 0, sizes.mlp), columnsOf(up, sizes.mlp, 2 * sizes.mlp)];
    const hidden = { ...a, data: a.data.map((value, i) => silu.value(value) * b.data[i]) };
    x = sumOf(x, project(hidden, copied.matrix(`${name} MLP down`)));
  }
  return x;
}

const asRows = (copied: Copied, name: string, columns: number): Rows => {
  const data = copied.numbers(name);
  return { rows: data.length / columns, columns, data };
};

function transposed({ columns, data, rows }: Rows): Rows {
  const turned = zeroRows(columns, rows);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) turned.data[j * rows + i] = data[i * columns + j];
  return turned;
}

/** Layers, from 0, before which a shared block is used. */
const hybridsOf = ({ layers, sharedBlocks, sharedEvery }: NetworkSizes): number[] =>
  Array.from({ length: layers }, (_, l) => l).filter((l) => sharedBlocks > 0 && (l + 1) % sharedEvery === 0);

export function zambaSettings(copied: Copied, sizes: NetworkSizes): Zamba2Settings {
  const { adapterRank, adaptQueries, heads, layers, mlp, rope, sharedBlocks, width } = sizes;
  return {
    vocabulary: copied.numbers('embedding').length / width,
    layers,
    hybrids: hybridsOf(sizes),
    blocks: Math.max(1, sharedBlocks),
    mamba: mambaSettings(sizes),
    heads,
    hidden: mlp > 0 ? mlp : 4 * width,
    rank: Math.max(1, adapterRank),
    attentionAdapters: adapterRank > 0 && adaptQueries,
    theta: rope ? 1e4 : undefined,
    gelu: 'tanh'
  };
}

export function zambaWeights(copied: Copied, sizes: NetworkSizes): Zamba2Weights {
  const { hidden, rank } = zambaSettings(copied, sizes);
  const { adapterRank, adaptQueries, layers, sharedBlocks, width } = sizes;
  const adapter = (name: string): Adapter =>
    adapterRank > 0
      ? { down: copied.matrix(`${name} down`), up: copied.matrix(`${name} up`) }
      : { down: zeroRows(width, rank), up: zeroRows(rank, 2 * hidden) };
  const listOf = <Part>(length: number, make: (i: number) => Part): Part[] =>
    Array.from({ length }, (_, i) => make(i));
  return {
    embedding: asRows(copied, 'embedding', width),
    layers: listOf(layers, (l) => ({
      norm: copied.row(`layer ${l + 1} norm`),
      mamba: mambaWeights(`layer ${l + 1}`, copied)
    })),
    blocks: listOf(sharedBlocks, (b) => {
      const name = `shared ${b + 1}`;
      return {
        norm: copied.row(`${name} norm`),
        qkv: ['query', 'key', 'value'].map((part) => copied.matrix(`${name} ${part}`)).reduce(besideRows),
        output: copied.matrix(`${name} out`),
        mlpNorm: copied.row(`${name} MLP norm`),
        up: copied.matrix(`${name} MLP up`),
        down: copied.matrix(`${name} MLP down`)
      };
    }),
    invocations: hybridsOf(sizes).map((_, c) => {
      const name = `use ${c + 1}`;
      return {
        qkv:
          adapterRank > 0 && adaptQueries
            ? ['query', 'key', 'value'].map((part) => adapter(`${name} ${part}`))
            : [],
        mlp: adapter(`${name} MLP`),
        output: copied.matrix(`${name} out`)
      };
    }),
    norm: copied.row('last norm')
  };
}
