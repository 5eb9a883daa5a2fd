/** Layers and readouts: each call as the fields of its kernel. */
import type { BackwardCall, Block, FilterBackwardCall, ForwardCall, ReadoutCall, Unit } from '../compute';
import { type Engine, weightPanels } from './engine';

/** A single trial's flops a tick under which waking the other threads costs more than they save: they meet at each. */
const WORTH_MEETING = 60_000;

/** Share of presynaptic units that spike in a tick, for an estimate of the flops. */
const SPIKE_RATE = 0.1;

/** Kinds of unit by the numbers of src/kernels/forward.ts. */
const kinds = { leakyTanh: 0, spiking: 1, membrane: 2 } as const;

/** How far back credit travels, by the numbers of src/kernels/backward.ts. */
const reaches = { tick: 0, unit: 1, layer: 2 } as const;

/** [units] leak, or strength of adaptation. */
function perUnit(unit: Unit): Block | undefined {
  if (unit.kind === 'membrane') return undefined;
  return unit.kind === 'spiking' ? unit.adaptation : unit.leak;
}

/** The constants of a unit, in the order of the kernels' call classes. */
function constants(unit: Unit): number[] {
  if (unit.kind === 'leakyTanh') return [1, 1, 1, 0, 0, 0];
  const loss = 1 - unit.membraneDecay;
  if (unit.kind === 'membrane') return [loss, 1, 1, 0, 0, 0];
  const { currentGain, threshold, dampening, refractory, adaptationDecay } = unit;
  return [loss, currentGain, threshold, dampening, refractory, 1 - adaptationDecay];
}

function threadsMeeting(engine: Engine, flopsATick: number): number {
  return flopsATick >= WORTH_MEETING ? engine.threads : 1;
}

export function forward(engine: Engine, call: ForwardCall): void {
  const { unit, from, steps, batch, inputs, units, state, history } = call;
  const { address, written } = engine;
  const bias = call.bias ? 1 : 0;
  const fanIn = inputs + units + bias;
  const spiking = unit.kind === 'spiking';
  const tick = 2 * units * fanIn * batch * (spiking ? SPIKE_RATE : 1) + 40 * units * batch;
  const on = batch > 1 ? engine.threadsFor(tick * steps) : threadsMeeting(engine, tick);
  const panels = engine.panels(call.weights, weightPanels(units, fanIn));
  const space = engine.scratch(engine.kernels.forwardScratch(batch, inputs, units, on));
  engine.run(
    'forward',
    on,
    [
      kinds[unit.kind],
      from,
      steps,
      batch,
      inputs,
      units,
      bias,
      panels,
      address(call.x),
      written(state.potential),
      written(state.activity),
      written(state.preTrace),
      spiking ? written(state.adaptation) : 0,
      spiking ? written(state.refractory) : 0,
      written(history.potential),
      spiking ? written(history.threshold) : 0,
      written(history.activity),
      written(history.drive),
      written(history.preTrace),
      address(perUnit(unit)),
      space
    ],
    constants(unit)
  );
}

export function backward(engine: Engine, call: BackwardCall): void {
  const { through, unit, steps, batch, inputs, units, weights } = call;
  const { address, written } = engine;
  const fanIn = inputs + units + (call.bias ? 1 : 0);
  const whole = through === 'layer';
  const tick = ((whole ? 2 * units : 0) + 20) * units * batch;
  const on = whole && batch === 1 ? threadsMeeting(engine, tick) : engine.threadsFor(tick * steps);
  // Element (post, pre) of R: its products with what the postsynaptic units hear go to the presynaptic ones.
  const recurrent = { offset: inputs, k: units, columns: units, kStride: fanIn, columnStride: 1 };
  const panels = whole ? engine.panels(weights, recurrent) : 0;
  engine.run(
    'backward',
    on,
    [
      kinds[unit.kind],
      reaches[through],
      steps,
      batch,
      units,
      address(weights) + 4 * inputs,
      fanIn + 1,
      panels,
      address(call.drive),
      address(call.signal),
      written(call.current),
      address(perUnit(unit)),
      engine.scratch(engine.kernels.backwardScratch(batch, units, on))
    ],
    constants(unit)
  );
}

export function filterBackward(engine: Engine, call: FilterBackwardCall): void {
  const { values, steps, width, decay, gain } = call;
  const fields = [engine.written(values), steps, width];
  engine.run('filterBackward', engine.threadsFor(4 * steps * width), fields, [gain, 1 - decay]);
}

export function readout(engine: Engine, call: ReadoutCall): void {
  const { from, steps, batch, units, outputs, state, history } = call;
  const { address, written } = engine;
  const flops = (2 * outputs * SPIKE_RATE + 6) * units * batch * steps;
  const on = batch > 1 ? engine.threadsFor(flops) : 1;
  const panels = engine.panels(call.weights, weightPanels(outputs, units));
  const space = engine.scratch(engine.kernels.readoutScratch(batch, units, outputs, on));
  engine.run(
    'readout',
    on,
    [
      call.loss === 'classification' ? 1 : 0,
      from,
      steps,
      batch,
      units,
      outputs,
      panels,
      address(call.activity),
      address(call.target),
      address(call.mask),
      written(state.output),
      written(state.trace),
      written(state.loss),
      written(history.output),
      written(history.error),
      written(history.trace),
      space
    ],
    [1 - call.decay]
  );
}
