/** What probes see of an animal and its world, each computed when it is asked for; what depends on the walk alone is kept. */
import type { Settings } from '../settings';
import { type Animal, greedySteps, type Manner } from './animal';
import { cuesOf } from './cues';
import { ExactWalk } from './exactWalk';
import { graphOf } from './graph';
import type { Learner } from './learners/learner';
import { solveMap } from './learners/successorModel';
import {
  cosineToCues,
  fieldShift,
  groupMeans,
  mapDistance,
  rankOf,
  type Track,
  wallFields
} from './mapScores';
import { mapProbes } from './probes';
import { type DanglingRule, transitionsOf } from './transitions';
import type { Ways } from './ways';
import type { World } from './world';

/** An animal's life so far. */
export interface Life {
  world: World;
  ways: Ways;
  /** States that are no walls. */
  open: readonly number[];
  track: Track | undefined;
  /** [n] community of each state, where there are some. */
  groups: ArrayLike<number> | undefined;
  readonly animal: Animal;
  readonly learners: readonly Learner[];
  settings: Settings;
  /** It follows a recorded trajectory. */
  readonly follows: boolean;
  manner: Manner;
  /** [L] preferences when the world last changed. */
  preferenceBefore: Float64Array;
  /** Episodes that ended in a reward since the world last changed; [L] how many there were when the greedy walk first arrived. */
  rewarded: number;
  /** The episode under way began before the world changed: it does not count. */
  begunBefore: boolean;
  relearned: Float64Array;
  /** Of the trial under way or ended last. */
  episodes: { steps: number; count: number };
  readonly stepsPerTrial: number;
  /** The selected state. */
  watched: number | undefined;
}

/** Steps after which a path that has not arrived never will. */
const mostSteps = 200;

export class MapView {
  private readonly life: Life;
  private walk: { of: World; gamma: number; rule: string; steps: number; exact: ExactWalk } | undefined;
  private residuals: { exact: ExactWalk; key: string; rows: Float64Array } | undefined;
  /** M of a trajectory's transitions: solved on from where it was. */
  private followed: Float64Array | undefined;

  constructor(life: Life) {
    this.life = life;
  }

  /** The value of a trial probe or an image; empty where there is none. */
  look(name: string): ArrayLike<number> {
    const { animal, episodes, learners, manner, stepsPerTrial, ways, world } = this.life;
    const each = (of: (learner: Learner) => number): Float64Array => Float64Array.from(learners, of);
    switch (name) {
      case mapProbes.mapError:
        return this.mapErrors();
      case mapProbes.greedySteps:
        return each((learner) => greedySteps(learner, world, ways, manner.rates, mostSteps));
      case mapProbes.preference:
        return this.preferences();
      case mapProbes.revaluation: {
        const now = this.preferences();
        return this.life.preferenceBefore.map((before, l) => before - now[l]);
      }
      case mapProbes.relearning:
        return this.life.relearned;
      case mapProbes.identity:
        return [this.identity()];
      case mapProbes.wallFields:
        return this.wallFields();
      case mapProbes.episodeSteps:
        return [episodes.count > 0 ? episodes.steps / episodes.count : stepsPerTrial];
      case mapProbes.fieldShift:
        return this.shift();
      case mapProbes.communities:
        return this.groupMeans();
      case mapProbes.bridgeRank:
        return this.bridgeRank();
      case mapProbes.successor:
        // A copy: what was planned to be seen is forgotten again.
        return this.seen(() => this.map?.slice() ?? []);
      case mapProbes.exactSuccessor:
        return this.exactMap;
      case mapProbes.transitions:
        return this.transitionMatrix();
      case mapProbes.values:
        return this.seen(() => this.values());
      case mapProbes.exactValues:
        return this.exactValues();
      case mapProbes.visits:
        return animal.experience.visits;
      case mapProbes.gammaBank:
        return this.life.watched === undefined ? [] : this.exact.bank(this.life.watched);
      case mapProbes.eigenmaps:
        return this.exact.eigen(world).maps;
      case mapProbes.eigenvalues:
        return this.exact.eigen(world).values;
      case mapProbes.recall:
        return this.seen(() => this.recall());
      case mapProbes.residuals:
        return this.residualRows();
      default:
        throw new Error(`The model 'maps' has no probe '${name}'.`);
    }
  }

  private seen<Result>(read: () => Result): Result {
    return this.life.learners.reduce<() => Result>(
      (inner, learner) => (learner.undisturbed ? () => learner.undisturbed!(inner) : inner),
      read
    )();
  }

  /** [L] V(a) - V(b) of the world's choice; NaN without one. */
  preferences(): Float64Array {
    const { learners, manner, world } = this.life;
    const { choice } = world;
    return Float64Array.from(learners, (learner) =>
      choice ? learner.value(choice[0], manner.rates) - learner.value(choice[1], manner.rates) : Number.NaN
    );
  }

  /** [L] relative distance of each learner's map from the exact one; NaN for those without. */
  mapErrors(): Float64Array {
    const { learners, open, world } = this.life;
    return Float64Array.from(learners, ({ successor }) =>
      successor ? mapDistance(successor, this.exactMap, world.graph.nodes, open) : Number.NaN
    );
  }

  /** The first learner's that has one. */
  private get map(): Float64Array | undefined {
    return this.life.learners.find(({ successor }) => successor)?.successor;
  }

  /** The walk as it is now: of the world, or of the transitions a trajectory has made so far. */
  private get exact(): ExactWalk {
    const { animal, follows, manner, settings, world } = this.life;
    const { gamma } = manner.rates;
    const rule = String(settings.dangling);
    const { taken } = animal.experience;
    const walk = this.walk;
    if (
      walk &&
      walk.of === world &&
      walk.gamma === gamma &&
      walk.rule === rule &&
      (!follows || walk.steps === taken)
    )
      return walk.exact;
    const transitions = follows
      ? this.followedTransitions()
      : transitionsOf(world.graph, rule as DanglingRule, world.terminals);
    const exact = new ExactWalk(transitions, gamma);
    this.walk = { of: world, gamma, rule, steps: taken, exact };
    return exact;
  }

  private followedTransitions() {
    const { experience } = this.life.animal;
    const edges: { sources: number[]; targets: number[]; weights: number[] } = {
      sources: [],
      targets: [],
      weights: []
    };
    for (let i = 0; i < experience.nodes; i++)
      experience.transitions(i, (next, share) => {
        edges.sources.push(i);
        edges.targets.push(next);
        edges.weights.push(share);
      });
    return transitionsOf(graphOf(experience.nodes, edges), 'absorb');
  }

  /** [n, n]. A trajectory's changes a little with every trial, and sweeps from the last one are much less work than solving anew. */
  private get exactMap(): Float64Array {
    const { exact } = this;
    if (!this.life.follows) return exact.successor;
    const { experience } = this.life.animal;
    const { nodes } = experience;
    if (!this.followed || this.followed.length !== nodes * nodes)
      this.followed = new Float64Array(nodes * nodes);
    if (exact !== this.followedFor) {
      const model = Array.from({ length: nodes }, (_, i) => {
        const row: { next: number; share: number }[] = [];
        experience.transitions(i, (next, share) => row.push({ next, share }));
        return row;
      });
      solveMap(this.followed, nodes, model, this.life.manner.rates.gamma);
      this.followedFor = exact;
    }
    return this.followed;
  }
  private followedFor: ExactWalk | undefined;

  private get cues(): number[] {
    return cuesOf(this.life.world, String(this.life.settings.recallCues));
  }

  private shift(): ArrayLike<number> {
    const { manner, track, world } = this.life;
    if (!track || !this.map) return [];
    return fieldShift(this.map, world.graph.nodes, track, manner.rates.gamma);
  }

  private identity(): number {
    const { cues, exact } = this;
    const key = cues.join();
    if (this.identityOf?.exact !== exact || this.identityOf.key !== key) {
      const solved = exact.ranking(cues);
      const read = exact.readRows(exact.successor, cues);
      const most = solved.reduce((largest, score, i) => Math.max(largest, Math.abs(score - read[i])), 0);
      this.identityOf = { exact, key, most };
    }
    return this.identityOf.most;
  }
  private identityOf: { exact: ExactWalk; key: string; most: number } | undefined;

  private wallFields(): ArrayLike<number> {
    const { maze } = this.life.world;
    return maze && this.map ? wallFields(this.map, maze) : [];
  }

  /** Notes which learners' greedy walks arrive now that did not before. */
  noteArrivals(): void {
    const { learners, manner, relearned, rewarded, ways, world } = this.life;
    learners.forEach((learner, l) => {
      if (!Number.isNaN(relearned[l])) return;
      const steps = greedySteps(learner, world, ways, manner.rates, mostSteps);
      if (steps < mostSteps) relearned[l] = rewarded;
    });
  }

  private groupMeans(): ArrayLike<number> {
    const { groups, world } = this.life;
    if (!groups || !this.map) return [];
    return groupMeans(this.map, world.graph.nodes, groups);
  }

  private bridgeRank(): ArrayLike<number> {
    const { world } = this.life;
    const passages = [...world.passages].flatMap((is, i) => (is ? [i] : []));
    const sought = world.choice?.[0];
    if (sought === undefined || !world.passages[sought]) return [];
    const scores = this.exact.ranking(this.cues);
    const cosines = cosineToCues(world, this.cues);
    return [
      rankOf(sought, scores, passages),
      rankOf(sought, cosines, passages),
      passages.length,
      scores[sought]
    ];
  }

  private transitionMatrix(): Float64Array {
    const { nodes, offsets, probabilities, targets } = this.exact.transitions;
    const matrix = new Float64Array(nodes * nodes);
    for (let i = 0; i < nodes; i++)
      for (let e = offsets[i]; e < offsets[i + 1]; e++) matrix[i * nodes + targets[e]] = probabilities[e];
    return matrix;
  }

  private values(): Float64Array {
    const { learners, manner, world } = this.life;
    const { nodes } = world.graph;
    const rows = new Float64Array(learners.length * nodes);
    learners.forEach((learner, l) => {
      for (let i = 0; i < nodes; i++) rows[l * nodes + i] = learner.value(i, manner.rates);
    });
    return rows;
  }

  private exactValues(): Float64Array {
    const { rewards } = this.life.world;
    const map = this.exactMap;
    const n = rewards.length;
    return Float64Array.from(rewards, (_, i) => {
      let sum = 0;
      for (let j = 0; j < n; j++) sum += map[i * n + j] * rewards[j];
      return sum;
    });
  }

  private recall(): Float64Array {
    const { world } = this.life;
    const { nodes } = world.graph;
    const rows = new Float64Array(3 * nodes);
    rows.set(this.exact.ranking(this.cues));
    if (this.map) rows.set(this.exact.readRows(this.map, this.cues), nodes);
    rows.set(cosineToCues(world, this.cues), 2 * nodes);
    return rows;
  }

  private residualRows(): Float64Array {
    const { exact } = this;
    const { settings, watched } = this.life;
    const options = {
      cues: this.cues,
      epsilon: Number(settings.pushEpsilon),
      walks: Number(settings.walks),
      target: watched ?? this.cues[0]
    };
    const key = JSON.stringify(options);
    if (this.residuals?.exact !== exact || this.residuals.key !== key)
      this.residuals = { exact, key, rows: exact.residuals(options) };
    return this.residuals.rows;
  }
}
