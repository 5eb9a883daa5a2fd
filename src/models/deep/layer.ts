/**
 * One recurrent layer of the stack: its weights W = [U | R | b] and unit constants as blocks of a backend. Synapses from
 * below, from the layer itself and the bias are one matrix, because their traces obey one rule.
 */
import type { Block, Compute, Unit } from '../../compute/compute';
import type { StackLayer, StackUnit } from '../stack/stack';

export class Layer {
  readonly compute: Compute;
  /** Name in messages and labels: "layer 2". */
  readonly label: string;
  /** Units of the layer below, or inputs. */
  readonly below: number;
  readonly units: number;
  /** below + units + 1. */
  readonly fanIn: number;
  /** [units, fanIn]. */
  readonly weights: Block;
  /** What the eligibility recursion needs of each unit, [units]: see `EligibilityCall`. */
  readonly carry: Block;
  readonly pass: Block;
  readonly slope: Block;
  /** How fast a change of a unit's state fades (1 - a, or the membrane's decay): the cascade's filter for layers below. */
  readonly filter: number;
  /** Where units have no autapses: the column of unit i's own weight, less i. */
  readonly selfFrom: number | undefined;
  /** Of a leaky tanh layer: each unit's own weight, which its trace carries; 0 without autapses. */
  own: Float64Array;
  /** The same as it was when the chunk began. */
  ownInChunk: Float64Array;
  private constants: StackUnit;
  /** Adaptation strengths or leaks, [units]. */
  private readonly perUnit: Block;

  constructor(compute: Compute, { units, unit, autapses }: StackLayer, below: number, index: number) {
    this.compute = compute;
    this.label = `layer ${index + 1}`;
    this.below = below;
    this.units = units;
    this.fanIn = below + units + 1;
    this.constants = unit;
    this.selfFrom = autapses ? undefined : below;
    this.own = new Float64Array(units);
    this.ownInChunk = this.own;
    const block = (length: number, name: string): Block => compute.alloc(length, `${name} of ${this.label}`);
    this.weights = block(units * this.fanIn, 'W');
    this.carry = block(units, 'carry');
    this.pass = block(units, 'pass');
    this.slope = block(units, 'slope');
    this.perUnit = block(units, 'unit constants');
    if (unit.kind === 'leakyTanh') {
      this.filter = 1 - unit.leak;
      compute.fill(this.perUnit, unit.leak);
      compute.fill(this.carry, 1 - unit.leak);
      compute.fill(this.pass, 1 - unit.leak);
    } else if (unit.kind === 'membrane') {
      this.filter = unit.decay;
    } else {
      this.filter = unit.membraneDecay;
      const { adaptation, adaptationDecay } = unit;
      compute.write(this.perUnit, adaptation);
      compute.write(
        this.carry,
        adaptation.map((beta) => (beta === 0 ? 0 : adaptationDecay))
      );
      compute.write(
        this.slope,
        adaptation.map((beta) => (beta === 0 ? 0 : -beta))
      );
    }
  }

  get spiking(): boolean {
    return this.constants.kind === 'spiking';
  }

  /** The unit as calls of the backend take it. */
  get unit(): Unit {
    const { constants, perUnit } = this;
    if (constants.kind === 'spiking') return { ...constants, adaptation: perUnit };
    if (constants.kind === 'membrane') return { kind: 'membrane', membraneDecay: constants.decay };
    return { kind: 'leakyTanh', leak: perUnit };
  }

  /** Takes new tick-by-tick constants; those the traces share (decays, beta, leak) must be the old ones. */
  retune({ unit }: StackLayer): void {
    this.constants = unit;
  }

  /** A chunk begins, during which weights are as they are now. */
  openChunk(): void {
    this.ownInChunk = this.own;
  }

  /** Replaces W, [units, fanIn]. */
  writeWeights(W: ArrayLike<number>): void {
    this.compute.write(this.weights, W);
    this.followOwnWeights(W);
  }

  /** After an update of W. */
  async weightsMoved(): Promise<void> {
    if (this.carriesOwn) this.followOwnWeights(await this.compute.read(this.weights));
  }

  private get carriesOwn(): boolean {
    return this.constants.kind === 'leakyTanh' && this.selfFrom === undefined;
  }

  private followOwnWeights(W: ArrayLike<number>): void {
    if (!this.carriesOwn) return;
    this.own = Float64Array.from({ length: this.units }, (_, i) => W[i * this.fanIn + this.below + i]);
    this.compute.write(this.slope, this.own);
  }

  dispose(): void {
    const { weights, carry, pass, slope, perUnit } = this;
    for (const block of [weights, carry, pass, slope, perUnit]) this.compute.free(block);
  }

  static floats(units: number, fanIn: number): number {
    return units * (fanIn + 4);
  }
}
