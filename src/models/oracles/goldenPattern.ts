/**
 * The published pattern-generation run: 100 LIF units learn to draw one second of four sines from frozen
 * noise, by plain gradient descent with random feedback. Its losses are those of the test suite of the NEST
 * simulator (test_eprop_bsshslm_2020_plasticity.py); the original TensorFlow code agrees to 1e-7.
 *
 * What surprises: the loss rises first, because rate regularisation dominates; and weights were drawn as
 * float32, transposed, in an order that must be kept.
 */
import type { Compute } from '../../compute/compute';
import { sin } from '../../compute/transcendentals';
import { epropDefinition } from '../eprop/eprop';
import type { Model } from '../model';
import { Random } from '../random';
import type { StreamShape, Trial } from '../stream';
import { MersenneTwister } from './mersenneTwister';

export const goldenPatternLosses = [
  101.964356999041, 103.466731126205, 103.340607074771, 103.680244037686, 104.412775748752
] as const;

const UNITS = 100;
const STEPS = 1000;

/** The model with the published weights, and its one trial. */
export async function goldenPattern(compute: Compute): Promise<{ model: Model; trial: Trial }> {
  const twister = new MersenneTwister(1);
  const root = Math.sqrt(UNITS);
  /** randn(from, to).T / sqrt(from) as float32. */
  const drawn = (): Float64Array => {
    const weights = new Float64Array(UNITS * UNITS);
    for (let j = 0; j < UNITS; j++) {
      for (let i = 0; i < UNITS; i++) weights[i * UNITS + j] = Math.fround(twister.normal() / root);
    }
    return weights;
  };
  const input = drawn();
  const recurrent = drawn();
  const readout = Float64Array.from({ length: UNITS }, () => Math.fround(twister.normal() / root));
  const feedback = Float64Array.from({ length: UNITS }, () => Math.fround(twister.normal() / root));
  const trial = patternTrial(twister);

  const shape: StreamShape = {
    inputs: UNITS,
    outputs: 1,
    steps: STEPS,
    dtMs: 1,
    loss: 'regression',
    inputKind: 'spikes',
    inputGroups: [],
    phases: [],
    outputLabels: ['y']
  };
  const model = await epropDefinition.create({
    compute,
    shape,
    random: new Random(1),
    settings: {
      units: UNITS,
      unit: 'lif',
      tauMembrane: 30,
      tauReadout: 30,
      threshold: 0.03,
      dampening: 0.3,
      refractory: 0,
      currentGain: 'complement',
      feedback: 'random',
      optimiser: 'sgd',
      learningRate: 1e-4,
      rateRegularisation: 300,
      targetRate: 10,
      batch: 1
    }
  });
  const snapshot = await model.snapshot();
  const weights = snapshot.arrays['weights'];
  for (let i = 0; i < UNITS; i++) {
    weights.set(input.subarray(i * UNITS, (i + 1) * UNITS), i * 2 * UNITS);
    weights.set(recurrent.subarray(i * UNITS, (i + 1) * UNITS), i * 2 * UNITS + UNITS);
    weights[i * 2 * UNITS + UNITS + i] = 0;
  }
  snapshot.arrays['readoutWeights'] = readout;
  snapshot.arrays['feedback'] = feedback;
  model.restore(snapshot);
  return { model, trial };
}

/** Frozen noise at 50 Hz and the sum of sines, shifted to start at 0 and scaled to at most 1. */
function patternTrial(twister: MersenneTwister): Trial {
  const x = Float64Array.from({ length: STEPS * UNITS }, () => (twister.uniform() < 0.05 ? 1 : 0));
  x.fill(0, 0, UNITS);
  const amplitudes = Array.from({ length: 4 }, () => 0.5 + 1.5 * twister.uniform());
  const phases = Array.from({ length: 4 }, () => 2 * Math.PI * twister.uniform());
  const target = new Float64Array(STEPS);
  for (const [k, period] of [1000, 500, 333, 200].entries()) {
    const cycles = Math.floor(STEPS / period);
    for (let t = 0; t < STEPS; t++) {
      target[t] += amplitudes[k] * sin(phases[k] + (cycles * 2 * Math.PI * t) / (STEPS - 1));
    }
  }
  const start = target[0];
  let largest = 0;
  for (let t = 0; t < STEPS; t++) {
    target[t] -= start;
    largest = Math.max(largest, Math.abs(target[t]));
  }
  return {
    index: 0,
    x,
    target: target.map((value) => value / largest),
    mask: new Float64Array(STEPS).fill(1)
  };
}

/** The loss of iterations 1 .. `iterations`. */
export async function goldenPatternRun(compute: Compute, iterations: number): Promise<number[]> {
  const { model, trial } = await goldenPattern(compute);
  const losses: number[] = [];
  for (let iteration = 0; iteration < iterations; iteration++) {
    model.begin([trial]);
    while ((await model.advance(STEPS)) > 0);
    losses.push(model.score().loss);
  }
  model.dispose();
  return losses;
}
