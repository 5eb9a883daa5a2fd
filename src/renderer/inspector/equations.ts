/**
 * The equations of the selected neuron and synapse with their numbers filled in; the settings of the models say what the
 * symbols mean. A dot stands for a number that was not recorded.
 */
import { sayNumber } from '../words';
import { toBreakableMathml, toMathml } from './mathml';
import type { NeuronMoment } from './neuronAt';
import type { UnitAt } from './unitAt';

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

/** `stepsPerTrial`: states start from zero in every trial. */
export function neuronEquations(unit: UnitAt, moment: NeuronMoment, stepsPerTrial: number): Equation[] {
  const { potential: v, activity: h, threshold: A, pseudoDerivative: psi } = moment.values;
  const first = moment.tick % stepsPerTrial === 0;
  const was = (name: 'potential' | 'spikes' | 'activity') => (first ? 0 : moment.earlier[name]);

  if (unit.kind === 'leakyTanh') {
    const kept = 1 - unit.leak;
    const driven = left(h, kept, was('activity'));
    return [
      equation(
        'Activity',
        `h = (1 − ${unit.symbol}) h′ + ${unit.symbol} tanh(s)`,
        `${n(h)} = ${n(kept)} · ${b(was('activity'))} + ${b(driven)}`
      )
    ];
  }
  if (unit.kind === 'membrane') {
    const current = left(v, unit.decay, was('potential'));
    return [
      equation(
        'Membrane potential',
        'u = α u′ + I',
        `${n(v)} = ${n(unit.decay)} · ${b(was('potential'))} + ${b(current)}`
      ),
      equation('Activity', 'h = tanh(u)', `${n(h)} = tanh(${n(v)})`),
      equation('Drive', 'ψ = 1 − h²', `${n(psi)} = 1 − ${b(h)}²`)
    ];
  }
  const { membraneDecay: alpha, threshold: vth, dampening: gamma, beta } = unit;
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

/** `share`: how the model writes what the synapse adds to the gradient at a tick; undefined where its rule has no such product. */
export function synapseEquations(
  unit: UnitAt,
  { values }: NeuronMoment,
  synapse: SynapseMoment,
  share: string | undefined
): Equation[] {
  const { filteredEligibility: filtered } = synapse;
  const { learningSignal: signal } = values;
  const product = signal === undefined || filtered === undefined ? undefined : signal * filtered;
  const numbers = `${n(signal)} · ${b(filtered)} = ${n(product)}`;
  return [
    traceEquation(unit, values.pseudoDerivative, synapse),
    ...(share ? [equation('Its share of the gradient at this tick', share, numbers)] : [])
  ];
}

function traceEquation(unit: UnitAt, psi: number | undefined, synapse: SynapseMoment): Equation {
  const { presynapticTrace: zbar, eligibility: e, eligibilityEarlier: before } = synapse;
  if (unit.kind === 'leakyTanh') {
    // The unit's own weight carries too; what it was at that tick follows from the trace.
    const carry = unit.autapses ? ratio(left(e, psi ?? Number.NaN, zbar), before) : 1 - unit.leak;
    return equation(
      'Eligibility trace',
      `e = (1 − ${unit.symbol}${unit.autapses ? ' + d R' : ''}) e′ + d z̄`,
      `${n(e)} = ${b(carry)} · ${b(before)} + ${n(psi)} · ${b(zbar)}`
    );
  }
  if (unit.kind === 'spiking' && unit.beta > 0)
    return equation(
      'Eligibility trace',
      'e = ψ (z̄ − β ε)',
      `${n(e)} = ${n(psi)} · (${n(zbar)} − ${n(unit.beta)} · ${b(synapse.slow)})`
    );
  return equation('Eligibility trace', 'e = ψ z̄', `${n(e)} = ${n(psi)} · ${b(zbar)}`);
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

function ratio(over: number | undefined, under: number | undefined): number | undefined {
  return over === undefined || under === undefined || under === 0 ? undefined : over / under;
}

/** What is left of a sum without one of its terms; the nothing that float32 leaves is nothing. */
function left(sum: number | undefined, factor: number, value: number | undefined): number | undefined {
  if (sum === undefined || value === undefined) return undefined;
  const rest = sum - factor * value;
  return Math.abs(rest) < 1e-6 * Math.max(1, Math.abs(sum)) ? 0 : rest;
}
