/** Which synapse onto a neuron is looked at before anyone has chosen one. */
import type { RecordingReader, Rows } from '../../session/recording';

/** What the choice is made from; asked for until it is made. */
export const choosingProbes: readonly string[] = ['input', 'learningSignal', 'filteredEligibility'];

/**
 * The synapse onto `unit` that earns the most credit in the newest `ticks` ticks: the largest sum of |learning signal x trace|; with
 * `byTrace`, where no signal has come, the largest sum of |trace|. Undefined while there is none. The bias is left out, and so is an
 * input that never changes: their traces are always large and tell nothing. `partners`: inputs and units of the network.
 */
export function liveliestSynapse(
  reader: RecordingReader,
  { byTrace, partners, ticks, unit }: { unit: number; partners: number; ticks: number; byTrace: boolean }
): number | undefined {
  const newest = (name: string): Rows | undefined => reader.series(name)?.latest(ticks);
  const traces = newest('filteredEligibility');
  if (!traces || traces.times.length === 0) return undefined;
  const channels = Math.min(traces.width, partners);
  const credit = new Float64Array(channels);
  const trace = new Float64Array(channels);
  const signals = signalAt(newest('learningSignal'), unit);
  traces.times.forEach((time, r) => {
    const signal = signals.get(time) ?? 0;
    for (let channel = 0; channel < channels; channel++) {
      const value = Math.abs(traces.data[r * traces.width + channel]);
      trace[channel] += value;
      credit[channel] += Math.abs(signal) * value;
    }
  });
  for (const channel of constantColumns(newest('input'))) credit[channel] = trace[channel] = 0;
  return largest(credit) ?? (byTrace ? largest(trace) : undefined);
}

function signalAt(rows: Rows | undefined, unit: number): ReadonlyMap<number, number> {
  const signals = new Map<number, number>();
  rows?.times.forEach((time, r) => {
    signals.set(time, rows.data[r * rows.width + unit]);
  });
  return signals;
}

/** Columns with the same value in all of several rows. */
function constantColumns(rows: Rows | undefined): number[] {
  if (!rows || rows.times.length < 2) return [];
  const { data, width } = rows;
  return Array.from({ length: width }, (_, column) => column).filter((column) =>
    rows.times.every((_, r) => data[r * width + column] === data[column])
  );
}

function largest(values: Float64Array): number | undefined {
  let found: number | undefined;
  values.forEach((value, i) => {
    if (value > (found === undefined ? 0 : values[found])) found = i;
  });
  return found;
}
