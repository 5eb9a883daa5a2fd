/**
 * MF: Q-learning over ways (Watkins 1989), Q(s, way) <- Q + eta (r' + gamma max Q(s', .) - Q), without any map. Its value of a state,
 * V_s = w_s + gamma max_way Q(s, way), counts the state's own reward, so that it compares with V = M w.
 */
import type { Experience } from './experience';
import type { Learner, Rates, Step } from './learner';
import { decayed } from './successorTd';

export class ModelFree implements Learner {
  readonly name = 'mf';
  readonly successor = undefined;
  private readonly experience: Experience;
  /** Per state, the value of each way. */
  private values: number[][];
  /** [n] reward last seen in each state: unlike w, never looked up for states not entered again. */
  private readonly seen: Float64Array;

  constructor(experience: Experience) {
    this.experience = experience;
    this.values = Array.from({ length: experience.nodes }, () => []);
    this.seen = new Float64Array(experience.nodes);
  }

  beginEpisode(): void {
    // One-step backups: nothing to forget.
  }

  learn({ next, reward, state, terminal, way }: Step, rates: Rates): number {
    this.seen[next] = reward;
    const row = this.values[state];
    while (row.length <= way) row.push(0);
    const target = reward + (terminal ? 0 : rates.gamma * this.best(next));
    const delta = target - row[way];
    row[way] += decayed(rates, this.experience.visits[state]) * delta;
    return Math.abs(delta);
  }

  value(state: number, { gamma }: Rates): number {
    return this.seen[state] + (this.experience.ends[state] ? 0 : gamma * this.best(state));
  }

  wayWorth(state: number, way: number): number {
    return this.values[state][way] ?? 0;
  }

  get state(): Readonly<Record<string, Float64Array>> {
    const starts = [0];
    for (const row of this.values) starts.push(starts[starts.length - 1] + row.length);
    return {
      starts: Float64Array.from(starts),
      values: Float64Array.from(this.values.flat()),
      seen: this.seen
    };
  }

  restore({ seen, starts, values }: Readonly<Record<string, Float64Array>>): void {
    this.values = this.values.map((_, i) => [...values.subarray(starts[i], starts[i + 1])]);
    this.seen.set(seen);
  }

  private best(state: number): number {
    const row = this.values[state];
    if (row.length === 0) return 0;
    let best = Number.NEGATIVE_INFINITY;
    // A way never tried is worth the 0 it began with.
    if (row.length < this.experience.outcomes[state].length) best = 0;
    for (const value of row) if (value > best) best = value;
    return best;
  }
}
