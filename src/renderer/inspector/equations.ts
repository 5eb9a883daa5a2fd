/**
 * The equations of the selected neuron and synapse with their numbers filled in (models/eprop/settings.ts has the
 * symbols). A dot stands for a number that was not recorded.
 */
import { unitConstants } from '../../models/eprop/constants';
import type { Settings } from '../../models/settings';
import type { StreamShape } from '../../models/stream';
import { bar, before, math, mi, mn, mo, row, sub } from './mathml';
import type { NeuronMoment } from './neuronAt';

export interface Equation {
  title: string;
  /** MathML of the equation, and of the same with numbers. */
  symbols: string;
  numbers: string;
}

/** What is known of the selected synapse at the tick. */
export interface SynapseMoment {
  presynapticTrace?: number | undefined;
  eligibility?: number | undefined;
  /** A tick earlier, in the same trial. */
  eligibilityEarlier?: number | undefined;
  filteredEligibility?: number | undefined;
  /** ε of an adaptive unit before this tick. */
  slow?: number | undefined;
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
  const { values, earlier } = moment;
  const first = moment.tick % shape.steps === 0;
  // States start from zero in every trial.
  const was = (name: 'potential' | 'spikes' | 'activity'): number | undefined => (first ? 0 : earlier[name]);

  if (constants.kind === 'leakyTanh') {
    const leak = constants.leak[unit];
    const [h, h0] = [values.activity, was('activity')];
    return [
      equation(
        'Activity',
        [
          mi('h'),
          mo('='),
          row(mo('('), mn(1), mo('−'), mi('λ'), mo(')')),
          before(mi('h')),
          mo('+'),
          mi('λ'),
          mi('tanh'),
          mi('s')
        ],
        [
          mn(h),
          mo('='),
          mn(1 - leak),
          mo('·'),
          mn(h0, true),
          mo('+'),
          mn(rest(h, (1 - leak) * (h0 ?? Number.NaN)), true)
        ]
      )
    ];
  }
  const { membraneDecay: alpha, threshold, dampening } = constants;
  const beta = constants.adaptation[unit];
  const [v, v0, z0] = [values.potential, was('potential'), was('spikes')];
  const vth = sub(mi('v'), mi('th'));
  const list = [
    equation(
      'Membrane potential',
      [mi('v'), mo('='), mi('α'), before(mi('v')), mo('+'), mi('ζ'), mi('I'), mo('−'), vth, before(mi('z'))],
      [
        mn(v),
        mo('='),
        mn(alpha),
        mo('·'),
        mn(v0, true),
        mo('+'),
        mn(rest(v, alpha * (v0 ?? Number.NaN) - threshold * (z0 ?? Number.NaN)), true),
        mo('−'),
        mn(threshold),
        mo('·'),
        mn(z0)
      ]
    )
  ];
  const A = values.threshold;
  if (beta > 0)
    list.push(
      equation(
        'Threshold',
        [mi('A'), mo('='), vth, mo('+'), mi('β'), mi('a')],
        [
          mn(A),
          mo('='),
          mn(threshold),
          mo('+'),
          mn(beta),
          mo('·'),
          mn(A === undefined ? undefined : (A - threshold) / beta, true)
        ]
      )
    );
  list.push(
    equation(
      'Pseudo-derivative',
      [
        mi('ψ'),
        mo('='),
        `<mfrac>${mi('γ')}${vth}</mfrac>`,
        mi('max'),
        mo('('),
        mn(0),
        mo(','),
        mn(1),
        mo('−'),
        `<mfrac>${row(mo('|'), mi('v'), mo('−'), mi('A'), mo('|'))}${vth}</mfrac>`,
        mo(')')
      ],
      [
        mn(values.pseudoDerivative),
        mo('='),
        `<mfrac>${mn(dampening)}${mn(threshold)}</mfrac>`,
        mi('max'),
        mo('('),
        mn(0),
        mo(','),
        mn(1),
        mo('−'),
        `<mfrac>${row(mo('|'), mn(v), mo('−'), mn(A, true), mo('|'))}${mn(threshold)}</mfrac>`,
        mo(')')
      ]
    )
  );
  return list;
}

export function synapseEquations(
  { settings, shape, unit, units }: EquationContext,
  { values }: NeuronMoment,
  synapse: SynapseMoment
): Equation[] {
  const constants = unitConstants(settings, shape.dtMs, units);
  const { presynapticTrace: zbar, eligibility: e, filteredEligibility: ebar } = synapse;
  const psi = values.pseudoDerivative;
  const trace = [mi('e'), mo('=')];
  const contribution = equation(
    'Its share of the gradient at this tick',
    [mi('L'), bar(mi('e'))],
    [
      mn(values.learningSignal),
      mo('·'),
      mn(ebar, true),
      mo('='),
      mn(values.learningSignal === undefined || ebar === undefined ? undefined : values.learningSignal * ebar)
    ]
  );
  if (constants.kind === 'leakyTanh') {
    const kept = 1 - constants.leak[unit];
    return [
      equation(
        'Eligibility trace',
        [
          ...trace,
          row(mo('('), mn(1), mo('−'), mi('λ'), mo(')')),
          before(mi('e')),
          mo('+'),
          mi('d'),
          bar(mi('z'))
        ],
        [
          mn(e),
          mo('='),
          mn(kept),
          mo('·'),
          mn(synapse.eligibilityEarlier, true),
          mo('+'),
          mn(psi),
          mo('·'),
          mn(zbar, true)
        ]
      ),
      contribution
    ];
  }
  const beta = constants.adaptation[unit];
  return [
    beta > 0
      ? equation(
          'Eligibility trace',
          [...trace, mi('ψ'), mo('('), bar(mi('z')), mo('−'), mi('β'), mi('ε'), mo(')')],
          [
            mn(e),
            mo('='),
            mn(psi),
            mo('·'),
            mo('('),
            mn(zbar),
            mo('−'),
            mn(beta),
            mo('·'),
            mn(synapse.slow, true),
            mo(')')
          ]
        )
      : equation(
          'Eligibility trace',
          [...trace, mi('ψ'), bar(mi('z'))],
          [mn(e), mo('='), mn(psi), mo('·'), mn(zbar, true)]
        ),
    contribution
  ];
}

function equation(title: string, symbols: readonly string[], numbers: readonly string[]): Equation {
  return { title, symbols: math(symbols.join('')), numbers: math(numbers.join('')) };
}

/** What is left of a sum once the known terms are taken away; what float32 leaves of nothing is nothing. */
function rest(sum: number | undefined, known: number): number | undefined {
  if (sum === undefined || Number.isNaN(known)) return undefined;
  const left = sum - known;
  return Math.abs(left) < 1e-6 * Math.max(1, Math.abs(sum)) ? 0 : left;
}
