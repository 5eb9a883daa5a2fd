/**
 * SR-Dyna (Russek et al. 2017): SR-TD on every real step, and after it some steps replayed from memory. Replay draws a state the
 * animal has been in, a way out of it under the policy it follows now, and takes where that way led last for the outcome: so a
 * change in the world, once met, spreads to states far from it, and so does a change of policy.
 */
import type { Random } from '../../random';
import type { Experience } from './experience';
import { bestWay, type Learner, type Rates, type Step } from './learner';
import { decayed, type InitialMap, initialMap, rowValue, successorStep } from './successorTd';

export class SuccessorDyna implements Learner {
  readonly name = 'srDyna';
  /** [n, n]. */
  readonly successor: Float64Array;
  private readonly nodes: number;
  private readonly experience: Experience;
  private readonly random: Random;
  /** States that were left at least once, in that order: what can be replayed. */
  private left: number[] = [];
  /** [n] 1 for those. */
  private readonly wasLeft: Float64Array;

  constructor(experience: Experience, start: InitialMap, random: Random) {
    this.nodes = experience.nodes;
    this.experience = experience;
    this.random = random;
    this.successor = initialMap(this.nodes, start);
    this.wasLeft = new Float64Array(this.nodes);
  }

  beginEpisode(): void {
    // No traces: one step at a time.
  }

  learn({ state, next, terminal }: Step, rates: Rates): number {
    if (!this.wasLeft[state]) {
      this.wasLeft[state] = 1;
      this.left.push(state);
    }
    const rate = decayed(rates, this.experience.visits[state]);
    const surprise = successorStep(this.successor, this.nodes, state, next, terminal, rates.gamma, rate);
    this.rest(rates);
    return surprise;
  }

  /** Replays. */
  rest(rates: Rates): void {
    if (this.left.length === 0) return;
    const { experience, nodes, successor } = this;
    for (let k = 0; k < rates.replays; k++) {
      const again = this.left[this.random.below(this.left.length)];
      const way = rates.greedy
        ? bestWay(this, experience, again, rates, this.random.uniform())
        : this.habitual(again);
      const outcome = way === undefined ? -1 : experience.outcomes[again][way];
      if (outcome < 0 || experience.ends[again]) continue;
      const rate = decayed(rates, experience.visits[again]);
      successorStep(successor, nodes, again, outcome, experience.ends[outcome] !== 0, rates.gamma, rate);
    }
  }

  value(state: number): number {
    return rowValue(this.successor, this.experience.rewards, state);
  }

  get state(): Readonly<Record<string, Float64Array>> {
    return { successor: this.successor, left: Float64Array.from(this.left) };
  }

  restore({ left, successor }: Readonly<Record<string, Float64Array>>): void {
    this.successor.set(successor);
    this.left = [...left];
    this.wasLeft.fill(0);
    for (const state of left) this.wasLeft[state] = 1;
  }

  /** A way drawn by how often each was taken. */
  private habitual(state: number): number | undefined {
    const habits = this.experience.habits[state];
    let sum = 0;
    for (const habit of habits) sum += habit;
    if (sum === 0) return undefined;
    let left = this.random.uniform() * sum;
    for (let way = 0; way < habits.length - 1; way++) {
      if (left < habits[way]) return way;
      left -= habits[way];
    }
    return habits.length - 1;
  }
}
