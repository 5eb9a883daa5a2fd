/** Seeded recordings that look like a run of the evidence task: what figure tests draw. */
import { createFigureMemory } from '../../src/figures/ranges';
import type { FigureContext } from '../../src/figures/figure';
import { themes } from '../../src/figures/theme';
import type { ProbeDescription } from '../../src/models/model';
import { Random } from '../../src/models/random';
import type { StreamShape } from '../../src/models/stream';
import type { Experiment } from '../../src/session/experiment';
import { Recording } from '../../src/session/recording';

export const evidenceShape: StreamShape = {
  inputs: 20,
  outputs: 2,
  steps: 230,
  dtMs: 1,
  loss: 'classification',
  inputKind: 'spikes',
  inputGroups: [
    { label: 'left cue', from: 0, to: 5 },
    { label: 'right cue', from: 5, to: 10 },
    { label: 'recall', from: 10, to: 15 },
    { label: 'noise', from: 15, to: 20 }
  ],
  phases: [
    { label: 'cues', from: 0, to: 125 },
    { label: 'delay', from: 125, to: 200 },
    { label: 'recall', from: 200, to: 230 }
  ],
  outputLabels: ['left', 'right']
};

export const evidenceUnits = 24;
export const evidenceAdaptive = 12;
/** The unit whose membrane is simulated; all others repeat it. */
export const evidenceUnit = 15;

export function probe(name: string, width: number, more: Partial<ProbeDescription> = {}): ProbeDescription {
  return {
    name,
    label: name,
    symbol: '',
    unit: '',
    kind: 'tick',
    width,
    signed: false,
    ofWatchedUnit: false,
    help: '',
    ...more
  };
}

export interface SyntheticOptions {
  ticks?: number;
  trials?: number;
  shape?: StreamShape;
  units?: number;
  spiking?: boolean;
  seed?: number;
}

/** A leaky integrate-and-fire caricature with every probe the figures read. */
export function syntheticRecording(options: SyntheticOptions = {}): Recording {
  const {
    ticks = 460,
    trials = 120,
    shape = evidenceShape,
    units = evidenceUnits,
    spiking = true,
    seed = 7
  } = options;
  const random = new Random(seed);
  const { inputs, outputs, steps } = shape;
  const fanIn = inputs + units;
  const recording = new Recording();
  const open = (name: string, width: number, more: Partial<ProbeDescription> = {}) =>
    recording.open(probe(name, width, more), more.kind === 'trial' ? trials : ticks);
  const watched = { ofWatchedUnit: true };
  const input = open('input', inputs);
  const activity = open(spiking ? 'spikes' : 'activity', units, {
    signed: !spiking,
    label: spiking ? 'Spikes' : 'Activity',
    symbol: spiking ? 'z' : 'h'
  });
  const membrane =
    spiking && open('potential', units, { signed: true, label: 'Membrane potential', symbol: 'v' });
  const threshold = spiking && open('threshold', units, { label: 'Threshold', symbol: 'A' });
  const slope = open('pseudoDerivative', units, { label: 'Pseudo-derivative', symbol: 'ψ' });
  const signal = open('learningSignal', units, {
    label: 'Learning signal',
    symbol: 'L',
    signed: true
  });
  const pre = open('presynapticTrace', fanIn, { label: 'Presynaptic trace', symbol: 'z̄' });
  const eligibility = open('eligibility', fanIn, {
    ...watched,
    label: 'Eligibility trace',
    symbol: 'e',
    signed: true
  });
  const output = open('output', outputs, { label: 'Output', symbol: 'y' });
  const target = open('target', outputs, { label: 'Target', symbol: 'y*' });

  const all = (value: number): Float64Array => new Float64Array(units).fill(value);
  const trace = new Float64Array(fanIn);
  const eligible = new Float64Array(fanIn);
  const weight = Float64Array.from({ length: fanIn }, () => random.normal());
  const analogue = new Float64Array(units);
  let v = 0;
  let adaptation = 0;
  let side = 0;
  const readout = new Float64Array(outputs);
  for (let tick = 0; tick < ticks; tick++) {
    const t = tick % steps;
    if (t === 0) {
      trace.fill(0);
      eligible.fill(0);
      readout.fill(0);
      v = 0;
      adaptation = 0;
      side = random.below(outputs);
    }
    const x = Float64Array.from({ length: inputs }, (_, i) => {
      if (shape.inputKind === 'analogue') return Math.max(0, random.normal() + 0.5);
      const group = shape.inputGroups.findIndex(({ from, to }) => i >= from && i < to);
      const cue = t < 125 && t % 25 < 15 && group === (Math.floor(t / 25) % 3 === 0 ? 1 - side : side);
      const recall = t >= 200 && group === 2;
      return random.uniform() < (cue || recall ? 0.25 : group === 3 ? 0.03 : 0) ? 1 : 0;
    });
    const z = Float64Array.from({ length: units }, (_, j) => {
      if (spiking) return random.uniform() < (j < units / 2 ? 0.04 : 0.02) ? 1 : 0;
      analogue[j] = 0.9 * analogue[j] + 0.1 * Math.tanh(random.normal() * 3);
      return analogue[j] * 2;
    });
    let drive = 0;
    for (let i = 0; i < fanIn; i++) {
      const active = i < inputs ? x[i] : z[i - inputs];
      trace[i] = 0.95 * trace[i] + active;
      drive += weight[i] * active;
    }
    adaptation *= 0.99;
    const level = 0.6 + 0.3 * adaptation;
    v = 0.95 * v + 0.16 * drive;
    const spike = v >= level ? 1 : 0;
    const psi = Math.max(0, 1 - Math.abs((v - level) / 0.6)) * 0.3;
    for (let i = 0; i < fanIn; i++)
      eligible[i] = 0.95 * eligible[i] + psi * trace[i] * Math.sign(weight[i]) * 0.1;
    if (spiking) z[evidenceUnit % units] = spike;
    for (let k = 0; k < outputs; k++)
      readout[k] = 0.96 * readout[k] + 0.04 * ((k === side ? 0.9 : 0.3 / outputs) + 0.4 * random.normal());
    const total = readout.reduce((sum, value) => sum + Math.exp(4 * value), 0);
    const counts = t >= 200 || steps < 200 ? 1 : 0;
    input.append(tick, x);
    activity.append(tick, z);
    if (membrane) membrane.append(tick, all(v));
    if (threshold) threshold.append(tick, all(level));
    slope.append(tick, all(psi));
    pre.append(tick, trace);
    eligibility.append(tick, eligible);
    output.append(
      tick,
      [...readout].map((value) => 4 * value)
    );
    target.append(
      tick,
      Array.from({ length: outputs }, (_, k) => (k === side ? 1 : 0))
    );
    signal.append(tick, all(counts * (Math.exp(4 * readout[0]) / total - (side === 0 ? 1 : 0))));
    if (spike) {
      v -= level;
      adaptation += 1;
    }
  }
  const trial = { kind: 'trial' as const };
  const loss = open('loss', 1, trial);
  const error = open('error', 1, trial);
  const meanRate = open('meanRate', 1, trial);
  const firingRate = open('firingRate', units, { ...trial, label: 'Firing rate', symbol: 'f', unit: 'Hz' });
  const heldOutError = open('heldOutError', 1, trial);
  for (let n = 0; n < trials; n++) {
    const progress = Math.exp(-n / (trials / 3));
    loss.append(n, [20 * (0.1 + progress) * (1 + 0.15 * random.normal())]);
    error.append(n, [
      Math.min(1, Math.max(0, Math.round(32 * (0.04 + 0.46 * progress + 0.06 * random.normal())) / 32))
    ]);
    const rates = Float64Array.from({ length: units }, (_, j) =>
      Math.max(0, (j < units / 2 ? 18 : 11) + 6 * progress + 4 * random.normal())
    );
    firingRate.append(n, rates);
    meanRate.append(n, [rates.reduce((sum, rate) => sum + rate, 0) / units]);
    if (n % 20 === 19) heldOutError.append(n, [0.05 + 0.45 * progress]);
  }
  recording.setImage(
    probe('weights', units * fanIn, { kind: 'image', size: [units, fanIn], signed: true }),
    Float32Array.from({ length: units * fanIn }, (_, i) =>
      (i % fanIn) - inputs === Math.floor(i / fanIn) ? 0 : random.normal() * (i % fanIn < inputs ? 0.5 : 0.3)
    )
  );
  recording.setImage(
    probe('readoutWeights', outputs * units, { kind: 'image', size: [outputs, units], signed: true }),
    Float32Array.from({ length: outputs * units }, () => random.normal() * 0.4)
  );
  return recording;
}

export function evidenceContext(more: Partial<FigureContext> = {}): FigureContext {
  return {
    shape: evidenceShape,
    units: evidenceUnits,
    layers: [
      {
        label: 'Units',
        from: 0,
        to: evidenceUnits,
        kind: 'alif',
        adaptiveFrom: evidenceUnits - evidenceAdaptive
      }
    ],
    selection: { unit: evidenceUnit, tick: 350 },
    windowTicks: 300,
    theme: themes.light,
    size: { width: 600, height: 300 },
    settings: {},
    memory: createFigureMemory(),
    ...more
  };
}

export const recipe: Experiment = {
  format: 1,
  title: 'Evidence accumulation <demo>',
  model: { id: 'eprop', settings: { units: 24 } },
  source: { id: 'evidence', settings: {} },
  probes: ['spikes'],
  seed: 7,
  edits: []
};

/** Handwritten digits, eight rows of eight pixels, into leaky tanh units. */
export const digitsShape: StreamShape = {
  inputs: 8,
  outputs: 10,
  steps: 8,
  dtMs: 1,
  loss: 'classification',
  inputKind: 'analogue',
  inputGroups: [{ label: 'pixels', from: 0, to: 8 }],
  phases: [],
  outputLabels: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']
};

export function digitsRecording() {
  return syntheticRecording({ shape: digitsShape, units: 128, spiking: false, ticks: 160, trials: 60 });
}

export function digitsContext(more: Partial<FigureContext> = {}): FigureContext {
  return evidenceContext({
    shape: digitsShape,
    units: 128,
    layers: [{ label: 'Units', from: 0, to: 128, kind: 'leakyTanh', adaptiveFrom: 128 }],
    windowTicks: 80,
    selection: { unit: 15 },
    ...more
  });
}
