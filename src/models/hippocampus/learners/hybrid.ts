/**
 * SR + MB (Momennejad et al. 2017): V = w_SR V_SR + (1 - w_SR) V_MB, a map learned by TD beside a planner. Where only the planner
 * notices a change, a share 1 - w_SR of the preference turns.
 */
import type { Experience } from './experience';
import type { Learner, Rates, Step } from './learner';
import { Planner } from './planner';
import { type InitialMap, SuccessorTd } from './successorTd';

export class Hybrid implements Learner {
  readonly name = 'hybrid';
  private readonly map: SuccessorTd;
  private readonly planner: Planner;

  constructor(experience: Experience, start: InitialMap) {
    this.map = new SuccessorTd(experience, start);
    this.planner = new Planner(experience);
  }

  get successor(): Float64Array {
    return this.map.successor;
  }

  beginEpisode(): void {
    this.map.beginEpisode();
  }

  learn(step: Step, rates: Rates): number {
    return this.map.learn(step, rates);
  }

  value(state: number, rates: Rates): number {
    return rates.mix * this.map.value(state) + (1 - rates.mix) * this.planner.value(state, rates);
  }

  get state(): Readonly<Record<string, Float64Array>> {
    return { ...this.map.state, ...this.planner.state };
  }

  undisturbed<Result>(read: () => Result): Result {
    return this.planner.undisturbed(read);
  }

  restore(state: Readonly<Record<string, Float64Array>>): void {
    this.map.restore(state);
    this.planner.restore(state);
  }
}
