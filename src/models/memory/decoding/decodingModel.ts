/**
 * One trial: its tokens join the cache, and the query of the last one is answered. In tick 0 every device makes a part (m, s, y) of its
 * own keys; in each further tick one round of the tree passes, until all know the whole. A ring goes on at the same pace and is judged
 * beside it. What surprises: what travels does not grow with the keys.
 */
import type { Model, ModelContext, ModelSnapshot, ProbeDescription, Score } from '../../model';
import type { Random } from '../../random';
import { completeSettings, SettingError, type Settings, type SettingValue, withLive } from '../../settings';
import type { StreamShape, Trial } from '../../stream';
import { arrayIn, liveNumbers, liveSettings, numberIn } from '../../training/snapshots';
import { softmaxAttention } from '../attention/softmax';
import { ringReduce, shardPartials, type Traffic, treeReduce } from '../energy/devices';
import { attended, type Partial } from '../energy/partial';
import { afterRound, type Round, treeRounds } from '../energy/rounds';
import { TickRows } from '../tickRows';
import { KeyCache, type Placement } from './cache';
import { decodingProbeList, decodingProbes as names } from './probes';
import { decodingSettings } from './settings';
import { simulatedTimes } from './simulated';

/** All of one decoding step that is decided when the query comes. */
interface Step {
  ends: readonly number[];
  /** What each device knows, tick by tick. */
  known: readonly (readonly Partial[])[];
  /** Keys that stand behind it. */
  keys: readonly (readonly number[])[];
  tree: Traffic;
  ring: Traffic;
  errors: Score;
}

export class DecodingModel implements Model {
  readonly batch = 1;
  readonly units: number;
  readonly layers = [];
  readonly probes: readonly ProbeDescription[];
  private readonly shape: StreamShape;
  private readonly keyWidth: number;
  private readonly random: Random;
  private readonly cache: KeyCache;
  private readonly rounds: readonly Round[];
  private readonly rows: TickRows;
  private settings: Settings;
  private now: number;
  private step: Step | undefined;
  private query: Float64Array;
  private index = 0;
  private latest: Score = { loss: Number.NaN, error: Number.NaN };

  constructor({ random, settings: given, shape }: ModelContext) {
    const { inputs, outputs, steps } = shape;
    this.keyWidth = (inputs - outputs) / 2;
    if (!(Number.isSafeInteger(this.keyWidth) && this.keyWidth >= 1))
      throw new SettingError(
        `Attention over devices reads a query, a key and a value in every tick; ${inputs} inputs with answers of ${outputs} cannot be cut so. Choose the source 'decoding'.`
      );
    this.settings = completeSettings(decodingSettings, given);
    this.units = Number(this.settings.devices);
    this.rounds = treeRounds(this.units, Number(this.settings.fanIn));
    if (this.rounds.length >= steps)
      throw new SettingError(
        `A tree over ${this.units} devices takes ${this.rounds.length} rounds after the first tick, but trials have ${steps} ticks; expected ${this.rounds.length + 1} or more. Set 'rounds' of the stream higher, or 'fanIn'.`
      );
    this.shape = shape;
    this.random = random;
    this.cache = new KeyCache(Number(this.settings.room), this.keyWidth, outputs);
    this.now = steps;
    this.query = new Float64Array(this.keyWidth);
    this.probes = decodingProbeList(this.units);
    const ofTicks = this.probes.filter(({ kind }) => kind === 'tick');
    this.rows = new TickRows(Object.fromEntries(ofTicks.map(({ name, width }) => [name, width])), steps);
  }

  get tick(): number {
    return this.now;
  }

  begin([trial]: readonly Trial[]): void {
    const { cache, keyWidth: d, shape } = this;
    for (let t = 0; t < shape.steps; t++) {
      const token = trial.x.subarray(t * shape.inputs, (t + 1) * shape.inputs);
      this.query = token.slice(0, d);
      cache.add(token.subarray(d, 2 * d), token.subarray(2 * d));
    }
    this.index = trial.index;
    this.step = this.decode();
    this.now = 0;
  }

  async advance(ticks: number): Promise<number> {
    const from = this.now;
    // After a restore in mid-trial: it follows from cache and query.
    this.step ??= this.decode();
    this.now = Math.min(this.shape.steps, from + ticks);
    for (let t = from; t < this.now; t++) this.write(t, this.step);
    if (this.now === this.shape.steps && this.now > from) this.latest = this.step.errors;
    return this.now - from;
  }

  set(name: string, value: SettingValue): void {
    this.settings = withLive(decodingSettings, this.settings, name, value);
  }

  async watch(): Promise<void> {
    // There is no unit with synapses to follow.
  }

  async probe(name: string, from: number, to: number): Promise<Float32Array> {
    const row = this.rows.read(name, from, to);
    if (row) return row;
    const { latest } = this;
    if (name === names.decodeError) return Float32Array.of(latest.loss, latest.error);
    if (name === names.decodeTraffic) {
      const { ring, tree } = this.step ?? this.decode();
      return Float32Array.of(tree.steps, ring.steps, tree.elements, ring.elements);
    }
    const { ring, tree } = simulatedTimes(this.settings);
    if (name === names.treeTimes) return Float32Array.from(tree);
    if (name === names.ringTimes) return Float32Array.from(ring);
    if (name === names.speedUps) return Float32Array.from(ring, (time, k) => time / tree[k]);
    const last = tree.length - 1;
    if (name === names.lastDoubling)
      return Float32Array.of(tree[last] / tree[last - 1], ring[last] / ring[last - 1]);
    throw new Error(`This model has no probe '${name}'.`);
  }

  score(): Score {
    return this.latest;
  }

  /** What a trial asks depends on all before it: there is nothing to hold out. */
  async evaluate(): Promise<Score> {
    return this.latest;
  }

  async snapshot(): Promise<ModelSnapshot> {
    const { cache, index, latest, now, query, settings } = this;
    return {
      numbers: {
        tick: now,
        kept: cache.kept,
        index,
        loss: latest.loss,
        error: latest.error,
        ...liveNumbers(decodingSettings, settings)
      },
      arrays: { ...cache.contents(), query: query.slice() }
    };
  }

  restore({ arrays, numbers }: ModelSnapshot): void {
    const { cache, keyWidth, shape } = this;
    this.settings = { ...this.settings, ...liveSettings(decodingSettings, numbers) };
    this.now = numberIn(numbers, 'tick');
    this.index = numberIn(numbers, 'index');
    this.latest = { loss: numberIn(numbers, 'loss'), error: numberIn(numbers, 'error') };
    cache.refill(
      numberIn(numbers, 'kept'),
      arrayIn(arrays, 'keys', cache.capacity * keyWidth),
      arrayIn(arrays, 'values', cache.capacity * shape.outputs)
    );
    this.query = arrayIn(arrays, 'query', keyWidth).slice();
    this.step = undefined;
  }

  dispose(): void {
    // Nothing outside of JavaScript's own memory is held.
  }

  private decode(): Step {
    const { cache, query, settings, units } = this;
    const { k, v } = cache;
    const scale = 1 / Math.sqrt(query.length);
    const cuts = this.random.fork(`placement ${this.index}`);
    const ends = cache.ends(units, settings.placement as Placement, cuts);
    const parts = shardPartials(query, k, v, scale, ends);
    const known: Partial[][] = [parts];
    const keys: number[][] = [ends.map((end, i) => end - (ends[i - 1] ?? 0))];
    for (const round of this.rounds) {
      known.push(afterRound(known[known.length - 1], round));
      const next = [...keys[keys.length - 1]];
      const before = keys[keys.length - 1];
      for (const { from, to } of round.messages)
        next[to] = round.direction === 'up' ? next[to] + before[from] : before[from];
      keys.push(next);
    }
    const tree = treeReduce(parts, Number(settings.fanIn));
    const ring = ringReduce(query, k, v, scale, ends);
    // Softmax over all keys, seen by one query.
    const q = { rows: 1, columns: query.length, data: query };
    const exact = softmaxAttention({ q, k, v, scale }).out.data;
    const apart = (out: Float64Array) =>
      out.reduce((most, value, i) => Math.max(most, Math.abs(value - exact[i])), 0);
    // Of what the devices themselves ended with, whichever differs most.
    const ended = known[known.length - 1].reduce((most, part) => Math.max(most, apart(attended(part))), 0);
    return { ends, known, keys, tree, ring, errors: { loss: ended, error: apart(ring.total.out) } };
  }

  private write(tick: number, { keys, known, ring }: Step): void {
    const { rounds, rows, shape, units } = this;
    const done = Math.min(tick, rounds.length);
    const sendsTo = new Float64Array(units).fill(-1);
    const hearsFrom = sendsTo.slice();
    if (tick > 0 && tick <= rounds.length) {
      const { direction, messages } = rounds[tick - 1];
      for (const { from, to } of messages)
        if (direction === 'up') sendsTo[from] = to;
        else hearsFrom[to] = from;
    }
    const sent = rounds.slice(0, done).reduce((sum, { messages }) => sum + messages.length, 0);
    const ofRing = units > 1 ? (ring.elements * Math.min(tick, ring.steps)) / ring.steps : 0;
    rows.write(
      names.deviceMaximum,
      tick,
      known[done].map(({ greatest }) => greatest)
    );
    rows.write(
      names.deviceSum,
      tick,
      known[done].map(({ sum }) => sum)
    );
    rows.write(names.deviceKeys, tick, keys[done]);
    rows.write(names.sendsTo, tick, sendsTo);
    rows.write(names.hearsFrom, tick, hearsFrom);
    rows.write(names.sentSoFar, tick, [sent * (shape.outputs + 2), ofRing]);
  }
}
