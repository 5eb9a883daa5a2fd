/** An animal in a world: where it is, how it moves, what it remembers, and who learns from that. */
import { bestWay, type Learner, type Rates } from './learners/learner';
import { Experience } from './learners/experience';
import { type Ways, wayDrawn, waysOf } from './ways';
import { openStates, type World } from './world';

/** How it moves, from its live settings. */
export interface Manner {
  policy: 'walk' | 'greedy';
  exploration: number;
  etaReward: number;
  rates: Rates;
}

/** What one tick brought. */
export interface Tick {
  state: number;
  reward: number;
  /** |delta| of the acting learner; NaN where nothing was learned. */
  surprise: number;
  /** Steps of the episode that ended now; undefined while it goes on. */
  ended?: number;
}

/** Nowhere: between two episodes. */
const nowhere = -1;

export class Animal {
  readonly experience: Experience;
  learners: readonly Learner[] = [];
  state = nowhere;
  /** Steps made in this episode. */
  steps = 0;
  private world: World;
  private ways: Ways;

  constructor(world: World) {
    this.experience = new Experience(world.graph.nodes);
    this.world = world;
    this.ways = waysOf(world);
    this.experience.meet(this.ways);
  }

  /** The world changes around it; where there is a wall now, or other starts, its episode is over. */
  enter(world: World): void {
    const moved = world.starts.join() !== this.world.starts.join();
    this.world = world;
    this.ways = waysOf(world);
    this.experience.meet(this.ways);
    if (this.state !== nowhere && (moved || world.maze?.walls[this.state])) this.endEpisode();
  }

  /** One tick with four draws in [0, 1): which way, whether to explore, which of equals, where to start. */
  move(draws: ArrayLike<number>, at: number, manner: Manner): Tick {
    const { experience, learners, ways, world } = this;
    if (this.state === nowhere) return this.place(draws[at + 3], manner);
    const from = this.state;
    const exploring = manner.policy === 'walk' || draws[at + 1] < manner.exploration;
    const chosen =
      exploring || learners.length === 0
        ? undefined
        : bestWay(learners[0], experience, from, manner.rates, draws[at + 2]);
    const taken = chosen === undefined ? wayDrawn(ways, from, draws[at]) : ways.offsets[from] + chosen;
    if (taken === undefined) {
      const ended = this.endEpisode();
      return { state: from, reward: world.rewards[from], surprise: Number.NaN, ended };
    }
    const next = ways.outcomes[taken];
    return this.arrive(from, taken - ways.offsets[from], next, world.terminals[next] !== 0, manner);
  }

  /** It was seen in `next`; whether that is one step from where it was is for the caller to say. */
  follow(next: number, isStep: boolean, manner: Manner): Tick {
    const from = this.state;
    if (!isStep || from === nowhere) {
      this.endEpisode();
      return this.begin(next, manner);
    }
    return this.arrive(from, this.experience.wayTo(from, next), next, false, manner);
  }

  private arrive(from: number, way: number, next: number, terminal: boolean, manner: Manner): Tick {
    const { experience, learners, world } = this;
    const reward = world.rewards[next];
    experience.move(from, way, next, terminal);
    experience.expect(next, reward, manner.etaReward);
    const step = { state: from, way, next, reward, terminal };
    let surprise = Number.NaN;
    for (let l = 0; l < learners.length; l++) {
      const found = learners[l].learn(step, manner.rates);
      if (Number.isNaN(surprise)) surprise = found;
    }
    this.state = next;
    this.steps++;
    return { state: next, reward, surprise, ...(terminal && { ended: this.endEpisode() }) };
  }

  private place(draw: number, manner: Manner): Tick {
    const { starts } = this.world;
    const among = starts.length > 0 ? starts : openStates(this.world);
    const tick = this.begin(among[Math.floor(draw * among.length)], manner);
    // Placed where episodes end (a reward is shown): there is nowhere to go.
    if (!this.world.terminals[this.state]) return tick;
    this.experience.ends[this.state] = 1;
    this.experience.version++;
    this.endEpisode();
    return tick;
  }

  private begin(state: number, manner: Manner): Tick {
    this.state = state;
    this.steps = 0;
    for (const learner of this.learners) learner.beginEpisode();
    const reward = this.world.rewards[state];
    this.experience.expect(state, reward, manner.etaReward);
    for (const learner of this.learners) learner.rest?.(manner.rates);
    return { state, reward, surprise: Number.NaN };
  }

  /** Returns the steps of the episode. */
  private endEpisode(): number {
    this.state = nowhere;
    return this.steps;
  }
}

/**
 * Steps of the walk that always takes the way of largest value, from the first start until a reward is found, in the world as it
 * is: `limit` where it never arrives, NaN where the world has no start or no reward. Where all ways are worth the same it knows
 * nothing, and stops.
 */
export function greedySteps(learner: Learner, world: World, ways: Ways, rates: Rates, limit: number): number {
  const goal = (state: number): boolean => world.rewards[state] > 0;
  if (world.starts.length === 0 || !world.rewards.some((reward) => reward > 0)) return Number.NaN;
  let [state] = world.starts;
  for (let steps = 0; steps < limit; steps++) {
    if (goal(state)) return steps;
    let best = Number.NEGATIVE_INFINITY;
    let least = Number.POSITIVE_INFINITY;
    let choices = 0;
    let next = state;
    for (let k = ways.offsets[state]; k < ways.offsets[state + 1]; k++) {
      const to = ways.outcomes[k];
      if (to === state) continue;
      const way = k - ways.offsets[state];
      const worth = learner.wayWorth ? learner.wayWorth(state, way) : learner.value(to, rates);
      choices++;
      if (worth < least) least = worth;
      if (worth > best) {
        best = worth;
        next = to;
      }
    }
    if (next === state || (choices > 1 && best === least)) return limit;
    state = next;
  }
  return limit;
}
