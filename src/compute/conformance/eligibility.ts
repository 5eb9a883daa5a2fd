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
  filters?: readonly number[];
  /** Default: 0 for `plain`, else 0.9. */
  readoutDecay?: number;
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
    filters,
    readoutDecay = kind === 'plain' ? 0 : 0.9,
    decays = [0.6, 0.99]
  } = options;
  const carry = between(decays[0], decays[1], units);
  const slope = kind === 'alif' ? between(-0.3, 0, units) : between(-0.2, 0.2, units);
  if (kind === 'lif') carry.fill(0);
  if (kind === 'lif' || kind === 'plain') slope.fill(0);
  const pass = kind === 'alif' ? new Float32Array(units) : carry;
  const traces = (many = 1) => blockOf(compute, 'traces', between(-1, 1, many * batch * units * fanIn));
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
    ...(filters ? { filters } : {}),
    readoutDecay,
    signal: blockOf(compute, 'L', between(-1, 1, steps * batch * units)),
    ...(constant ? { constantSignal: blockOf(compute, 'c', between(-0.1, 0.1, batch * units)) } : {}),
    scale: 0.5,
    gradient: blockOf(compute, 'G', between(-1, 1, units * fanIn)),
    ...(carried ? { eligibility: traces(), filtered: traces() } : {}),
    ...(carried && filters?.length ? { stages: traces(filters.length) } : {}),
    ...(selfFrom === undefined ? {} : { selfFrom })
  };
}

/** What an eligibility call writes. */
export function eligibilityBlocks({ gradient, eligibility, filtered, stages }: EligibilityCall): Block[] {
  return [gradient, eligibility, filtered, stages].filter((block) => block !== undefined);
}

function eligibilityWork(options: EligibilityOptions): Work {
  return async (compute, numbers) => {
    const call = eligibilityCall(compute, options, numbers);
    await compute.eligibility(call);
    return eligibilityBlocks(call);
  };
}

/** Two calls, the second going on from the traces that the first left. */
function twiceWork(options: EligibilityOptions): Work {
  return async (compute, numbers) => {
    const first = eligibilityCall(compute, options, numbers);
    const second = eligibilityCall(compute, { ...options, carried: false }, numbers);
    await compute.eligibility(first);
    const { preTrace, drive, signal } = second;
    await compute.eligibility({ ...first, preTrace, drive, signal });
    return eligibilityBlocks(first);
  };
}

type Sizes = Omit<EligibilityOptions, 'form'>;

const full = { steps: 300, batch: 2, units: 13, fanIn: 19, carried: true, constant: true, selfFrom: 6 };
const cascade = { steps: 40, batch: 3, units: 7, fanIn: 18, carried: true } as const;
const stable = { kind: 'leakyTanh', decays: [0.1, 0.9] } as const;
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
  { ...full, ...stable },
  { ...cascade, kind: 'alif', filters: [], selfFrom: 3 },
  { ...cascade, kind: 'alif', filters: [0.9], constant: true, selfFrom: 3 },
  { ...cascade, ...stable, filters: [0.5, 0.95], constant: true },
  { ...cascade, ...stable, filters: [0.5, 0.95], batch: 1, units: 13, fanIn: 21 },
  { ...cascade, kind: 'lif', filters: [0.8, 0.9, 0.95], readoutDecay: 0 },
  { ...cascade, kind: 'plain', filters: [0.7, 0.3], carried: false, constant: true },
  { ...cascade, ...stable, filters: [0.9, 0, 0.5, 0.6, 0.7, 0.2, 0.8], batch: 1 },
  { ...cascade, kind: 'alif', filters: [0, 0.5, 0.9], steps: 1, batch: 1, units: 1, fanIn: 1 },
  { ...cascade, kind: 'alif', filters: [0.9, 0.8], steps: 0 },
  { ...cascade, kind: 'lif', filters: [0.95], steps: 200, batch: 1, units: 33, fanIn: 50 }
];

const twice: Sizes[] = [
  { ...cascade, kind: 'alif', filters: [0.9], constant: true },
  { ...cascade, ...stable, filters: [0.5, 0.95, 0.8], batch: 1 }
];

export const eligibilityCases: ComputeCase[] = (['step', 'chunk'] as const).flatMap((form) => [
  ...sizes.map((each) => {
    const options = { form, ...each };
    return caseOf('eligibility', describe(options), eligibilityWork(options));
  }),
  ...twice.map((each) => {
    const options = { form, ...each };
    return caseOf('eligibility', `twice, ${describe(options)}`, twiceWork(options));
  })
]);
