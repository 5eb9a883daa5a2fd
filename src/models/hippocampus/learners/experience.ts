/**
 * What an animal remembers of its world, shared by all learners: where each way out of a state led last, how often it took it
 * (its habits), the reward it expects in each state, and where episodes ended.
 */
import type { Ways } from '../ways';

/** A way that was never taken. */
export const unknown = -1;

export class Experience {
  readonly nodes: number;
  /** Per state, where each way led last; `unknown` before the first time. */
  readonly outcomes: number[][];
  /** Per state, how often each way was taken. */
  readonly habits: number[][];
  /** [n] expected reward w. */
  readonly rewards: Float64Array;
  /** [n] visits, starts counted. */
  readonly visits: Float64Array;
  /** [n] 1 where an episode has ended. */
  readonly ends: Float64Array;
  /** Counts changes of outcomes, of rewards, of ends: plans made before are out of date. */
  version = 0;
  /** Steps remembered in all. */
  taken = 0;

  constructor(nodes: number) {
    this.nodes = nodes;
    this.outcomes = Array.from({ length: nodes }, () => []);
    this.habits = Array.from({ length: nodes }, () => []);
    this.rewards = new Float64Array(nodes);
    this.visits = new Float64Array(nodes);
    this.ends = new Float64Array(nodes);
  }

  /** Ways there are in this world; what is remembered of those known before stays, right or wrong. */
  meet({ offsets }: Ways): void {
    for (let i = 0; i < this.nodes; i++) {
      const count = offsets[i + 1] - offsets[i];
      // A wall now, or terminal: what is remembered of its ways does no harm and may come true again.
      if (count === 0) continue;
      while (this.outcomes[i].length < count) {
        this.outcomes[i].push(unknown);
        this.habits[i].push(0);
      }
      if (this.outcomes[i].length > count) {
        this.outcomes[i].length = count;
        this.habits[i].length = count;
      }
    }
    this.version++;
  }

  /** Number of the way from `state` to `next` among those seen, a new one if need be: for animals whose moves are not known. */
  wayTo(state: number, next: number): number {
    const known = this.outcomes[state].indexOf(next);
    if (known >= 0) return known;
    this.outcomes[state].push(unknown);
    this.habits[state].push(0);
    return this.outcomes[state].length - 1;
  }

  /** Remembers a step. */
  move(state: number, way: number, next: number, terminal: boolean): void {
    this.habits[state][way]++;
    this.taken++;
    if (this.outcomes[state][way] !== next) {
      this.outcomes[state][way] = next;
      this.version++;
    }
    const ended = terminal ? 1 : 0;
    if (this.ends[next] !== ended) {
      this.ends[next] = ended;
      this.version++;
    }
  }

  /** w(state) <- w(state) + rate (reward - w(state)). */
  expect(state: number, reward: number, rate: number): void {
    this.visits[state]++;
    const change = rate * (reward - this.rewards[state]);
    if (change === 0) return;
    this.rewards[state] += change;
    this.version++;
  }

  /** Calls `each` with the remembered transitions of a state and their shares among its habits. */
  transitions(state: number, each: (next: number, share: number) => void): void {
    if (this.ends[state]) return;
    const outcomes = this.outcomes[state];
    const habits = this.habits[state];
    let sum = 0;
    for (let way = 0; way < outcomes.length; way++) if (outcomes[way] >= 0) sum += habits[way];
    if (sum === 0) return;
    for (let way = 0; way < outcomes.length; way++)
      if (outcomes[way] >= 0 && habits[way] > 0) each(outcomes[way], habits[way] / sum);
  }

  /** As flat arrays, for snapshots. */
  get state(): Record<string, Float64Array> {
    const starts = [0];
    for (const row of this.outcomes) starts.push(starts[starts.length - 1] + row.length);
    return {
      counts: Float64Array.of(this.taken, this.version),
      wayStarts: Float64Array.from(starts),
      outcomes: Float64Array.from(this.outcomes.flat()),
      habits: Float64Array.from(this.habits.flat()),
      rewards: this.rewards.slice(),
      visits: this.visits.slice(),
      ends: this.ends.slice()
    };
  }

  set state({ ends, counts, habits, outcomes, rewards, visits, wayStarts }: Record<string, Float64Array>) {
    for (let i = 0; i < this.nodes; i++) {
      this.outcomes[i] = [...outcomes.subarray(wayStarts[i], wayStarts[i + 1])];
      this.habits[i] = [...habits.subarray(wayStarts[i], wayStarts[i + 1])];
    }
    [this.taken, this.version] = counts;
    this.rewards.set(rewards);
    this.visits.set(visits);
    this.ends.set(ends);
  }
}
