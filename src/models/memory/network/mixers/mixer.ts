/** The part of a layer that mixes tokens: what it declares, what it does to a chunk, and what it keeps of a sequence. */
import type { Block } from '../../../../compute/compute';
import type { Tape, Tensor } from '../tape';
import type { WeightPlan } from '../weights';

/** What may be looked at of a mixer on a tape. */
export type View =
  | {
      kind: 'attention';
      q: Block;
      k: Block;
      heads: number;
      keyHeads: number;
      keyWidth: number;
      scale: number;
      window: number;
      /** [batch, heads, ticks] log of what the weights are divided by, all keys of the past included. */
      lse: Block;
    }
  | {
      kind: 'dictionary';
      q: Block;
      k: Block;
      heads: number;
      keyWidth: number;
      scale: number;
      rows: number;
      block: number;
      countBias: boolean;
      normCorrection: boolean;
      lse: Block;
      keys: Block;
      counts: Block;
      /** [batch, ticks, heads]. */
      assigned: Block;
    }
  | { kind: 'state'; state: Block; heads: number; rows: number; columns: number };

export interface Mixer {
  /** Floats it keeps of one sequence of which `ticks` have passed, as it promises: caches as far as they are filled. */
  stateFloats(ticks: number): number;
  /** From normed activities [rows, width] to what is added to the residual stream. `looked` takes what may be looked at. */
  build(tape: Tape, x: Tensor, looked?: (view: View) => void): Tensor;
}

/** What every mixer is planned from. */
export interface MixerPlan {
  plan: WeightPlan;
  /** Of its parameters and of what it remembers: "layer 1". */
  name: string;
  width: number;
  heads: number;
  /** Gain of the last matrix: so that the residual stream does not grow with depth. */
  gain: number;
}

export const ropeTheta = 1e4;
