/**
 * Credit for a chunk of ticks, from its histories:
 *
 *   L = error B^T                                       learning signal (B = W_out^T when symmetric)
 *   dE/dW_ij  = sum_t L_i,t F_ij,t                      F the filtered eligibility trace (e-bar)
 *             + (c_reg / T) (f_i - f_target) sum_t e_ij  rate regularisation, unfiltered trace
 *   dE/dW_out = sum_t error_k,t trace_j,t
 *
 * Bellec et al. 2020, eqs. 1-5 and "firing rate regularization". Sums over time, mean over trials. What
 * surprises: the regulariser's product is formed in each trial and then averaged, not from averages.
 */
import type { Block } from '../../compute/compute';
import type { Network } from './network';
import type { Rollout } from './rollout';

export interface ChunkCredit {
  /** Ticks of the chunk. */
  steps: number;
  /** Ticks of the trial done, this chunk included, and its length T. */
  elapsed: number;
  trialSteps: number;
  form: 'chunk' | 'step';
  /** c_reg, and the target in spikes per step. */
  regularisation: number;
  targetRate: number;
  /** Whether the gradients of W and of the readout (and feedback) are wanted. */
  layer: boolean;
  readout: boolean;
}

export class Credit {
  /** L, history [capacity, batch, units], formed when the chunk ends or when it is asked for before. */
  readonly signal: Block;
  /** [units, fanIn], [outputs, units], [units, outputs]: as the weights they belong to. */
  readonly gradient: Block;
  readonly readoutGradient: Block;
  readonly feedbackGradient: Block | undefined;
  /** Spikes (or activity) summed over the trial so far, [batch, units]. */
  readonly counts: Block;
  /** E and F as the last chunk left them, [batch, units, fanIn]; absent when a chunk is a whole trial. */
  readonly eligibility: Block | undefined;
  readonly filtered: Block | undefined;
  private readonly network: Network;
  private readonly rollout: Rollout;
  private readonly constantSignal: Block;
  private readonly ones: Block;

  /** `carried`: traces outlive the chunk, because a trial is cut into several. */
  constructor(network: Network, rollout: Rollout, carried: boolean) {
    const { compute, units, outputs, fanIn } = network;
    const { batch, capacity } = rollout;
    this.network = network;
    this.rollout = rollout;
    this.signal = compute.alloc(capacity * batch * units, 'learning signal');
    this.gradient = compute.alloc(units * fanIn, 'dE/dW');
    this.readoutGradient = compute.alloc(outputs * units, 'dE/dW_out');
    this.feedbackGradient = network.feedback && compute.alloc(units * outputs, 'dE/dB');
    this.counts = compute.alloc(batch * units, 'spike counts');
    this.constantSignal = compute.alloc(batch * units, 'rate signal');
    this.ones = compute.alloc(capacity, 'ones');
    compute.fill(this.ones, 1);
    this.eligibility = carried ? compute.alloc(batch * units * fanIn, 'eligibility') : undefined;
    this.filtered = carried ? compute.alloc(batch * units * fanIn, 'filtered eligibility') : undefined;
  }

  /** Zero counts and traces, as at the start of every trial. */
  reset(): void {
    for (const block of [this.counts, this.eligibility, this.filtered]) {
      if (block) this.network.compute.fill(block, 0);
    }
  }

  /** L = error B^T of the chunk's first `steps` ticks. A tick's row comes out the same whatever the number of rows. */
  async formSignal(steps: number): Promise<void> {
    const { compute, units, outputs, feedback, readoutWeights } = this.network;
    await compute.gemm({
      m: steps * this.rollout.batch,
      n: units,
      k: outputs,
      a: this.rollout.readoutHistory.error,
      b: feedback ?? readoutWeights,
      transposeB: feedback !== undefined,
      c: this.signal
    });
  }

  /** Learning signal, counts and the wanted gradients of the chunk that has just ended. */
  async assign(chunk: ChunkCredit): Promise<void> {
    const { network, rollout } = this;
    const { compute, units, outputs, fanIn } = network;
    const { batch } = rollout;
    const rows = chunk.steps * batch;
    const { error, trace } = rollout.readoutHistory;

    await this.formSignal(chunk.steps);
    await compute.gemv({
      rows: chunk.steps,
      columns: batch * units,
      a: rollout.history.activity,
      x: this.ones,
      y: this.counts,
      transpose: true,
      accumulate: true
    });
    if (chunk.layer) {
      const regularised = chunk.regularisation > 0;
      if (regularised) await this.pullRates(chunk);
      compute.fill(this.gradient, 0);
      await compute.eligibility({
        form: chunk.form,
        steps: chunk.steps,
        batch,
        units,
        fanIn,
        preTrace: rollout.history.preTrace,
        drive: rollout.history.drive,
        carry: network.carry,
        pass: network.pass,
        slope: network.slope,
        readoutDecay: network.readoutDecay,
        signal: this.signal,
        ...(regularised && { constantSignal: this.constantSignal }),
        scale: 1 / batch,
        gradient: this.gradient,
        ...(this.eligibility && this.filtered && { eligibility: this.eligibility, filtered: this.filtered }),
        ...(network.selfFrom !== undefined && { selfFrom: network.selfFrom })
      });
    }
    if (chunk.readout) {
      const shared = { k: rows, transposeA: true, alpha: 1 / batch };
      await compute.gemm({ ...shared, m: outputs, n: units, a: error, b: trace, c: this.readoutGradient });
      if (this.feedbackGradient) {
        await compute.gemm({ ...shared, m: units, n: outputs, a: trace, b: error, c: this.feedbackGradient });
      }
    }
  }

  private async pullRates({ elapsed, trialSteps, regularisation, targetRate }: ChunkCredit): Promise<void> {
    const { compute } = this.network;
    const strength = regularisation / trialSteps;
    const counts = await compute.read(this.counts);
    compute.write(
      this.constantSignal,
      counts.map((count) => strength * (count / elapsed - targetRate))
    );
  }

  dispose(): void {
    for (const block of [
      this.signal,
      this.gradient,
      this.readoutGradient,
      this.feedbackGradient,
      this.counts,
      this.eligibility,
      this.filtered,
      this.constantSignal,
      this.ones
    ]) {
      if (block) this.network.compute.free(block);
    }
  }

  static floats(
    inputs: number,
    units: number,
    outputs: number,
    batch: number,
    capacity: number,
    carried: boolean
  ): number {
    const synapses = units * (inputs + units);
    return (
      capacity * (batch * units + 1) +
      synapses +
      2 * outputs * units +
      2 * batch * units +
      (carried ? 2 * batch * synapses : 0)
    );
  }
}
