/** A judge of quality that learns from the first documents of a stream, which say how good they are, and is asked about those after them. */
import type { TextDocument } from '../../stream';
import { arrayIn } from '../../training/snapshots';
import { JudgeLearner } from '../quality/classifier';

/** Slots are 2^bits. */
const bits = 14;

export class Judge {
  private readonly labelled: number;
  private readonly learner: JudgeLearner | undefined;
  private seen = 0;

  constructor(labelled: number) {
    this.labelled = labelled;
    this.learner = labelled > 0 ? new JudgeLearner(bits) : undefined;
  }

  /** Documents without a known quality teach nothing. */
  learn({ quality }: TextDocument, text: string): void {
    if (!this.learner || quality === undefined || this.seen === this.labelled) return;
    this.seen++;
    this.learner.learn(text, quality >= 0.5);
  }

  /** Undefined while it still learns, or is not asked for. */
  ask(text: string, least: number): { probability: number; enough: boolean } | undefined {
    if (!this.learner || this.seen < this.labelled) return undefined;
    const probability = this.learner.judge.score(text);
    return { probability, enough: probability >= least };
  }

  snapshot(): Record<string, Float64Array> {
    const { learner, seen } = this;
    if (!learner) return {};
    const { judge, squares } = learner;
    return {
      'judge.seen': Float64Array.of(seen, judge.bias, learner.biasSquares),
      'judge.weights': judge.weights.slice(),
      'judge.squares': squares.slice()
    };
  }

  restore(arrays: Readonly<Record<string, Float64Array>>): void {
    const { learner } = this;
    if (!learner) return;
    const { judge, squares } = learner;
    [this.seen, judge.bias, learner.biasSquares] = arrayIn(arrays, 'judge.seen', 3);
    judge.weights.set(arrayIn(arrays, 'judge.weights', judge.weights.length));
    squares.set(arrayIn(arrays, 'judge.squares', squares.length));
  }
}
