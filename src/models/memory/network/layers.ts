/** Layers around mixers: the residual block and the gated MLP. */
import { activate, add, linear, norm } from './operations';
import { attention } from './mixers/attention';
import { cca } from './mixers/cca';
import { linearAttention } from './mixers/linear';
import { mamba } from './mixers/mamba';
import type { Mixer, MixerPlan, View } from './mixers/mixer';
import { mla } from './mixers/mla';
import { ovq } from './mixers/ovq';
import type { LayerKind, NetworkSizes } from './plan';
import type { Tape, Tensor } from './tape';
import { constant, type WeightPlan } from './weights';

/** What the residual stream goes through, and what it keeps of a sequence. */
export interface Layer {
  stateFloats(ticks: number): number;
  /** `embedding`: what the residual stream began with. */
  build(tape: Tape, x: Tensor, embedding: Tensor, looked?: (view: View) => void): Tensor;
}

/** x + mixer(norm(x)), then x + MLP(norm(x)) where there is one. */
export function residual(plan: WeightPlan, name: string, sizes: NetworkSizes, kind: LayerKind): Layer {
  const { mlp, width } = sizes;
  const weights = plan.other(`${name} norm`, width, constant(1));
  const mixer = mixerOf(kind, mixerPlan(plan, name, sizes), sizes);
  const after = mlp > 0 ? gatedMlp(plan, name, sizes) : undefined;
  return {
    stateFloats: (ticks) => mixer.stateFloats(ticks),
    build(tape, x, _, looked) {
      const mixed = add(tape, x, mixer.build(tape, norm(tape, x, { weights }), looked));
      return after ? after(tape, mixed) : mixed;
    }
  };
}

export function mixerPlan(plan: WeightPlan, name: string, sizes: NetworkSizes): MixerPlan {
  const { heads, layers, width } = sizes;
  return { plan, name, width, heads, gain: 1 / Math.sqrt(2 * layers) };
}

function mixerOf(kind: LayerKind, plan: MixerPlan, sizes: NetworkSizes): Mixer {
  const { heads, keyHeads, rope, window } = sizes;
  switch (kind) {
    case 'softmax':
      return attention(plan, { keyHeads: heads, window: 0, rope });
    case 'window':
      return attention(plan, { keyHeads: heads, window, rope: true });
    case 'gqa':
      return attention(plan, { keyHeads, window: 0, rope });
    case 'mla':
      return mla(plan, { rank: sizes.rank, turned: rope ? sizes.turned : 0 });
    case 'cca':
      return cca(plan, sizes);
    case 'linear':
      return linearAttention(plan);
    case 'ssd':
    case 'zamba2':
      return mamba(plan, { stateWidth: sizes.state, groups: sizes.groups });
    case 'ovq':
    case 'vq': {
      const { rows: capacity, openingSeed: seed, ...rest } = sizes;
      return ovq(plan, { ...rest, capacity, seed }, kind === 'vq');
    }
  }
}

/** x + W_2 (SiLU(a) * b), [a, b] = W_1 norm(x) (Shazeer 2020). */
function gatedMlp(plan: WeightPlan, name: string, sizes: NetworkSizes): (tape: Tape, x: Tensor) => Tensor {
  const { layers, mlp, width } = sizes;
  const weights = plan.other(`${name} MLP norm`, width, constant(1));
  const up = plan.matrix(`${name} MLP up`, 2 * mlp, width);
  const down = plan.matrix(`${name} MLP down`, width, mlp, 1 / Math.sqrt(2 * layers));
  return (tape, x) => {
    const hidden = activate(tape, linear(tape, norm(tape, x, { weights }), up), 'silu', true);
    return add(tape, x, linear(tape, hidden, down));
  };
}
