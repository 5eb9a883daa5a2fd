/** The weights of a Zamba2 network, their shapes and where they begin. */
import type { Random } from '../../random';
import { drawn, drawnProjection, initialMamba2 } from '../mamba2/initial';
import { type Mamba2Weights, mamba2Shapes } from '../mamba2/settings';
import type { Rows } from '../rows';
import { mapLeaves, type Shape, shape } from '../weights';
import { checkZamba2, type Zamba2Settings } from './settings';

/** x down up, added to x W (LoRA, Hu et al. 2021, arXiv 2106.09685). */
export interface Adapter<Leaf extends Shape = Rows> {
  /** [inputs, rank]. */
  readonly down: Leaf;
  /** [rank, outputs]. */
  readonly up: Leaf;
}

/** Of all invocations of a block. */
export interface SharedBlock<Leaf extends Shape = Rows> {
  /** [1, 2 d]. */
  readonly norm: Leaf;
  /** [2 d, 6 d]: columns of q, k and v, 2 d each. */
  readonly qkv: Leaf;
  /** [2 d, d]. */
  readonly output: Leaf;
  /** [1, d]. */
  readonly mlpNorm: Leaf;
  /** [d, 2 hidden]: columns that go through GELU, then those they are multiplied with. */
  readonly up: Leaf;
  /** [hidden, d]. */
  readonly down: Leaf;
}

/** Of one invocation. */
export interface Invocation<Leaf extends Shape = Rows> {
  /** Of q, k and v, or none. */
  readonly qkv: readonly Adapter<Leaf>[];
  readonly mlp: Adapter<Leaf>;
  /** W_c [d, d]. */
  readonly output: Leaf;
}

export interface Zamba2Weights<Leaf extends Shape = Rows> {
  /** [vocabulary, d], of the tokens read and, transposed, of the logits. */
  readonly embedding: Leaf;
  readonly layers: readonly { readonly norm: Leaf; readonly mamba: Mamba2Weights<Leaf> }[];
  readonly blocks: readonly SharedBlock<Leaf>[];
  readonly invocations: readonly Invocation<Leaf>[];
  /** [1, d]. */
  readonly norm: Leaf;
}

/** Shapes alone, so that a network of any size can be counted (`countOf`). Throws MemoryError for settings that make no network. */
export function zamba2Shapes(settings: Zamba2Settings): Zamba2Weights<Shape> {
  checkZamba2(settings);
  const { hidden, rank } = settings;
  const d = settings.mamba.width;
  const adapter = (inputs: number, outputs: number): Adapter<Shape> => ({
    down: shape(inputs, rank),
    up: shape(rank, outputs)
  });
  const listOf = <Part>(length: number, make: () => Part): Part[] => Array.from({ length }, make);
  return {
    embedding: shape(settings.vocabulary, d),
    layers: listOf(settings.layers, () => ({ norm: shape(1, d), mamba: mamba2Shapes(settings.mamba) })),
    blocks: listOf(settings.blocks, () => ({
      norm: shape(1, 2 * d),
      qkv: shape(2 * d, 6 * d),
      output: shape(2 * d, d),
      mlpNorm: shape(1, d),
      up: shape(d, 2 * hidden),
      down: shape(hidden, d)
    })),
    invocations: listOf(settings.hybrids.length, () => ({
      qkv: listOf(settings.attentionAdapters ? 3 : 0, () => adapter(2 * d, 2 * d)),
      mlp: adapter(d, 2 * hidden),
      output: shape(d, d)
    })),
    norm: shape(1, d)
  };
}

/**
 * Projections normal with variance 1 / inputs, embeddings with 1 / d, which gives first logits of size 1 (the published 0.02 is about
 * that at their widths); norms 1; adapters begin without effect, their second half being zero (Hu et al. 2021).
 */
export function initialZamba2(settings: Zamba2Settings, random: Random): Zamba2Weights {
  const shapes = zamba2Shapes(settings);
  const make = (of: Shape, path: string): Rows => {
    const branch = random.fork(path);
    if (path === 'embedding') return drawn(of, () => branch.normal() / Math.sqrt(of.columns));
    if (/norm$/i.test(path)) return drawn(of, () => 1);
    if (/(qkv\.\d+|mlp)\.up$/.test(path)) return drawn(of, () => 0);
    return drawnProjection(of, branch);
  };
  const from = (tree: object, path: string): unknown => mapLeaves(tree, make, path);
  return {
    embedding: make(shapes.embedding, 'embedding'),
    layers: shapes.layers.map(({ norm }, i) => ({
      norm: make(norm, `layers.${i}.norm`),
      mamba: initialMamba2(settings.mamba, random.fork(`layers.${i}.mamba`))
    })),
    blocks: from(shapes.blocks, 'blocks') as SharedBlock[],
    invocations: from(shapes.invocations, 'invocations') as Invocation[],
    norm: make(shapes.norm, 'norm')
  };
}
