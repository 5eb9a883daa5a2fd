/**
 * The eligibility traces of one watched unit in trial 0, rolled forward on demand from the histories:
 *
 *   e_t = psi_t zbar_t + w_t E_t,   E_{t+1} = psi_t zbar_t + g_t E_t,   F_t = kappa F_{t-1} + (1 - kappa) e_t
 *
 * with w = pass + slope psi and g = carry + slope psi. What surprises: the run itself never holds these
 * tick by tick (the factored form does not need them), so watching costs its own n_in + n numbers a tick
 * and touches nothing of the run.
 */
import type { Block } from '../../compute/compute';
import type { Credit } from './credit';
import type { Network } from './network';
import type { Rollout } from './rollout';

export class WatchedTraces {
  readonly unit: number;
  private readonly network: Network;
  private readonly rollout: Rollout;
  private readonly credit: Credit;
  /** Rows E and F at the start of the chunk, and the unit's constants during it; undefined until captured. */
  private start: { E: Float64Array; F: Float64Array; carry: number; pass: number; slope: number } | undefined;
  /** Rows E and F before chunk tick `at`, and e, F of the ticks before it, [at, fanIn] each. */
  private at = 0;
  private E = new Float64Array(0);
  private F = new Float64Array(0);
  private readonly e: Float32Array;
  private readonly f: Float32Array;

  constructor(unit: number, network: Network, rollout: Rollout, credit: Credit) {
    this.unit = unit;
    this.network = network;
    this.rollout = rollout;
    this.credit = credit;
    this.e = new Float32Array(rollout.capacity * network.fanIn);
    this.f = new Float32Array(rollout.capacity * network.fanIn);
  }

  /** A new chunk has begun, or its histories have been replaced. */
  forget(): void {
    this.start = undefined;
    this.at = 0;
  }

  /** Keeps what the chunk starts from; must happen before its credit moves traces and weights on. */
  async capture(): Promise<void> {
    if (this.start) return;
    const { eligibility, filtered } = this.credit;
    const { compute, fanIn, carry, pass, slope } = this.network;
    const row = async (block: Block | undefined): Promise<Float64Array> =>
      block
        ? Float64Array.from(await compute.read(block, this.unit * fanIn, fanIn))
        : new Float64Array(fanIn);
    const one = async (block: Block): Promise<number> => (await compute.read(block, this.unit, 1))[0];
    this.start = {
      E: await row(eligibility),
      F: await row(filtered),
      carry: await one(carry),
      pass: await one(pass),
      slope: await one(slope)
    };
  }

  /** Whether the chunk starts from anything that its end has overwritten. */
  private get startIsLost(): boolean {
    return !this.start && (this.credit.eligibility !== undefined || this.network.autapses);
  }

  /** Rows e or F of chunk ticks [from, to); NaN where what the chunk began with is no longer known. */
  async rows(which: 'eligibility' | 'filteredEligibility', from: number, to: number): Promise<Float32Array> {
    const { fanIn } = this.network;
    if (this.startIsLost) return new Float32Array((to - from) * fanIn).fill(Number.NaN);
    await this.capture();
    await this.rollTo(to);
    return (which === 'eligibility' ? this.e : this.f).slice(from * fanIn, to * fanIn);
  }

  private async rollTo(to: number): Promise<void> {
    const { network, rollout, unit, start } = this;
    if (!start || to <= this.at) return;
    const { compute, fanIn, units, readoutDecay: kappa } = network;
    if (this.at === 0) {
      this.E = start.E.slice();
      this.F = start.F.slice();
    }
    const { carry, pass, slope } = start;
    const ticks = Array.from({ length: to - this.at }, (_, index) => this.at + index);
    const read = (block: Block, width: number, offset: number, length: number) =>
      Promise.all(ticks.map((tick) => compute.read(block, tick * rollout.batch * width + offset, length)));
    const traces = await read(rollout.history.preTrace, fanIn, 0, fanIn);
    const drives = await read(rollout.history.drive, units, unit, 1);
    for (const [index, tick] of ticks.entries()) {
      const psi = drives[index][0];
      const w = pass + slope * psi;
      const g = carry + slope * psi;
      for (let j = 0; j < fanIn; j++) {
        const input = psi * traces[index][j];
        const e = input + w * this.E[j];
        this.E[j] = input + g * this.E[j];
        this.F[j] = kappa * this.F[j] + (1 - kappa) * e;
        this.e[tick * fanIn + j] = e;
        this.f[tick * fanIn + j] = this.F[j];
      }
    }
    this.at = to;
  }
}
