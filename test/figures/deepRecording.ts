/** Seeded recordings of three layers of leaky tanh units on the evidence task, its story and its sweep: what figure tests draw. */
import type { FigureContext } from '../../src/figures/figure';
import type { AlignmentSweepResult } from '../../src/figures/learning/sweepResult';
import { alignmentRow } from '../../src/models/stack/alignment';
import type { Rule, rules } from '../../src/models/stack/stack';
import type { LayerSpan, StoryStage, SynapseStory } from '../../src/models/model';
import { Random } from '../../src/models/random';
import { Recording } from '../../src/session/recording';
import { evidenceContext, evidenceShape, probe } from './syntheticRecording';

const widths = [24, 24, 16];
const leaks = [0.3, 0.1, 0.03];
const units = widths.reduce((sum, width) => sum + width, 0);
const { inputs, outputs, steps } = evidenceShape;
const channels = inputs + units + 1;
/** In the first layer. */
export const deepUnit = 7;
/** From an input of the left cue. */
export const deepSynapse = 2;

export const deepLayers: readonly LayerSpan[] = widths.map((width, l) => {
  const from = widths.slice(0, l).reduce((sum, each) => sum + each, 0);
  const to = from + width;
  return { label: `Layer ${l + 1}`, from, to, kind: 'leakyTanh', adaptiveFrom: to, decay: 1 - leaks[l] };
});

/** Layers that spike: LIF and ALIF halves. */
export const spikingLayers: readonly LayerSpan[] = deepLayers.map((layer, l) => {
  const adaptiveFrom = l === 1 ? (layer.from + layer.to) / 2 : layer.to;
  return { ...layer, kind: l === 1 ? 'alif' : 'lif', adaptiveFrom, decay: 0.95 };
});

interface DeepOptions {
  spiking?: boolean;
  watched?: number;
  ticks?: number;
}

/** A stack run forwards, with its cascade and a signal that comes down through the transposed weights. */
export function deepRecording({ spiking = false, watched = deepUnit, ticks = 2 * steps }: DeepOptions = {}) {
  const random = new Random(11);
  const recording = new Recording();
  const own = deepLayers.findIndex(({ from, to }) => watched >= from && watched < to);
  const unit = watched - deepLayers[own].from;
  const watch = { ofWatchedUnit: true, signed: true };
  const open = (name: string, width: number, more = {}) => recording.open(probe(name, width, more), ticks);
  const input = open('input', inputs);
  const activity = open(spiking ? 'spikes' : 'activity', units, {
    signed: !spiking,
    label: 'Activity',
    symbol: 'h'
  });
  const slope = open('pseudoDerivative', units, { label: 'Drive', symbol: 'd' });
  const output = open('output', outputs, { label: 'Output', symbol: 'y' });
  const target = open('target', outputs, { label: 'Target', symbol: 'y*' });
  const signals = open('learningSignal', units, { label: 'Learning signal', symbol: 'σ', signed: true });
  const pre = open('presynapticTrace', channels, { ...watch, label: 'Presynaptic activity', symbol: 'z' });
  const eligibility = open('eligibility', channels, { ...watch, label: 'Eligibility trace', symbol: 'e' });
  const filtered = open('filteredEligibility', channels, { ...watch, label: 'Filtered trace', symbol: 'F' });
  const cascade = open('cascade', 3 * channels, { ...watch, label: 'Cascade', symbol: 'f' });

  const matrix = (rows: number, columns: number, scale: number): number[][] =>
    Array.from({ length: rows }, () => Array.from({ length: columns }, () => scale * random.normal()));
  const up = widths.map((n, l) => matrix(n, l === 0 ? inputs : widths[l - 1], l === 0 ? 0.9 : 0.35));
  const across = widths.map((n) => matrix(n, n, 0.9 / Math.sqrt(n)));
  const readout = matrix(outputs, widths[2], 0.5);
  let h = widths.map((n) => new Float64Array(n));
  let stages = [0, 1, 2].map(() => new Float64Array(channels));
  let side = 0;
  for (let tick = 0; tick < ticks; tick++) {
    const t = tick % steps;
    if (t === 0) {
      h = widths.map((n) => new Float64Array(n));
      stages = [0, 1, 2].map(() => new Float64Array(channels));
      side = random.below(outputs);
    }
    const x = Float64Array.from({ length: inputs }, (_, i) => {
      const group = Math.floor(i / 5);
      const cue = t < 125 && t % 25 < 15 && group === (Math.floor(t / 25) % 3 === 0 ? 1 - side : side);
      const recall = t >= 200 && group === 2;
      return random.uniform() < (cue || recall ? 0.25 : group === 3 ? 0.03 : 0) ? 1 : 0;
    });
    const before = h;
    const drive: Float64Array[] = [];
    h = [];
    widths.forEach((n, l) => {
      const below = l === 0 ? x : h[l - 1];
      const made = new Float64Array(n);
      const gain = new Float64Array(n);
      for (let i = 0; i < n; i++) {
        let current = 0.1;
        for (const [j, weight] of up[l][i].entries()) current += weight * below[j];
        for (const [j, weight] of across[l][i].entries()) current += weight * before[l][j];
        made[i] = (1 - leaks[l]) * before[l][i] + leaks[l] * Math.tanh(current);
        gain[i] = leaks[l] * (1 - Math.tanh(current) ** 2);
      }
      h.push(made);
      drive.push(gain);
    });
    const presynaptic = new Float64Array(channels);
    const below = own === 0 ? x : h[own - 1];
    presynaptic.set(below, own === 0 ? 0 : inputs + deepLayers[own - 1].from);
    presynaptic.set(before[own], inputs + deepLayers[own].from);
    presynaptic[channels - 1] = 1;
    for (let c = 0; c < channels; c++) {
      stages[0][c] = (1 - leaks[own]) * stages[0][c] + drive[own][unit] * presynaptic[c];
      for (let m = 1; own + m < 3; m++) stages[m][c] = (1 - leaks[own + m]) * stages[m][c] + stages[m - 1][c];
    }
    const y = readout.map((row) => 2 * row.reduce((sum, weight, j) => sum + weight * h[2][j], 0));
    const error = y.map((value, k) => (t >= 200 ? value - (k === side ? 1 : 0) : 0));
    let sigma = Float64Array.from({ length: widths[2] }, (_, i) =>
      readout.reduce((sum, row, k) => sum + row[i] * error[k], 0)
    );
    const down = new Float64Array(units);
    for (let l = 2; l >= 0; l--) {
      down.set(sigma, deepLayers[l].from);
      const next = new Float64Array(l === 0 ? 0 : widths[l - 1]);
      if (l > 0)
        for (let j = 0; j < next.length; j++)
          for (let i = 0; i < widths[l]; i++) next[j] += up[l][i][j] * drive[l][i] * sigma[i];
      sigma = next;
    }
    const flat = (layers: Float64Array[]): number[] => layers.flatMap((layer) => [...layer]);
    input.append(tick, x);
    activity.append(
      tick,
      spiking ? flat(h).map((value) => (random.uniform() < 0.25 * Math.abs(value) ? 1 : 0)) : flat(h)
    );
    slope.append(tick, flat(drive));
    output.append(
      tick,
      y.map((value) => 2 * value)
    );
    target.append(tick, [side === 0 ? 1 : 0, side === 1 ? 1 : 0]);
    signals.append(tick, down);
    pre.append(tick, presynaptic);
    eligibility.append(tick, stages[0]);
    filtered.append(tick, stages[2 - own]);
    cascade.append(
      tick,
      stages.flatMap((stage) => [...stage])
    );
  }
  const weights = new Float32Array(units * channels);
  deepLayers.forEach(({ from, to }, l) => {
    for (let i = from; i < to; i++) {
      weights.set(up[l][i - from], i * channels + (l === 0 ? 0 : inputs + deepLayers[l - 1].from));
      weights.set(across[l][i - from], i * channels + inputs + from);
      weights[i * channels + channels - 1] = 0.1;
    }
  });
  recording.setImage(
    probe('weights', units * channels, { kind: 'image', size: [units, channels], signed: true }),
    weights
  );
  const out = new Float32Array(outputs * units);
  readout.forEach((row, k) => {
    out.set(row, k * units + deepLayers[2].from);
  });
  recording.setImage(
    probe('readoutWeights', outputs * units, { kind: 'image', size: [outputs, units], signed: true }),
    out
  );
  sampleAlignments(recording, random);
  return recording;
}

/** 40 samples; the rule changes from cascade to spatial to BPTT. The levels are those of the published derivation's check. */
function sampleAlignments(recording: Recording, random: Random): void {
  const samples = recording.open(probe('alignment', 10, { kind: 'sampled' }), 100);
  const rates = recording.open(
    probe('firingRate', units, { kind: 'trial', signed: true, label: 'Mean activity', symbol: '|h|' }),
    100
  );
  const levels: Partial<Record<Rule, number[]>> = {
    cascade: [0.704, 0.721, 0.836],
    spatial: [0.566, 0.7, 0.836],
    bptt: [1, 1, 1]
  };
  for (let n = 0; n < 40; n++) {
    const rule: Rule = n < 18 ? 'cascade' : n < 32 ? 'spatial' : 'bptt';
    const layers = levels[rule]!.map((level) => {
      const cosine = rule === 'bptt' ? 1 : Math.min(1, level + 0.04 * random.normal());
      const ratio = rule === 'bptt' ? 1 : cosine * (0.8 + 0.1 * random.normal());
      return { cosine, ratio, exact: rule === 'bptt' };
    });
    samples.append(n * 20, alignmentRow({ rule, layers }));
    rates.append(
      n,
      Float64Array.from({ length: units }, () => 0.2 + 0.05 * random.normal())
    );
  }
}

/** The story of one synapse, as the cascade tells it. */
export function deepStory(): SynapseStory {
  const recording = deepRecording();
  const rows = (name: string, column: number) => recording.series(name)!.latestColumn(column, steps).data;
  const x = rows('input', deepSynapse);
  const filters = [0, 1, 2].map((m) => rows('cascade', m * channels + deepSynapse));
  const signal = rows('learningSignal', deepUnit);
  const { from, to } = deepLayers[2];
  const top = new Float32Array((to - from) * steps);
  for (let unit = from; unit < to; unit++) top.set(rows('learningSignal', unit), (unit - from) * steps);
  const credit = Float32Array.from(signal, (value, t) => value * filters[2][t]);
  const sum = credit.slice();
  for (let t = 1; t < steps; t++) sum[t] += sum[t - 1];
  const gradient = sum[steps - 1];
  const stage = (
    kind: StoryStage['kind'],
    label: string,
    symbol: string,
    layer: number,
    values: Float32Array,
    count = 1
  ): StoryStage => ({
    kind,
    label,
    symbol,
    help: '',
    layer,
    rows: count,
    values
  });
  return {
    unit: deepUnit,
    synapse: deepSynapse,
    label: 'input 2 (left cue) to unit 7 (layer 1)',
    trial: 1,
    ticks: steps,
    stages: [
      stage('input', 'Input', 'x', 0, x),
      stage('trace', 'Eligibility trace in layer 1', 'e', 0, filters[0]),
      stage('filter', 'Behind layer 2', 'f^1→2', 1, filters[1]),
      stage('filter', 'Behind layer 3', 'f^1→3', 2, filters[2]),
      stage('signal', 'Signal in layer 3', 'σ^3', 2, top, to - from),
      stage('signal', 'Signal at the unit', 'σ^1', 0, signal),
      stage('credit', 'Credit of each tick', 'F σ', 0, credit),
      stage('sum', 'Gradient so far', '∑', 0, sum)
    ],
    weight: 0.4213,
    gradient,
    exact: gradient * 1.18
  };
}

const sweptRules = [
  'deep',
  'cascade',
  'spatial',
  'immediate'
] as const satisfies readonly (typeof rules)[number][];

/** Cosines that fall with depth or radius, as they do. */
export function deepSweep(over: 'depth' | 'radius' = 'depth'): AlignmentSweepResult {
  const random = new Random(5);
  const values = over === 'depth' ? [1, 2, 3, 4, 5, 6, 7, 8] : [0, 0.2, 0.4, 0.6, 0.8, 1, 1.2];
  const points = values.flatMap((value) =>
    sweptRules.map((rule, r) => {
      const depth = over === 'depth' ? value : 3;
      const radius = over === 'depth' ? 0.9 : value;
      const layers = Array.from({ length: depth }, (_, l) => {
        const passed = depth - 1 - l;
        const kept =
          Math.exp(-radius * (0.08 + 0.12 * passed)) *
          [1, 0.985, 0.85, 0.45][r] ** (r < 3 && passed === 0 ? 0 : 1 + 0.3 * passed);
        return { mean: kept + 0.01 * random.normal(), sd: 0.02 + 0.03 * passed * (r === 2 ? 1.5 : 1) };
      });
      return { value, depth, radius, rule, layers };
    })
  );
  return {
    sweep: { over, values, depth: 3, radius: 0.9, arrangement: 'leaky', rules: sweptRules, seeds: 10 },
    points
  };
}

export function deepContext(more: Partial<FigureContext> = {}): FigureContext {
  return evidenceContext({
    units,
    layers: deepLayers,
    selection: { unit: deepUnit, tick: 2 * steps - 10 },
    windowTicks: 2 * steps,
    story: deepStory(),
    sweep: deepSweep(),
    ...more
  });
}
