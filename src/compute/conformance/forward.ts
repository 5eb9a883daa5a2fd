/** Layers run from a state that is not rest: of tanh units, and spiking nets that stay clear of ties. */
import type { Block, Compute, ForwardCall, Unit } from '../compute';
import { caseOf, type ComputeCase, describe, givingBack, type Work } from './computeCase';
import { blockOf, type Numbers, numbersFrom } from './numbers';

export interface ForwardSizes {
  steps: number;
  batch: number;
  inputs: number;
  units: number;
  bias?: boolean;
}

/** Of a `spiking` layer every second unit adapts; of an `LIF` or `ALIF` one none or all do. */
export type LayerKind = 'leakyTanh' | 'membrane' | 'spiking' | 'LIF' | 'ALIF';

/** Largest strength of adaptation (beta). */
const STRENGTH = 0.3;

/** How close to the threshold a spiking net may come: within this, rounding decides whether a unit spikes. */
const CLEARANCE = 1e-4;

const isSpiking = (kind: LayerKind): boolean => kind !== 'leakyTanh' && kind !== 'membrane';

/** A unit of the kind with constants of its own for each of `units` units. */
export function unitOf(compute: Compute, kind: LayerKind, units: number, { between }: Numbers): Unit {
  if (kind === 'membrane') return { kind, membraneDecay: 0.8 };
  if (kind === 'leakyTanh') return { kind, leak: blockOf(compute, 'leak', between(0.05, 1, units)) };
  const adapts = (unit: number): boolean => kind === 'ALIF' || (kind === 'spiking' && unit % 2 === 1);
  const adaptation = between(0, STRENGTH, units).map((beta, i) => (adapts(i) ? beta : 0));
  return {
    kind: 'spiking',
    membraneDecay: 0.95,
    currentGain: 1,
    threshold: 0.6,
    dampening: 0.3,
    refractory: 3,
    adaptationDecay: 0.99,
    adaptation: blockOf(compute, 'beta', adaptation)
  };
}

/** A layer with its histories and states, ready to be run from tick 0; its weights are `gain` times as large. */
export function forwardCall(
  compute: Compute,
  kind: LayerKind,
  sizes: ForwardSizes,
  numbers: Numbers,
  gain = 1
): ForwardCall {
  const { steps, batch, inputs, units, bias } = sizes;
  const { between, spikes } = numbers;
  const fanIn = inputs + units + (bias ? 1 : 0);
  const zeros = (label: string, length: number): Block => compute.alloc(length, label);
  const spiking = isSpiking(kind);
  const size = (spiking ? 1.6 : kind === 'membrane' ? 0.5 * gain : gain) / Math.sqrt(fanIn);
  const weights = blockOf(compute, 'weights', between(spiking ? -0.6 * size : -size, size, units * fanIn));
  const unit = unitOf(compute, kind, units, numbers);
  const x = spiking ? spikes(0.3, steps * batch * inputs) : between(-1, 1, steps * batch * inputs);
  return {
    unit,
    from: 0,
    ...sizes,
    weights,
    x: blockOf(compute, 'x', x),
    state: {
      potential: blockOf(compute, 'v', between(0, 0.5, batch * units)),
      activity: blockOf(compute, 'z', spiking ? spikes(0.2, batch * units) : between(-1, 1, batch * units)),
      preTrace: blockOf(compute, 'pre', between(0, 1, batch * fanIn)),
      adaptation: blockOf(compute, 'a', between(0, 1, batch * units)),
      refractory: zeros('r', batch * units)
    },
    history: {
      potential: zeros('vs', steps * batch * units),
      threshold: zeros('As', steps * batch * units),
      activity: zeros('zs', steps * batch * units),
      drive: zeros('psis', steps * batch * units),
      preTrace: zeros('pres', steps * batch * fanIn)
    }
  };
}

/** What a forward call writes. */
export function forwardBlocks({ state, history }: ForwardCall): Block[] {
  return [...Object.values(state), ...Object.values(history)];
}

function forwardWork(kind: LayerKind, sizes: ForwardSizes, gain = 1): Work {
  return async (compute, numbers) => {
    const call = forwardCall(compute, kind, sizes, numbers, gain);
    await compute.forward(call);
    return forwardBlocks(call);
  };
}

/** Smallest |v - A| of the reference; infinite where nothing runs. */
function margin(reference: Compute, kind: LayerKind, sizes: ForwardSizes, seed: number): Promise<number> {
  return givingBack(reference, async (judge) => {
    const call = forwardCall(judge, kind, sizes, numbersFrom(seed));
    await judge.forward(call);
    const [v, A] = [await judge.read(call.history.potential), await judge.read(call.history.threshold)];
    let smallest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < v.length; i++) smallest = Math.min(smallest, Math.abs(v[i] - A[i]));
    return smallest;
  });
}

/** The first seed whose net never comes near a spike it does not fire, nor near not firing one. */
export async function clearSeed(reference: Compute, kind: LayerKind, sizes: ForwardSizes): Promise<number> {
  for (let seed = 1; seed < 400; seed++)
    if ((await margin(reference, kind, sizes, seed)) > CLEARANCE) return seed;
  throw new Error(`No net of ${describe(sizes)} stays clear of ties. Make it smaller or shorter.`);
}

function spikingCase(kind: LayerKind, sizes: ForwardSizes): ComputeCase {
  const build = (seed: number): ComputeCase =>
    caseOf('forward', `${kind}, ${describe(sizes)}`, forwardWork(kind, sizes), seed);
  return {
    ...build(1),
    run: async (compute, reference) => build(await clearSeed(reference, kind, sizes)).run(compute, reference)
  };
}

const sizes: ForwardSizes[] = [
  { steps: 300, batch: 1, inputs: 3, units: 7 },
  { steps: 20, batch: 1, inputs: 0, units: 1 },
  { steps: 25, batch: 1, inputs: 5, units: 41 },
  { steps: 40, batch: 3, inputs: 6, units: 13 },
  { steps: 11, batch: 9, inputs: 2, units: 10 },
  { steps: 0, batch: 2, inputs: 2, units: 5 }
];
const biased: ForwardSizes[] = [
  { steps: 20, batch: 1, inputs: 1, units: 1, bias: true },
  { steps: 30, batch: 1, inputs: 4, units: 11, bias: true },
  { steps: 30, batch: 3, inputs: 5, units: 9, bias: true },
  { steps: 12, batch: 9, inputs: 3, units: 24, bias: true }
];
/** Long enough for errors to gather, with weights that saturate tanh. */
const long: ForwardSizes = { steps: 300, batch: 2, inputs: 6, units: 13 };
/** A membrane with such weights is close to chaos: over more ticks it is the net, not the backend, that amplifies rounding. */
const short: ForwardSizes = { ...long, steps: 40 };
const uniform: ForwardSizes = { steps: 60, batch: 2, inputs: 6, units: 13 };

export const forwardCases: ComputeCase[] = [
  ...[...sizes, ...biased].flatMap((each) => [
    caseOf('forward', `leaky tanh, ${describe(each)}`, forwardWork('leakyTanh', each)),
    caseOf('forward', `membrane, ${describe(each)}`, forwardWork('membrane', each)),
    spikingCase('spiking', each)
  ]),
  caseOf('forward', `leaky tanh, saturating, ${describe(long)}`, forwardWork('leakyTanh', long, 2)),
  caseOf('forward', `membrane, saturating, ${describe(short)}`, forwardWork('membrane', short, 2)),
  ...(['LIF', 'ALIF'] as const).flatMap((kind) => [
    spikingCase(kind, uniform),
    spikingCase(kind, { ...uniform, bias: true })
  ])
];
