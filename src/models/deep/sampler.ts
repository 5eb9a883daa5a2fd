/** Keeps what a sample of the trial under way needs: its data and the weights it began with. Reads the run only. */
import type { TrialSample } from '../model';
import type { Settings } from '../settings';
import type { StreamShape, Trial } from '../stream';
import type { Feedback } from './feedback';
import type { Network } from './network';
import { type Matrices, readFeedback, readMatrices } from './sampling';

export class Sampler {
  /** Whether to keep the trials to come. */
  keeping = false;
  private readonly model: string;
  private readonly shape: StreamShape;
  private readonly network: Network;
  private readonly feedback: Feedback;
  private trial: Trial | undefined;
  private kept: { trial: Trial; weights: Matrices; feedback: string } | undefined;

  constructor(model: string, shape: StreamShape, network: Network, feedback: Feedback) {
    this.model = model;
    this.shape = shape;
    this.network = network;
    this.feedback = feedback;
  }

  /** A trial begins, of which `trial` is the first of the batch. */
  begin(trial: Trial): void {
    this.trial = this.keeping ? trial : undefined;
    this.kept = undefined;
  }

  /** Copies the weights once a trial that is to be kept has begun; they have not moved since. */
  async keepWeights(): Promise<void> {
    const { trial, network, feedback } = this;
    if (!trial || this.kept) return;
    this.kept = { trial, weights: await readMatrices(network, feedback), feedback: feedback.kind };
  }

  forget(): void {
    this.trial = undefined;
    this.kept = undefined;
  }

  async sample(settings: Settings, ticks: number): Promise<TrialSample | undefined> {
    const { kept, network, feedback, model, shape } = this;
    if (!kept) return undefined;
    // Feedback chosen since the trial began: fixed matrices are what they were then.
    if (kept.feedback !== feedback.kind) {
      Object.assign(kept, { feedback: feedback.kind });
      kept.weights = { ...kept.weights, ...(await readFeedback(network, feedback)) };
    }
    return { model, settings, shape, trial: kept.trial, ticks, weights: { ...kept.weights } };
  }
}
