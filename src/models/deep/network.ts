/** The stack on a backend: its layers, and the readout weights of those that are read out. */
import type { Block, Compute } from '../../compute/compute';
import { Layer } from './layer';
import { fanIn, isReadOut, type Stack, widthBelow } from '../stack/stack';

export class Network {
  readonly compute: Compute;
  readonly layers: readonly Layer[];
  /** O^l, [outputs, n_l], where layer l is read out. */
  readonly readouts: readonly (Block | undefined)[];
  /** 0, then the sums of the layers' units: where each layer begins among all units; one entry more than layers. */
  readonly starts: readonly number[];
  private now: Stack;

  constructor(compute: Compute, stack: Stack) {
    this.compute = compute;
    this.now = stack;
    this.layers = stack.layers.map((layer, l) => new Layer(compute, layer, widthBelow(stack, l), l));
    this.readouts = stack.layers.map(({ units }, l) =>
      isReadOut(stack, l) ? compute.alloc(stack.outputs * units, `O of layer ${l + 1}`) : undefined
    );
    const starts = [0];
    for (const { units } of stack.layers) starts.push(starts[starts.length - 1] + units);
    this.starts = starts;
  }

  /** With live edits. */
  get stack(): Stack {
    return this.now;
  }

  get inputs(): number {
    return this.now.inputs;
  }

  get outputs(): number {
    return this.now.outputs;
  }

  /** Of all layers. */
  get units(): number {
    return this.starts[this.layers.length];
  }

  /** Of the widest layer. */
  get widest(): number {
    return Math.max(...this.layers.map(({ units }) => units));
  }

  /** The layer of unit `unit` (counted through all layers), and its number in there. */
  place(unit: number): { l: number; i: number } {
    const l = this.starts.findIndex((_, next) => unit < this.starts[next + 1]);
    return { l, i: unit - this.starts[l] };
  }

  retune(stack: Stack): void {
    this.now = stack;
    for (const [l, layer] of this.layers.entries()) layer.retune(stack.layers[l]);
  }

  dispose(): void {
    for (const layer of this.layers) layer.dispose();
    for (const block of this.readouts) if (block) this.compute.free(block);
  }

  static floats(stack: Stack): number {
    return stack.layers.reduce(
      (sum, { units }, l) =>
        sum + Layer.floats(units, fanIn(stack, l)) + (isReadOut(stack, l) ? stack.outputs * units : 0),
      0
    );
  }
}
