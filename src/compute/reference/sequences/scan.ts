/** The state-space scan, tick by tick, and its adjoint. */
import type { ScanBackwardCall, ScanCall } from '../../sequences';
import { exp } from '../../transcendentals';
import { dataOf } from '../block';
import { activations } from './activate';

const { softplus } = activations;

/** What a head adds at a tick, what it keeps, and where that comes from. */
interface Step {
  /** dt. */
  gain: number;
  /** exp(dt A). */
  decay: number;
  /** A. */
  rate: number;
  /** d dt / d dtRaw. */
  slope: number;
}

function stepsOf(call: ScanCall): (b: number, t: number, h: number) => Step {
  const { dtRaw, from = 0, heads, parameters, plain, ticks } = call;
  if (plain || !parameters || !dtRaw) return () => ({ gain: 1, decay: 1, rate: 0, slope: 0 });
  const [R, W] = [dataOf(dtRaw), dataOf(parameters)];
  return (b, t, h) => {
    const raw = R[(b * ticks + t) * heads + h] + W[from + heads + h];
    const rate = -exp(W[from + h]);
    const gain = softplus.value(raw);
    return { gain, rate, decay: exp(gain * rate), slope: softplus.slope(raw) };
  };
}

/** D_h. */
const through = ({ from = 0, heads, parameters, plain }: ScanCall, h: number): number =>
  plain || !parameters ? 0 : dataOf(parameters)[from + 2 * heads + h];

/** Where x (and y), and B (and C), of a head begin at a tick. */
const placesOf =
  ({ groups, headWidth, heads, stateWidth, ticks }: ScanCall) =>
  (b: number, t: number, h: number): { x: number; n: number } => ({
    x: ((b * ticks + t) * heads + h) * headWidth,
    n: ((b * ticks + t) * groups + Math.floor((h * groups) / heads)) * stateWidth
  });

export function scan(call: ScanCall): void {
  const { batch, block, headWidth, heads, stateWidth, ticks } = call;
  const [X, B, C, Y] = [call.x, call.b, call.c, call.y].map(dataOf);
  const [H, starts] = [dataOf(call.state), dataOf(call.starts)];
  const [step, places] = [stepsOf(call), placesOf(call)];
  const size = headWidth * stateWidth;
  const blocks = Math.ceil(ticks / block);
  for (let b = 0; b < batch; b++)
    for (let h = 0; h < heads; h++) {
      const state = H.subarray((b * heads + h) * size, (b * heads + h + 1) * size);
      const D = through(call, h);
      for (let t = 0; t < ticks; t++) {
        if (t % block === 0) starts.set(state, ((b * blocks + t / block) * heads + h) * size);
        const { gain, decay } = step(b, t, h);
        const { x, n } = places(b, t, h);
        for (let p = 0; p < headWidth; p++) {
          let sum = D * X[x + p];
          for (let i = 0; i < stateWidth; i++) {
            const s = p * stateWidth + i;
            state[s] = decay * state[s] + gain * X[x + p] * B[n + i];
            sum += state[s] * C[n + i];
          }
          Y[x + p] = sum;
        }
      }
    }
}

/**
 * With s = dE/dy and q_t = dE/dh_t = s_t C_t^T + decay_{t+1} q_{t+1}:
 *
 *   dE/dx = dt q B + D s,  dE/dB = dt q^T x,  dE/dC = h^T s,  dE/dD = s . x
 *   dE/d dt = q . (x B^T) + A decay q . h_{t-1},  dE/dA = dt decay q . h_{t-1},  dE/d aLog = A dE/dA
 *
 * States are gone through again from the start of each block.
 */
export function scanBackward(call: ScanBackwardCall): void {
  const { batch, block, from = 0, headWidth, heads, stateWidth, ticks } = call;
  const [X, B, C, S] = [call.x, call.b, call.c, call.signal].map(dataOf);
  const [dX, dB, dC] = [call.xSignal, call.bSignal, call.cSignal].map(dataOf);
  const dR = call.dtSignal && dataOf(call.dtSignal);
  const G = call.plain ? undefined : call.gradient && dataOf(call.gradient);
  const starts = dataOf(call.starts);
  const [step, places] = [stepsOf(call), placesOf(call)];
  const size = headWidth * stateWidth;
  const blocks = Math.ceil(ticks / block);
  for (let b = 0; b < batch; b++)
    for (let h = 0; h < heads; h++) {
      const D = through(call, h);
      const q = new Float64Array(size);
      for (let k = blocks - 1; k >= 0; k--) {
        const first = k * block;
        const end = Math.min(ticks, first + block);
        const at = ((b * blocks + k) * heads + h) * size;
        const states = [starts.slice(at, at + size)];
        for (let t = first; t < end; t++) {
          const { gain, decay } = step(b, t, h);
          const { x, n } = places(b, t, h);
          states.push(
            states[t - first].map(
              (value, s) => decay * value + gain * X[x + Math.floor(s / stateWidth)] * B[n + (s % stateWidth)]
            )
          );
        }
        for (let t = end - 1; t >= first; t--) {
          const { gain, decay, rate, slope } = step(b, t, h);
          const { x, n } = places(b, t, h);
          const [before, state] = states.slice(t - first);
          let [toGain, toDecay, toD] = [0, 0, 0];
          for (let p = 0; p < headWidth; p++) {
            const signal = S[x + p];
            let toX = D * signal;
            toD += signal * X[x + p];
            for (let i = 0; i < stateWidth; i++) {
              const s = p * stateWidth + i;
              q[s] += signal * C[n + i];
              dC[n + i] += signal * state[s];
              dB[n + i] += gain * q[s] * X[x + p];
              toX += gain * q[s] * B[n + i];
              toGain += q[s] * X[x + p] * B[n + i];
              toDecay += q[s] * before[s];
              q[s] *= decay;
            }
            dX[x + p] += toX;
          }
          toDecay *= decay;
          const toRaw = (toGain + rate * toDecay) * slope;
          if (dR && !call.plain) dR[(b * ticks + t) * heads + h] += toRaw;
          if (!G) continue;
          G[from + h] += rate * gain * toDecay;
          G[from + heads + h] += toRaw;
          G[from + 2 * heads + h] += toD;
        }
      }
    }
}
