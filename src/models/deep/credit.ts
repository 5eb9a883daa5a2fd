/**
 * Credit for a chunk of ticks, from its histories, under any rule:
 *
 *   dE/dW^l    as the rule says (creditTraces, creditBackward, creditWalked)
 *            + (c_reg / T) (f_i - f_target) sum_t e_ij   rate regularisation of spiking layers, unfiltered trace
 *   dE/dO^l    = sum_t error_t trace^l_t
 *
 * Sums over time, mean over trials.
 */
import type { Block } from '../../compute/compute';
import type { Streams } from '../training/streams';
import type { LearningConstants } from './constants';
import { BackwardCredit } from './creditBackward';
import { Signals } from './creditSignals';
import { TraceCredit, Traces } from './creditTraces';
import { WalkedCredit } from './creditWalked';
import type { Feedback } from './feedback';
import type { Network } from './network';
import type { Rollout } from './rollout';
import type { Rule } from '../stack/stack';

export interface ChunkCredit {
  /** Ticks of the chunk. */
  steps: number;
  /** Ticks of the trial done, this chunk included, and its length T. */
  elapsed: number;
  trialSteps: number;
  learning: LearningConstants;
  /** The trial. */
  streams: Streams;
}

type RuleCredit =
  | { kind: 'traces'; credit: TraceCredit }
  | { kind: 'backward'; credit: BackwardCredit }
  | { kind: 'walked'; credit: WalkedCredit };

/** How a rule is computed. */
export const bodyOf = ({ rule, form }: Pick<LearningConstants, 'rule' | 'form'>): RuleCredit['kind'] => {
  if (rule === 'rtrl' || (rule === 'deep' && form === 'step')) return 'walked';
  return rule === 'cascade' || rule === 'spatial' || rule === 'top' ? 'traces' : 'backward';
};

/** Whether the rule's own traces serve the rate regularisation of a layer. */
export const regularises = (rule: Rule, top: boolean): boolean =>
  rule === 'cascade' || rule === 'spatial' || (rule === 'top' && top);

/** What decides which traces are carried. */
const tracesOf = (learning: LearningConstants): string =>
  `${learning.rule} ${bodyOf(learning)} ${learning.feedback === 'broadcast'}`;

export class Credit {
  readonly signals: Signals;
  /** As the weights they belong to. */
  readonly gradients: readonly Block[];
  readonly readoutGradients: readonly (Block | undefined)[];
  /** Spikes (or activity) summed over the trial so far, [batch, n_l]. */
  readonly counts: readonly Block[];
  private readonly network: Network;
  private readonly rollout: Rollout;
  private readonly feedback: Feedback;
  private readonly cut: boolean;
  private readonly constantSignals: readonly (Block | undefined)[];
  /** [capacity * batch]. */
  private readonly ones: Block;
  private rule: RuleCredit;
  private inUse = '';
  /** Traces of spiking layers that the rule makes none of, for the regulariser, and the silent signal they meet. */
  private rates: readonly (Traces | undefined)[] = [];
  private silence: Block | undefined;

  /** `cut`: traces outlive the chunk, because a trial is cut into several. */
  constructor(
    network: Network,
    rollout: Rollout,
    feedback: Feedback,
    learning: LearningConstants,
    cut: boolean
  ) {
    const { compute, layers, outputs, readouts } = network;
    const { batch, capacity } = rollout;
    this.network = network;
    this.rollout = rollout;
    this.feedback = feedback;
    this.cut = cut;
    this.signals = new Signals(network, rollout, feedback);
    this.gradients = layers.map(({ weights, label }) => compute.alloc(weights.length, `dE/dW of ${label}`));
    this.readoutGradients = readouts.map(
      (O, l) => O && compute.alloc(O.length, `dE/dO of ${layers[l].label}`)
    );
    this.counts = layers.map(({ units, label }) => compute.alloc(batch * units, `spike counts of ${label}`));
    this.constantSignals = layers.map(({ units, spiking, label }) =>
      spiking ? compute.alloc(batch * units, `rate signal of ${label}`) : undefined
    );
    this.ones = compute.alloc(Math.max(capacity * batch, outputs), 'ones');
    compute.fill(this.ones, 1);
    feedback.use(learning.feedback);
    this.rule = this.open(learning);
  }

  /** Takes up another rule or feedback; traces that are not the same under both begin empty. */
  use(learning: LearningConstants): void {
    this.feedback.use(learning.feedback);
    if (tracesOf(learning) === this.inUse) return;
    this.close();
    this.rule = this.open(learning);
  }

  private open(learning: LearningConstants): RuleCredit {
    const { network, rollout, feedback, cut } = this;
    this.inUse = tracesOf(learning);
    const { rule, form } = learning;
    const unheard = (l: number): boolean =>
      network.layers[l].spiking &&
      !(rule === 'cascade' || rule === 'spatial' || (rule === 'top' && l === top));
    const top = network.layers.length - 1;
    this.rates = network.layers.map((_, l) =>
      unheard(l) ? new Traces(network, rollout, l, l, cut) : undefined
    );
    if (this.rates.some((traces) => traces !== undefined)) {
      const room = rollout.capacity * rollout.batch * network.widest;
      this.silence = network.compute.alloc(room, 'no signal');
    }
    if (rule === 'rtrl' || (rule === 'deep' && form === 'step'))
      return { kind: 'walked', credit: new WalkedCredit(network, feedback, rule) };
    if (rule === 'bptt' || rule === 'deep' || rule === 'immediate') {
      const credit = new BackwardCredit(network, rollout, this.signals, feedback, rule, this.ones);
      return { kind: 'backward', credit };
    }
    return { kind: 'traces', credit: new TraceCredit(network, rollout, this.signals, rule, cut) };
  }

  private close(): void {
    const { compute } = this.network;
    this.rule.credit.dispose();
    for (const traces of this.rates) traces?.dispose();
    if (this.silence) compute.free(this.silence);
    this.silence = undefined;
  }

  /** What a trial under way has gathered, by name. */
  get carried(): [name: string, block: Block][] {
    return [
      ...this.counts.map((block, l): [string, Block] => [`counts${l}`, block]),
      ...this.rule.credit.carried,
      ...this.rates.flatMap((traces, l) =>
        (traces?.carried ?? []).map(([name, block]): [string, Block] => [`rates.${name}.${l}`, block])
      )
    ];
  }

  /** Zero counts and traces, as at the start of every trial. */
  reset(): void {
    for (const [, block] of this.carried) this.network.compute.fill(block, 0);
  }

  /** Signals, counts and the wanted gradients of the chunk that has just ended. */
  async assign(chunk: ChunkCredit): Promise<void> {
    const { network, rollout, rule, gradients } = this;
    const { compute, layers } = network;
    const { steps, learning } = chunk;
    await this.signals.form(steps, learning.rule === 'top');
    for (const [l, { units }] of layers.entries()) {
      const x = this.ones;
      const shape = { rows: steps, columns: rollout.batch * units, transpose: true, accumulate: true };
      await compute.gemv({ ...shape, a: rollout.layers[l].history.activity, x, y: this.counts[l] });
      compute.fill(gradients[l], 0);
    }
    if (learning.learnReadout) await this.readOut(steps);
    if (!learning.learnInput && !learning.learnRecurrent) return;

    if (rule.kind === 'walked') await rule.credit.assign(chunk.streams, gradients);
    const constantSignals = await this.pullRates(chunk);
    if (rule.kind === 'traces') await rule.credit.assign(steps, learning.form, gradients, constantSignals);
    if (rule.kind === 'backward') await rule.credit.assign(steps, gradients);
    for (const [l, traces] of this.rates.entries()) {
      const constantSignal = constantSignals[l];
      const signal = this.silence;
      if (!traces || !constantSignal || !signal) continue;
      await traces.add({ form: learning.form, steps, signal, constantSignal, gradient: gradients[l] });
    }
  }

  private async readOut(steps: number): Promise<void> {
    const { network, rollout } = this;
    const { compute, layers, outputs } = network;
    const k = steps * rollout.batch;
    const a = rollout.whole.history.error;
    for (const [l, part] of rollout.readouts.entries()) {
      const c = this.readoutGradients[l];
      if (!part || !c) continue;
      const shape = { m: outputs, n: layers[l].units, k, transposeA: true, alpha: 1 / rollout.batch };
      await compute.gemm({ ...shape, a, b: part.history.trace, c });
    }
  }

  /** The regulariser's signal for each spiking layer; none where it is switched off. */
  private async pullRates({ elapsed, trialSteps, learning }: ChunkCredit): Promise<(Block | undefined)[]> {
    const { compute } = this.network;
    const strength = learning.regularisation / trialSteps;
    if (strength === 0) return this.constantSignals.map(() => undefined);
    for (const [l, block] of this.constantSignals.entries()) {
      if (!block) continue;
      const counts = await compute.read(this.counts[l]);
      compute.write(
        block,
        counts.map((count) => strength * (count / elapsed - learning.targetRate))
      );
    }
    return [...this.constantSignals];
  }

  dispose(): void {
    this.close();
    this.signals.dispose();
    const { gradients, readoutGradients, counts, constantSignals, ones } = this;
    for (const block of [...gradients, ...readoutGradients, ...counts, ...constantSignals, ones]) {
      if (block) this.network.compute.free(block);
    }
  }
}
