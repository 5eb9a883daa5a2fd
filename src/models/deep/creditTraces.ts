/**
 * Credit by eligibility traces, forward in time: the traces of layer k, behind one leaky filter per layer from k + 1 to the one
 * that is read out, meet the signal of the moment.
 *
 *   cascade   f^{k->k} = e^k,  f^{k->l}_t = lam_l f^{k->l}_{t-1} + f^{k->l-1}_t;   dE/dW^k = sum_m sum_t sigma^{k<-m}_t f^{k->m}_t
 *   spatial   dE/dW^k = sum_t sigma^k_t e^k_t
 *   top       the same at the top layer alone
 *
 * Section 3 of the deep e-prop notes: Millidge 2025 (arXiv 2512.24506); spatial as in OSTL (Bohnstingl 2020).
 */
import type { Block } from '../../compute/compute';
import type { Network } from './network';
import type { Rollout } from './rollout';
import type { Signals } from './creditSignals';
import { isReadOut, type Stack } from '../stack/stack';

/** One eligibility call per chunk, and the traces it carries on to the next. */
export class Traces {
  /** By name; none when a chunk is a whole trial. */
  readonly carried: readonly [name: string, block: Block][];
  private readonly network: Network;
  private readonly rollout: Rollout;
  private readonly l: number;
  private readonly filters: readonly number[];

  /** Of layer l, through the filters of the layers above it up to `through` (l itself: none). */
  constructor(network: Network, rollout: Rollout, l: number, through: number, carried: boolean) {
    const { compute, layers } = network;
    const { units, fanIn, label } = layers[l];
    const size = rollout.batch * units * fanIn;
    this.network = network;
    this.rollout = rollout;
    this.l = l;
    this.filters = layers.slice(l + 1, through + 1).map(({ filter }) => filter);
    const stages: [string, number][] =
      this.filters.length > 0 ? [['stages', this.filters.length * size]] : [];
    const lengths: [string, number][] = [['eligibility', size], ['filtered', size], ...stages];
    this.carried = carried
      ? lengths.map(([name, length]) => [name, compute.alloc(length, `${name} of ${label}`)])
      : [];
  }

  /** Adds to the gradient of W; `constantSignal` weighs the unfiltered traces. */
  async add(call: {
    form: 'chunk' | 'step';
    steps: number;
    signal: Block;
    constantSignal: Block | undefined;
    gradient: Block;
  }): Promise<void> {
    const { network, rollout, l, filters } = this;
    const { units, fanIn, carry, pass, slope, selfFrom } = network.layers[l];
    const { preTrace, drive } = rollout.layers[l].history;
    const { form, steps, signal, constantSignal, gradient } = call;
    await network.compute.eligibility({
      form,
      steps,
      batch: rollout.batch,
      units,
      fanIn,
      preTrace,
      drive,
      carry,
      pass,
      slope,
      ...(filters.length > 0 && { filters }),
      readoutDecay: network.stack.readoutDecay,
      signal,
      ...(constantSignal && { constantSignal }),
      scale: 1 / rollout.batch,
      gradient,
      ...Object.fromEntries(this.carried),
      ...(selfFrom !== undefined && { selfFrom })
    });
  }

  dispose(): void {
    for (const [, block] of this.carried) this.network.compute.free(block);
  }
}

/** Where a trace meets a signal: of layer l, behind the filters up to layer `through`. */
interface Meeting {
  l: number;
  through: number;
}

export type TraceRule = 'cascade' | 'spatial' | 'top';

/** Every meeting of a rule, in the order they are made: with one readout after the other, from its layer down. */
export function meetings(stack: Stack, rule: TraceRule, broadcast: boolean): Meeting[] {
  const top = stack.layers.length - 1;
  const down = Array.from({ length: top + 1 }, (_, n) => top - n);
  if (rule === 'top') return [{ l: top, through: top }];
  if (rule === 'spatial') return down.map((l) => ({ l, through: l }));
  if (broadcast) return down.map((l) => ({ l, through: stack.readout === 'all' ? l : top }));
  return down
    .filter((m) => isReadOut(stack, m))
    .flatMap((m) => down.filter((l) => l <= m).map((l) => ({ l, through: m })));
}

export class TraceCredit {
  private readonly network: Network;
  private readonly signals: Signals;
  private readonly meetings: readonly (Meeting & { traces: Traces })[];
  /** The signal that one of several readouts sends down, [capacity, batch, widest]; absent where all make one. */
  private readonly part: Block | undefined;

  constructor(network: Network, rollout: Rollout, signals: Signals, rule: TraceRule, carried: boolean) {
    this.network = network;
    this.signals = signals;
    this.meetings = meetings(network.stack, rule, !signals.descends).map(({ l, through }) => ({
      l,
      through,
      traces: new Traces(network, rollout, l, through, carried)
    }));
    const several = this.meetings.length > network.layers.length;
    this.part = several
      ? network.compute.alloc(rollout.capacity * rollout.batch * network.widest, 'signal of one readout')
      : undefined;
  }

  get carried(): [name: string, block: Block][] {
    return this.meetings.flatMap(({ l, through, traces }) =>
      traces.carried.map(([name, block]): [string, Block] => [`${name}.${l}.${through}`, block])
    );
  }

  /** Adds to the gradients; the signals are formed. `constantSignals` are taken out as they are used. */
  async assign(
    steps: number,
    form: 'chunk' | 'step',
    gradients: readonly Block[],
    constantSignals: (Block | undefined)[]
  ): Promise<void> {
    const { signals, part } = this;
    for (const { l, through, traces } of this.meetings) {
      if (part && l === through) await signals.hear(l, part, steps, false);
      else if (part) await signals.descend(l + 1, part, part, steps);
      const constantSignal = constantSignals[l];
      constantSignals[l] = undefined;
      const signal = part ?? signals.signal[l];
      await traces.add({ form, steps, signal, constantSignal, gradient: gradients[l] });
    }
  }

  dispose(): void {
    for (const { traces } of this.meetings) traces.dispose();
    if (this.part) this.network.compute.free(this.part);
  }

  static floats(
    stack: Stack,
    rule: TraceRule,
    broadcast: boolean,
    batch: number,
    capacity: number,
    carried: boolean
  ): number {
    const all = meetings(stack, rule, broadcast);
    const widest = Math.max(...stack.layers.map(({ units }) => units));
    const part = all.length > stack.layers.length ? capacity * batch * widest : 0;
    const traces = all.reduce(
      (sum, { l, through }) => sum + (2 + through - l) * batch * synapses(stack, l),
      0
    );
    return part + (carried ? traces : 0);
  }
}

const synapses = (stack: Stack, l: number): number =>
  stack.layers[l].units * ((l === 0 ? stack.inputs : stack.layers[l - 1].units) + stack.layers[l].units + 1);
