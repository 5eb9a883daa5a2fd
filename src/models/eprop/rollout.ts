/**
 * Trials under way: the states of `batch` trials run in lock-step, and the histories of the ticks since the
 * last update. Histories hold one chunk of ticks; every trial starts from zero states.
 */
import type { Block } from '../../compute/compute';
import type { Network } from './network';

export class Rollout {
  readonly network: Network;
  readonly batch: number;
  /** Ticks the histories hold. */
  readonly capacity: number;
  /** States [batch, width], by name. */
  readonly state: Record<'potential' | 'activity' | 'preTrace' | 'adaptation' | 'refractory', Block>;
  readonly readoutState: Record<'output' | 'trace' | 'loss', Block>;
  /** Stream histories [capacity, batch, width]. */
  readonly stream: Record<'x' | 'target' | 'mask', Block>;
  readonly history: Record<'potential' | 'threshold' | 'activity' | 'drive' | 'preTrace', Block>;
  readonly readoutHistory: Record<'output' | 'error' | 'trace', Block>;

  constructor(network: Network, batch: number, capacity: number) {
    const { inputs, units, outputs, fanIn, compute } = network;
    const state = (width: number, label: string): Block => compute.alloc(batch * width, label);
    const history = (width: number, label: string): Block =>
      compute.alloc(capacity * batch * width, `${label} history`);
    this.network = network;
    this.batch = batch;
    this.capacity = capacity;
    this.state = {
      potential: state(units, 'potential'),
      activity: state(units, 'activity'),
      preTrace: state(fanIn, 'presynaptic trace'),
      adaptation: state(network.spiking ? units : 0, 'adaptation'),
      refractory: state(network.spiking ? units : 0, 'refractory')
    };
    this.readoutState = {
      output: state(outputs, 'output'),
      trace: state(units, 'readout trace'),
      loss: state(1, 'loss')
    };
    this.stream = {
      x: history(inputs, 'input'),
      target: history(outputs, 'target'),
      mask: history(1, 'mask')
    };
    this.history = {
      potential: history(units, 'potential'),
      threshold: history(network.spiking ? units : 0, 'threshold'),
      activity: history(units, 'activity'),
      drive: history(units, 'drive'),
      preTrace: history(fanIn, 'presynaptic trace')
    };
    this.readoutHistory = {
      output: history(outputs, 'output'),
      error: history(outputs, 'error'),
      trace: history(units, 'readout trace')
    };
  }

  /** Zero states, as at the start of every trial. */
  reset(): void {
    for (const block of [...Object.values(this.state), ...Object.values(this.readoutState)]) {
      this.network.compute.fill(block, 0);
    }
  }

  /** The stream of the chunk to come: [steps, batch, width] each, at most `capacity` steps. */
  load(x: Float64Array, target: Float64Array, mask: Float64Array): void {
    const { compute } = this.network;
    compute.write(this.stream.x, x);
    compute.write(this.stream.target, target);
    compute.write(this.stream.mask, mask);
  }

  /** Runs ticks `from .. from + steps - 1` of the chunk. */
  async advance(from: number, steps: number): Promise<void> {
    const { network, batch } = this;
    const { compute, inputs, units, outputs } = network;
    await compute.forward({
      unit: network.unit,
      from,
      steps,
      batch,
      inputs,
      units,
      weights: network.weights,
      x: this.stream.x,
      state: this.state,
      history: this.history
    });
    await compute.readout({
      loss: network.loss,
      from,
      steps,
      batch,
      units,
      outputs,
      decay: network.readoutDecay,
      weights: network.readoutWeights,
      activity: this.history.activity,
      target: this.stream.target,
      mask: this.stream.mask,
      state: this.readoutState,
      history: this.readoutHistory
    });
  }

  dispose(): void {
    for (const group of [this.state, this.readoutState, this.stream, this.history, this.readoutHistory]) {
      for (const block of Object.values(group)) this.network.compute.free(block);
    }
  }

  static floats(inputs: number, units: number, outputs: number, batch: number, capacity: number): number {
    const fanIn = inputs + units;
    return (
      batch * (fanIn + 5 * units + outputs + 1) +
      capacity * batch * (inputs + fanIn + 5 * units + 3 * outputs + 1)
    );
  }
}
