/**
 * The recurrent e-prop network: one hidden layer of LIF, ALIF or leaky tanh units that learns forward in time.
 *
 *   dE/dW_ij = sum_t L_i,t e-bar_ij,t      (Bellec et al. 2020, "A solution to the learning dilemma ...")
 *
 * The run is cut into chunks that end where weights are updated (the end of the trial, or every k ticks).
 * Inside a chunk ticks only run the network; at its end the chunk's histories become gradients at once. Since
 * the borders depend on the tick alone, N single ticks and one run of N give the same bits.
 */
import type { Compute, Floats } from '../../compute/compute';
import type {
  LayerSpan,
  Model,
  ModelContext,
  ModelDefinition,
  ModelSnapshot,
  ProbeDescription,
  Score
} from '../model';
import {
  checkSetting,
  completeSettings,
  findSetting,
  SettingError,
  type Settings,
  type SettingValue
} from '../settings';
import type { StreamShape, Trial } from '../stream';
import {
  layerSpan,
  type LearningConstants,
  learningConstants,
  networkConstants,
  unitConstants
} from './constants';
import { Credit } from './credit';
import { checkRun } from './culprit';
import { writeInitialWeights } from './initialWeights';
import { Network, type NetworkConstants } from './network';
import { Optimiser, type Parameter } from '../training/optimiser';
import { epropProbes } from './probes';
import { readImage, readTicks } from './readings';
import { Rollout } from './rollout';
import { scoreOf, Tally } from '../training/score';
import { epropSettings } from './settings';
import { readSnapshot, writeSnapshot, type RunState } from './snapshot';
import { interleave, type Streams } from '../training/streams';
import { WatchedTraces } from './watchedTraces';

/** Ticks a held-out evaluation keeps at a time; how it is cut changes no bit. */
const EVALUATION_TICKS = 64;

export const epropDefinition: ModelDefinition = {
  id: 'eprop',
  lab: 'learning',
  inputKinds: ['spikes', 'analogue'],
  title: 'Recurrent e-prop network',
  summary: 'One recurrent layer of LIF, ALIF or leaky tanh units that learns online by eligibility traces.',
  settings: epropSettings,
  floats(given, shape) {
    const settings = completeSettings(epropSettings, given);
    const constants = networkConstants(settings, shape);
    const { inputs, units, outputs } = constants;
    const batch = settings['batch'] as number;
    const chunk = chunkTicks(settings, shape);
    const parameters =
      units * (inputs + units + outputs) + (settings['feedback'] === 'adaptive' ? units * outputs : 0);
    return (
      Network.floats(constants) +
      Rollout.floats(inputs, units, outputs, batch, chunk) +
      Rollout.floats(inputs, units, outputs, batch, Math.min(EVALUATION_TICKS, shape.steps)) +
      Credit.floats(inputs, units, outputs, batch, chunk, chunk < shape.steps) +
      (settings['optimiser'] === 'adam' ? 2 * parameters : 0)
    );
  },
  async create(context) {
    return new EpropModel(context);
  }
};

/** Ticks between updates. */
function chunkTicks(settings: Settings, { steps }: StreamShape): number {
  const every = settings['updateEvery'] as number;
  return every > 0 ? Math.min(every, steps) : steps;
}

class EpropModel implements Model {
  readonly batch: number;
  readonly units: number;
  readonly layers: readonly LayerSpan[];
  readonly probes: readonly ProbeDescription[];
  private readonly compute: Compute;
  private readonly shape: StreamShape;
  private readonly network: Network;
  private readonly rollout: Rollout;
  private readonly credit: Credit;
  private readonly optimiser: Optimiser;
  private readonly parameters: { layer: Parameter; readout: Parameter; feedback: Parameter | undefined };
  private readonly tally: Tally;
  private evaluation: { rollout: Rollout; tally: Tally } | undefined;
  private settings: Settings;
  private learning: LearningConstants;
  private watched: WatchedTraces | undefined;
  /** The stream's index of each trial under way. */
  private trials: readonly number[] = [];
  private readonly run: RunState;

  constructor({ settings: given, shape, compute, random }: ModelContext) {
    const settings = completeSettings(epropSettings, given);
    const constants: NetworkConstants = networkConstants(settings, shape);
    const chunk = chunkTicks(settings, shape);
    const adam = settings['optimiser'] === 'adam';
    this.compute = compute;
    this.shape = shape;
    this.settings = settings;
    this.learning = learningConstants(settings, shape.dtMs);
    this.batch = settings['batch'] as number;
    this.units = constants.units;
    this.layers = [layerSpan(settings['unit'] as LayerSpan['kind'], constants)];
    this.probes = epropProbes(constants, shape);
    this.network = new Network(compute, constants, settings['feedback'] !== 'symmetric');
    this.rollout = new Rollout(this.network, this.batch, chunk);
    this.credit = new Credit(this.network, this.rollout, chunk < shape.steps);
    this.optimiser = new Optimiser(compute);
    const { network, credit } = this;
    this.parameters = {
      layer: this.optimiser.parameter(network.weights, credit.gradient, adam),
      readout: this.optimiser.parameter(network.readoutWeights, credit.readoutGradient, adam),
      feedback:
        settings['feedback'] === 'adaptive' && network.feedback && credit.feedbackGradient
          ? this.optimiser.parameter(network.feedback, credit.feedbackGradient, adam)
          : undefined
    };
    this.tally = new Tally(this.batch, shape.outputs);
    this.run = {
      tick: shape.steps,
      chunkStart: shape.steps,
      chunkEnd: shape.steps,
      score: { loss: Number.NaN, error: Number.NaN },
      rates: new Float64Array(this.units),
      streams: undefined
    };
    writeInitialWeights(network, settings, random);
  }

  get tick(): number {
    return this.run.tick;
  }

  begin(trials: readonly Trial[]): void {
    const { run, shape } = this;
    if (run.tick < shape.steps) {
      throw new Error(
        `A trial is under way (tick ${run.tick} of ${shape.steps}); finish it before the next begins.`
      );
    }
    if (trials.length !== this.batch) {
      throw new Error(`${trials.length} trials were given; this model runs ${this.batch} in parallel.`);
    }
    run.streams = interleave(trials, shape, this.batch);
    this.trials = trials.map(({ index }) => index);
    run.tick = 0;
    run.chunkStart = 0;
    run.chunkEnd = 0;
    this.rollout.reset();
    this.credit.reset();
    this.tally.reset();
    this.watched?.forget();
  }

  async advance(ticks: number): Promise<number> {
    const { run } = this;
    if (ticks < 1 || run.tick === this.shape.steps) return 0;
    if (run.tick === run.chunkEnd) this.openChunk();
    const steps = Math.min(ticks, run.chunkEnd - run.tick);
    await this.rollout.advance(run.tick - run.chunkStart, steps);
    run.tick += steps;
    if (run.tick === run.chunkEnd) await this.closeChunk();
    return steps;
  }

  private openChunk(): void {
    const { run, shape, rollout } = this;
    run.chunkStart = run.tick;
    run.chunkEnd = Math.min(run.tick + rollout.capacity, shape.steps);
    this.loadChunk();
    this.watched?.forget();
  }

  private loadChunk(): void {
    const { run, rollout } = this;
    if (!run.streams) return;
    const { x, target, mask } = run.streams.slice(run.chunkStart, run.chunkEnd);
    rollout.load(x, target, mask);
  }

  private async closeChunk(): Promise<void> {
    const { run, learning, credit, shape, network, rollout, trials } = this;
    const steps = run.chunkEnd - run.chunkStart;
    await this.watched?.capture();
    await credit.assign({
      steps,
      elapsed: run.tick,
      trialSteps: shape.steps,
      form: learning.form,
      regularisation: learning.regularisation,
      targetRate: learning.targetRate,
      layer: learning.learnInput || learning.learnRecurrent,
      readout: learning.learnReadout
    });
    await checkRun(network, rollout, { from: run.chunkStart, steps, trials });
    await this.tallyChunk(this.tally, this.rollout, run.chunkStart, run.chunkEnd, run.streams);
    await this.update();
    if (run.tick === shape.steps) await this.closeTrial();
  }

  private async update(): Promise<void> {
    const { learning, optimiser, parameters } = this;
    const layer = learning.learnInput || learning.learnRecurrent;
    if (!layer && !learning.learnReadout) return;
    optimiser.step++;
    if (layer) {
      const held =
        learning.learnInput && learning.learnRecurrent
          ? undefined
          : await this.compute.read(this.network.weights);
      await optimiser.move(parameters.layer, learning);
      if (held) await this.holdColumns(held);
      await this.network.weightsMoved();
    }
    if (learning.learnReadout) {
      await optimiser.move(parameters.readout, learning, learning.weightDecay);
      if (parameters.feedback) await optimiser.move(parameters.feedback, learning, learning.weightDecay);
    }
  }

  /** Puts the columns of W that are not to learn back as they were. */
  private async holdColumns(before: Floats): Promise<void> {
    const { inputs, units, fanIn, weights } = this.network;
    const [from, to] = this.learning.learnInput ? [inputs, fanIn] : [0, inputs];
    const after = await this.compute.read(weights);
    for (let i = 0; i < units; i++)
      after.set(before.subarray(i * fanIn + from, i * fanIn + to), i * fanIn + from);
    this.compute.write(weights, after);
  }

  private async closeTrial(): Promise<void> {
    const { run, batch, units, shape } = this;
    const loss = await this.compute.read(this.rollout.readoutState.loss);
    run.score = scoreOf(shape.loss, [{ tally: this.tally, loss, count: batch }]);
    const perSecond = this.network.spiking ? 1000 / shape.dtMs : 1;
    const counts = await this.compute.read(this.credit.counts);
    run.rates.fill(0);
    for (let s = 0; s < counts.length; s++) run.rates[s % units] += counts[s];
    for (let i = 0; i < units; i++) run.rates[i] *= perSecond / (shape.steps * batch);
  }

  private async tallyChunk(
    tally: Tally,
    rollout: Rollout,
    from: number,
    to: number,
    streams: Streams | undefined
  ): Promise<void> {
    if (!streams) return;
    const { target, mask } = streams.slice(from, to);
    const output = await this.compute.read(
      rollout.readoutHistory.output,
      0,
      mask.length * this.shape.outputs
    );
    tally.add(output, target, mask);
  }

  set(name: string, value: SettingValue): void {
    const description = findSetting(epropSettings, name);
    if (!description.live) {
      throw new SettingError(
        `Setting '${name}' cannot change while the session runs; start the run anew with it.`
      );
    }
    this.settings = { ...this.settings, [name]: checkSetting(description, value) };
    this.retune();
  }

  private retune(): void {
    this.learning = learningConstants(this.settings, this.shape.dtMs);
    this.network.retune(unitConstants(this.settings, this.shape.dtMs, this.units));
  }

  async watch(unit: number | undefined): Promise<void> {
    if (unit !== undefined && !(Number.isInteger(unit) && unit >= 0 && unit < this.units)) {
      throw new Error(`Unit ${unit} cannot be watched; units are numbered 0 to ${this.units - 1}.`);
    }
    if (unit === this.watched?.unit) return;
    this.watched =
      unit === undefined ? undefined : new WatchedTraces(unit, this.network, this.rollout, this.credit);
    if (this.run.tick < this.run.chunkEnd) await this.watched?.capture();
  }

  async probe(name: string, from: number, to: number): Promise<Float32Array> {
    const { network, rollout, credit, run } = this;
    const image = await readImage(name, network);
    if (image) return image;
    if (name === 'firingRate') return Float32Array.from(run.rates);
    if (!this.probes.some((probe) => probe.name === name)) {
      throw new Error(
        `Unknown probe '${name}'. Probes here: ${this.probes.map((probe) => probe.name).join(', ')}.`
      );
    }
    const [first, last] = [from - run.chunkStart, to - run.chunkStart];
    if (first < 0 || to > run.tick || last < first) {
      throw new Error(
        `Ticks ${from} to ${to} of '${name}' are gone or not run yet; ${run.chunkStart} to ${run.tick} are kept.`
      );
    }
    const complete = run.tick === run.chunkEnd;
    if (name !== 'eligibility' && name !== 'filteredEligibility') {
      const unsignalled = complete ? 0 : run.tick - run.chunkStart;
      return readTicks(name, first, last, { network, rollout, credit, unsignalled });
    }
    if (!this.watched) return new Float32Array(0);
    if (!complete) await this.watched.capture();
    return this.watched.rows(name, first, last);
  }

  score(): Score {
    return this.run.score;
  }

  async evaluate(trials: readonly Trial[]): Promise<Score> {
    const { batch, shape, network } = this;
    this.evaluation ??= {
      rollout: new Rollout(network, batch, Math.min(EVALUATION_TICKS, shape.steps)),
      tally: new Tally(batch, shape.outputs)
    };
    const { rollout } = this.evaluation;
    const parts: { tally: Tally; loss: Floats; count: number }[] = [];
    for (let first = 0; first < trials.length; first += batch) {
      const group = trials.slice(first, first + batch);
      const streams = interleave(group, shape, batch);
      const tally = new Tally(batch, shape.outputs);
      rollout.reset();
      for (let from = 0; from < shape.steps; from += rollout.capacity) {
        const to = Math.min(from + rollout.capacity, shape.steps);
        const { x, target, mask } = streams.slice(from, to);
        rollout.load(x, target, mask);
        await rollout.advance(0, to - from);
        await this.tallyChunk(tally, rollout, from, to, streams);
      }
      parts.push({ tally, loss: await this.compute.read(rollout.readoutState.loss), count: group.length });
    }
    return scoreOf(shape.loss, parts);
  }

  async snapshot(): Promise<ModelSnapshot> {
    return writeSnapshot(this.parts());
  }

  restore(snapshot: ModelSnapshot): void {
    const settings = readSnapshot(snapshot, this.parts());
    this.settings = completeSettings(epropSettings, { ...this.settings, ...settings });
    this.retune();
    if (this.run.tick < this.run.chunkEnd) this.loadChunk();
    this.watched?.forget();
  }

  private parts() {
    const { compute, shape, settings, network, rollout, credit, optimiser, parameters, tally, run } = this;
    return { compute, shape, settings, network, rollout, credit, optimiser, parameters, tally, run };
  }

  dispose(): void {
    this.evaluation?.rollout.dispose();
    this.optimiser.dispose();
    this.credit.dispose();
    this.rollout.dispose();
    this.network.dispose();
  }
}
