import type { Block, Compute } from '../../../src/compute/compute';

const batch = 2;
const inputs = 3;
const units = 6;
const outputs = 2;
const fanIn = inputs + units;

/** A small spiking layer with readout and optimiser, room for `ticks` ticks, filled with fixed numbers. */
export function layerOf(compute: Compute, ticks: number) {
  const blocks: Block[] = [];
  const zeros = (label: string, length: number): Block => {
    const block = compute.alloc(length, label);
    blocks.push(block);
    return block;
  };
  /** Numbers between `low` and `high` that look random and never change. */
  const numbers = (label: string, length: number, low: number, high: number): Block => {
    const block = zeros(label, length);
    compute.write(
      block,
      Array.from(
        { length },
        (_, i) => low + (high - low) * (((i * 7919 + label.length * 104729) % 997) / 997)
      )
    );
    return block;
  };
  const history = (label: string, width: number): Block => zeros(label, ticks * batch * width);

  const layer = {
    unit: {
      kind: 'spiking' as const,
      membraneDecay: 0.95,
      currentGain: 1,
      threshold: 0.6,
      dampening: 0.3,
      refractory: 2,
      adaptationDecay: 0.98,
      adaptation: numbers('strength', units, 0, 0.1)
    },
    weights: numbers('weights', units * fanIn, -0.2, 0.3),
    x: numbers('input', ticks * batch * inputs, 0, 1),
    state: {
      potential: zeros('potential', batch * units),
      activity: zeros('activity', batch * units),
      preTrace: zeros('preTrace', batch * fanIn),
      adaptation: zeros('adaptation', batch * units),
      refractory: zeros('refractory', batch * units)
    },
    history: {
      potential: history('potentials', units),
      threshold: history('thresholds', units),
      activity: history('activities', units),
      drive: history('drives', units),
      preTrace: history('preTraces', fanIn)
    },
    readoutWeights: numbers('readout', outputs * units, -1, 1),
    target: numbers('target', ticks * batch * outputs, 0, 1),
    mask: numbers('mask', ticks * batch, 1, 1),
    readoutState: {
      output: zeros('output', batch * outputs),
      trace: zeros('trace', batch * units),
      loss: zeros('loss', batch)
    },
    readoutHistory: {
      output: history('outputs', outputs),
      error: history('errors', outputs),
      trace: history('traces', units)
    },
    gates: numbers('gates', units, 0, 0.5),
    gradient: zeros('gradient', units * fanIn),
    eligibility: zeros('eligibility', batch * units * fanIn),
    filtered: zeros('filtered', batch * units * fanIn),
    firstMoment: zeros('firstMoment', units * fanIn),
    secondMoment: zeros('secondMoment', units * fanIn)
  };
  const { state, readoutState, readoutHistory } = layer;
  const recorded = [state, layer.history, readoutState, readoutHistory].flatMap((group) =>
    Object.values(group)
  );
  return { ...layer, blocks, recorded };
}

type Layer = ReturnType<typeof layerOf>;

/** `steps` ticks of the layer and its readout from tick `from` on. From tick 0 also one step of learning on them. */
export async function runTicks(compute: Compute, layer: Layer, from: number, steps: number): Promise<void> {
  const { unit, weights, x, state, history, gradient, eligibility, filtered, gates } = layer;
  await compute.forward({ unit, from, steps, batch, inputs, units, weights, x, state, history });
  await compute.readout({
    loss: 'classification',
    from,
    steps,
    batch,
    units,
    outputs,
    decay: 0.9,
    weights: layer.readoutWeights,
    activity: history.activity,
    target: layer.target,
    mask: layer.mask,
    state: layer.readoutState,
    history: layer.readoutHistory
  });
  if (from > 0) return;
  for (const form of ['step', 'chunk'] as const) {
    await compute.eligibility({
      form,
      steps,
      batch,
      units,
      fanIn,
      preTrace: history.preTrace,
      drive: history.drive,
      carry: gates,
      pass: gates,
      slope: gates,
      readoutDecay: 0.9,
      signal: layer.readoutHistory.trace,
      scale: 1,
      gradient,
      eligibility,
      filtered
    });
  }
  const { firstMoment, secondMoment } = layer;
  const adam = { firstMoment, secondMoment, step: 1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
  await compute.adam({ weights: layer.readoutWeights, gradient, rate: 0, ...adam });
  compute.fill(gradient, 0);
}
