/**
 * Codes that learn online from a stream of images, several side by side: see coder.ts for what each minimises. First the classifiers
 * that answer queries learn from the stream and are frozen; then every coder learns from the same minibatches with the same noise.
 * One tick is one minibatch: the image of that tick of every trial of the batch, and what the reservoir adds.
 */
import type { Block, Compute } from '../../compute/compute';
import type { AnswerLossCall } from '../../compute/feedForward';
import type { Model, ModelContext, ModelSnapshot, ProbeDescription, Score } from '../model';
import type { Random } from '../random';
import { completeSettings, SettingError, type Settings, type SettingValue, withLive } from '../settings';
import type { ImageShape, StreamShape, Trial } from '../stream';
import { diverged } from '../training/divergence';
import { keepRandom, numberIn, restoreRandom } from '../training/snapshots';
import type { OptimiserConstants } from '../training/optimiser';
import { Classifiers } from './classifiers';
import { Coder, type Lesson, readEvery } from './coder';
import { coderList } from './coderList';
import { Examination } from './examination';
import { type Circumstances, Examined } from './examined';
import { Minibatch } from './minibatch';
import { pixelsOf } from './network';
import { MinibatchCosts } from './minibatchCosts';
import { codeProbeList } from './probeList';
import { codeProbes } from './probes';
import { classFactors, type Query, readQueries, valueFactors } from './queries';
import { vaeSettings } from './settings';

/** The sizes of the images of a stream. Throws SettingError where it has none. */
export function imagesOf({ images }: StreamShape): ImageShape {
  if (images) return images;
  throw new SettingError('This stream has no images; choose a source of images.');
}

/** Adam's, apart from the rate. */
const adam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

export class VaeModel implements Model {
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
  private readonly draws: Float64Array;
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
  private readonly costs: MinibatchCosts;
  private latest: Score = { loss: Number.NaN, error: Number.NaN };
  private readonly examined: Examined;

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
    this.draws = new Float64Array(most * latents);
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
    this.examined = new Examined(this.examination, this.coders, this.classifiers, {
      pixels: this.pixels,
      width: factors.length
    });
    this.probes = codeProbeList({
      coders: plans.length,
      classes: classes.length,
      values: factors.length - classes.length,
      latents,
      images
    });
    this.costs = new MinibatchCosts(shape.steps, plans.length, 2 * classes.length);
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
    const settings = withLive(vaeSettings, this.settings, name, value);
    const { factors = [] } = this.shape;
    if (this.classifiers.asked.length > 0) this.queries = readQueries(String(settings.query), factors);
    else if (settings.loss === 'action') readQueries('', factors);
    this.settings = settings;
    [this.coders[0].plan] = coderList(settings);
  }

  async watch(): Promise<void> {
    // No probe follows a unit.
  }

  async probe(name: string, from: number, to: number): Promise<Float32Array> {
    switch (name) {
      case codeProbes.minibatchRate:
      case codeProbes.minibatchDistortion:
      case codeProbes.classifierLoss:
        return this.costs.rows(name, from, to);
      case codeProbes.classifierAccuracy:
        return (
          await this.examined.classifierAccuracy({
            ...this.circumstances,
            after: Math.min(this.made, this.classifying)
          })
        ).slice();
      default: {
        const { kind, width: columns } = this.probes.find((probe) => probe.name === name)!;
        // Before the codes have begun to learn there is nothing to say of them.
        if (kind === 'trial' && this.made <= this.classifying)
          return new Float32Array(columns).fill(Number.NaN);
        return (await this.examined.row(name, this.circumstances)).slice();
      }
    }
  }

  score(): Score {
    return this.latest;
  }

  async evaluate(trials: readonly Trial[]): Promise<Score> {
    const { rows } = await this.examination.take(
      this.examined.examplesOf(trials),
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
      arrays: {}
    };
    keepRandom(snapshot.numbers, 'noise', this.noiseOf);
    this.costs.snapshot(snapshot);
    this.minibatch.snapshot(snapshot);
    await this.classifiers.snapshot(snapshot);
    for (const coder of this.coders) await coder.snapshot(snapshot);
    return snapshot;
  }

  restore(snapshot: ModelSnapshot): void {
    const { numbers } = snapshot;
    this.now = numberIn(numbers, 'tick');
    this.made = numberIn(numbers, 'made');
    this.latest = { loss: numberIn(numbers, 'loss'), error: numberIn(numbers, 'error') };
    restoreRandom(numbers, 'noise', this.noiseOf);
    this.costs.restore(snapshot);
    this.minibatch.restore(snapshot);
    this.classifiers.restore(snapshot);
    for (const coder of this.coders) coder.restore(snapshot);
    this.examined.forget();
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
    this.costs.setClassifiers(t, losses, asked ? 0 : bank.length);
    this.check(losses, 'loss of a classifier', t);
  }

  private async teachCoders(row: number): Promise<Lesson> {
    const { classifiers, compute, minibatch, queries } = this;
    const { count, images, targets } = minibatch;
    const latents = this.units;
    const draws = this.draws.subarray(0, count * latents);
    this.noiseOf.quickNormals(draws);
    compute.write(this.noise, draws);
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
    this.costs.clear(from, coded, this.now);
    for (const [c, coder] of this.coders.entries())
      (await coder.costs(lessons)).forEach(({ distortion, rate }, row) => {
        this.costs.setCoder(coded + row, c, rate, distortion);
        this.check([rate, distortion], `rate or distortion of coder ${c + 1}`, coded + row);
      });
  }

  private check(values: readonly number[], what: string, t: number): void {
    const bad = values.find((value) => !Number.isFinite(value));
    if (bad !== undefined) throw diverged(what, bad, t, this.trials[0]?.index);
  }

  private async scoreTrial(): Promise<void> {
    const { coders, minibatch, shape } = this;
    if (this.made <= this.classifying) {
      this.latest = { loss: this.costs.meanOfClassifiers(), error: Number.NaN };
      return;
    }
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
    this.latest = { loss: this.costs.meanOf(0, coders[0].plan.beta), error };
  }

  /** On held-out images, or where there are none on those of the trials at hand. */
  private get circumstances(): Circumstances {
    const heldOut = this.heldOut();
    const { divergence, made: after, queries } = this;
    return { after, on: heldOut.length > 0 ? heldOut : this.trials, queries, divergence };
  }
}
