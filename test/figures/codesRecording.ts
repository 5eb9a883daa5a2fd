/** A recording of coders on small shapes, with numbers such as such runs give: made by formulas, so that it never changes. */
import type { CodesContext, SweepPoint } from '../../src/figures/codes/codesContext';
import { codesContext } from '../../src/figures/codes/codesContext';
import type { FigureContext } from '../../src/figures/figure';
import { themes } from '../../src/figures/theme';
import type { CoderLoss } from '../../src/models/codes/coderList';
import { codeProbes, mapPoints, pairCount, planeSide, traversalSteps } from '../../src/models/codes/probes';
import type { ProbeDescription } from '../../src/models/model';
import type { StreamShape } from '../../src/models/stream';
import { Recording } from '../../src/session/recording';

export const side = 12;
export const latents = 8;
export const shapes = ['bar across', 'bar upright', 'plus', 'outline'] as const;

/** Rate in bits, accuracy of the shape, by another classifier, of the side, MSE, divergence and pixel loss in nats. */
interface Worth {
  rate: number;
  shape: number;
  other: number;
  sideRead: number;
  error: number;
  divergence: number;
  pixelLoss: number;
}

const known: Readonly<Record<string, Worth>> = {
  'action 0.1': {
    rate: 3.27,
    shape: 0.987,
    other: 0.81,
    sideRead: 0.502,
    error: 0.261,
    divergence: 0.06,
    pixelLoss: 212
  },
  'action 0.5': {
    rate: 1.94,
    shape: 0.878,
    other: 0.62,
    sideRead: 0.498,
    error: 0.309,
    divergence: 0.42,
    pixelLoss: 240
  },
  'vanilla 1': {
    rate: 7.07,
    shape: 0.69,
    other: 0.69,
    sideRead: 0.931,
    error: 0.0169,
    divergence: 1.31,
    pixelLoss: 38.2
  },
  'vanilla 0.3': {
    rate: 14.7,
    shape: 0.968,
    other: 0.967,
    sideRead: 0.987,
    error: 0.007,
    divergence: 0.14,
    pixelLoss: 31.5
  },
  'vanilla 5': {
    rate: 0,
    shape: 0.25,
    other: 0.25,
    sideRead: 0.5,
    error: 0.0374,
    divergence: 2.4,
    pixelLoss: 46.1
  }
};

/** The sweep of section 5 of the notes on rate and distortion: beta, bits, share right, MSE. */
const swept: readonly (readonly [CoderLoss, number, number, number, number])[] = [
  ['action', 1, 0.01, 0.26, 0.33],
  ['action', 0.5, 1.94, 0.878, 0.309],
  ['action', 0.2, 2.84, 0.978, 0.267],
  ['action', 0.1, 3.27, 0.987, 0.261],
  ['action', 0.03, 3.87, 0.993, 0.254],
  ['action', 0.01, 5.36, 0.998, 0.233],
  ['action', 0.003, 6.9, 1, 0.228],
  ['vanilla', 5, 0, 0.25, 0.0374],
  ['vanilla', 2, 1.07, 0.28, 0.0341],
  ['vanilla', 1, 7.07, 0.69, 0.0169],
  ['vanilla', 0.3, 14.7, 0.968, 0.007],
  ['vanilla', 0.1, 21.9, 0.997, 0.0047]
];

export const sweepPoints: readonly SweepPoint[] = swept.map(
  ([loss, beta, rate, accuracy, meanSquaredError]) => ({
    plan: { loss, beta },
    rate,
    accuracy,
    accuracyOther: loss === 'vanilla' ? accuracy : Math.max(0.25, accuracy - 0.12 * Math.exp(-rate / 6)),
    meanSquaredError,
    divergence: loss === 'action' ? 1.386 * (1 - accuracy) * 1.3 + 0.01 : 2.4 * (1 - accuracy) ** 1.2 + 0.05,
    pixelLoss: 30 + 430 * meanSquaredError
  })
);

export interface RecordedCodes {
  recording: Recording;
  context(changes?: Partial<FigureContext>): FigureContext;
}

export interface RecordOptions {
  coders?: readonly string[];
  channels?: 1 | 3;
  /** Trials in which the classifiers learn, and in which the coders do. */
  first?: number;
  trials?: number;
  sweep?: boolean;
  query?: string;
}

/** Repeats itself: a linear congruential generator. */
function draws(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const steps = 100;

export function recordedCodes({
  channels = 1,
  coders = ['action 0.1', 'vanilla 1', 'vanilla 0.3'],
  first = 6,
  query = 'shape',
  sweep = false,
  trials = 40
}: RecordOptions = {}): RecordedCodes {
  const recording = new Recording();
  const open = (name: string, width: number, kind: ProbeDescription['kind'], label: string) =>
    recording.open(
      { name, label, symbol: '', unit: '', kind, width, signed: false, ofWatchedUnit: false, help: label },
      4096
    );
  const worth = coders.map((name) => known[name]);
  const random = draws(7);
  const noise = (size: number): number => (random() - 0.5) * size;
  const c = coders.length;
  const series = {
    rate: open(codeProbes.rate, c, 'trial', 'Rate'),
    divergence: open(codeProbes.divergence, c, 'trial', 'Divergence'),
    pixelLoss: open(codeProbes.pixelLoss, c, 'trial', 'Pixel loss'),
    accuracy: open(codeProbes.accuracy, 2 * c, 'trial', 'Accuracy'),
    accuracyOther: open(codeProbes.accuracyOther, 2 * c, 'trial', 'Accuracy, independent'),
    classifierAccuracy: open(codeProbes.classifierAccuracy, 4, 'trial', 'Accuracy on images'),
    meanSquaredError: open(codeProbes.meanSquaredError, c + 1, 'trial', 'Pixel error'),
    latentRate: open(codeProbes.latentRate, c * latents, 'trial', 'Rate of a latent'),
    factorR2: open(codeProbes.factorR2, 2 * c, 'trial', 'R²'),
    neighbours: open(codeProbes.neighbours, 2 * c, 'trial', 'Nearest codes')
  };
  const loss = open(codeProbes.classifierLoss, 4, 'tick', 'Cross-entropy');
  for (let tick = 0; tick < (first + 2) * steps; tick += 4) {
    const left = Math.exp(-tick / 90);
    loss.append(
      tick,
      tick < first * steps
        ? [1.3 * left + 0.03, 0.66 * left + 0.01, 1.34 * left + 0.03, 0.68 * left + 0.012].map(
            (value) => value * (1 + noise(0.3))
          )
        : [Number.NaN, Number.NaN, Number.NaN, Number.NaN]
    );
  }
  const none = (count: number): number[] => Array.from({ length: count }, () => Number.NaN);
  for (let trial = 0; trial < first + trials; trial++) {
    const seen = 1 - Math.exp(-(Math.min(trial, first) + 1) / 1.6);
    series.classifierAccuracy.append(trial, [
      0.25 + 0.749 * seen,
      0.5 + 0.499 * seen,
      0.25 + 0.747 * seen,
      0.5 + 0.498 * seen
    ]);
    if (trial < first) {
      for (const [name, ring] of Object.entries(series))
        if (name !== 'classifierAccuracy') ring.append(trial, none(ring.width));
      continue;
    }
    const age = trial - first + 1;
    const last = age === trials;
    const grown = (coder: number): number =>
      last ? 1 : 1 - Math.exp(-age / (coders[coder].startsWith('action') ? 4 : 9));
    const wobble = (size: number): number => (last ? 0 : noise(size));
    const per = (make: (each: Worth, coder: number) => readonly number[]): number[] =>
      worth.flatMap((each, coder) => [...make(each, coder)]);
    series.rate.append(
      trial,
      per(({ rate }, k) => [
        Math.max(0, rate * (1.25 - 0.25 * grown(k)) * Math.min(1, age / 3) + wobble(0.2))
      ])
    );
    const toward = (start: number, end: number, k: number): number => start + (end - start) * grown(k);
    series.accuracy.append(
      trial,
      per(({ shape, sideRead }, k) => [
        toward(0.25, shape, k) + wobble(0.02),
        toward(0.5, sideRead, k) + wobble(0.02)
      ])
    );
    series.accuracyOther.append(
      trial,
      per(({ other, sideRead }, k) => [
        toward(0.25, other, k) + wobble(0.03),
        toward(0.5, sideRead - 0.004, k) + wobble(0.03)
      ])
    );
    series.divergence.append(
      trial,
      per(({ divergence }, k) => [toward(2.2, divergence, k)])
    );
    series.pixelLoss.append(
      trial,
      per(({ pixelLoss }, k) => [toward(100, pixelLoss, k)])
    );
    series.meanSquaredError.append(trial, [...per(({ error }, k) => [toward(0.2, error, k)]), 0.0374]);
    series.neighbours.append(
      trial,
      per(({ shape, sideRead }, k) => [
        toward(0.25, 0.25 + (shape - 0.25) * 0.8, k),
        toward(0.5, sideRead - 0.02, k)
      ])
    );
    series.factorR2.append(
      trial,
      per((_, k) =>
        coders[k].startsWith('action') || coders[k] === 'vanilla 5'
          ? [-0.01, -0.01]
          : [toward(0, 0.74, k), toward(0, 0.72, k)]
      )
    );
    series.latentRate.append(
      trial,
      per(({ rate }, k) => latentShares(coders[k]).map((share) => (last ? rate : rate * grown(k)) * share))
    );
  }
  const images = { channels, rows: side, columns: side };
  drawImages(recording, images, worth.length, coders, random);
  const shape: StreamShape = {
    inputs: channels * side * side,
    outputs: 4,
    steps,
    dtMs: 1,
    loss: 'regression',
    inputKind: 'images',
    images,
    factors: [
      { name: 'shape', label: 'Shape', classes: shapes },
      { name: 'row', label: 'Row', unit: 'px' },
      { name: 'column', label: 'Column', unit: 'px' },
      { name: 'side', label: 'Side', classes: ['left', 'right'] }
    ],
    inputGroups: [],
    phases: [],
    outputLabels: ['shape', 'row', 'column', 'side']
  };
  const [loss0, beta0] = coders[0].split(' ');
  const codes: CodesContext = codesContext(
    { loss: loss0, beta: Number(beta0), beside: coders.slice(1).join(', '), query, latents },
    shape,
    [],
    sweep ? sweepPoints : undefined
  )!;
  return {
    recording,
    context: (changes = {}) => ({
      shape,
      units: 0,
      layers: [],
      selection: {},
      windowTicks: 200,
      theme: themes.light,
      size: { width: 480, height: 320 },
      settings: {},
      codes,
      ...changes
    })
  };
}

/** Action-centric codes use few latents, vanilla ones most; a silent code none. */
function latentShares(coder: string): number[] {
  const raw = coder.startsWith('action')
    ? [0.002, 0.62, 0.004, 0.001, 0.3, 0.003, 0.06, 0.01]
    : [0.2, 0.17, 0.16, 0.14, 0.12, 0.1, 0.1, 0.01];
  return raw;
}

/** One of four shapes, 5 pixels wide, with its left top corner at (row, column). */
function paint(
  shape: number,
  row: number,
  column: number,
  brightness: number,
  random: () => number
): number[] {
  return Array.from({ length: side * side }, (_, at) => {
    const r = Math.floor(at / side) - row;
    const c = (at % side) - column;
    const within = r >= 0 && r < 5 && c >= 0 && c < 5;
    const on = [r === 2, c === 2, r === 2 || c === 2, r === 0 || r === 4 || c === 0 || c === 4][shape];
    return Math.min(1, (within && on ? brightness : 0) + 0.08 * random());
  });
}

/** Strange, but the same for a shape wherever it was. */
function answer(shape: number, mix: number): number[] {
  return Array.from({ length: side * side }, (_, at) => {
    const r = Math.floor(at / side);
    const c = at % side;
    const wave = 0.5 + 0.5 * Math.sin((r * (shape + 1)) / 2 + c * (1.7 - shape / 3) + 3 * mix);
    return Math.round(wave * 255) / 255;
  });
}

function drawImages(
  recording: Recording,
  images: { channels: number; rows: number; columns: number },
  count: number,
  coders: readonly string[],
  random: () => number
): void {
  const put = (name: string, rows: number, columns: number, data: number[]): void =>
    recording.setImage(
      {
        name,
        label: name,
        symbol: '',
        unit: '',
        kind: 'image',
        width: rows * columns,
        size: [rows, columns],
        signed: false,
        ofWatchedUnit: false,
        help: name
      },
      Float32Array.from(data)
    );
  const pixels = images.channels * side * side;
  /** In colour each channel is of another strength. */
  const coloured = (grey: number[], hue: number): number[] =>
    images.channels === 1
      ? grey
      : [0, 1, 2].flatMap((channel) =>
          grey.map((value) => value * (0.35 + 0.65 * ((channel + hue) % 3 === 0 ? 1 : 0.4)))
        );
  const shown = Array.from({ length: pairCount }, (_, k) => ({
    shape: k % 4,
    row: Math.floor(random() * 8),
    column: Math.floor(random() * 8),
    brightness: 0.6 + 0.4 * random()
  }));
  const originals = shown.flatMap(({ brightness, column, row, shape }, k) =>
    coloured(paint(shape, row, column, brightness, random), k)
  );
  const rebuilt = Array.from({ length: count }, (_, c) =>
    shown.flatMap(({ brightness, column, row, shape }, k) =>
      coloured(
        coders[c].startsWith('action')
          ? answer(shape, 0)
          : paint(shape, row, column, brightness * (coders[c].endsWith('1') ? 0.5 : 0.85), random),
        k
      )
    )
  ).flat();
  put(codeProbes.pairs, (count + 1) * pairCount, pixels, [...originals, ...rebuilt]);
  put(
    codeProbes.latentMap,
    mapPoints,
    6,
    Array.from({ length: mapPoints }, (_, k) => {
      const shape = k % 4;
      const row = Math.floor(random() * 8);
      const column = Math.floor(random() * 8);
      const spread = (): number => (random() + random() + random() - 1.5) * 0.7;
      return [
        [-1.5, 1.4, -0.3, 0.5][shape] + spread(),
        [0.4, 0.7, -1.2, 1.5][shape] * 0.8 + spread(),
        shape,
        column < 4 ? 0 : 1,
        row,
        column
      ];
    }).flat()
  );
  put(codeProbes.planeSpan, 2, 2, [-2.4, 2.4, -2, 2]);
  put(
    codeProbes.plane,
    planeSide * planeSide,
    pixels,
    Array.from({ length: planeSide * planeSide }, (_, cell) => {
      const x = (cell % planeSide) / (planeSide - 1);
      const y = Math.floor(cell / planeSide) / (planeSide - 1);
      return coloured(answer(x < 0.5 ? (y < 0.5 ? 0 : 1) : y < 0.5 ? 2 : 3, x * y), 0);
    }).flat()
  );
  put(
    codeProbes.traversals,
    latents * traversalSteps,
    pixels,
    Array.from({ length: latents * traversalSteps }, (_, k) => {
      const latent = Math.floor(k / traversalSteps);
      const value = (k % traversalSteps) / (traversalSteps - 1);
      const moves = latentShares('action')[latent];
      return coloured(answer(latent % 4, value * moves * 3), 0);
    }).flat()
  );
}
