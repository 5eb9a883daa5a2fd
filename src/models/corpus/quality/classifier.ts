/**
 * A small judge of quality: logistic regression on hashed words and pairs of words (Joulin et al. 2017 have the idea),
 *
 *   P(good | d) = sigmoid(w . x + w_0),   x_f = tokens of d that fall in slot f, over the length of that vector,
 *
 * learned by AdaGrad (Duchi et al. 2011) from the user's labels. It stands where Zyda-2 has a large network, and anything that scores a
 * text can stand in its place.
 */
import { exp } from '../../../compute/transcendentals';
import { Random } from '../../random';
import { wordTokens } from '../cleaning/tokens';
import { CorpusError } from '../document';

/** What a stage of quality needs: pluggable. */
export interface QualityJudge {
  /** Chance in [0, 1] that the text is good. */
  score(text: string): number;
}

export interface LabelledText {
  text: string;
  good: boolean;
}

export interface ClassifierOptions {
  /** Slots are 2^bits. */
  bits?: number;
  passes?: number;
  rate?: number;
  /** Of the order in which labels are seen. */
  seed?: number;
}

/** What is written to a file: weights by slot, those that are not 0. */
export interface ClassifierFile {
  engramClassifier: 1;
  bits: number;
  bias: number;
  slots: number[];
  weights: number[];
}

const mostBits = 22;

export class LinearJudge implements QualityJudge {
  readonly bits: number;
  bias = 0;
  /** [2^bits]. */
  readonly weights: Float64Array;

  /** Throws CorpusError for sizes that make no table. */
  constructor(bits: number) {
    if (!(Number.isInteger(bits) && bits >= 4 && bits <= mostBits))
      throw new CorpusError(`A classifier of 2^${bits} slots was asked for; expected 4 to ${mostBits} bits.`);
    this.bits = bits;
    this.weights = new Float64Array(1 << bits);
  }

  score(text: string): number {
    return this.chance(featureSlots(text, this.bits));
  }

  chance({ slots, values }: SlotCounts): number {
    let sum = this.bias;
    for (let i = 0; i < slots.length; i++) sum += this.weights[slots[i]] * values[i];
    return 1 / (1 + exp(-sum));
  }

  toFile(): ClassifierFile {
    const slots = [...this.weights.keys()].filter((slot) => this.weights[slot] !== 0);
    return {
      engramClassifier: 1,
      bits: this.bits,
      bias: this.bias,
      slots,
      weights: slots.map((slot) => this.weights[slot])
    };
  }

  /** Throws CorpusError for what is no such file. */
  static fromFile(file: unknown): LinearJudge {
    const { bias, bits, engramClassifier, slots, weights } = (file ?? {}) as Partial<ClassifierFile>;
    const fits =
      engramClassifier === 1 &&
      typeof bits === 'number' &&
      typeof bias === 'number' &&
      Array.isArray(slots) &&
      Array.isArray(weights) &&
      slots.length === weights.length;
    if (!fits)
      throw new CorpusError(
        'This is no classifier; expected a file with engramClassifier: 1, bits, bias, slots and weights.'
      );
    const judge = new LinearJudge(bits);
    judge.bias = bias;
    slots.forEach((slot, i) => {
      const weight: unknown = weights[i];
      if (!(Number.isInteger(slot) && slot >= 0 && slot < judge.weights.length && typeof weight === 'number'))
        throw new CorpusError(
          `The classifier names slot ${slot}; expected numbers below ${judge.weights.length}.`
        );
      judge.weights[slot] = weight;
    });
    return judge;
  }
}

export interface SlotCounts {
  slots: Uint32Array;
  /** Unit length. */
  values: Float64Array;
}

function featureSlots(text: string, bits: number): SlotCounts {
  const words = wordTokens(text);
  const counts = new Map<number, number>();
  const shift = 32 - bits;
  const count = (hash: number): void => {
    const slot = hash >>> shift;
    counts.set(slot, (counts.get(slot) ?? 0) + 1);
  };
  for (let i = 0; i < words.length; i++) {
    count(Math.imul(words[i], 0x9e3779b1));
    if (i > 0) count(Math.imul(words[i - 1] ^ Math.imul(words[i], 0x85ebca6b), 0xc2b2ae35));
  }
  let squares = 0;
  for (const value of counts.values()) squares += value * value;
  const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
  return {
    slots: Uint32Array.from(counts.keys()),
    values: Float64Array.from(counts.values(), (value) => value * scale)
  };
}

/** A judge that learns one text at a time, by AdaGrad. */
export class JudgeLearner {
  readonly judge: LinearJudge;
  /** [2^bits] sums of squared slopes. */
  readonly squares: Float64Array;
  biasSquares = 0;
  private readonly rate: number;

  constructor(bits: number, rate = 1) {
    this.judge = new LinearJudge(bits);
    this.squares = new Float64Array(this.judge.weights.length);
    this.rate = rate;
  }

  learn(text: string, good: boolean): void {
    this.step(featureSlots(text, this.judge.bits), good);
  }

  step(example: SlotCounts, good: boolean): void {
    const { judge, rate, squares } = this;
    const { slots, values } = example;
    const error = judge.chance(example) - (good ? 1 : 0);
    for (let i = 0; i < slots.length; i++) {
      const slope = error * values[i];
      squares[slots[i]] += slope * slope;
      if (slope !== 0) judge.weights[slots[i]] -= (rate * slope) / Math.sqrt(squares[slots[i]]);
    }
    this.biasSquares += error * error;
    if (error !== 0) judge.bias -= (rate * error) / Math.sqrt(this.biasSquares);
  }
}

/** Throws CorpusError where one of the two kinds of label is missing. */
export function trainJudge(
  labelled: readonly LabelledText[],
  { bits = 16, passes = 5, rate = 1, seed = 1 }: ClassifierOptions = {}
): LinearJudge {
  const good = labelled.filter((one) => one.good).length;
  if (good === 0 || good === labelled.length)
    throw new CorpusError(
      `Of ${labelled.length} labelled texts ${good} are good; expected some that are and some that are not.`
    );
  const learner = new JudgeLearner(bits, rate);
  const examples = labelled.map(({ text }) => featureSlots(text, bits));
  const random = new Random(seed).fork('quality');
  for (let pass = 0; pass < passes; pass++)
    for (const index of random.permutation(labelled.length))
      learner.step(examples[index], labelled[index].good);
  return learner.judge;
}

/** Share of the labels that come out right at a chance of one half. */
export function judgeAccuracy(judge: QualityJudge, labelled: readonly LabelledText[]): number {
  let right = 0;
  for (const { good, text } of labelled) if (judge.score(text) >= 0.5 === good) right++;
  return labelled.length === 0 ? Number.NaN : right / labelled.length;
}
