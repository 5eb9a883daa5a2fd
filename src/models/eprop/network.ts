/**
 * One recurrent layer and its readout: weights and unit constants as blocks of a backend.
 *
 *   LIF, ALIF:   v_t = alpha v_{t-1} + zeta W [x_t, z_{t-1}] - v_th z_{t-1},  z_t = [v_t >= v_th + beta a_t]
 *   leaky tanh:  h_t = (1 - lambda) h_{t-1} + lambda tanh(W [x_t, h_{t-1}])
 *   readout:     y_t = kappa y_{t-1} + (1 - kappa) W_out z_t
 *
 * Bellec et al. 2020, in the discrete time of its published code. What surprises: inputs act in the same
 * step, recurrent spikes one step later, and the readout sees the spike of its own step. Input and recurrent
 * weights are one matrix W = [W_in | W_rec], because their traces obey one rule.
 */
import type { Block, Compute, LeakyTanhUnit, SpikingUnit } from '../../compute/compute';

export type UnitConstants = SpikingConstants | LeakyTanhConstants;

/** As `SpikingUnit`, with the adaptation strengths [units] still on this side of the backend. */
export type SpikingConstants = Omit<SpikingUnit, 'adaptation'> & { adaptation: Float64Array };

export interface LeakyTanhConstants {
  kind: 'leakyTanh';
  /** [units]. */
  leak: Float64Array;
  autapses: boolean;
}

export interface NetworkConstants {
  inputs: number;
  units: number;
  outputs: number;
  unit: UnitConstants;
  /** kappa. */
  readoutDecay: number;
  loss: 'regression' | 'classification';
}

export class Network {
  readonly compute: Compute;
  readonly inputs: number;
  readonly units: number;
  readonly outputs: number;
  /** inputs + units. */
  readonly fanIn: number;
  readonly loss: 'regression' | 'classification';
  readonly readoutDecay: number;
  /** W = [W_in | W_rec], [units, fanIn]; no autapses unless the constants allow them. */
  readonly weights: Block;
  /** W_out, [outputs, units]. */
  readonly readoutWeights: Block;
  /** B, [units, outputs]; absent when feedback is symmetric. */
  readonly feedback: Block | undefined;
  /** What the eligibility recursion needs of each unit, [units]: see `EligibilityCall`. */
  readonly carry: Block;
  readonly pass: Block;
  readonly slope: Block;
  /** Column of unit i's own weight less i, where autapses are left out of learning. */
  readonly selfFrom: number | undefined;
  private constants: UnitConstants;
  /** Adaptation strengths or leaks, [units]. */
  private readonly perUnit: Block;

  constructor(compute: Compute, constants: NetworkConstants, ownFeedback: boolean) {
    const { inputs, units, outputs, unit } = constants;
    this.compute = compute;
    this.inputs = inputs;
    this.units = units;
    this.outputs = outputs;
    this.fanIn = inputs + units;
    this.loss = constants.loss;
    this.readoutDecay = constants.readoutDecay;
    this.constants = unit;
    this.selfFrom = this.autapses ? undefined : inputs;

    this.weights = compute.alloc(units * this.fanIn, 'W');
    this.readoutWeights = compute.alloc(outputs * units, 'W_out');
    this.feedback = ownFeedback ? compute.alloc(units * outputs, 'B') : undefined;
    this.carry = compute.alloc(units, 'carry');
    this.pass = compute.alloc(units, 'pass');
    this.slope = compute.alloc(units, 'slope');
    this.perUnit = compute.alloc(units, 'unit constants');
    if (unit.kind === 'leakyTanh') {
      const kept = unit.leak.map((leak) => 1 - leak);
      compute.write(this.perUnit, unit.leak);
      compute.write(this.carry, kept);
      compute.write(this.pass, kept);
    } else {
      compute.write(this.perUnit, unit.adaptation);
      compute.write(
        this.carry,
        unit.adaptation.map((beta) => (beta === 0 ? 0 : unit.adaptationDecay))
      );
      compute.write(
        this.slope,
        unit.adaptation.map((beta) => (beta === 0 ? 0 : -beta))
      );
    }
  }

  get autapses(): boolean {
    return this.constants.kind === 'leakyTanh' && this.constants.autapses;
  }

  get spiking(): boolean {
    return this.constants.kind === 'spiking';
  }

  /** The unit as forward calls take it. */
  get unit(): SpikingUnit | LeakyTanhUnit {
    return this.constants.kind === 'spiking'
      ? { ...this.constants, adaptation: this.perUnit }
      : { kind: 'leakyTanh', leak: this.perUnit };
  }

  /** Takes new tick-by-tick constants; those the traces share (rho, beta, leak) must be the old ones. */
  retune(constants: UnitConstants): void {
    this.constants = constants;
  }

  /** Replaces W, [units, fanIn]. */
  writeWeights(W: ArrayLike<number>): void {
    this.compute.write(this.weights, W);
    this.followOwnWeights(W);
  }

  /** After an update of W. */
  async weightsMoved(): Promise<void> {
    if (this.autapses) this.followOwnWeights(await this.compute.read(this.weights));
  }

  /** With autapses a unit's own weight is part of what its trace carries. */
  private followOwnWeights(W: ArrayLike<number>): void {
    if (!this.autapses) return;
    const own = Float64Array.from({ length: this.units }, (_, i) => W[i * this.fanIn + this.inputs + i]);
    this.compute.write(this.slope, own);
  }

  dispose(): void {
    const { weights, readoutWeights, feedback, carry, pass, slope, perUnit } = this;
    for (const block of [weights, readoutWeights, feedback, carry, pass, slope, perUnit]) {
      if (block) this.compute.free(block);
    }
  }

  static floats({ inputs, units, outputs }: Omit<NetworkConstants, 'unit'>): number {
    return units * (inputs + units + 2 * outputs + 4);
  }
}
