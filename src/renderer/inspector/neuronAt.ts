/** What is known of one neuron, and of one synapse onto it, at one tick: read from recordings only. */
import { type RecordingReader, rowsBetween, type Series } from '../../session/recording';

export interface NeuronMoment {
  tick: number;
  /** Undefined where nothing was recorded. */
  values: Readonly<Record<NeuronProbe, number | undefined>>;
  /** The same, a tick earlier. */
  earlier: Readonly<Record<NeuronProbe, number | undefined>>;
}

export const neuronProbes = [
  'potential',
  'threshold',
  'spikes',
  'activity',
  'pseudoDerivative',
  'learningSignal'
] as const;
export type NeuronProbe = (typeof neuronProbes)[number];

/** The newest tick recorded of any of the neuron's probes. */
export function newestTick(reader: RecordingReader): number | undefined {
  const times = neuronProbes.flatMap((name) => [...(reader.series(name)?.latest(1).times ?? [])]);
  return times.length > 0 ? Math.max(...times) : undefined;
}

export function neuronAt(reader: RecordingReader, unit: number, tick: number): NeuronMoment {
  const at = (when: number) =>
    Object.fromEntries(
      neuronProbes.map((name) => [name, valueAt(reader.series(name), when, unit)])
    ) as NeuronMoment['values'];
  return { tick, values: at(tick), earlier: at(tick - 1) };
}

/** One number of a row, at a tick. Undefined where that row is not kept. */
export function valueAt(series: Series | undefined, tick: number, index: number): number | undefined {
  if (!series || series.length === 0 || index >= series.width) return undefined;
  return rowsBetween(series, tick, tick + 1, index).data[0];
}

/** Values of one column over ticks [from, to), gaps left out. */
export function stretch(
  series: Series | undefined,
  index: number,
  from: number,
  to: number
): { times: number[]; values: number[] } {
  if (!series || series.length === 0 || index >= series.width) return { times: [], values: [] };
  const { data, times } = rowsBetween(series, from, to, index);
  return { times: [...times], values: [...data] };
}
