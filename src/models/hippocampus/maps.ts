/**
 * An animal in a world, learning a map of it one step at a time:
 *
 *   M = sum_k gamma^k P^k = (I - gamma P)^-1,   V = M r,   pi_s^T = (1 - gamma) s^T M       (Dayan 1993; Millidge 2025, arXiv 2512.24722)
 *
 * What surprises: the row of M from a cue is, up to the factor 1 - gamma, the personalised PageRank by which a memory recalls, and
 * its columns are place fields. One matrix remembers and finds the way. One tick is one step of the animal; all is float64.
 */
import type { Model, ModelContext, ModelDefinition, ModelSnapshot, ProbeDescription, Score } from '../model';
import type { Random, RandomState } from '../random';
import {
  completeSettings,
  listOf,
  SettingError,
  type Settings,
  type SettingValue,
  withLive
} from '../settings';
import type { Trial } from '../stream';
import { Animal, type Manner, type Tick } from './animal';
import { communitiesOf } from './communities';
import { cuesOf } from './cues';
import { createLearner } from './learners/index';
import { mapProbeList } from './mapProbeList';
import { trackOf } from './mapScores';
import { type Life, MapView } from './mapView';
import { type LearnerName, mapProbes } from './probes';
import { mapsSettings } from './settings';
import { waysOf } from './ways';
import { openStates, type World } from './world';
import { parseWorld } from './worldText';

/** Draws in [0, 1) for one tick: see `Animal.move`. */
const drawsPerTick = 4;

export const mapsDefinition: ModelDefinition = {
  id: 'maps',
  lab: 'maps',
  inputKinds: ['draws', 'positions'],
  title: 'Animal in a world',
  summary: 'Learns a successor map of a maze, a graph or a recorded trajectory, beside the exact walk.',
  computesItself: 'The maps of a world are computed in float64, without a backend.',
  scores: {
    loss: {
      label: 'Distance to the exact map',
      symbol: '‖M − M*‖/‖M*‖',
      unit: '',
      help: 'Relative Frobenius norm, of the first learner with a map.'
    },
    error: {
      label: 'Surprise',
      symbol: '|δ|',
      unit: '',
      help: 'Root mean square prediction error of the first learner that has one, over a trial.'
    }
  },
  settings: mapsSettings,
  floats(given) {
    const settings = completeSettings(mapsSettings, given);
    const { nodes } = parseWorld(String(settings.world)).graph;
    return nodes * nodes * (learnersOf(settings).length + 2);
  },
  async create(context) {
    return new MapsModel(context);
  }
};

function learnersOf(settings: Settings): LearnerName[] {
  return [...new Set(listOf(settings.learners ?? 'sr'))] as LearnerName[];
}

class MapsModel implements Model {
  readonly batch = 1;
  readonly units: number;
  readonly layers = [];
  readonly probes: readonly ProbeDescription[];
  private readonly steps: number;
  /** Of the replay. */
  private readonly random: Random;
  private readonly life: Life;
  private readonly view: MapView;
  private trial: Trial | undefined;
  private now: number;
  /** What the ticks of this trial left behind. */
  private readonly states: Float32Array;
  private readonly places: Float32Array;
  private readonly rewards: Float32Array;
  private surprises = { squares: 0, count: 0 };
  private latest: Score = { loss: Number.NaN, error: Number.NaN };

  constructor({ settings: given, shape, random }: ModelContext) {
    const settings = completeSettings(mapsSettings, given);
    const world = parseWorld(String(settings.world));
    const follows = shape.inputKind === 'positions';
    if (follows && !world.maze)
      throw new SettingError(
        "A recorded trajectory needs a box of bins; expected a world such as 'box 20 20'."
      );
    cuesOf(world, String(settings.recallCues));
    this.random = random.fork('replay');
    const names = learnersOf(settings);
    const animal = new Animal(world);
    const start = settings.startM === 'zeros' ? 'zeros' : 'identity';
    animal.learners = names.map((name) => createLearner(name, animal.experience, start, this.random));
    this.life = {
      ...surroundings(world),
      animal,
      learners: animal.learners,
      settings,
      follows,
      manner: mannerOf(settings),
      preferenceBefore: new Float64Array(names.length).fill(Number.NaN),
      rewarded: 0,
      begunBefore: false,
      relearned: new Float64Array(names.length).fill(Number.NaN),
      episodes: { steps: 0, count: 0 },
      stepsPerTrial: shape.steps,
      watched: undefined
    };
    this.view = new MapView(this.life);
    this.units = world.graph.nodes;
    this.probes = mapProbeList(this.units, names);
    this.steps = shape.steps;
    this.now = shape.steps;
    this.states = new Float32Array(shape.steps);
    this.places = new Float32Array(2 * shape.steps);
    this.rewards = new Float32Array(shape.steps);
  }

  get tick(): number {
    return this.now;
  }

  begin([trial]: readonly Trial[]): void {
    this.trial = trial;
    this.now = 0;
    this.surprises = { squares: 0, count: 0 };
    this.life.episodes = { steps: 0, count: 0 };
  }

  async advance(ticks: number): Promise<number> {
    const { life, places, rewards, states, surprises, trial } = this;
    if (!trial) throw new Error('The animal has no trial; begin one first.');
    const from = this.now;
    const end = Math.min(this.steps, from + ticks);
    for (let t = from; t < end; t++) {
      const tick = life.follows
        ? this.follow(trial, t)
        : life.animal.move(trial.x, drawsPerTick * t, life.manner);
      states[t] = tick.state;
      rewards[t] = tick.reward;
      if (!life.follows) {
        places[2 * t] = life.world.positions[2 * tick.state];
        places[2 * t + 1] = life.world.positions[2 * tick.state + 1];
      }
      if (!Number.isNaN(tick.surprise)) {
        surprises.squares += tick.surprise * tick.surprise;
        surprises.count++;
      }
      if (tick.ended !== undefined) {
        life.episodes.steps += tick.ended;
        life.episodes.count++;
        if (tick.reward > 0 && !life.begunBefore) {
          life.rewarded++;
          this.view.noteArrivals();
        }
        life.begunBefore = false;
      }
    }
    this.now = end;
    if (end === this.steps) {
      this.view.noteArrivals();
      this.latest = this.scoreNow();
    }
    return end - from;
  }

  set(name: string, value: SettingValue): void {
    const { life } = this;
    const settings = withLive(mapsSettings, life.settings, name, value);
    if (name === 'world') this.changeWorld(parseWorld(String(value)));
    if (name === 'recallCues') cuesOf(life.world, String(value));
    life.settings = settings;
    life.manner = mannerOf(settings);
  }

  async watch(unit: number | undefined): Promise<void> {
    this.life.watched = unit;
  }

  async probe(name: string, from: number, to: number): Promise<Float32Array> {
    switch (name) {
      case mapProbes.state:
        return this.states.slice(from, to);
      case mapProbes.position:
        return this.places.slice(2 * from, 2 * to);
      case mapProbes.reward:
        return this.rewards.slice(from, to);
      default:
        return Float32Array.from(this.view.look(name));
    }
  }

  score(): Score {
    return this.latest;
  }

  async evaluate(): Promise<Score> {
    return this.latest;
  }

  async snapshot(): Promise<ModelSnapshot> {
    const { life, latest, random, surprises } = this;
    const { animal, episodes } = life;
    const arrays: Record<string, Float64Array> = {
      preferenceBefore: life.preferenceBefore.slice(),
      relearned: life.relearned.slice()
    };
    for (const [name, array] of Object.entries(animal.experience.state)) arrays[`experience.${name}`] = array;
    for (const learner of life.learners)
      for (const [name, array] of Object.entries(learner.state))
        arrays[`${learner.name}.${name}`] = array.slice();
    const [random0, random1, random2, random3] = random.state;
    return {
      numbers: {
        tick: this.now,
        state: animal.state,
        steps: animal.steps,
        squares: surprises.squares,
        surprises: surprises.count,
        episodeSteps: episodes.steps,
        episodes: episodes.count,
        rewarded: life.rewarded,
        begunBefore: life.begunBefore ? 1 : 0,
        loss: latest.loss,
        error: latest.error,
        random0,
        random1,
        random2,
        random3
      },
      arrays
    };
  }

  restore({ arrays, numbers }: ModelSnapshot): void {
    const { animal, learners } = this.life;
    const under = (prefix: string): Record<string, Float64Array> =>
      Object.fromEntries(
        Object.entries(arrays)
          .filter(([name]) => name.startsWith(`${prefix}.`))
          .map(([name, array]) => [name.slice(prefix.length + 1), array])
      );
    animal.experience.state = under('experience');
    for (const learner of learners) learner.restore(under(learner.name));
    this.life.preferenceBefore = arrays.preferenceBefore.slice();
    this.life.relearned = arrays.relearned.slice();
    this.life.rewarded = numbers.rewarded;
    this.life.begunBefore = numbers.begunBefore === 1;
    this.now = numbers.tick;
    animal.state = numbers.state;
    animal.steps = numbers.steps;
    this.surprises = { squares: numbers.squares, count: numbers.surprises };
    this.life.episodes = { steps: numbers.episodeSteps, count: numbers.episodes };
    this.latest = { loss: numbers.loss, error: numbers.error };
    const { random0, random1, random2, random3 } = numbers;
    this.random.state = [random0, random1, random2, random3] as RandomState;
  }

  dispose(): void {
    // Nothing is held outside this object.
  }

  /** Throws SettingError where the states are not the same in number, or cues are gone. */
  private changeWorld(world: World): void {
    const { life } = this;
    if (world.graph.nodes !== this.units) {
      throw new SettingError(
        `The world now has ${this.units} states, the new one ${world.graph.nodes}; open the experiment anew with it.`
      );
    }
    if (life.follows && !world.maze) throw new SettingError('A recorded trajectory needs a box of bins.');
    cuesOf(world, String(life.settings.recallCues));
    life.preferenceBefore = this.view.preferences();
    life.rewarded = 0;
    life.relearned = life.relearned.map(() => Number.NaN);
    Object.assign(life, surroundings(world));
    life.animal.enter(world);
    life.begunBefore = life.animal.state >= 0;
  }

  /** The bin of a recorded position, x and y as shares of the box. */
  private follow({ mask, x }: Trial, t: number): Tick {
    const { animal, manner, settings, world } = this.life;
    const { columns, rows } = world.maze!;
    const [px, py] = [x[2 * t] * columns, x[2 * t + 1] * rows];
    this.places[2 * t] = px;
    this.places[2 * t + 1] = py;
    const column = Math.min(columns - 1, Math.max(0, Math.floor(px)));
    const row = Math.min(rows - 1, Math.max(0, Math.floor(py)));
    const next = row * columns + column;
    // The stream says where a position does not follow from the one before it.
    const isStep = mask[t] !== 0;
    const from = animal.state;
    if (from < 0 || !isStep) return animal.follow(next, false, manner);
    // Staying in a bin is time, not a step, unless time is to be counted.
    if (next === from && !settings.dwell)
      return { state: next, reward: world.rewards[next], surprise: Number.NaN };
    return animal.follow(next, true, manner);
  }

  private scoreNow(): Score {
    const distance = this.view.mapErrors().find((error) => !Number.isNaN(error)) ?? Number.NaN;
    const { count, squares } = this.surprises;
    return { loss: distance, error: count > 0 ? Math.sqrt(squares / count) : Number.NaN };
  }
}

/** What follows from a world. */
function surroundings(world: World): Pick<Life, 'world' | 'ways' | 'open' | 'track' | 'groups'> {
  return {
    world,
    ways: waysOf(world),
    open: openStates(world),
    track: trackOf(world),
    // The rooms of a maze are no communities: moves within them are as local as between them.
    groups: world.maze ? undefined : communitiesOf(world.graph)
  };
}

function mannerOf(settings: Settings): Manner {
  const number = (name: string): number => Number(settings[name]);
  const policy = settings.policy === 'greedy' ? 'greedy' : 'walk';
  return {
    policy,
    exploration: number('exploration'),
    etaReward: number('etaReward'),
    rates: {
      gamma: number('gamma'),
      eta: number('eta'),
      etaDecay: number('etaDecay'),
      lambda: number('lambda'),
      replays: number('replays'),
      mix: number('mix'),
      greedy: policy === 'greedy'
    }
  };
}
