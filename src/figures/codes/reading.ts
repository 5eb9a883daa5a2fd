/** What was measured of each coder last, from one recording. */
import type { CoderPlan } from '../../models/codes/coderList';
import { codeProbes } from '../../models/codes/probes';
import type { RecordingReader } from '../../session/recording';
import { type Figure, type FigureContext, settingOf } from '../figure';
import type { CodesContext } from './codesContext';

/** A latent that carries less is as good as silent. */
export const activeBits = 0.1;

/** Newest row of a series; undefined before there is one. */
export function newestRow(
  reader: RecordingReader,
  probe: string
): { trial: number; row: Float32Array } | undefined {
  const rows = reader.series(probe)?.latest(1);
  return rows && rows.times.length > 0 ? { trial: rows.times[0], row: rows.data } : undefined;
}

/** Of one coder, on held-out images; NaN where it was not measured. */
export interface CoderResult {
  plan: CoderPlan;
  /** Bits. */
  rate: number;
  /** Nats. */
  divergence: number;
  pixelLoss: number;
  meanSquaredError: number;
  /** Per factor with classes. */
  accuracy: readonly number[];
  accuracyOther: readonly number[];
  neighbours: readonly number[];
  /** Per factor that is a number. */
  factorR2: readonly number[];
  /** Per latent, bits. */
  latentRate: readonly number[];
}

/** Undefined until a coder has been measured; while the classifiers learn all rates are NaN. */
export function coderResults(reader: RecordingReader, codes: CodesContext): CoderResult[] | undefined {
  const rate = newestRow(reader, codeProbes.rate)?.row;
  if (!rate) return undefined;
  const rows = new Map<string, Float32Array | undefined>();
  const part = (probe: string, coder: number, width: number): number[] => {
    if (!rows.has(probe)) rows.set(probe, newestRow(reader, probe)?.row);
    const row = rows.get(probe);
    return Array.from({ length: width }, (_, k) => row?.[coder * width + k] ?? Number.NaN);
  };
  const { classes, coders, latents, values } = codes;
  return coders.map((plan, c) => ({
    plan,
    rate: rate[c] ?? Number.NaN,
    divergence: part(codeProbes.divergence, c, 1)[0],
    pixelLoss: part(codeProbes.pixelLoss, c, 1)[0],
    meanSquaredError: part(codeProbes.meanSquaredError, c, 1)[0],
    accuracy: part(codeProbes.accuracy, c, classes.length),
    accuracyOther: part(codeProbes.accuracyOther, c, classes.length),
    neighbours: part(codeProbes.neighbours, c, classes.length),
    factorR2: part(codeProbes.factorR2, c, values.length),
    latentRate: part(codeProbes.latentRate, c, latents)
  }));
}

/** Mean squared error of the best constant image. */
export function constantError(reader: RecordingReader, { coders }: CodesContext): number {
  return newestRow(reader, codeProbes.meanSquaredError)?.row[coders.length] ?? Number.NaN;
}

/** Why there is nothing to see yet: the classifiers are still learning, or the run has not begun. */
export function waitingWords(reader: RecordingReader, figure: Pick<Figure, 'emptyMessage'>): string {
  const rate = newestRow(reader, codeProbes.rate)?.row;
  return rate && !rate.some(Number.isFinite)
    ? 'The classifiers that queries ask are learning first; the coders follow once these are frozen.'
    : figure.emptyMessage;
}

/** Which factor with classes a figure shows: the setting made by `factorSetting`. */
export function chosenFactor(
  figure: Pick<Figure, 'settings'>,
  context: FigureContext,
  codes: CodesContext
): number {
  const chosen = String(settingOf(figure, context, 'factor'));
  const asked = codes.queries[0]?.factor ?? 0;
  return chosen === 'asked' ? asked : Math.min(Math.max(0, codes.classes.length - 1), Number(chosen) - 1);
}

/** A choice of factors; which they are depends on the stream, so they go by their order. */
export function factorSetting(help: string, last = 'Fourth factor'): Figure['settings'][number] {
  return {
    name: 'factor',
    label: 'Factor',
    group: 'Run',
    live: true,
    kind: 'choice',
    default: 'asked',
    options: [
      { value: 'asked', label: 'The one asked (first query)' },
      { value: '1', label: 'First factor' },
      { value: '2', label: 'Second factor' },
      { value: '3', label: 'Third factor' },
      { value: '4', label: last }
    ],
    help
  };
}

/** Pairs of two quantities over training, oldest first, as far as both are known; at most `most` of them. */
export function trainingPath(
  reader: RecordingReader,
  x: { probe: string; column: number },
  y: { probe: string; column: number },
  most = 240
): [number, number][] {
  const first = reader.series(x.probe)?.latestColumn(x.column);
  const second = reader.series(y.probe)?.latestColumn(y.column);
  if (!first || !second) return [];
  const at = new Map(Array.from(second.times, (time, r) => [time, second.data[r]]));
  const all = Array.from(first.times, (time, r): [number, number] => [
    first.data[r],
    at.get(time) ?? Number.NaN
  ]).filter(([a, b]) => Number.isFinite(a) && Number.isFinite(b));
  const each = Math.max(1, Math.ceil(all.length / most));
  return all.filter((_, r) => r % each === 0 || r === all.length - 1);
}
