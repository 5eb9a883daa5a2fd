/**
 * The successor representation by temporal differences (Dayan 1993), with eligibility traces:
 *
 *   z <- gamma lambda z + e_s                                  (z = 0 when an episode begins)
 *   delta = e_s + gamma M[s', :] - M[s, :]                     (e_s' instead of M[s', :] where the episode ends in s')
 *   M[u, :] <- M[u, :] + eta N(s)^-omega z_u delta             for every u with a trace
 *
 * The start is counted, so M_ss >= 1 and V = M w counts the reward of the state itself. Offline and with lambda = 1 this is
 * every-visit Monte Carlo. A constant eta never comes to rest: it fluctuates around M.
 */
import { exp, log } from '../../../compute/transcendentals';
import type { Experience } from './experience';
import type { Learner, Rates, Step } from './learner';

/** Traces below this are forgotten. */
const faintest = 1e-6;

export type InitialMap = 'identity' | 'zeros';

export class SuccessorTd implements Learner {
  readonly name = 'sr';
  /** [n, n]. */
  readonly successor: Float64Array;
  private readonly nodes: number;
  private readonly experience: Experience;
  /** [n] eligibility z, and the states that have one. */
  private readonly traces: Float64Array;
  private traced: number[] = [];
  private readonly delta: Float64Array;

  constructor(experience: Experience, start: InitialMap) {
    this.nodes = experience.nodes;
    this.experience = experience;
    this.successor = initialMap(this.nodes, start);
    this.traces = new Float64Array(this.nodes);
    this.delta = new Float64Array(this.nodes);
  }

  beginEpisode(): void {
    for (const u of this.traced) this.traces[u] = 0;
    this.traced = [];
  }

  learn({ state, next, terminal }: Step, rates: Rates): number {
    const rate = decayed(rates, this.experience.visits[state]);
    if (rates.lambda === 0)
      return successorStep(this.successor, this.nodes, state, next, terminal, rates.gamma, rate);
    const { delta, nodes, successor, traces } = this;
    const keep = rates.gamma * rates.lambda;
    for (const u of this.traced) traces[u] *= keep;
    if (traces[state] === 0) this.traced.push(state);
    traces[state] += 1;
    const surprise = successorError(successor, nodes, state, next, terminal, rates.gamma, delta);
    let kept = 0;
    for (const u of this.traced) {
      if (traces[u] < faintest) {
        traces[u] = 0;
        continue;
      }
      this.traced[kept++] = u;
      const gain = rate * traces[u];
      const row = u * nodes;
      for (let j = 0; j < nodes; j++) successor[row + j] += gain * delta[j];
    }
    this.traced.length = kept;
    return surprise;
  }

  value(state: number): number {
    return rowValue(this.successor, this.experience.rewards, state);
  }

  get state(): Readonly<Record<string, Float64Array>> {
    return { successor: this.successor, traces: this.traces };
  }

  restore({ successor, traces }: Readonly<Record<string, Float64Array>>): void {
    this.successor.set(successor);
    this.traces.set(traces);
    this.traced = [];
    for (let u = 0; u < this.nodes; u++) if (this.traces[u] !== 0) this.traced.push(u);
  }
}

/** [n, n]: with the identity a state is worth its own reward before anything was learned. */
export function initialMap(nodes: number, start: InitialMap): Float64Array {
  const map = new Float64Array(nodes * nodes);
  if (start === 'identity') for (let i = 0; i < nodes; i++) map[i * nodes + i] = 1;
  return map;
}

/** One TD(0) update of row `state`; returns |delta|. */
export function successorStep(
  successor: Float64Array,
  nodes: number,
  state: number,
  next: number,
  terminal: boolean,
  gamma: number,
  rate: number
): number {
  const row = state * nodes;
  const other = next * nodes;
  let squares = 0;
  if (terminal) {
    for (let j = 0; j < nodes; j++) {
      const delta = (j === next ? gamma : 0) + (j === state ? 1 : 0) - successor[row + j];
      squares += delta * delta;
      successor[row + j] += rate * delta;
    }
    return Math.sqrt(squares);
  }
  // The start's own entry is put right after the loop, which then is the same for every entry.
  const own = 1 + gamma * successor[other + state] - successor[row + state];
  const before = successor[row + state];
  // Four at a time: one sum alone would wait for each addition before the next.
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let j = 0;
  for (; j + 4 <= nodes; j += 4) {
    const at = row + j;
    const from = other + j;
    const m0 = successor[at];
    const m1 = successor[at + 1];
    const m2 = successor[at + 2];
    const m3 = successor[at + 3];
    const d0 = gamma * successor[from] - m0;
    const d1 = gamma * successor[from + 1] - m1;
    const d2 = gamma * successor[from + 2] - m2;
    const d3 = gamma * successor[from + 3] - m3;
    a += d0 * d0;
    b += d1 * d1;
    c += d2 * d2;
    d += d3 * d3;
    successor[at] = m0 + rate * d0;
    successor[at + 1] = m1 + rate * d1;
    successor[at + 2] = m2 + rate * d2;
    successor[at + 3] = m3 + rate * d3;
  }
  for (; j < nodes; j++) {
    const delta = gamma * successor[other + j] - successor[row + j];
    a += delta * delta;
    successor[row + j] += rate * delta;
  }
  squares = a + b + c + d;
  successor[row + state] = before + rate * own;
  return Math.sqrt(squares + own * own - (own - 1) * (own - 1));
}

/** delta [n] of a step, written; returns its norm. */
export function successorError(
  successor: Float64Array,
  nodes: number,
  state: number,
  next: number,
  terminal: boolean,
  gamma: number,
  delta: Float64Array
): number {
  const row = state * nodes;
  const other = next * nodes;
  for (let j = 0; j < nodes; j++)
    delta[j] = (terminal ? (j === next ? gamma : 0) : gamma * successor[other + j]) - successor[row + j];
  delta[state] += 1;
  let squares = 0;
  for (let j = 0; j < nodes; j++) squares += delta[j] * delta[j];
  return Math.sqrt(squares);
}

/** eta N^-omega, with N the visits so far. */
export function decayed({ eta, etaDecay }: Pick<Rates, 'eta' | 'etaDecay'>, visits: number): number {
  return etaDecay === 0 ? eta : eta * exp(-etaDecay * log(Math.max(1, visits)));
}

/** Row `state` of M times w. */
export function rowValue(successor: Float64Array, rewards: Float64Array, state: number): number {
  const nodes = rewards.length;
  const row = state * nodes;
  let sum = 0;
  for (let j = 0; j < nodes; j++) if (rewards[j] !== 0) sum += successor[row + j] * rewards[j];
  return sum;
}
