/**
 * What moves between layers at one tick, as recorded: the learning signal that comes down, the mean size of
 * `learningSignal` in each layer, and the trace of the selected unit that goes up, the mean size over its synapses of each
 * stage f(k→l) of `cascade`.
 */
import type { RecordingReader } from '../../session/recording';
import type { FigureContext } from '../figure';
import { shortNumber } from '../numbers';
import { rowAt } from '../timeAxis';
import { probes } from './probes';
import { layerOf, partnersOf } from './units';

export interface Flows {
  /** [layers]; undefined where the signal was not recorded at this tick. */
  signal?: number[];
  /** [layers]: NaN below the unit's layer. */
  trace?: number[];
}

export function flowsAt(reader: RecordingReader, context: FigureContext, tick: number): Flows {
  const { layers, selection } = context;
  const signals = rowAt(reader.series(probes.learningSignal), tick);
  const cascade = selection.unit === undefined ? undefined : rowAt(reader.series(probes.cascade), tick);
  return {
    ...(signals && { signal: layers.map(({ from, to }) => meanSize(signals.subarray(from, to))) }),
    ...(cascade && { trace: stageSizes(cascade, selection.unit!, context) })
  };
}

function stageSizes(cascade: Float32Array, unit: number, context: FigureContext): number[] {
  const { layers } = context;
  const own = layerOf(unit, context);
  const channels = cascade.length / layers.length;
  const partners = partnersOf(unit, context, channels).channels;
  return layers.map((_, l) => {
    if (l < own) return Number.NaN;
    const stage = cascade.subarray((l - own) * channels, (l - own + 1) * channels);
    return meanSize(Float32Array.from(partners, (channel) => stage[channel]));
  });
}

function meanSize(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += Math.abs(value);
  return values.length > 0 ? sum / values.length : 0;
}

/** Rows of [what, from, to, value] for the table. */
export function flowRows({ signal, trace }: Flows, context: FigureContext): (string | number)[][] {
  const { layers, selection } = context;
  const name = (l: number): string => layers[l]?.label ?? 'output';
  const own = selection.unit === undefined ? 0 : layerOf(selection.unit, context);
  return [
    ...(signal ?? []).map((value, l) => ['mean |learning signal|', name(l + 1), name(l), value]),
    ...(trace ?? []).flatMap((value, l) =>
      Number.isNaN(value) ? [] : [['mean |trace|', name(own), name(l), value]]
    )
  ];
}

/** A sentence for the summary; empty for a single layer. */
export function sayFlows(reader: RecordingReader, context: FigureContext, tick: number): string {
  if (context.layers.length < 2) return '';
  const { signal, trace } = flowsAt(reader, context, tick);
  const list = (values: readonly number[]): string =>
    values
      .flatMap((value, l) => (Number.isNaN(value) ? [] : [`${shortNumber(value)} (layer ${l + 1})`]))
      .join(', ');
  return [
    ...(signal ? [` Mean learning signal: ${list(signal)}.`] : []),
    ...(trace ? [` Mean trace of the selected unit: ${list(trace)}.`] : [])
  ].join('');
}
