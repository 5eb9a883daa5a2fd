/**
 * The Zamba2 hybrid (Glorioso et al. 2024, arXiv 2411.15242): Mamba2 layers, and every few of them a transformer block whose weights
 * all its uses share. R is the residual stream, x0 the embedding, c the number of the use:
 *
 *   u = RMSNorm([R ; x0]),  a = attention(u) with scale 1 / sqrt(width / heads),  f = MLP_c(RMSNorm(a)),  t = W_c f
 *   R <- R + Mamba2(RMSNorm(R + t))
 *
 * What surprises: t goes into the Mamba layer's input alone, and nothing inside the shared block is residual. A use's own parts are
 * W_c and a product of rank r added to the MLP's first matrix (and, where asked for, to queries, keys and values), at first zero.
 * Every use keeps keys and values of its own.
 */
import { attend } from './mixers/attention';
import { mamba } from './mixers/mamba';
import { ropeTheta } from './mixers/mixer';
import { mixerPlan } from './layers';
import type { Layer } from './layers';
import { residualMixers } from './layout';
import { activate, add, linear, norm, rotate, sideBySide } from './operations';
import type { NetworkSizes } from './plan';
import type { Tape, Tensor } from './tape';
import { constant, type Matrix, type WeightPlan } from './weights';

/** A product of rank r beside a matrix. */
interface Adapter {
  down: Matrix;
  up: Matrix;
}

interface Use {
  name: string;
  mlp: Adapter | undefined;
  queries: readonly Adapter[];
  /** W_c. */
  out: Matrix;
}

export function zambaLayers(plan: WeightPlan, sizes: NetworkSizes): Layer[] {
  const { sharedBlocks, width } = sizes;
  const blocks = Array.from({ length: sharedBlocks }, (_, b) => sharedBlock(plan, `shared ${b + 1}`, sizes));
  let uses = 0;
  return residualMixers(sizes).map(({ use: hybrid }, l): Layer => {
    const name = `layer ${l + 1}`;
    const weights = plan.other(`${name} norm`, width, constant(1));
    const { groups, state: stateWidth } = sizes;
    const mixer = mamba(mixerPlan(plan, name, sizes), { stateWidth, groups });
    const shared = hybrid
      ? { block: blocks[uses % blocks.length], use: useOf(plan, `use ${++uses}`, sizes) }
      : undefined;
    return {
      stateFloats: (ticks) => mixer.stateFloats(ticks) + (shared ? 4 * width * ticks : 0),
      build(tape, x, embedding, looked) {
        const heard = shared ? add(tape, x, shared.block(tape, x, embedding, shared.use)) : x;
        return add(tape, x, mixer.build(tape, norm(tape, heard, { weights }), looked));
      }
    };
  });
}

function useOf(plan: WeightPlan, name: string, sizes: NetworkSizes): Use {
  const { adapterRank, adaptQueries, mlp, width } = sizes;
  const adapter = (part: string, outputs: number, inputs: number): Adapter => ({
    down: plan.matrix(`${name} ${part} down`, adapterRank, inputs),
    up: plan.matrix(`${name} ${part} up`, outputs, adapterRank, 0)
  });
  const wide = 2 * width;
  return {
    name,
    mlp: adapterRank > 0 ? adapter('MLP', 2 * hiddenOf(mlp, width), width) : undefined,
    queries:
      adapterRank > 0 && adaptQueries
        ? ['query', 'key', 'value'].map((part) => adapter(part, wide, wide))
        : [],
    out: plan.matrix(`${name} out`, width, width)
  };
}

/** 4 width, as published, where the settings give no MLP. */
const hiddenOf = (mlp: number, width: number): number => (mlp > 0 ? mlp : 4 * width);

function sharedBlock(
  plan: WeightPlan,
  name: string,
  { heads, mlp, rope, width }: NetworkSizes
): (tape: Tape, x: Tensor, embedding: Tensor, use: Use) => Tensor {
  const wide = 2 * width;
  const keyWidth = wide / heads;
  const hidden = hiddenOf(mlp, width);
  const inputNorm = plan.other(`${name} norm`, wide, constant(1));
  const matrices = ['query', 'key', 'value'].map((part) => plan.matrix(`${name} ${part}`, wide, wide));
  const out = plan.matrix(`${name} out`, width, wide);
  const middleNorm = plan.other(`${name} MLP norm`, width, constant(1));
  const up = plan.matrix(`${name} MLP up`, 2 * hidden, width);
  const down = plan.matrix(`${name} MLP down`, width, hidden);
  return (tape, x, embedding, use) => {
    const u = norm(tape, sideBySide(tape, [x, embedding]), { weights: inputNorm });
    const [q, k, v] = matrices.map((matrix, part) => adapted(tape, u, matrix, use.queries[part]));
    const turn = (tensor: Tensor): Tensor =>
      rope ? rotate(tape, tensor, { heads, turned: keyWidth, theta: ropeTheta }) : tensor;
    const sizes = { name: use.name, heads, keyHeads: heads, keyWidth, valueWidth: keyWidth, window: 0 };
    // Heads are twice as wide as those of a plain layer; the scale is that of a plain one.
    const a = attend(tape, turn(q), turn(k), v, { ...sizes, scale: 1 / Math.sqrt(keyWidth / 2) });
    const m = norm(tape, linear(tape, a, out), { weights: middleNorm });
    const f = linear(tape, activate(tape, adapted(tape, m, up, use.mlp), 'gelu', true), down);
    return linear(tape, f, use.out);
  };
}

function adapted(tape: Tape, x: Tensor, matrix: Matrix, adapter: Adapter | undefined): Tensor {
  const y = linear(tape, x, matrix);
  if (adapter)
    linear(tape, linear(tape, x, adapter.down), adapter.up, { part: { y, column: 0, accumulate: true } });
  return y;
}
