/** A recording of memories side by side, with numbers such as such runs give: made by formulas, so that it never changes. */
import type { FigureContext } from '../../src/figures/figure';
import { sequencesContext } from '../../src/figures/memory/sequencesContext';
import { createFigureMemory } from '../../src/figures/ranges';
import { themes } from '../../src/figures/theme';
import { distanceBins, memoryProbes } from '../../src/models/memory/model/probes';
import { Random } from '../../src/models/random';
import type { StreamShape } from '../../src/models/stream';
import { Recording } from '../../src/session/recording';
import { probe } from './syntheticRecording';

const steps = 64;
const trials = 40;
const rows = 32;
const keyWidth = 16;

const shape: StreamShape = {
  inputs: 1,
  outputs: 1,
  steps,
  dtMs: 1,
  loss: 'classification',
  inputKind: 'tokens',
  tokens: {
    vocabulary: 27,
    labels: ['space', ...'abcdefghijklmnopqrstuvwxyz'],
    written: [...' abcdefghijklmnopqrstuvwxyz']
  },
  inputGroups: [],
  phases: [],
  outputLabels: ['token']
};

const settings = { layer: 'ovq', beside: 'softmax, linear, ssd state 8', rows, width: 64, heads: 4 };
const networks = 4;
/** Share right in the end, bytes kept at the sequence's end, and ticks after which half is forgotten. */
const worth = [
  {
    right: 0.94,
    bytes: (tick: number) => 4 * 33 * Math.min(rows, Math.floor((tick * rows) / (tick + rows))),
    half: 900
  },
  { right: 0.99, bytes: (tick: number) => 512 * tick, half: 1e6 },
  { right: 0.41, bytes: () => 4352, half: 24 },
  { right: 0.33, bytes: () => 4608, half: 14 }
];

export function recordedMemories(): {
  recording: Recording;
  context(changes?: Partial<FigureContext>): FigureContext;
} {
  const recording = new Recording();
  const random = new Random(3);
  const perTrial = (name: string, width: number, of: (trial: number, column: number) => number): void => {
    const series = recording.open(probe(name, width, { kind: 'trial' }), trials);
    const data = new Float32Array(trials * width);
    for (let t = 0; t < trials; t++) for (let c = 0; c < width; c++) data[t * width + c] = of(t, c);
    for (let t = 0; t < trials; t++) series.append(t, data.subarray(t * width, (t + 1) * width));
  };
  const right = (trial: number, n: number): number =>
    1 / 20 + (worth[n].right - 1 / 20) * (1 - Math.exp(-trial / 12)) + 0.02 * random.normal();
  perTrial(memoryProbes.networkAccuracy, networks, right);
  perTrial(
    memoryProbes.networkLoss,
    networks,
    (trial, n) => 3 * (1 - worth[n].right * (1 - Math.exp(-trial / 12)))
  );
  perTrial(memoryProbes.examinedAccuracy, networks, (trial, n) =>
    trial % 10 === 9 ? right(trial, n) : Number.NaN
  );
  perTrial(memoryProbes.stateBytes, networks, (_, n) => worth[n].bytes(steps));
  // Held out: trials of 64, 1024 and 16384 ticks.
  perTrial(memoryProbes.examinedBytes, networks, (_, n) => worth[n].bytes(16384));
  perTrial(memoryProbes.examinedLength, networks * distanceBins, (trial, c) => {
    const bin = c % distanceBins;
    const { half, right: best } = worth[Math.floor(c / distanceBins)];
    const examined = trial % 10 === 9 && [6, 10, 14].includes(bin);
    return examined ? 1 / 20 + best * 2 ** (-(2 ** bin) / (16 * half)) * 0.95 : Number.NaN;
  });
  perTrial(memoryProbes.distanceAccuracy, networks * distanceBins, (_, c) => {
    const bin = c % distanceBins;
    const n = Math.floor(c / distanceBins);
    return bin < 1 || bin > 5
      ? Number.NaN
      : 1 / 20 + worth[n].right * 2 ** (-(2 ** bin) / worth[n].half) * 0.95;
  });
  const letters = [...'and the quick rat runs along the wall of the room'];
  perTrial(memoryProbes.generated, letters.length, (_, c) => shape.tokens!.written!.indexOf(letters[c]));

  const ticks = trials * steps;
  const perTick = (name: string, width: number, of: (tick: number, column: number) => number): void => {
    const series = recording.open(probe(name, width), steps * 2);
    const last = Array.from({ length: steps * 2 }, (_, k) => ticks - steps * 2 + k);
    for (const tick of last)
      series.append(
        tick,
        Array.from({ length: width }, (_, c) => of(tick % steps, c))
      );
  };
  const rowOf = (tick: number): number => (tick * 7) % 22;
  perTick(memoryProbes.keptBytes, networks, (tick, n) => worth[n].bytes(tick + 1));

  const image = (
    name: string,
    size: readonly [number, number],
    of: (r: number, c: number) => number
  ): void => {
    const data = Float32Array.from({ length: size[0] * size[1] }, (_, at) =>
      of(Math.floor(at / size[1]), at % size[1])
    );
    recording.setImage(probe(name, data.length, { kind: 'image', size }), data);
  };
  image(memoryProbes.attentionMap, [steps, steps], (r, c) =>
    c > r ? 0 : c === Math.max(0, r - 8) ? 0.8 : 0.2 / (r + 1)
  );
  image(memoryProbes.rowReads, [steps, rows], (r, c) =>
    r < 16 ? 0 : c === rowOf(r) ? 0.7 : c < 22 ? 0.01 : 0
  );
  image(memoryProbes.written, [steps, 1], (tick) => (tick >= 48 ? -1 : rowOf(tick)));
  image(memoryProbes.rowCounts, [rows, 1], (r) => (r < 22 ? 1 + ((r * 5) % 9) : 0));
  image(memoryProbes.rowKeys, [rows, keyWidth], (r, c) => (r < 22 ? 0.5 * Math.sin(0.7 * r * (c + 1)) : 0));
  image(memoryProbes.stateMap, [16, 16], (r, c) => 2 * Math.sin(0.4 * r * c) * Math.cos(0.3 * (r + c)));
  return {
    recording,
    context: (changes = {}) => ({
      shape,
      units: 64,
      layers: [],
      selection: {},
      windowTicks: steps,
      theme: themes.light,
      size: { width: 460, height: 300 },
      settings: {},
      memory: createFigureMemory(),
      sequences: sequencesContext(settings, shape),
      ...changes
    })
  };
}
