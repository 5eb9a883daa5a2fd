/**
 * The smallest model that can tell one run from another: a leaky sum of its inputs with seeded noise, which "updates" in
 * the middle of a trial, so that an advance may stop early. Exact in float64.
 */
import type { Model, ModelDefinition, ProbeDescription } from '../../src/models/model';
import { checkSetting, findSetting, type SettingDescription } from '../../src/models/settings';
import type { Trial } from '../../src/models/stream';

const settings: readonly SettingDescription[] = [
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
  title: 'Fake',
  summary: 'A leaky noisy sum.',
  settings,
  floats: () => 3,
  async create({ settings: given, shape, random }) {
    const batch = given.batch as number;
    let gain = given.gain as number;
    let tick = shape.steps;
    let trials: readonly Trial[] = [];
    let sum = 0;
    let loss = 0;
    let history: number[] = [];
    let watched: number | undefined;
    const middle = Math.ceil(shape.steps / 2);
    const model: Model = {
      batch,
      units: 3,
      probes: [
        probe('sum', {}),
        probe('watched', { ofWatchedUnit: true, width: 2 }),
        probe('firingRate', { kind: 'trial', width: 3, unit: 'Hz', label: 'Firing rate' }),
        probe('weights', { kind: 'image', width: 4, size: [2, 2] })
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
      },
      async advance(ticks) {
        const end = Math.min(tick + ticks, tick < middle ? middle : shape.steps);
        const from = tick;
        for (; tick < end; tick++) {
          const x = trials.reduce((total, trial) => total + trial.x[tick], 0);
          sum = 0.9 * sum + gain * x + random.uniform();
          loss += sum * sum;
          history[tick] = sum;
        }
        return end - from;
      },
      set(name, value) {
        gain = checkSetting(findSetting(settings, name), value) as number;
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
