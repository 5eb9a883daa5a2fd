/**
 * The smallest model that can tell one run from another: a leaky sum of its inputs with seeded noise, which "updates" in
 * the middle of a trial, so that an advance may stop early. Exact in float64. It can be sampled, and breaks on demand.
 */
import type { Model, ModelDefinition, ProbeDescription, TrialSample } from '../../src/models/model';
import { checkSetting, findSetting, type SettingDescription, SettingError } from '../../src/models/settings';
import type { Trial } from '../../src/models/stream';

const wholeNumber = (name: string): SettingDescription => ({
  name,
  label: name,
  group: 'Run',
  live: true,
  help: '',
  kind: 'number',
  default: 0,
  min: 0,
  max: 1e9,
  integer: true,
  scale: 'linear'
});

const settings: readonly SettingDescription[] = [
  /** Trials between two samples. */
  wholeNumber('alignEvery'),
  /** The model throws in the middle of the tick with this number, counted from 1 in its trial; 0 never. */
  wholeNumber('breakAt'),
  /** Floats the model says it needs. */
  wholeNumber('size'),
  {
    name: 'gain',
    label: 'Gain',
    group: 'Network',
    live: true,
    help: '',
    kind: 'number',
    default: 0.5,
    min: 0,
    max: 10,
    scale: 'linear'
  },
  {
    name: 'batch',
    label: 'Batch',
    group: 'Run',
    live: false,
    help: '',
    kind: 'number',
    default: 2,
    min: 1,
    max: 64,
    integer: true,
    scale: 'linear'
  }
];

const probe = (name: string, fields: Partial<ProbeDescription>): ProbeDescription => ({
  name,
  label: name,
  symbol: name,
  unit: '',
  kind: 'tick',
  width: 1,
  signed: true,
  ofWatchedUnit: false,
  help: '',
  ...fields
});

export const fakeModel: ModelDefinition = {
  id: 'fake',
  lab: 'learning',
  inputKinds: ['spikes', 'analogue', 'images'],
  title: 'Fake',
  summary: 'A leaky noisy sum.',
  settings,
  floats: ({ size }) => size as number,
  memory: ({ size }) => [{ label: 'the sum', floats: size as number }],
  /** The weight the trial ran with, and the index of the trial. */
  measure: ({ weights, trial }) => ({
    probe: 'measured',
    row: Float32Array.of(weights.sum[0], trial.index)
  }),
  explain(sample, unit, synapse) {
    if (synapse > 0) throw new SettingError(`There is no synapse ${synapse} onto unit ${unit}.`);
    return {
      unit,
      synapse,
      label: 'input 0 to unit 0',
      trial: sample.trial.index,
      ticks: sample.ticks,
      stages: [],
      weight: sample.weights.sum[0],
      gradient: 2,
      exact: 3
    };
  },
  async create({ settings: given, shape, random }) {
    const batch = given.batch as number;
    let gain = given.gain as number;
    let tick = shape.steps;
    let trials: readonly Trial[] = [];
    let sum = 0;
    let loss = 0;
    let history: number[] = [];
    let watched: number | undefined;
    let kept: Float64Array | undefined;
    let keeping = false;
    const middle = Math.ceil(shape.steps / 2);
    const model: Model = {
      batch,
      units: 3,
      layers: [{ label: 'Units', from: 0, to: 3, kind: 'lif', adaptiveFrom: 3 }],
      probes: [
        probe('sum', {}),
        probe('watched', { ofWatchedUnit: true, width: 2 }),
        probe('firingRate', { kind: 'trial', width: 3, unit: 'Hz', label: 'Firing rate' }),
        probe('weights', { kind: 'image', width: 4, size: [2, 2] }),
        probe('measured', { kind: 'sampled', width: 2 })
      ],
      get tick() {
        return tick;
      },
      begin(next) {
        if (tick < shape.steps) throw new Error('A trial is under way.');
        trials = next;
        tick = 0;
        loss = 0;
        history = [];
        kept = keeping ? Float64Array.of(sum) : undefined;
      },
      async advance(ticks) {
        const end = Math.min(tick + ticks, tick < middle ? middle : shape.steps);
        const from = tick;
        for (; tick < end; tick++) {
          if (tick + 1 === given.breakAt)
            throw new Error(`The sum is not a number at tick ${tick}; lower the gain.`);
          const x = trials.reduce((total, trial) => total + trial.x[tick], 0);
          sum = 0.9 * sum + gain * x + random.uniform();
          loss += sum * sum;
          history[tick] = sum;
        }
        return end - from;
      },
      set(name, value) {
        const checked = checkSetting(findSetting(settings, name), value);
        if (name === 'gain') gain = checked as number;
      },
      async watch(unit) {
        watched = unit;
      },
      async probe(name, from, to) {
        if (name === 'sum') return Float32Array.from(history.slice(from, to));
        if (name === 'firingRate') return Float32Array.of(1, 2, 6);
        if (name === 'weights') return Float32Array.of(sum, 0, 0, gain);
        return watched === undefined ? new Float32Array(0) : new Float32Array(2 * (to - from)).fill(watched);
      },
      keepSample(keep) {
        keeping = keep;
      },
      async sample(): Promise<TrialSample | undefined> {
        if (!kept) return undefined;
        return {
          model: 'fake',
          settings: given,
          shape,
          trial: trials[0],
          ticks: tick,
          weights: { sum: kept }
        };
      },
      score: () => ({ loss, error: loss / (1 + loss) }),
      evaluate: async (given) => ({ loss: given.length, error: 0.25 }),
      async snapshot() {
        return { numbers: { tick, sum, loss, gain }, arrays: { random: Float64Array.from(random.state) } };
      },
      restore({ numbers, arrays }) {
        ({ tick, sum, loss, gain } = numbers as Record<'tick' | 'sum' | 'loss' | 'gain', number>);
        const [a, b, c, d] = arrays.random;
        random.state = [a, b, c, d];
      },
      dispose() {}
    };
    return model;
  }
};
