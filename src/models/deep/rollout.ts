/**
 * Trials under way: the states of `batch` trials run in lock-step, and the histories of the ticks since the last update, layer
 * by layer. Inputs from below act in the same step, so a layer runs all ticks asked for before the next one does.
 *
 * Read out from all layers, y is the sum of one leaky readout per layer; the error is that of their sum.
 */
import type { Block, ForwardCall, ReadoutCall } from '../../compute/compute';
import type { Network } from './network';
import { fanIn, isReadOut, type Stack } from '../stack/stack';

type LayerTrial = Pick<ForwardCall, 'state' | 'history'>;
type ReadoutTrial = Pick<ReadoutCall, 'state' | 'history'>;

export class Rollout {
  readonly network: Network;
  readonly batch: number;
  /** Ticks the histories hold. */
  readonly capacity: number;
  /** Stream histories [capacity, batch, width]. */
  readonly stream: Record<'x' | 'target' | 'mask', Block>;
  readonly layers: readonly LayerTrial[];
  /** Activity before the first tick of the chunk, [batch, n_l]. */
  readonly before: readonly Block[];
  /** Of each layer that is read out. */
  readonly readouts: readonly (ReadoutTrial | undefined)[];
  /** The output, its error and the loss: the one readout's own, or those of the sum of all. */
  readonly whole: ReadoutTrial;
  /** What summing several readouts takes: their sum, [capacity, batch, outputs], and an identity. */
  private readonly joint: { sum: Block; identity: Block } | undefined;
  private readonly blocks: Block[] = [];

  constructor(network: Network, batch: number, capacity: number) {
    const { layers, inputs, outputs, stack } = network;
    this.network = network;
    this.batch = batch;
    this.capacity = capacity;
    const state = (width: number, label: string): Block => this.alloc(batch * width, label);
    const history = (width: number, label: string): Block =>
      this.alloc(capacity * batch * width, `${label} history`);
    const readout = (units: number): ReadoutTrial => ({
      state: {
        output: state(outputs, 'output'),
        trace: state(units, 'readout trace'),
        loss: state(1, 'loss')
      },
      history: {
        output: history(outputs, 'output'),
        error: history(outputs, 'error'),
        trace: history(units, 'readout trace')
      }
    });
    this.stream = {
      x: history(inputs, 'input'),
      target: history(outputs, 'target'),
      mask: history(1, 'mask')
    };
    this.layers = layers.map(({ units, fanIn: width, spiking, label }) => ({
      state: {
        potential: state(units, `potential of ${label}`),
        activity: state(units, `activity of ${label}`),
        preTrace: state(width, `presynaptic trace of ${label}`),
        adaptation: state(spiking ? units : 0, `adaptation of ${label}`),
        refractory: state(spiking ? units : 0, `refractory steps of ${label}`)
      },
      history: {
        potential: history(units, `potential of ${label}`),
        threshold: history(spiking ? units : 0, `threshold of ${label}`),
        activity: history(units, `activity of ${label}`),
        drive: history(units, `drive of ${label}`),
        preTrace: history(width, `presynaptic trace of ${label}`)
      }
    }));
    this.before = layers.map(({ units, label }) => state(units, `activity before the chunk of ${label}`));
    this.readouts = layers.map(({ units }, l) => (isReadOut(stack, l) ? readout(units) : undefined));
    const [first, ...others] = this.readouts.filter((part) => part !== undefined);
    if (others.length === 0) {
      this.whole = first;
    } else {
      this.whole = readout(outputs);
      this.joint = {
        sum: history(outputs, 'sum of outputs'),
        identity: this.alloc(outputs * outputs, 'identity')
      };
      const identity = new Float64Array(outputs * outputs);
      for (let k = 0; k < outputs; k++) identity[k * outputs + k] = 1;
      network.compute.write(this.joint.identity, identity);
    }
  }

  private alloc(length: number, label: string): Block {
    const block = this.network.compute.alloc(length, label);
    this.blocks.push(block);
    return block;
  }

  /** States that a trial begins with at zero, by name. */
  get states(): [name: string, block: Block][] {
    const of = (prefix: string, group: object): [string, Block][] =>
      Object.entries(group).map(([name, block]) => [`${prefix}.${name}`, block as Block]);
    return [
      ...this.layers.flatMap(({ state }, l) => of(`layer${l}`, state)),
      ...this.readouts.flatMap((part, l) => (part ? of(`readout${l}`, part.state) : [])),
      ...(this.joint ? of('readout', this.whole.state) : [])
    ];
  }

  reset(): void {
    for (const block of [...this.states.map(([, state]) => state), ...this.before]) {
      this.network.compute.fill(block, 0);
    }
  }

  /** Remembers what the chunk begins with; needed where a trial is cut into several. */
  async holdActivity(): Promise<void> {
    const { compute } = this.network;
    for (const [l, { state }] of this.layers.entries()) {
      compute.write(this.before[l], await compute.read(state.activity));
    }
  }

  /** What the chunk was read from: what x is for layer l, [capacity, batch, width below]. */
  below(l: number): Block {
    return l === 0 ? this.stream.x : this.layers[l - 1].history.activity;
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
    const { network, batch, stream } = this;
    const { compute, outputs, stack } = network;
    const span = { from, steps, batch };
    for (const [l, { unit, below, units, weights }] of network.layers.entries()) {
      const x = this.below(l);
      await compute.forward({
        ...span,
        unit,
        inputs: below,
        units,
        bias: true,
        weights,
        x,
        ...this.layers[l]
      });
    }
    const aim = { loss: stack.loss, outputs, target: stream.target, mask: stream.mask };
    let parts = 0;
    for (const [l, part] of this.readouts.entries()) {
      const weights = network.readouts[l];
      if (!part || !weights) continue;
      const { units } = network.layers[l];
      const { activity } = this.layers[l].history;
      await compute.readout({
        ...span,
        ...aim,
        units,
        decay: stack.readoutDecay,
        weights,
        activity,
        ...part
      });
      if (this.joint) {
        const at = from * batch * outputs;
        const { sum, identity } = this.joint;
        const shape = { m: steps * batch, n: outputs, k: outputs, offsetA: at, offsetC: at };
        await compute.gemm({ ...shape, a: part.history.output, b: identity, c: sum, accumulate: parts > 0 });
      }
      parts++;
    }
    if (this.joint) {
      const { sum, identity } = this.joint;
      await compute.readout({
        ...span,
        ...aim,
        units: outputs,
        decay: 0,
        weights: identity,
        activity: sum,
        ...this.whole
      });
    }
  }

  dispose(): void {
    for (const block of this.blocks) this.network.compute.free(block);
  }

  static floats(stack: Stack, batch: number, capacity: number): number {
    const { inputs, outputs, layers } = stack;
    let states = 0;
    let histories = inputs + outputs + 1;
    const read = (units: number): void => {
      states += units + outputs + 1;
      histories += units + 2 * outputs;
    };
    for (const [l, { units, unit }] of layers.entries()) {
      const spiking = unit.kind === 'spiking';
      states += fanIn(stack, l) + (spiking ? 5 : 3) * units;
      histories += fanIn(stack, l) + (spiking ? 4 : 3) * units;
      if (isReadOut(stack, l)) read(units);
    }
    const joint = stack.readout === 'all' && layers.length > 1;
    if (joint) {
      read(outputs);
      histories += outputs;
    }
    return batch * (states + capacity * histories) + (joint ? outputs * outputs : 0);
  }
}
