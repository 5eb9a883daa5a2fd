/**
 * The equations of the selected neuron and synapse with their numbers filled in; models/eprop/settings.ts says what the
 * symbols mean. A dot stands for a number that was not recorded.
 */
import { unitConstants } from '../../models/eprop/constants';
import type { Settings } from '../../models/settings';
import type { StreamShape } from '../../models/stream';
import { sayNumber } from '../words';
import { toBreakableMathml, toMathml } from './mathml';
import type { NeuronMoment } from './neuronAt';

export interface Equation {
  title: string;
  /** MathML of the equation, and of the same with numbers. */
  symbols: string;
  numbers: string;
}

/** What is known of the selected synapse at the tick. */
export interface SynapseMoment {
  presynapticTrace: number | undefined;
  eligibility: number | undefined;
  /** A tick earlier, in the same trial. */
  eligibilityEarlier: number | undefined;
  filteredEligibility: number | undefined;
  /** ε of an adaptive unit before this tick. */
  slow: number | undefined;
}

export interface EquationContext {
  settings: Settings;
  shape: StreamShape;
  unit: number;
  units: number;
}

export function neuronEquations(
  { settings, shape, unit, units }: EquationContext,
  moment: NeuronMoment
): Equation[] {
  const constants = unitConstants(settings, shape.dtMs, units);
  const { potential: v, activity: h, threshold: A, pseudoDerivative: psi } = moment.values;
  // States start from zero in every trial.
  const first = moment.tick % shape.steps === 0;
  const was = (name: 'potential' | 'spikes' | 'activity') => (first ? 0 : moment.earlier[name]);

  if (constants.kind === 'leakyTanh') {
    const kept = 1 - constants.leak[unit];
    const driven = left(h, kept, was('activity'));
    return [
      equation(
        'Activity',
        'h = (1 − λ) h′ + λ tanh(s)',
        `${n(h)} = ${n(kept)} · ${b(was('activity'))} + ${b(driven)}`
      )
    ];
  }
  const { membraneDecay: alpha, threshold: vth, dampening: gamma } = constants;
  const beta = constants.adaptation[unit];
  const spiked = was('spikes');
  const current = left(left(v, alpha, was('potential')), -vth, spiked);
  const adaptation = A === undefined ? undefined : (A - vth) / beta;
  return [
    equation(
      'Membrane potential',
      'v = α v′ + ζ I − v_th z′',
      `${n(v)} = ${n(alpha)} · ${b(was('potential'))} + ${b(current)} − ${n(vth)} · ${n(spiked)}`
    ),
    ...(beta > 0
      ? [equation('Threshold', 'A = v_th + β a', `${n(A)} = ${n(vth)} + ${n(beta)} · ${b(adaptation)}`)]
      : []),
    equation(
      'Pseudo-derivative',
      'ψ = {γ}/{v_th} max(0, 1 − {|v − A|}/{v_th})',
      `${n(psi)} = {${n(gamma)}}/{${n(vth)}} max(0, 1 − {|${n(v)} − ${b(A)}|}/{${n(vth)}})`
    )
  ];
}

export function synapseEquations(
  { settings, shape, unit, units }: EquationContext,
  { values }: NeuronMoment,
  synapse: SynapseMoment
): Equation[] {
  const constants = unitConstants(settings, shape.dtMs, units);
  const { presynapticTrace: zbar, eligibility: e, filteredEligibility: ebar } = synapse;
  const { pseudoDerivative: psi, learningSignal: L } = values;
  const share = L === undefined || ebar === undefined ? undefined : L * ebar;
  const gradient = equation(
    'Its share of the gradient at this tick',
    'L ē',
    `${n(L)} · ${b(ebar)} = ${n(share)}`
  );

  if (constants.kind === 'leakyTanh') {
    const kept = 1 - constants.leak[unit];
    const numbers = `${n(e)} = ${n(kept)} · ${b(synapse.eligibilityEarlier)} + ${n(psi)} · ${b(zbar)}`;
    return [equation('Eligibility trace', 'e = (1 − λ) e′ + d z̄', numbers), gradient];
  }
  const beta = constants.adaptation[unit];
  return [
    beta > 0
      ? equation(
          'Eligibility trace',
          'e = ψ (z̄ − β ε)',
          `${n(e)} = ${n(psi)} · (${n(zbar)} − ${n(beta)} · ${b(synapse.slow)})`
        )
      : equation('Eligibility trace', 'e = ψ z̄', `${n(e)} = ${n(psi)} · ${b(zbar)}`),
    gradient
  ];
}

function equation(title: string, symbols: string, numbers: string): Equation {
  return { title, symbols: toMathml(symbols), numbers: toBreakableMathml(numbers) };
}

function n(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? '·' : sayNumber(value);
}

/** A number after a sign: in brackets when negative. */
function b(value: number | undefined): string {
  return value !== undefined && value < 0 ? `(${n(value)})` : n(value);
}

/** What is left of a sum without one of its terms; the nothing that float32 leaves is nothing. */
function left(sum: number | undefined, factor: number, value: number | undefined): number | undefined {
  if (sum === undefined || value === undefined) return undefined;
  const rest = sum - factor * value;
  return Math.abs(rest) < 1e-6 * Math.max(1, Math.abs(sum)) ? 0 : rest;
}
