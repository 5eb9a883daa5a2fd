/** What every learner of an animal does, and what it may know. */
import type { LearnerName } from '../probes';
import { type Experience, unknown } from './experience';

/** One step of an animal: from `state` by its way number `way` (from 0) to `next`. */
export interface Step {
  state: number;
  way: number;
  next: number;
  /** Reward found in `next`. */
  reward: number;
  /** The episode ends in `next`. */
  terminal: boolean;
}

/** Live settings of the rules. */
export interface Rates {
  /** Discount of the future. */
  gamma: number;
  /** Learning rate eta, and the power omega of its decay: eta N(s)^-omega. */
  eta: number;
  etaDecay: number;
  /** Trace decay of TD(lambda). */
  lambda: number;
  /** Steps replayed after each real one. */
  replays: number;
  /** Share of the SR's values in the hybrid's. */
  mix: number;
  /** Replay follows the greedy policy rather than habit. */
  greedy: boolean;
}

export interface Learner {
  readonly name: LearnerName;
  /** [n, n] row-major, one row per start; undefined for a learner without a map. */
  readonly successor: Float64Array | undefined;
  /** A new episode begins: traces are forgotten. */
  beginEpisode(): void;
  /** A tick without a step, at the start of an episode: time to replay. */
  rest?(rates: Rates): void;
  /** Learns from one step, already in `experience`. Returns the size of the surprise |delta|, where the learner has one. */
  learn(step: Step, rates: Rates): number;
  /** What one way out of a state is worth to it, by its number; absent: the value of where the way led last. */
  wayWorth?(state: number, way: number): number;
  /** V of a state, all it knows put together; rewards count from the state itself on (V = M w). */
  value(state: number, rates: Rates): number;
  /** Calls `read` and then forgets whatever it planned for it: looking must not change a run. Absent where looking plans nothing. */
  undisturbed?<Result>(read: () => Result): Result;
  /** What decides how it goes on, by name. */
  readonly state: Readonly<Record<string, Float64Array>>;
  /** Takes up a copy of what `state` gave. */
  restore(state: Readonly<Record<string, Float64Array>>): void;
}

/** The way from `state` whose believed outcome is worth most, ties decided by `draw` in [0, 1); undefined where nothing is known. */
export function bestWay(
  learner: Learner,
  experience: Experience,
  state: number,
  rates: Rates,
  draw: number
): number | undefined {
  let best = Number.NEGATIVE_INFINITY;
  let ties: number[] = [];
  const ways = experience.outcomes[state];
  for (let way = 0; way < ways.length; way++) {
    const next = ways[way];
    // Staying is no move: an animal at a summit would else stay there for ever.
    if (next === state || (next === unknown && !learner.wayWorth)) continue;
    const worth = learner.wayWorth ? learner.wayWorth(state, way) : learner.value(next, rates);
    if (worth > best) {
      best = worth;
      ties = [way];
    } else if (worth === best) ties.push(way);
  }
  return ties.length === 0 ? undefined : ties[Math.floor(draw * ties.length)];
}
