/**
 * MB: values by planning in the remembered world, V_s = w_s + gamma max_ways V(outcome), until they stand still. New
 * rewards, new transitions and a new best policy are all taken up at once.
 */
import type { Experience } from './experience';
import type { Learner, Rates, Step } from './learner';

const still = 1e-12;
const mostSweeps = 20000;

export class Planner implements Learner {
  readonly name = 'mb';
  readonly successor = undefined;
  private readonly experience: Experience;
  /** [n] V. */
  private readonly values: Float64Array;
  private plannedVersion = -1;
  private plannedGamma = -1;

  constructor(experience: Experience) {
    this.experience = experience;
    this.values = new Float64Array(experience.nodes);
  }

  beginEpisode(): void {
    // Nothing to forget: all it knows is in the experience.
  }

  learn(_step: Step, _rates: Rates): number {
    return Number.NaN;
  }

  value(state: number, { gamma }: Rates): number {
    if (this.plannedVersion !== this.experience.version || this.plannedGamma !== gamma) this.plan(gamma);
    return this.values[state];
  }

  get state(): Readonly<Record<string, Float64Array>> {
    return {
      values: this.values,
      planned: Float64Array.of(this.plannedVersion, this.plannedGamma)
    };
  }

  restore({ planned, values }: Readonly<Record<string, Float64Array>>): void {
    this.values.set(values);
    [this.plannedVersion, this.plannedGamma] = planned;
  }

  undisturbed<Result>(read: () => Result): Result {
    const { planned, values } = this.state;
    const before = { planned, values: values.slice() };
    const result = read();
    this.restore(before);
    return result;
  }

  private plan(gamma: number): void {
    const { experience, values } = this;
    for (let sweep = 0; sweep < mostSweeps; sweep++) {
      let moved = 0;
      for (let k = 0; k < values.length; k++) {
        const i = sweep % 2 === 0 ? k : values.length - 1 - k;
        let best = 0;
        let known = false;
        if (!experience.ends[i])
          for (const next of experience.outcomes[i])
            if (next >= 0 && (!known || values[next] > best)) {
              best = values[next];
              known = true;
            }
        const value = experience.rewards[i] + gamma * best;
        moved = Math.max(moved, Math.abs(value - values[i]));
        values[i] = value;
      }
      if (moved <= still) break;
    }
    this.plannedVersion = experience.version;
    this.plannedGamma = gamma;
  }
}
