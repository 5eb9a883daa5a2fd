/**
 * The deep e-prop network: a stack of recurrent layers, each of leaky tanh, membrane, LIF or ALIF units, that learns by any rule
 * of a whole family, from exact (BPTT, RTRL) to local in time and depth.
 *
 *   eps^l_t = (dh^l_t/dh^l_{t-1}) eps^l_{t-1} + (dh^l_t/dh^{l-1}_t) eps^{l-1}_t,   dE/dtheta = sum_t (dE_t/dh^L_t) eps^L_t
 *
 * Millidge 2025 (arXiv 2512.24506). What surprises: the default, the cascade, never carries eps. It sends the signal of the
 * moment down through depth, and each synapse's own trace up through one leaky filter per layer.
 *
 * The run is cut into chunks that end where weights are updated, as in models/eprop: N single ticks and one run of N give the
 * same bits.
 */
import type { Compute, Floats } from '../../compute/compute';
import type {
  LayerSpan,
  Model,
  ModelContext,
  ModelDefinition,
  ModelSnapshot,
  ProbeDescription,
  Score,
  TrialSample
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
import { diverged } from '../training/divergence';
import { scoreOf, Tally } from '../training/score';
import { interleave } from '../training/streams';
import { alignmentRow, measureAlignment } from '../stack/alignment';
import { chunkTicks, layerSpans, type LearningConstants, learningConstants, stackOf } from './constants';
import { Credit } from './credit';
import { checkRun } from './culprit';
import { Feedback } from './feedback';
import { writeInitialWeights } from './initialWeights';
import { EVALUATION_TICKS, memoryOf } from './memory';
import { Network } from './network';
import { deepProbes } from './probes';
import { readImage, readTicks } from './readings';
import { checkRule } from './ruleFits';
import { Rollout } from './rollout';
import { Sampler } from './sampler';
import { problemOf } from './sampling';
import { deepSettings } from './settings';
import { readSnapshot, type RunParts, type RunState, snapshotSettings, writeSnapshot } from './snapshot';
import type { Rule } from '../stack/stack';
import { synapseStory } from '../stack/story';
import { Updates } from './updates';
import { WatchedTraces } from './watchedTraces';

const WATCHED = ['presynapticTrace', 'eligibility', 'filteredEligibility', 'cascade'] as const;

export const deepDefinition: ModelDefinition = {
  id: 'deep',
  lab: 'learning',
  inputKinds: ['spikes', 'analogue'],
  title: 'Deep e-prop network',
  summary:
    'A stack of 1 to 8 recurrent layers that learns through time and depth by deep e-prop or its relatives.',
  settings: deepSettings,
  floats: (given, shape) =>
    memoryOf(completeSettings(deepSettings, given), shape).reduce((sum, { floats }) => sum + floats, 0),
  memory: (given, shape) => memoryOf(completeSettings(deepSettings, given), shape),
  measure(sample) {
    const reading = measureAlignment(problemOf(sample), sample.settings['rule'] as Rule);
    return { probe: 'alignment', row: alignmentRow(reading) };
  },
  explain(sample, unit, synapse) {
    const rule = sample.settings['rule'] as Rule;
    return synapseStory(problemOf(sample), rule, sample.trial.index, unit, synapse, sample.ticks);
  },
  async create(context) {
    return new DeepModel(context);
  }
};

class DeepModel implements Model {
  readonly batch: number;
  readonly units: number;
  readonly layers: readonly LayerSpan[];
  readonly probes: readonly ProbeDescription[];
  private readonly compute: Compute;
  private readonly shape: StreamShape;
  private readonly network: Network;
  private readonly feedback: Feedback;
  private readonly rollout: Rollout;
  private readonly credit: Credit;
  private readonly updates: Updates;
  private readonly tally: Tally;
  private readonly sampler: Sampler;
  private readonly run: RunState;
  /** The stream's index of each trial under way. */
  private trials: readonly number[] = [];
  /** Whether credit has been given for the chunk whose histories are held. */
  private credited = false;
  private evaluation: { rollout: Rollout; tally: Tally } | undefined;
  private settings: Settings;
  private learning: LearningConstants;
  private watched: WatchedTraces | undefined;

  constructor({ settings: given, shape, compute, random }: ModelContext) {
    const settings = completeSettings(deepSettings, given);
    const stack = stackOf(settings, shape);
    const chunk = chunkTicks(settings, shape);
    checkRule(settings, shape);
    this.compute = compute;
    this.shape = shape;
    this.settings = settings;
    this.learning = learningConstants(settings, shape.dtMs);
    this.batch = settings['batch'] as number;
    this.layers = layerSpans(settings, stack);
    this.probes = deepProbes(stack, shape);
    this.network = new Network(compute, stack);
    this.units = this.network.units;
    this.feedback = new Feedback(this.network, random, settings['feedbackScale'] as number);
    this.rollout = new Rollout(this.network, this.batch, chunk);
    this.credit = new Credit(this.network, this.rollout, this.feedback, this.learning, chunk < shape.steps);
    this.updates = new Updates(this.network, this.feedback, this.credit, settings['optimiser'] === 'adam');
    this.tally = new Tally(this.batch, shape.outputs);
    this.sampler = new Sampler(deepDefinition.id, shape, this.network, this.feedback);
    this.run = {
      tick: shape.steps,
      chunkStart: shape.steps,
      chunkEnd: shape.steps,
      score: { loss: Number.NaN, error: Number.NaN },
      rates: new Float64Array(this.units),
      norms: new Float64Array(this.layers.length),
      streams: undefined
    };
    writeInitialWeights(this.network, settings, random);
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
    run.tick = 0;
    run.chunkStart = 0;
    run.chunkEnd = 0;
    this.trials = trials.map(({ index }) => index);
    this.rollout.reset();
    this.credit.reset();
    this.tally.reset();
    this.watched?.begin();
    this.sampler.begin(trials[0]);
  }

  async advance(ticks: number): Promise<number> {
    const { run } = this;
    if (ticks < 1 || run.tick === this.shape.steps) return 0;
    if (run.tick === run.chunkEnd) await this.openChunk();
    const steps = Math.min(ticks, run.chunkEnd - run.tick);
    await this.rollout.advance(run.tick - run.chunkStart, steps);
    run.tick += steps;
    if (run.tick === run.chunkEnd) await this.closeChunk();
    return steps;
  }

  private async openChunk(): Promise<void> {
    const { run, shape, rollout } = this;
    run.chunkStart = run.tick;
    run.chunkEnd = Math.min(run.tick + rollout.capacity, shape.steps);
    this.credited = false;
    this.loadChunk();
    for (const layer of this.network.layers) layer.openChunk();
    if (run.tick > 0) await rollout.holdActivity();
    this.watched?.open();
    await this.sampler.keepWeights();
  }

  private loadChunk(): void {
    const { run, rollout } = this;
    if (!run.streams) return;
    const { x, target, mask } = run.streams.slice(run.chunkStart, run.chunkEnd);
    rollout.load(x, target, mask);
  }

  private async closeChunk(): Promise<void> {
    const { run, learning, shape, trials, network, rollout } = this;
    const steps = run.chunkEnd - run.chunkStart;
    await checkRun(network, rollout, { from: run.chunkStart, steps, trials });
    await this.watched?.close(steps, learning.rule);
    const { streams } = run;
    if (!streams) return;
    await this.credit.assign({ steps, elapsed: run.tick, trialSteps: shape.steps, learning, streams });
    this.credited = true;
    await this.tallyChunk(this.tally, rollout, run.chunkStart, run.chunkEnd, streams);
    if (run.tick === shape.steps) await this.closeTrial();
    await this.updates.make(learning);
  }

  private async closeTrial(): Promise<void> {
    const { run, batch, shape, compute, network, credit } = this;
    for (const [l, gradient] of credit.gradients.entries()) {
      run.norms[l] = Math.sqrt(await compute.reduce('sumOfSquares', gradient));
      if (!Number.isFinite(run.norms[l]))
        throw diverged(`gradient of layer ${l + 1}`, run.norms[l], run.tick - 1, this.trials[0]);
    }
    const loss = await compute.read(this.rollout.whole.state.loss);
    run.score = scoreOf(shape.loss, [{ tally: this.tally, loss, count: batch }]);
    const allSpike = network.layers.every(({ spiking }) => spiking);
    const scale = (allSpike ? 1000 / shape.dtMs : 1) / (shape.steps * batch);
    run.rates.fill(0);
    for (const [l, { units }] of network.layers.entries()) {
      const counts = await compute.read(credit.counts[l]);
      for (let s = 0; s < counts.length; s++) run.rates[network.starts[l] + (s % units)] += counts[s] * scale;
    }
  }

  private async tallyChunk(
    tally: Tally,
    rollout: Rollout,
    from: number,
    to: number,
    streams: NonNullable<RunState['streams']>
  ): Promise<void> {
    const { target, mask } = streams.slice(from, to);
    const { output } = rollout.whole.history;
    tally.add(await this.compute.read(output, 0, mask.length * this.shape.outputs), target, mask);
  }

  set(name: string, value: SettingValue): void {
    const description = findSetting(deepSettings, name);
    if (!description.live) {
      throw new SettingError(
        `Setting '${name}' cannot change while the session runs; start the run anew with it.`
      );
    }
    const settings = { ...this.settings, [name]: checkSetting(description, value) };
    checkRule(settings, this.shape);
    this.retune(settings);
  }

  private retune(settings: Settings): void {
    this.settings = settings;
    this.learning = learningConstants(settings, this.shape.dtMs);
    this.network.retune(stackOf(settings, this.shape));
    this.credit.use(this.learning);
    this.updates.followFeedback();
  }

  async watch(unit: number | undefined): Promise<void> {
    if (unit !== undefined && !(Number.isInteger(unit) && unit >= 0 && unit < this.units)) {
      throw new Error(`Unit ${unit} cannot be watched; units are numbered 0 to ${this.units - 1}.`);
    }
    if (unit === this.watched?.unit) return;
    this.watched =
      unit === undefined
        ? undefined
        : new WatchedTraces(unit, this.network, this.rollout, this.run.chunkStart === 0);
  }

  async probe(name: string, from: number, to: number): Promise<Float32Array> {
    const { network, rollout, credit, run, learning } = this;
    const image = await readImage(name, network);
    if (image) return image;
    if (name === 'firingRate') return Float32Array.from(run.rates);
    if (name === 'gradientNorm') return Float32Array.from(run.norms);
    const found = this.probes.find((probe) => probe.name === name);
    if (!found) {
      throw new Error(
        `Unknown probe '${name}'. Probes here: ${this.probes.map((probe) => probe.name).join(', ')}.`
      );
    }
    if (found.kind === 'sampled')
      throw new Error(`'${name}' is not read from the run; it is measured from samples of it.`);
    const [first, last] = [from - run.chunkStart, to - run.chunkStart];
    if (first < 0 || to > run.tick || last < first) {
      throw new Error(
        `Ticks ${from} to ${to} of '${name}' are gone or not run yet; ${run.chunkStart} to ${run.tick} are kept.`
      );
    }
    const ofWatched = WATCHED.find((probe) => probe === name);
    if (!ofWatched) {
      const onlyTop = learning.rule === 'top';
      const unsignalled = this.credited ? 0 : run.tick - run.chunkStart;
      return readTicks(name, first, last, { network, rollout, credit, unsignalled, onlyTop });
    }
    return this.watched?.rows(ofWatched, first, last, learning.rule) ?? new Float32Array(0);
  }

  score(): Score {
    return this.run.score;
  }

  keepSample(keep: boolean): void {
    this.sampler.keeping = keep;
  }

  sample(): Promise<TrialSample | undefined> {
    return this.sampler.sample(this.settings, this.run.tick);
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
      parts.push({ tally, loss: await this.compute.read(rollout.whole.state.loss), count: group.length });
    }
    return scoreOf(shape.loss, parts);
  }

  async snapshot(): Promise<ModelSnapshot> {
    return writeSnapshot(this.parts());
  }

  restore(snapshot: ModelSnapshot): void {
    const { live, adaptive } = snapshotSettings(snapshot, this.network);
    this.feedback.keepAdaptive(adaptive);
    this.retune(completeSettings(deepSettings, { ...this.settings, ...live }));
    readSnapshot(snapshot, this.parts());
    if (this.run.tick < this.run.chunkEnd) this.loadChunk();
    for (const layer of this.network.layers) layer.openChunk();
    this.credited = false;
    this.watched?.forget();
    this.sampler.forget();
  }

  private parts(): RunParts {
    const { compute, shape, settings, network, feedback, rollout, credit, tally, run } = this;
    const { optimiser, parameters } = this.updates;
    return {
      compute,
      shape,
      settings,
      network,
      feedback,
      rollout,
      credit,
      optimiser,
      parameters,
      tally,
      run
    };
  }

  dispose(): void {
    this.evaluation?.rollout.dispose();
    this.updates.dispose();
    this.credit.dispose();
    this.rollout.dispose();
    this.feedback.dispose();
    this.network.dispose();
  }
}
