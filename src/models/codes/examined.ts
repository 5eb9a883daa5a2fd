/** What examinations have found, each held once for the same weights, images and queries. */
import type { AnswerLossCall } from '../../compute/feedForward';
import type { Trial } from '../stream';
import type { Classifiers } from './classifiers';
import type { Coder } from './coder';
import { type Examination, type Examples, examplesOf } from './examination';
import type { Codes } from './invariance';
import type { Query } from './queries';

/** What the findings depend on. */
export interface Circumstances {
  /** Minibatches so far. */
  after: number;
  on: readonly Trial[];
  queries: readonly Query[];
  divergence: AnswerLossCall['kind'];
}

export class Examined {
  private readonly examination: Examination;
  private readonly coders: readonly Coder[];
  private readonly classifiers: Classifiers;
  private readonly sizes: { pixels: number; width: number };
  private found: (Circumstances & { rows: Map<string, Float32Array>; codes: Codes }) | undefined;
  private answered: { after: number; on: readonly Trial[]; row: Float32Array } | undefined;
  private examples: { of: readonly Trial[]; examples: Examples } | undefined;

  /** `width`: columns of a target. */
  constructor(
    examination: Examination,
    coders: readonly Coder[],
    classifiers: Classifiers,
    sizes: { pixels: number; width: number }
  ) {
    this.examination = examination;
    this.coders = coders;
    this.classifiers = classifiers;
    this.sizes = sizes;
  }

  /** Weights have changed in another way than by learning. */
  forget(): void {
    this.found = undefined;
    this.answered = undefined;
  }

  /** The series or image called `name`: see `Examination`. */
  async row(name: string, now: Circumstances): Promise<Float32Array> {
    const { coders, examination } = this;
    const examples = this.examplesOf(now.on);
    const { found } = this;
    const same =
      found?.after === now.after &&
      found.on === now.on &&
      found.queries === now.queries &&
      found.divergence === now.divergence;
    const own =
      same && found
        ? found
        : {
            ...now,
            ...(await examination.take(examples, coders, this.classifiers, now.queries, now.divergence))
          };
    if (!own.rows.has(name))
      for (const [other, row] of await examination.pictures(coders[0], own.codes, examples))
        own.rows.set(other, row);
    this.found = own;
    return own.rows.get(name)!;
  }

  /** [2 F] accuracy of the classifiers on the images themselves, which last learned at minibatch `after`. */
  async classifierAccuracy({ after, on }: Pick<Circumstances, 'after' | 'on'>): Promise<Float32Array> {
    if (this.answered?.after !== after || this.answered.on !== on) {
      const shares = await this.examination.classifierAccuracy(this.examplesOf(on), this.classifiers);
      this.answered = { after, on, row: Float32Array.from(shares) };
    }
    return this.answered.row;
  }

  examplesOf(trials: readonly Trial[]): Examples {
    if (this.examples?.of !== trials) {
      const { pixels, width } = this.sizes;
      this.examples = { of: trials, examples: examplesOf(trials, pixels, width) };
    }
    return this.examples.examples;
  }
}
