/**
 * SR-MB: the successor representation recomputed from a learned model (Russek et al. 2017). T_ss' is the share of the animal's
 * habits in s that led to s' when last taken; M solves M = I + gamma T M. New transitions reach every row at once; the policy in M
 * stays the habit.
 */
import type { Experience } from './experience';
import type { Learner, Rates, Step } from './learner';
import { initialMap, rowValue } from './successorTd';

/** Sweeps stop when no entry moves by more than this. */
const still = 1e-8;
const mostSweeps = 2000;

export class SuccessorModel implements Learner {
  readonly name = 'srMb';
  private readonly map: Float64Array;
  private readonly nodes: number;
  private readonly experience: Experience;
  private plannedVersion = -1;
  private plannedSteps = -1;
  private plannedGamma = -1;
  private steps = 0;
  private gamma = 0;

  constructor(experience: Experience) {
    this.nodes = experience.nodes;
    this.experience = experience;
    this.map = initialMap(this.nodes, 'identity');
  }

  beginEpisode(): void {
    // Nothing to forget: all it knows is in the experience.
  }

  learn(_step: Step, rates: Rates): number {
    this.steps++;
    this.gamma = rates.gamma;
    return Number.NaN;
  }

  /** Up to date with the transitions met; with habits, whenever it is asked for. */
  get successor(): Float64Array {
    if (this.plannedVersion !== this.experience.version || this.plannedSteps !== this.steps) this.plan();
    return this.map;
  }

  value(state: number, rates: Rates): number {
    this.gamma = rates.gamma;
    // Habits drift with every step, outcomes seldom: only the latter make the map wrong enough to be made anew for one decision.
    if (this.plannedVersion !== this.experience.version || this.plannedGamma !== rates.gamma) this.plan();
    return rowValue(this.map, this.experience.rewards, state);
  }

  get state(): Readonly<Record<string, Float64Array>> {
    return {
      map: this.map,
      planned: Float64Array.of(
        this.plannedVersion,
        this.plannedSteps,
        this.plannedGamma,
        this.steps,
        this.gamma
      )
    };
  }

  restore({ map, planned }: Readonly<Record<string, Float64Array>>): void {
    this.map.set(map);
    [this.plannedVersion, this.plannedSteps, this.plannedGamma, this.steps, this.gamma] = planned;
  }

  undisturbed<Result>(read: () => Result): Result {
    const { map, planned } = this.state;
    const before = { planned, map: map.slice() };
    const result = read();
    this.restore(before);
    return result;
  }

  private plan(): void {
    const { experience, map, nodes } = this;
    const model = Array.from({ length: nodes }, (_, i) => {
      const row: { next: number; share: number }[] = [];
      experience.transitions(i, (next, share) => row.push({ next, share }));
      return row;
    });
    solveMap(map, nodes, model, this.gamma);
    this.plannedVersion = experience.version;
    this.plannedSteps = this.steps;
    this.plannedGamma = this.gamma;
  }
}

/**
 * M <- I + gamma T M, row by row in place (Gauss-Seidel) from what M holds, until it stands still: |error| shrinks by gamma a
 * sweep at least. `model` lists the transitions of each state. Sweeps alternate in direction, which follows paths both ways.
 */
export function solveMap(
  map: Float64Array,
  nodes: number,
  model: readonly (readonly { next: number; share: number }[])[],
  gamma: number
): void {
  const fresh = new Float64Array(nodes);
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    let moved = 0;
    for (let k = 0; k < nodes; k++) {
      const i = sweep % 2 === 0 ? k : nodes - 1 - k;
      const row = i * nodes;
      fresh.fill(0);
      fresh[i] = 1;
      // Staying is taken out of the sum and divided through, exactly.
      let own = 0;
      for (const { next, share } of model[i]) {
        if (next === i) {
          own += share;
          continue;
        }
        const gain = gamma * share;
        const other = next * nodes;
        for (let j = 0; j < nodes; j++) fresh[j] += gain * map[other + j];
      }
      const scale = 1 / (1 - gamma * own);
      for (let j = 0; j < nodes; j++) {
        const value = fresh[j] * scale;
        const change = value - map[row + j];
        if (change > moved) moved = change;
        else if (-change > moved) moved = -change;
        map[row + j] = value;
      }
    }
    if (moved < still) return;
  }
}
