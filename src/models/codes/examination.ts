/**
 * How well codes do on images that none learns from: what they cost, what is answered about their reconstructions, and what can be
 * read out of them. Every coder is examined on the same images with the same noise, which is not the run's.
 */
import type { Block, Compute } from '../../compute/compute';
import type { AnswerLossCall } from '../../compute/feedForward';
import type { Random } from '../random';
import type { Trial } from '../stream';
import { type Classifier, type Classifiers, mean } from './classifiers';
import type { Coder } from './coder';
import {
  type Codes,
  decodability,
  nearestCodes,
  neighbourAccuracy,
  onPlane,
  type Plane,
  principalPlane
} from './invariance';
import { codeProbes, mapPoints, pairCount, planeSide, traversalSteps } from './probes';
import type { Query } from './queries';

/** Images with what is known of each. */
export interface Examples {
  count: number;
  /** [count, pixels]. */
  images: Float32Array;
  /** [count, width]. */
  targets: Float64Array;
  width: number;
}

export interface ExaminationSizes {
  pixels: number;
  latents: number;
  /** Images of a minibatch, which is how many are coded at a time. */
  most: number;
  /** Columns of the target, of factors that have classes and of those that are numbers. */
  classColumns: readonly number[];
  valueColumns: readonly number[];
}

/** The images of these trials, as they come. */
export function examplesOf(trials: readonly Trial[], pixels: number, width: number): Examples {
  const places = trials.flatMap(({ mask }, k) =>
    Array.from(mask, (counts, t) => [k, t, counts] as const).filter(([, , counts]) => counts !== 0)
  );
  const images = new Float32Array(places.length * pixels);
  const targets = new Float64Array(places.length * width);
  places.forEach(([k, t], at) => {
    images.set(trials[k].x.subarray(t * pixels, (t + 1) * pixels), at * pixels);
    targets.set(trials[k].target.subarray(t * width, (t + 1) * width), at * width);
  });
  return { count: places.length, images, targets, width };
}

/** Of one coder, on some examples. */
interface Marks {
  rate: number;
  latentRates: Float64Array;
  divergence: number;
  pixelLoss: number;
  squaredError: number;
  accuracy: number[];
  accuracyOther: number[];
  /** [count, K]. */
  codes: Codes;
  /** [pairs, pixels] reconstructions of the first images. */
  shown: Float32Array;
}

export class Examination {
  private readonly compute: Compute;
  private readonly sizes: ExaminationSizes;
  private readonly random: Random;
  private readonly images: Block;
  private readonly noise: Block;
  private readonly loss: Block;
  private readonly scratch: Block;
  private draws = new Float32Array();

  constructor(compute: Compute, sizes: ExaminationSizes, random: Random) {
    const { latents, most, pixels } = sizes;
    this.compute = compute;
    this.sizes = sizes;
    this.random = random;
    this.images = compute.alloc(most * pixels, 'examination: images');
    this.noise = compute.alloc(most * latents, 'examination: noise');
    this.loss = compute.alloc(most, 'examination: loss');
    this.scratch = compute.alloc(most * pixels, 'examination: signal');
  }

  /** Every series of `probes.ts` that is measured on examples; `pairs`; and the codes by the first coder, for `pictures`. */
  async take(
    examples: Examples,
    coders: readonly Coder[],
    classifiers: Classifiers,
    queries: readonly Query[],
    divergence: AnswerLossCall['kind']
  ): Promise<{ rows: Map<string, Float32Array>; codes: Codes }> {
    const { classColumns, pixels, valueColumns } = this.sizes;
    const marks: Marks[] = [];
    for (const coder of coders)
      marks.push(await this.mark(coder, examples, classifiers, queries, divergence));
    const classes = classColumns.map((column) => columnOf(examples, column));
    const values = valueColumns.map((column) => columnOf(examples, column));
    const numbers: Record<string, readonly number[]> = {
      [codeProbes.rate]: marks.map(({ rate }) => rate),
      [codeProbes.divergence]: marks.map((own) => own.divergence),
      [codeProbes.pixelLoss]: marks.map(({ pixelLoss }) => pixelLoss),
      [codeProbes.accuracy]: marks.flatMap(({ accuracy }) => accuracy),
      [codeProbes.accuracyOther]: marks.flatMap(({ accuracyOther }) => accuracyOther),
      [codeProbes.meanSquaredError]: [
        ...marks.map(({ squaredError }) => squaredError),
        errorOfConstant(examples, pixels)
      ],
      [codeProbes.latentRate]: marks.flatMap(({ latentRates }) => [...latentRates]),
      [codeProbes.factorR2]: marks.flatMap(({ codes }) => values.map((own) => decodability(codes, own))),
      [codeProbes.neighbours]: marks.flatMap(({ codes }) => {
        const nearest = nearestCodes(codes);
        return classes.map((labels) => neighbourAccuracy(nearest, labels));
      })
    };
    const rows = new Map(Object.entries(numbers).map(([name, row]) => [name, Float32Array.from(row)]));
    const pairs = new Float32Array((marks.length + 1) * pairCount * pixels);
    pairs.set(examples.images.subarray(0, Math.min(pairCount, examples.count) * pixels));
    marks.forEach(({ shown }, c) => {
      pairs.set(shown, (c + 1) * pairCount * pixels);
    });
    rows.set(codeProbes.pairs, pairs);
    return { rows, codes: marks[0].codes };
  }

  dispose(): void {
    for (const block of [this.images, this.noise, this.loss, this.scratch]) this.compute.free(block);
  }

  private async mark(
    coder: Coder,
    examples: Examples,
    classifiers: Classifiers,
    queries: readonly Query[],
    divergence: AnswerLossCall['kind']
  ): Promise<Marks> {
    const { compute } = this;
    const { latents, pixels } = this.sizes;
    const { count, images, targets } = examples;
    const codes = new Float32Array(count * latents);
    const shown = new Float32Array(pairCount * pixels);
    const latentRates = new Float64Array(latents);
    const right = { asked: classifiers.asked.map(() => 0), other: classifiers.asked.map(() => 0) };
    const sums = { divergence: 0, pixelLoss: 0, squaredError: 0 };
    for await (const { from, size } of this.chunks(examples)) {
      const { code, reconstruction } = await coder.reconstruct(this.images, this.noise, size);
      codes.set(await compute.read(code, 0, size * latents), from * latents);
      (await coder.rates(1)).forEach((rate, k) => {
        latentRates[k] += (rate * size) / count / Math.LN2;
      });
      const made = await compute.read(reconstruction, 0, size * pixels);
      if (from < pairCount)
        shown.set(made.subarray(0, Math.min(size, pairCount - from) * pixels), from * pixels);
      for (let k = 0; k < size * pixels; k++) {
        const away = made[k] - images[from * pixels + k];
        sums.squaredError += (away * away) / (count * pixels);
      }
      const written = { loss: this.loss, scale: 1 };
      const losses = async (): Promise<number> =>
        (mean(await compute.read(this.loss, 0, size)) * size) / count;
      await compute.imageLoss({
        kind: coder.pixelLoss,
        batch: size,
        pixels,
        image: reconstruction,
        target: this.images,
        signal: this.scratch,
        ...written
      });
      sums.pixelLoss += await losses();
      const labels = targets.subarray(from * examples.width, (from + size) * examples.width);
      for (const [f, asked] of classifiers.asked.entries()) {
        const query = queries.find(({ factor }) => factor === f);
        if (query) {
          classifiers.label(asked, labels, size);
          await asked.ofImage.forward(this.images, size);
          await classifiers.compare(asked, divergence, reconstruction, size, written);
          sums.divergence += query.weight * (await losses());
        } else await asked.ofReconstruction.forward(reconstruction, size);
        right.asked[f] += await this.countRight(asked, asked.ofReconstruction.output, labels, examples.width);
        const other = classifiers.independent[f];
        const answers = await other.ofReconstruction.forward(reconstruction, size);
        right.other[f] += await this.countRight(other, answers, labels, examples.width);
      }
    }
    return {
      rate: latentRates.reduce((sum, rate) => sum + rate, 0),
      latentRates,
      ...sums,
      accuracy: right.asked.map((hits) => hits / count),
      accuracyOther: right.other.map((hits) => hits / count),
      codes: { values: codes, count, width: latents },
      shown
    };
  }

  /** Share of the images themselves that each classifier answers as labelled: those asked, then the independent ones. */
  async classifierAccuracy(examples: Examples, classifiers: Classifiers): Promise<number[]> {
    const all = [...classifiers.asked, ...classifiers.independent];
    const right = all.map(() => 0);
    for await (const { from, size } of this.chunks(examples)) {
      const labels = examples.targets.subarray(from * examples.width, (from + size) * examples.width);
      for (const [k, classifier] of all.entries()) {
        const answers = await classifier.ofImage.forward(this.images, size);
        right[k] += await this.countRight(classifier, answers, labels, examples.width);
      }
    }
    return right.map((hits) => hits / examples.count);
  }

  /** Puts the examples on the backend, as many at a time as fit, with their noise. */
  private async *chunks({ count, images }: Examples): AsyncGenerator<{ from: number; size: number }> {
    const { latents, most, pixels } = this.sizes;
    const draws = this.noiseFor(count);
    for (let from = 0; from < count; from += most) {
      const size = Math.min(most, count - from);
      this.compute.write(this.images, images.subarray(from * pixels, (from + size) * pixels));
      this.compute.write(this.noise, draws.subarray(from * latents, (from + size) * latents));
      yield { from, size };
    }
  }

  /** The same draws whenever it is asked. */
  private noiseFor(count: number): Float32Array {
    const length = count * this.sizes.latents;
    if (this.draws.length !== length) {
      const own = this.random.fork('draws');
      this.draws = Float32Array.from({ length }, () => own.quickNormal());
    }
    return this.draws;
  }

  /** How many of these answers are as labelled. */
  async countRight(
    { classes, column }: Classifier,
    answers: Block,
    labels: Float64Array,
    width: number
  ): Promise<number> {
    const size = labels.length / width;
    const logits = await this.compute.read(answers, 0, size * classes);
    let right = 0;
    for (let b = 0; b < size; b++) {
      let best = 0;
      for (let k = 1; k < classes; k++) if (logits[b * classes + k] > logits[b * classes + best]) best = k;
      if (best === labels[b * width + column]) right++;
    }
    return right;
  }

  /** The latent map of a coder's codes of these examples, and what it decodes to. */
  async pictures(coder: Coder, codes: Codes, examples: Examples): Promise<Map<string, Float32Array>> {
    const { classColumns, latents, valueColumns } = this.sizes;
    const factors = [...classColumns, ...valueColumns].map((column) => columnOf(examples, column));
    const plane = principalPlane(codes);
    const width = 2 + factors.length;
    const map = new Float32Array(mapPoints * width).fill(Number.NaN);
    const places = Array.from({ length: Math.min(mapPoints, codes.count) }, (_, k) =>
      onPlane(plane, codes.values, k * latents)
    );
    places.forEach((place, k) => {
      map.set([...place, ...factors.map((numbers) => numbers[k])], k * width);
    });
    const [spanX, spanY] = [0, 1].map((axis) => spanOf(places.map((place) => place[axis])));
    return new Map([
      [codeProbes.latentMap, map],
      [codeProbes.planeSpan, Float32Array.from([...spanX, ...spanY])],
      [codeProbes.plane, await this.decode(coder, gridOn(plane, spanX, spanY, latents))],
      [codeProbes.traversals, await this.decode(coder, traversalCodes(latents))]
    ]);
  }

  /** [n, pixels] from [n, K]. */
  private async decode(coder: Coder, codes: Float32Array): Promise<Float32Array> {
    const { latents, most, pixels } = this.sizes;
    const count = codes.length / latents;
    const made = new Float32Array(count * pixels);
    for (let from = 0; from < count; from += most) {
      const size = Math.min(most, count - from);
      this.compute.write(this.noise, codes.subarray(from * latents, (from + size) * latents));
      const images = await coder.decode(this.noise, size);
      made.set(await this.compute.read(images, 0, size * pixels), from * pixels);
    }
    return made;
  }
}

function columnOf({ count, targets, width }: Examples, column: number): Float64Array {
  return Float64Array.from({ length: count }, (_, k) => targets[k * width + column]);
}

/** Per pixel, of the mean image. */
function errorOfConstant({ count, images }: Examples, pixels: number): number {
  let sum = 0;
  for (let p = 0; p < pixels; p++) {
    let average = 0;
    for (let k = 0; k < count; k++) average += images[k * pixels + p] / count;
    for (let k = 0; k < count; k++) {
      const away = images[k * pixels + p] - average;
      sum += away * away;
    }
  }
  return sum / (count * pixels);
}

/** From the 2nd to the 98th percentile, never empty. */
function spanOf(values: readonly number[]): [low: number, high: number] {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  const [low, high] = [at(0.02), at(0.98)];
  return high - low > 1e-3 ? [low, high] : [low - 1, high + 1];
}

/** [side side, K] codes, top row (highest y) first. */
function gridOn(
  { axes, centre }: Plane,
  [left, right]: readonly [number, number],
  [bottom, top]: readonly [number, number],
  latents: number
): Float32Array {
  const grid = new Float32Array(planeSide * planeSide * latents);
  for (let row = 0; row < planeSide; row++)
    for (let column = 0; column < planeSide; column++) {
      const x = left + ((right - left) * column) / (planeSide - 1);
      const y = top + ((bottom - top) * row) / (planeSide - 1);
      for (let j = 0; j < latents; j++)
        grid[(row * planeSide + column) * latents + j] = centre[j] + x * axes[0][j] + y * axes[1][j];
    }
  return grid;
}

/** [K steps, K]. */
function traversalCodes(latents: number): Float32Array {
  const codes = new Float32Array(latents * traversalSteps * latents);
  for (let k = 0; k < latents; k++)
    for (let s = 0; s < traversalSteps; s++)
      codes[(k * traversalSteps + s) * latents + k] = -2 + (4 * s) / (traversalSteps - 1);
  return codes;
}
