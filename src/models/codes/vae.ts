/**
 * Codes that learn online from a stream of images, several side by side: see coder.ts for what each minimises. First the classifiers
 * that answer queries learn from the stream and are frozen; then every coder learns from the same minibatches with the same noise.
 * One tick is one minibatch: the image of that tick of every trial of the batch, and what the reservoir adds.
 */
import type { Block, Compute } from '../../compute/compute';
import type { AnswerLossCall } from '../../compute/feedForward';
import type { Model, ModelContext, ModelDefinition, ModelSnapshot, ProbeDescription, Score } from '../model';
import type { Random, RandomState } from '../random';
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
import { numberIn } from '../training/snapshots';
import type { OptimiserConstants } from '../training/optimiser';
import { classifierPlan, decoderPlan, encoderPlan } from './architecture';
import { Classifiers } from './classifiers';
import { Coder, type Lesson, readEvery } from './coder';
import { coderList } from './coderList';
import { type Examples, Examination, examplesOf } from './examination';
import type { Codes } from './invariance';
import { Minibatch } from './minibatch';
import { activityCount, parameterCount, pixelsOf, placeLayers } from './network';
import { codeProbeList } from './probeList';
import { codeProbes } from './probes';
import { classFactors, type Query, readQueries, valueFactors } from './queries';
import { vaeSettings } from './settings';

export const vaeDefinition: ModelDefinition = {
  id: 'vae',
  lab: 'codes',
  inputKinds: ['images'],
  title: 'Codes of images',
  summary: 'Learns what of an image is worth keeping: variational autoencoders held to pixels or to queries.',
  scores: {
    loss: {
      label: 'Free energy',
      symbol: 'D + βR',
      unit: 'nats',
      help: 'Of the first coder, mean over the minibatches of a trial; while the classifiers learn, their mean loss.'
    },
    error: {
      label: 'Wrong answers',
      symbol: 'ε',
      unit: '',
      help: 'Share of reconstructions of the trial’s last minibatch, by the first coder, whose first query is not answered as labelled.'
    }
  },
  settings: vaeSettings,
  floats(given, shape) {
    return this.memory!(given, shape).reduce((sum, { floats }) => sum + floats, 0);
  },
  memory(given, shape) {
    const settings = completeSettings(vaeSettings, given);
    const images = imagesOf(shape);
    const most = minibatchOf(settings);
    // Weights, gradient and two moments; activities and their signals.
    const floats = (layers: ReturnType<typeof placeLayers>, passes: number): number =>
      4 * parameterCount(layers) + passes * most * activityCount(layers);
    const code = { channels: Number(settings.latents), rows: 1, columns: 1 };
    const coder =
      floats(placeLayers(images, encoderPlan(settings, images)), 1) +
      floats(placeLayers(code, decoderPlan(settings, images)), 1);
    const classifiers = classFactors(shape.factors ?? []).map(({ factor }) =>
      floats(placeLayers(images, classifierPlan(settings, factor.classes!.length)), 2)
    );
    return [
      { label: 'the coders', floats: coderList(settings).length * coder },
      { label: 'the classifiers', floats: 2 * classifiers.reduce((sum, count) => sum + count, 0) },
      { label: 'the reservoir', floats: 2 * Number(settings.reservoir) * pixelsOf(images) },
      { label: 'the minibatch', floats: 3 * most * pixelsOf(images) }
    ].sort((a, b) => b.floats - a.floats);
  },
  async create(context) {
    return new VaeModel(context);
  }
};

function imagesOf({ images }: StreamShape) {
  if (images) return images;
  throw new SettingError('This stream has no images; choose a source of images.');
}

function minibatchOf({ batch, replay, reservoir }: Settings): number {
  return Number(batch) + (Number(reservoir) > 0 ? Number(replay) : 0);
}

/** Adam's, apart from the rate. */
const adam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

class VaeModel implements Model {
  readonly batch: number;
  readonly units: number;
  readonly layers = [];
  readonly probes: readonly ProbeDescription[];
  private readonly compute: Compute;
  private readonly shape: StreamShape;
  private readonly heldOut: () => readonly Trial[];
  private readonly pixels: number;
  private readonly noiseOf: Random;
  private readonly noise: Block;
  private readonly minibatch: Minibatch;
  private readonly classifiers: Classifiers;
  private readonly coders: readonly Coder[];
  private readonly examination: Examination;
  private settings: Settings;
  private queries: readonly Query[];
  private trials: readonly Trial[] = [];
  private now: number;
  /** Minibatches so far. */
  private made = 0;
  /** [steps, C], [steps, C] and [steps, 2 F] of this trial. */
  private readonly rate: Float32Array;
  private readonly distortion: Float32Array;
  private readonly classifierLoss: Float32Array;
  private latest: Score = { loss: Number.NaN, error: Number.NaN };
  private examined:
    | { after: number; queries: readonly Query[]; rows: Map<string, Float32Array>; codes: Codes }
    | undefined;
  private answered: { after: number; on: readonly Trial[]; row: Float32Array } | undefined;
  private examples: { of: readonly Trial[]; examples: Examples } | undefined;

  constructor({ compute, heldOut = () => [], random, settings: given, shape }: ModelContext) {
    const settings = completeSettings(vaeSettings, given);
    const images = imagesOf(shape);
    const { factors = [] } = shape;
    const classes = classFactors(factors);
    const plans = coderList(settings);
    if (classes.length > 0) this.queries = readQueries(String(settings.query), factors);
    else if (plans.some(({ loss }) => loss === 'action')) this.queries = readQueries('', factors);
    else this.queries = [];
    this.settings = settings;
    this.compute = compute;
    this.shape = shape;
    this.heldOut = heldOut;
    this.pixels = pixelsOf(images);
    this.batch = Number(settings.batch);
    this.now = shape.steps;
    const latents = Number(settings.latents);
    this.units = latents;
    this.noiseOf = random.fork('noise');
    this.minibatch = new Minibatch(
      compute,
      {
        pixels: this.pixels,
        factors: factors.length,
        arrivals: this.batch,
        reservoir: Number(settings.reservoir),
        replay: Number(settings.replay)
      },
      random.fork('reservoir')
    );
    const { most } = this.minibatch;
    this.noise = compute.alloc(most * latents, 'noise');
    this.classifiers = new Classifiers(
      compute,
      settings,
      images,
      { factors: classes, most, width: factors.length },
      random.fork('classifiers')
    );
    this.coders = plans.map(
      (plan, c) =>
        new Coder(compute, plan, settings, images, {
          factors: classes.length,
          label: `coder ${c + 1}`,
          most,
          random: random.fork('coder')
        })
    );
    this.examination = new Examination(
      compute,
      {
        pixels: this.pixels,
        latents,
        most,
        classColumns: classes.map(({ column }) => column),
        valueColumns: valueFactors(factors).map(({ column }) => column)
      },
      random.fork('examination')
    );
    this.probes = codeProbeList({
      coders: plans.length,
      classes: classes.length,
      values: factors.length - classes.length,
      latents,
      images
    });
    this.rate = new Float32Array(shape.steps * plans.length);
    this.distortion = new Float32Array(shape.steps * plans.length);
    this.classifierLoss = new Float32Array(shape.steps * 2 * classes.length);
  }

  get tick(): number {
    return this.now;
  }

  begin(trials: readonly Trial[]): void {
    this.trials = trials;
    this.now = 0;
  }

  async advance(ticks: number): Promise<number> {
    const from = this.now;
    const end = Math.min(this.shape.steps, from + ticks, from + readEvery);
    const lessons: Lesson[] = [];
    /** The first tick that teaches the coders. */
    let coded = end;
    for (let t = from; t < end; t++) {
      this.minibatch.assemble(this.trials, t);
      if (this.made < this.classifying) await this.teachClassifiers(t);
      else {
        coded = Math.min(coded, t);
        lessons.push(await this.teachCoders(lessons.length));
      }
      this.made++;
    }
    this.now = end;
    await this.readCosts(from, coded, lessons);
    if (end === this.shape.steps) await this.scoreTrial();
    return end - from;
  }

  set(name: string, value: SettingValue): void {
    const description = findSetting(vaeSettings, name);
    if (!description.live)
      throw new SettingError(
        `Setting '${name}' cannot change while the session runs; open the experiment anew with it.`
      );
    const settings = { ...this.settings, [name]: checkSetting(description, value) };
    const { factors = [] } = this.shape;
    if (this.classifiers.asked.length > 0) this.queries = readQueries(String(settings.query), factors);
    else if (settings.loss === 'action') readQueries('', factors);
    this.settings = settings;
    [this.coders[0].plan] = coderList(settings);
    this.examined = undefined;
  }

  async watch(): Promise<void> {
    // No probe follows a unit.
  }

  async probe(name: string, from: number, to: number): Promise<Float32Array> {
    const width = (rows: Float32Array): number => rows.length / this.shape.steps;
    switch (name) {
      case codeProbes.minibatchRate:
        return this.rate.slice(from * width(this.rate), to * width(this.rate));
      case codeProbes.minibatchDistortion:
        return this.distortion.slice(from * width(this.distortion), to * width(this.distortion));
      case codeProbes.classifierLoss:
        return this.classifierLoss.slice(from * width(this.classifierLoss), to * width(this.classifierLoss));
      case codeProbes.classifierAccuracy:
        return (await this.answersRight()).slice();
      default: {
        const { kind, width: columns } = this.probes.find((probe) => probe.name === name)!;
        // Before the codes have begun to learn there is nothing to say of them.
        if (kind === 'trial' && this.made <= this.classifying)
          return new Float32Array(columns).fill(Number.NaN);
        return (await this.examine(name)).slice();
      }
    }
  }

  score(): Score {
    return this.latest;
  }

  async evaluate(trials: readonly Trial[]): Promise<Score> {
    const { rows } = await this.examination.take(
      this.examplesOf(trials),
      this.coders,
      this.classifiers,
      this.queries,
      this.divergence
    );
    const { beta, loss } = this.coders[0].plan;
    const distortion = rows.get(loss === 'vanilla' ? codeProbes.pixelLoss : codeProbes.divergence)![0];
    const [query] = this.queries;
    return {
      loss: distortion + beta * rows.get(codeProbes.rate)![0] * Math.LN2,
      error: query ? 1 - rows.get(codeProbes.accuracy)![query.factor] : Number.NaN
    };
  }

  async snapshot(): Promise<ModelSnapshot> {
    const { error, loss } = this.latest;
    const snapshot: ModelSnapshot = {
      numbers: { tick: this.now, made: this.made, loss, error },
      arrays: {
        rate: Float64Array.from(this.rate),
        distortion: Float64Array.from(this.distortion),
        classifierLoss: Float64Array.from(this.classifierLoss)
      }
    };
    this.noiseOf.state.forEach((word, k) => {
      snapshot.numbers[`noise${k}`] = word;
    });
    this.minibatch.snapshot(snapshot);
    await this.classifiers.snapshot(snapshot);
    for (const coder of this.coders) await coder.snapshot(snapshot);
    return snapshot;
  }

  restore(snapshot: ModelSnapshot): void {
    const { arrays, numbers } = snapshot;
    this.now = numberIn(numbers, 'tick');
    this.made = numberIn(numbers, 'made');
    this.latest = { loss: numberIn(numbers, 'loss'), error: numberIn(numbers, 'error') };
    this.noiseOf.state = [0, 1, 2, 3].map((k) => numberIn(numbers, `noise${k}`)) as unknown as RandomState;
    this.rate.set(arrays.rate);
    this.distortion.set(arrays.distortion);
    this.classifierLoss.set(arrays.classifierLoss);
    this.minibatch.restore(snapshot);
    this.classifiers.restore(snapshot);
    for (const coder of this.coders) coder.restore(snapshot);
    this.examined = undefined;
    this.answered = undefined;
  }

  dispose(): void {
    this.minibatch.dispose();
    this.classifiers.dispose();
    for (const coder of this.coders) coder.dispose();
    this.examination.dispose();
    this.compute.free(this.noise);
  }

  /** Minibatches before the codes begin: even ones teach the classifiers that are asked, odd ones the independent ones. */
  private get classifying(): number {
    return this.classifiers.asked.length > 0 ? 2 * Number(this.settings.classifierSteps) : 0;
  }

  private get constants(): OptimiserConstants {
    return { rate: Number(this.settings.learningRate), ...adam };
  }

  private get divergence(): AnswerLossCall['kind'] {
    return this.settings.divergence as AnswerLossCall['kind'];
  }

  private async teachClassifiers(t: number): Promise<void> {
    const { classifiers, minibatch } = this;
    const asked = this.made % 2 === 0;
    const bank = asked ? classifiers.asked : classifiers.independent;
    const losses = await classifiers.learn(
      bank,
      minibatch.images,
      minibatch.targets,
      minibatch.count,
      this.constants
    );
    const width = 2 * bank.length;
    const row = this.classifierLoss.subarray(t * width, (t + 1) * width);
    row.fill(Number.NaN);
    row.set(losses, asked ? 0 : bank.length);
    this.check(losses, 'loss of a classifier', t);
  }

  private async teachCoders(row: number): Promise<Lesson> {
    const { classifiers, compute, minibatch, queries } = this;
    const { count, images, targets } = minibatch;
    const latents = this.units;
    compute.write(
      this.noise,
      Float32Array.from({ length: count * latents }, () => this.noiseOf.normal())
    );
    if (this.coders.some(({ plan }) => plan.loss === 'action'))
      for (const { factor } of queries) {
        const asked = classifiers.asked[factor];
        if (this.divergence === 'label') classifiers.label(asked, targets, count);
        else await asked.ofImage.forward(images, count);
      }
    const lesson: Lesson = {
      noise: this.noise,
      count,
      queries,
      divergence: this.divergence,
      constants: this.constants,
      row
    };
    for (const [c, coder] of this.coders.entries())
      await coder.learn(images, classifiers, c === 0 ? { ...lesson, ...this.capacity() } : lesson);
    return lesson;
  }

  /** Of the first coder, at this minibatch. */
  private capacity(): Pick<Lesson, 'capacity'> {
    const { capacity, capacitySteps, capacityWeight } = this.settings;
    if (Number(capacity) === 0) return {};
    const risen = Math.min(1, (this.made - this.classifying) / Number(capacitySteps));
    return { capacity: { nats: Number(capacity) * risen, weight: Number(capacityWeight) } };
  }

  /** Of ticks `from` .. `now` - 1, those from `coded` on with a lesson each. */
  private async readCosts(from: number, coded: number, lessons: readonly Lesson[]): Promise<void> {
    this.rate.fill(Number.NaN, from * this.coders.length, coded * this.coders.length);
    this.distortion.fill(Number.NaN, from * this.coders.length, coded * this.coders.length);
    const width = this.classifierLoss.length / this.shape.steps;
    this.classifierLoss.fill(Number.NaN, coded * width, this.now * width);
    for (const [c, coder] of this.coders.entries())
      (await coder.costs(lessons)).forEach(({ distortion, rate }, row) => {
        const at = (coded + row) * this.coders.length + c;
        this.rate[at] = rate;
        this.distortion[at] = distortion;
        this.check([rate, distortion], `rate or distortion of coder ${c + 1}`, coded + row);
      });
  }

  private check(values: readonly number[], what: string, t: number): void {
    const bad = values.find((value) => !Number.isFinite(value));
    if (bad !== undefined) throw diverged(what, bad, t, this.trials[0]?.index);
  }

  private async scoreTrial(): Promise<void> {
    const { coders, minibatch, shape } = this;
    if (Number.isNaN(this.rate[(shape.steps - 1) * coders.length])) {
      this.latest = { loss: meanOf(this.classifierLoss), error: Number.NaN };
      return;
    }
    const { beta } = coders[0].plan;
    const costs = Float64Array.from(
      { length: shape.steps },
      (_, t) => this.distortion[t * coders.length] + beta * Math.LN2 * this.rate[t * coders.length]
    );
    const [query] = this.queries;
    let error = Number.NaN;
    if (query) {
      const { reconstruction } = await coders[0].reconstruct(minibatch.images, this.noise, minibatch.count);
      const asked = this.classifiers.asked[query.factor];
      const answers = await asked.ofReconstruction.forward(reconstruction, minibatch.count);
      const width = shape.factors!.length;
      const labels = minibatch.targets.subarray(0, minibatch.count * width);
      error = 1 - (await this.examination.countRight(asked, answers, labels, width)) / minibatch.count;
    }
    this.latest = { loss: meanOf(costs), error };
  }

  /** Measured on held-out images, or where there are none on those of the trials at hand; once for the same weights and queries. */
  private async examine(name: string): Promise<Float32Array> {
    const { classifiers, coders, divergence, examination, examined, made, queries } = this;
    const fresh = examined?.after === made && examined.queries === queries ? examined : undefined;
    const examples = this.examplesOf(this.measuredOn());
    const found = fresh ?? {
      after: made,
      queries,
      ...(await examination.take(examples, coders, classifiers, queries, divergence))
    };
    if (!found.rows.has(name))
      for (const [own, row] of await examination.pictures(coders[0], found.codes, examples))
        found.rows.set(own, row);
    this.examined = found;
    return found.rows.get(name)!;
  }

  /** [2 F] accuracy of the classifiers on images; as they are frozen, once and for all unless the images change. */
  private async answersRight(): Promise<Float32Array> {
    const trials = this.measuredOn();
    const after = Math.min(this.made, this.classifying);
    if (this.answered?.after !== after || this.answered.on !== trials) {
      const shares = await this.examination.classifierAccuracy(this.examplesOf(trials), this.classifiers);
      this.answered = { after, on: trials, row: Float32Array.from(shares) };
    }
    return this.answered.row;
  }

  private measuredOn(): readonly Trial[] {
    const heldOut = this.heldOut();
    return heldOut.length > 0 ? heldOut : this.trials;
  }

  private examplesOf(trials: readonly Trial[]): Examples {
    if (this.examples?.of !== trials) {
      const { factors = [] } = this.shape;
      this.examples = { of: trials, examples: examplesOf(trials, this.pixels, factors.length) };
    }
    return this.examples.examples;
  }
}

/** Over the numbers there are; NaN where there are none. */
function meanOf(values: ArrayLike<number>): number {
  let [sum, count] = [0, 0];
  for (let k = 0; k < values.length; k++)
    if (!Number.isNaN(values[k])) {
      sum += values[k];
      count++;
    }
  return sum / count;
}
