/**
 * The eligibility traces of one watched unit in trial 0, rolled forward on demand from the histories, at its own layer and behind
 * the filters of the layers above:
 *
 *   e_t = psi_t zbar_t + w_t E_t,   E_{t+1} = psi_t zbar_t + g_t E_t,   f^0 = e,  f^m_t = lam_m f^m_{t-1} + f^{m-1}_t
 *   F_t = kappa F_{t-1} + (1 - kappa) f_t      f what the rule lets meet the signal
 *
 * What surprises: the run itself never holds these tick by tick, so watching costs its own numbers a tick and touches nothing of
 * the run. Begun within a trial that updates cut, it shows nothing until the next trial: where the traces stood is not known.
 */
import type { Block } from '../../compute/compute';
import type { Layer } from './layer';
import type { Network } from './network';
import { channelsOf } from './probes';
import { columnRuns } from './readings';
import type { Rollout } from './rollout';
import type { Rule } from '../stack/stack';

export type WatchedProbe = 'presynapticTrace' | 'eligibility' | 'filteredEligibility' | 'cascade';

/** What one tick of the chunk showed, [fanIn] each. */
interface TickTraces {
  pre: Float32Array;
  filtered: Float32Array;
  /** e, then one per layer above. */
  stages: Float32Array[];
}

export class WatchedTraces {
  readonly unit: number;
  private readonly network: Network;
  private readonly rollout: Rollout;
  private readonly layer: Layer;
  private readonly l: number;
  private readonly i: number;
  private readonly filters: readonly number[];
  /** Whether E, f and F are those of the tick before `ticks[0]`. */
  private known: boolean;
  private readonly E: Float64Array;
  private readonly F: Float64Array;
  private readonly stages: Float64Array[];
  /** The presynaptic trace of the tick before. */
  private last: Float64Array;
  private ticks: TickTraces[] = [];
  /** The unit's own weight during the chunk. */
  private own = 0;

  /** `fresh`: the chunk held is the first of its trial. */
  constructor(unit: number, network: Network, rollout: Rollout, fresh: boolean) {
    const { l, i } = network.place(unit);
    this.unit = unit;
    this.network = network;
    this.rollout = rollout;
    this.layer = network.layers[l];
    this.l = l;
    this.i = i;
    this.filters = network.layers.slice(l + 1).map(({ filter }) => filter);
    const row = (): Float64Array => new Float64Array(this.layer.fanIn);
    this.E = row();
    this.F = row();
    this.last = row();
    this.stages = this.filters.map(row);
    this.known = fresh;
    this.own = this.layer.ownInChunk[i];
  }

  /** A trial begins: all traces are 0 again. */
  begin(): void {
    this.known = true;
    this.ticks = [];
    for (const trace of [this.E, this.F, ...this.stages]) trace.fill(0);
    this.last = new Float64Array(this.layer.fanIn);
  }

  /** A chunk begins. */
  open(): void {
    this.ticks = [];
    this.own = this.layer.ownInChunk[this.i];
  }

  /** Where the traces stand is no longer known. */
  forget(): void {
    this.known = false;
    this.ticks = [];
  }

  /** Takes the traces to the end of the chunk, which has `steps` ticks; the next one starts from there. */
  async close(steps: number, rule: Rule): Promise<void> {
    if (this.known) await this.rollTo(steps, rule);
  }

  /** Rows of chunk ticks [from, to), by channels; NaN where the traces are not known. */
  async rows(which: WatchedProbe, from: number, to: number, rule: Rule): Promise<Float32Array> {
    const { network, l } = this;
    const channels = channelsOf(network.stack);
    const stages = which === 'cascade' ? network.layers.length : 1;
    const all = new Float32Array((to - from) * stages * channels);
    if (!this.known) return all.fill(Number.NaN);
    await this.rollTo(to, rule);
    for (let t = from; t < to; t++) {
      const shown = this.ticks[t];
      const traces =
        which === 'cascade'
          ? shown.stages
          : [
              which === 'presynapticTrace'
                ? shown.pre
                : which === 'eligibility'
                  ? shown.stages[0]
                  : shown.filtered
            ];
      for (const [m, trace] of traces.entries()) {
        const at = ((t - from) * stages + m) * channels;
        for (const [column, channel, length] of columnRuns(network, l))
          all.set(trace.subarray(column, column + length), at + channel);
      }
    }
    return all;
  }

  private async rollTo(to: number, rule: Rule): Promise<void> {
    const { network, rollout, layer, l, i } = this;
    const from = this.ticks.length;
    if (to <= from) return;
    const { fanIn, units } = layer;
    const { preTrace, drive } = rollout.layers[l].history;
    const read = (block: Block, width: number, at: number, length: number) => {
      const stride = rollout.batch * width;
      return network.compute.readRows(block, {
        offset: from * stride + at,
        width: length,
        count: to - from,
        stride
      });
    };
    const pre = await read(preTrace, fanIn, 0, fanIn);
    const psi = await read(drive, units, i, 1);
    for (let t = 0; t < to - from; t++)
      this.ticks.push(this.step(Float64Array.from(pre.subarray(t * fanIn, (t + 1) * fanIn)), psi[t], rule));
  }

  private step(pre: Float64Array, psi: number, rule: Rule): TickTraces {
    const { E, F, stages, filters } = this;
    const kappa = this.network.stack.readoutDecay;
    const { pass, carry, slope } = this.gates();
    const w = pass + slope * psi;
    const g = carry + slope * psi;
    const e = new Float64Array(pre.length);
    for (let j = 0; j < pre.length; j++) {
      const input = psi * pre[j];
      e[j] = input + w * E[j];
      E[j] = input + g * E[j];
      let f = e[j];
      for (const [m, stage] of stages.entries()) f = stage[j] = filters[m] * stage[j] + f;
      const met = rule === 'spatial' || rule === 'top' ? e[j] : f;
      F[j] = kappa * F[j] + (1 - kappa) * met;
    }
    const filtered = rule === 'immediate' ? this.heard(pre).map((value) => (1 - kappa) * psi * value) : F;
    this.last = pre;
    return {
      pre: Float32Array.from(pre),
      filtered: Float32Array.from(filtered),
      stages: [e, ...stages].map((trace) => Float32Array.from(trace))
    };
  }

  /** What the unit's traces keep from tick to tick: see `EligibilityCall`. */
  private gates(): { pass: number; carry: number; slope: number } {
    const { unit } = this.network.stack.layers[this.l];
    if (unit.kind === 'leakyTanh') return { pass: 1 - unit.leak, carry: 1 - unit.leak, slope: this.own };
    const beta = unit.kind === 'spiking' ? unit.adaptation[this.i] : 0;
    return { pass: 0, carry: unit.kind === 'spiking' && beta !== 0 ? unit.adaptationDecay : 0, slope: -beta };
  }

  /** What the synapses hear at this very tick: the presynaptic trace less what it remembers. */
  private heard(pre: Float64Array): Float64Array {
    const { unit } = this.network.stack.layers[this.l];
    const decay = unit.kind === 'leakyTanh' ? 0 : unit.kind === 'membrane' ? unit.decay : unit.membraneDecay;
    return pre.map((trace, j) => trace - decay * this.last[j]);
  }
}
