/**
 * One trial: the pattern of its first tick is stored, its cue becomes the state xi, and every further tick makes one update
 *
 *   xi <- X^T softmax(beta X xi)
 *
 * which is attention with keys = values = patterns: the gradient of lse along the values, less xi, is the way down E(xi). Learning is
 * storing; there are no weights. What surprises: a change of `beta` in mid-fall gives another energy, so that a rise is told between
 * two states under one network, never between two networks.
 */
import type { Model, ModelContext, ModelSnapshot, ProbeDescription, Score } from '../../model';
import { completeSettings, SettingError, type Settings, type SettingValue, withLive } from '../../settings';
import type { Trial } from '../../stream';
import { arrayIn, liveNumbers, liveSettings, numberIn } from '../../training/snapshots';
import { hopfieldEnergy, hopfieldStep } from '../energy/hopfield';
import { attentionRow } from '../attention/softmax';
import { TickRows } from '../tickRows';
import { hopfieldProbeList, hopfieldProbes } from './probes';
import { hopfieldSettings } from './settings';
import { distanceOf, PatternStore } from './store';

export class HopfieldModel implements Model {
  readonly batch = 1;
  readonly units: number;
  readonly layers = [];
  readonly probes: readonly ProbeDescription[];
  private readonly steps: number;
  private readonly store: PatternStore;
  private readonly rows: TickRows;
  private settings: Settings;
  private now: number;
  private state: Float64Array;
  private asked: Float64Array;
  /** Of the trial under way or ended last. */
  private rise = 0;
  private cueDistance = Number.NaN;
  private latest: Score = { loss: Number.NaN, error: Number.NaN };

  constructor({ settings: given, shape }: ModelContext) {
    const { inputs, outputs, steps } = shape;
    if (inputs !== 2 * outputs || outputs < 1)
      throw new SettingError(
        `A Hopfield network reads a pattern and a cue as wide as what is asked for; this stream has ${inputs} inputs and ${outputs} outputs, expected twice as many inputs. Choose the source 'patterns'.`
      );
    this.settings = completeSettings(hopfieldSettings, given);
    this.store = new PatternStore(Number(this.settings.capacity), outputs);
    this.steps = steps;
    this.now = steps;
    this.units = outputs;
    this.state = new Float64Array(outputs);
    this.asked = new Float64Array(outputs);
    this.probes = hopfieldProbeList(this.store.slots.rows);
    const ofTicks = this.probes.filter(({ kind }) => kind === 'tick');
    this.rows = new TickRows(Object.fromEntries(ofTicks.map(({ name, width }) => [name, width])), steps);
  }

  get tick(): number {
    return this.now;
  }

  begin([trial]: readonly Trial[]): void {
    const { steps, units } = this;
    this.store.store(trial.x.subarray(0, units));
    this.state = trial.x.slice(units, 2 * units);
    this.asked = trial.target.slice((steps - 1) * units, steps * units);
    this.now = 0;
    this.rise = 0;
    this.cueDistance = distanceOf(this.state, this.asked);
  }

  async advance(ticks: number): Promise<number> {
    const from = this.now;
    const end = Math.min(this.steps, from + ticks);
    for (; this.now < end; this.now++) this.step(this.now);
    if (this.now === this.steps && end > from) this.latest = this.scoreOf(this.state, this.asked);
    return end - from;
  }

  set(name: string, value: SettingValue): void {
    this.settings = withLive(hopfieldSettings, this.settings, name, value);
  }

  async watch(): Promise<void> {
    // There is no unit with synapses to follow.
  }

  async probe(name: string, from: number, to: number): Promise<Float32Array> {
    const row = this.rows.read(name, from, to);
    if (row) return row;
    const { asked, beta, cueDistance, latest, rise, state, store } = this;
    if (name === hopfieldProbes.greatestRise) return Float32Array.of(rise);
    if (name === hopfieldProbes.recalled) return Float32Array.of(1 - latest.error);
    if (name === hopfieldProbes.cueAndEnd) return Float32Array.of(cueDistance, distanceOf(state, asked));
    if (name === hopfieldProbes.patternsHeld) return Float32Array.of(store.kept, store.holding(beta));
    throw new Error(`This model has no probe '${name}'.`);
  }

  score(): Score {
    return this.latest;
  }

  /** Falls from each cue among the patterns that are kept now; nothing is stored. */
  async evaluate(trials: readonly Trial[]): Promise<Score> {
    const { beta, steps, store, units } = this;
    const sum = { loss: 0, error: 0 };
    for (const { target, x } of trials) {
      let state: Float64Array = x.slice(units, 2 * units);
      for (let t = 1; t < steps && store.kept > 0; t++) state = hopfieldStep(store.network(beta), state);
      const { error, loss } = this.scoreOf(state, target.slice((steps - 1) * units, steps * units));
      sum.loss += loss / trials.length;
      sum.error += error / trials.length;
    }
    return sum;
  }

  async snapshot(): Promise<ModelSnapshot> {
    const { asked, cueDistance, latest, now, rise, settings, state, store } = this;
    return {
      numbers: {
        tick: now,
        stored: store.stored,
        rise,
        cueDistance,
        loss: latest.loss,
        error: latest.error,
        ...liveNumbers(hopfieldSettings, settings)
      },
      arrays: { patterns: store.slots.data.slice(), state: state.slice(), asked: asked.slice() }
    };
  }

  restore({ arrays, numbers }: ModelSnapshot): void {
    const { store, units } = this;
    this.settings = { ...this.settings, ...liveSettings(hopfieldSettings, numbers) };
    this.now = numberIn(numbers, 'tick');
    this.rise = numberIn(numbers, 'rise');
    this.cueDistance = numberIn(numbers, 'cueDistance');
    this.latest = { loss: numberIn(numbers, 'loss'), error: numberIn(numbers, 'error') };
    store.stored = numberIn(numbers, 'stored');
    store.slots.data.set(arrayIn(arrays, 'patterns', store.slots.data.length));
    this.state = arrayIn(arrays, 'state', units).slice();
    this.asked = arrayIn(arrays, 'asked', units).slice();
  }

  dispose(): void {
    // Nothing outside of JavaScript's own memory is held.
  }

  private get beta(): number {
    return Number(this.settings.inverseTemperature);
  }

  private step(tick: number): void {
    const { asked, beta, rows, store } = this;
    const network = store.network(beta);
    let rise = 0;
    if (tick > 0) {
      const next = hopfieldStep(network, this.state);
      rise = hopfieldEnergy(network, next) - hopfieldEnergy(network, this.state);
      this.rise = tick === 1 ? rise : Math.max(this.rise, rise);
      this.state = next;
    }
    const { state } = this;
    const distances = store.distances(state).subarray(0, store.kept);
    const nearest = distances.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY);
    const weights = new Float64Array(store.slots.rows).fill(Number.NaN);
    const q = { rows: 1, columns: state.length, data: state };
    const { patterns } = network;
    attentionRow({ q, k: patterns, v: patterns, scale: beta }, 0, weights.subarray(0, store.kept));
    rows.write(hopfieldProbes.energy, tick, [hopfieldEnergy(network, state)]);
    rows.write(hopfieldProbes.energyRise, tick, [rise]);
    rows.write(hopfieldProbes.patternDistance, tick, [distanceOf(state, asked), nearest]);
    rows.write(hopfieldProbes.patternWeights, tick, weights);
  }

  private scoreOf(state: Float64Array, asked: Float64Array): Score {
    const distance = distanceOf(state, asked);
    return { loss: distance * distance, error: this.store.reached(asked, state) ? 0 : 1 };
  }
}
