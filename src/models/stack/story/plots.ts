/** What is told of one synapse while its stages are gathered, in float64, and the plots made of it. */
import type { StoryStage } from '../../model';
import type { Rule } from '../stack';
import type { LinearStack } from '../rules/linearise';
import type { Synapse } from './synapse';

/** One synapse of one run under one rule. */
export interface Subject {
  stack: LinearStack;
  rule: Rule;
  synapse: Synapse;
}

/** Traces and signals in causal order, and what each tick adds to the gradient. */
export interface Told {
  stages: StoryStage[];
  /** [ticks]. */
  credit: Float64Array;
}

/** `values`: [rows, ticks]. */
export function plot(stage: Omit<StoryStage, 'values' | 'rows'>, values: Float64Array, rows = 1): StoryStage {
  return { ...stage, rows, values: Float32Array.from(values) };
}

/** Raw activity of the presynaptic side, [ticks]; 1 for the bias. */
export function presynaptic({ stack, synapse: { layer, column } }: Subject): Float64Array {
  const { fanIn, pre } = stack.layers[layer];
  return Float64Array.from({ length: stack.run.steps }, (_, t) => pre[t * fanIn + column]);
}

/** Row `unit` of a history [ticks, units]. */
export function ofUnit(history: Float64Array, units: number, unit: number): Float64Array {
  return Float64Array.from({ length: history.length / units }, (_, t) => history[t * units + unit]);
}

/** A history [ticks, units] as [units, ticks]. */
export function byUnit(history: Float64Array, units: number): Float64Array {
  const ticks = history.length / units;
  return Float64Array.from(history, (_, at) => history[(at % ticks) * units + Math.floor(at / ticks)]);
}

/** Running sum. */
export function summed(values: Float64Array): Float64Array {
  let sum = 0;
  return values.map((value) => {
    sum += value;
    return sum;
  });
}

/** values_t = decay values_{t-1} + gain input_t, for each of the rows [rows, ticks]. */
export function filtered(input: Float64Array, rows: number, decay: number, gain: number): Float64Array {
  const ticks = input.length / rows;
  const values = new Float64Array(input.length);
  for (let at = 0; at < values.length; at++)
    values[at] = (at % ticks > 0 ? decay * values[at - 1] : 0) + gain * input[at];
  return values;
}

/** The trace `values` [rows, ticks] of layer `layer` behind the readout's own filter; itself where there is none. */
export function behindReadout(
  { stages }: Told,
  values: Float64Array,
  rows: number,
  kappa: number,
  layer: number
): Float64Array {
  if (kappa === 0) return values;
  const behind = filtered(values, rows, kappa, 1 - kappa);
  stages.push(
    plot(
      {
        kind: 'filter',
        label: "Trace behind the readout's filter",
        symbol: `F^${layer + 1}`,
        help: 'The output forgets slowly, so the trace is filtered the same way before it meets the error: F = κ F + (1 - κ) f.',
        layer
      },
      behind,
      rows
    )
  );
  return behind;
}
