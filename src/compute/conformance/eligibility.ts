/** Traces and gradients in both forms, of every kind of unit, carried on or forgotten, with and without autapses. */
import type { Block, Compute, EligibilityCall } from '../compute';
import { caseOf, type ComputeCase, describe, type Work } from './computeCase';
import { blockOf, type Numbers } from './numbers';

export interface EligibilityOptions {
  form: EligibilityCall['form'];
  steps: number;
  batch: number;
  units: number;
  fanIn: number;
  /** `plain` is a trace that neither the drive bends nor the readout filters. */
  kind: 'lif' | 'alif' | 'leakyTanh' | 'plain';
  /** Whether the call is given traces to go on from and to leave behind. */
  carried: boolean;
  /** Whether a constant signal joins the learning signal. */
  constant?: boolean;
  selfFrom?: number;
  /** Range of the decay per step; by default 0.6 to 0.99, where long leaky tanh traces grow and amplify rounding. */
  decays?: readonly [low: number, high: number];
}

export function eligibilityCall(
  compute: Compute,
  options: EligibilityOptions,
  { between }: Numbers
): EligibilityCall {
  const {
    form,
    steps,
    batch,
    units,
    fanIn,
    kind,
    carried,
    constant,
    selfFrom,
    decays = [0.6, 0.99]
  } = options;
  const carry = between(decays[0], decays[1], units);
  const slope = kind === 'alif' ? between(-0.3, 0, units) : between(-0.2, 0.2, units);
  if (kind === 'lif') carry.fill(0);
  if (kind === 'lif' || kind === 'plain') slope.fill(0);
  const pass = kind === 'alif' ? new Float32Array(units) : carry;
  const traces = () => blockOf(compute, 'traces', between(-1, 1, batch * units * fanIn));
  return {
    form,
    steps,
    batch,
    units,
    fanIn,
    preTrace: blockOf(compute, 'pre', between(-0.2, 1, steps * batch * fanIn)),
    drive: blockOf(compute, 'psi', between(0, 0.6, steps * batch * units)),
    carry: blockOf(compute, 'carry', carry),
    pass: blockOf(compute, 'pass', pass),
    slope: blockOf(compute, 'slope', slope),
    readoutDecay: kind === 'plain' ? 0 : 0.9,
    signal: blockOf(compute, 'L', between(-1, 1, steps * batch * units)),
    ...(constant ? { constantSignal: blockOf(compute, 'c', between(-0.1, 0.1, batch * units)) } : {}),
    scale: 0.5,
    gradient: blockOf(compute, 'G', between(-1, 1, units * fanIn)),
    ...(carried ? { eligibility: traces(), filtered: traces() } : {}),
    ...(selfFrom === undefined ? {} : { selfFrom })
  };
}

/** What an eligibility call writes. */
export function eligibilityBlocks({ gradient, eligibility, filtered }: EligibilityCall): Block[] {
  return [gradient, ...(eligibility && filtered ? [eligibility, filtered] : [])];
}

function eligibilityWork(options: EligibilityOptions): Work {
  return async (compute, numbers) => {
    const call = eligibilityCall(compute, options, numbers);
    await compute.eligibility(call);
    return eligibilityBlocks(call);
  };
}

type Sizes = Omit<EligibilityOptions, 'form'>;

const full = { steps: 300, batch: 2, units: 13, fanIn: 19, carried: true, constant: true, selfFrom: 6 };
const sizes: Sizes[] = [
  { steps: 300, batch: 1, units: 6, fanIn: 9, kind: 'alif', carried: true },
  { steps: 90, batch: 1, units: 21, fanIn: 34, kind: 'plain', carried: true },
  { steps: 12, batch: 4, units: 5, fanIn: 7, kind: 'alif', carried: true, constant: true, selfFrom: 2 },
  { steps: 40, batch: 3, units: 7, fanIn: 18, kind: 'leakyTanh', carried: false, constant: true },
  { steps: 70, batch: 2, units: 9, fanIn: 150, kind: 'alif', carried: true, selfFrom: 141 },
  { steps: 5, batch: 1, units: 1, fanIn: 1, kind: 'alif', carried: true, selfFrom: 0 },
  { steps: 0, batch: 2, units: 3, fanIn: 4, kind: 'alif', carried: true },
  { ...full, kind: 'lif' },
  { ...full, kind: 'alif' },
  { ...full, kind: 'leakyTanh', decays: [0.1, 0.9] }
];

export const eligibilityCases: ComputeCase[] = (['step', 'chunk'] as const).flatMap((form) =>
  sizes.map((each) => {
    const options = { form, ...each };
    return caseOf('eligibility', describe(options), eligibilityWork(options));
  })
);
