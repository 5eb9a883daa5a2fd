/**
 * Multi-head latent attention (DeepSeek-AI 2024): keys and values of all heads are made of one narrow latent, which is what is kept,
 *
 *   c_t = RMSNorm(W_D x_t) [rank],  k_t = [R W_R x_t ; W_K c_t],  v_t = W_V c_t,  q_t = R W_Q x_t
 *
 * where R turns the first few columns of each head, which in keys are one row that all heads share. Kept of a token are rank + turned
 * numbers; keys and values of the past are made of them again for each chunk.
 */
import { linear, norm, remember, rotate } from '../operations';
import type { Tape, Tensor } from '../tape';
import { constant } from '../weights';
import { attendTo } from './attention';
import { type Mixer, type MixerPlan, ropeTheta } from './mixer';

export interface MlaSizes {
  /** Width of the latent. */
  rank: number;
  /** Columns of each head that are turned; even, 0 for no positions. */
  turned: number;
}

/** Of the norm of the latent, as published. */
const epsilon = 1e-6;

/** What is kept of tokens: latents [.., rank] and turned parts [.., turned]. */
interface Latents {
  latent: Tensor;
  shared: Tensor | undefined;
}

export function mla({ gain, heads, name, plan, width }: MixerPlan, { rank, turned }: MlaSizes): Mixer {
  const valueWidth = width / heads;
  const keyWidth = turned + valueWidth;
  const query = plan.matrix(`${name} query`, heads * keyWidth, width);
  const down = plan.matrix(`${name} latent`, rank, width);
  const weights = plan.other(`${name} norm of the latent`, rank, constant(1));
  const rotary = turned > 0 ? plan.matrix(`${name} rotary key`, turned, width) : undefined;
  const keys = Array.from({ length: heads }, (_, h) => plan.matrix(`${name} key ${h + 1}`, valueWidth, rank));
  const value = plan.matrix(`${name} value`, width, rank);
  const out = plan.matrix(`${name} out`, width, width, gain);

  /** Fills keys [rows, heads keyWidth] and values [rows, width]. */
  const expand = (tape: Tape, { latent, shared }: Latents, k: Tensor, v: Tensor, ofPast: boolean): void => {
    const identity = Float64Array.from({ length: turned * turned }, (_, i) =>
      i % (turned + 1) === 0 ? 1 : 0
    );
    const same = { fixed: tape.constant(identity), outputs: turned, inputs: turned };
    keys.forEach((matrix, h) => {
      const column = h * keyWidth;
      if (shared) linear(tape, shared, same, { part: { y: k, column }, ofPast });
      linear(tape, latent, matrix, { part: { y: k, column: column + turned }, ofPast });
    });
    linear(tape, latent, value, { part: { y: v, column: 0 }, ofPast });
  };

  /** A cache under a name as a tensor, to which the chunk's rows are added at its end. */
  const kept = (tape: Tape, part: string, x: Tensor): Tensor => {
    const { batch, remembered } = tape;
    const { reach } = remembered;
    const cache = remembered.keep(`${name} ${part}`, reach * x.width);
    remember(tape, x, cache, reach);
    return { rows: batch * reach, width: x.width, value: cache, signal: undefined };
  };

  return {
    stateFloats: (ticks) => (rank + turned) * ticks,
    build(tape, x, looked) {
      const turn = (tensor: Tensor, count: number): Tensor =>
        turned > 0 ? rotate(tape, tensor, { heads: count, turned, theta: ropeTheta }) : tensor;
      const q = turn(linear(tape, x, query), heads);
      const latent = norm(tape, linear(tape, x, down), { weights, epsilon });
      const shared = rotary && turn(linear(tape, x, rotary), 1);
      const k = tape.tensor(heads * keyWidth);
      const v = tape.tensor(width);
      expand(tape, { latent, shared }, k, v, false);
      const before = {
        latent: kept(tape, 'latents', latent),
        shared: shared && kept(tape, 'rotary keys', shared)
      };
      const { rows } = before.latent;
      const [pastKeys, pastValues] = [tape.input(k.width, rows), tape.input(width, rows)];
      if (rows > 0) expand(tape, before, pastKeys, pastValues, true);
      const past = { capacity: rows / tape.batch, keys: pastKeys.value, values: pastValues.value };
      const sizes = { heads, keyHeads: heads, keyWidth, valueWidth, window: 0 };
      const y = attendTo(tape, past, { q, k, v }, { ...sizes, scale: 1 / Math.sqrt(keyWidth) }, looked);
      return linear(tape, y, out);
    }
  };
}
