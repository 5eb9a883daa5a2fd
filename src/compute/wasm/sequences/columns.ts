/** Norms, rotary positions and activations: each call as the fields of its kernel. */
import type {
  ActivateBackwardCall,
  ActivateCall,
  NormBackwardCall,
  NormCall,
  RotateCall,
  SequenceActivation
} from '../../sequences';
import { log } from '../../transcendentals';
import type { Engine } from '../engine';

/** What a float costs, as the flops of a product that takes as long. */
const flops = { norm: 15, gate: 50, rotate: 10, activate: 60 } as const;

/** By the numbers of src/kernels/norm.ts. */
const weightings = { none: 0, column: 1, group: 2 } as const;

/** By the numbers of src/kernels/sequenceActivation.ts. */
const activations: Readonly<Record<SequenceActivation, number>> = {
  silu: 0,
  gelu: 1,
  eluPlusOne: 2,
  softplus: 3,
  exp: 4
};

const normFlops = ({ gate, groups, groupWidth, rows }: NormCall): number =>
  (flops.norm + (gate ? flops.gate : 0)) * rows * groups * groupWidth;

export function norm(engine: Engine, call: NormCall): void {
  const { epsilon, from = 0, gate, groups, groupWidth, inverse, parameters, rows, weights, x, y } = call;
  const { address, written } = engine;
  const sizes = [rows, groups, groupWidth, weightings[weights]];
  const read = [address(x), address(gate), address(parameters) + 4 * from];
  const on = engine.threadsFor(normFlops(call));
  engine.run('norm', on, [...sizes, ...read, written(y), written(inverse)], [epsilon]);
}

export function normBackward(engine: Engine, call: NormBackwardCall): void {
  const { from = 0, gate, gateSignal, gradient, groups, groupWidth } = call;
  const { inputSignal, inverse, parameters, rows, signal, weights, x } = call;
  const { address, written } = engine;
  const sizes = [rows, groups, groupWidth, weightings[weights]];
  const read = [address(x), address(gate), address(parameters) + 4 * from, address(inverse), address(signal)];
  const own = gradient && weights !== 'none' ? written(gradient) + 4 * from : 0;
  const on = engine.threadsFor(2 * normFlops(call));
  engine.run('normBackward', on, [...sizes, ...read, own, written(inputSignal), written(gateSignal)]);
}

export function rotate(engine: Engine, call: RotateCall): void {
  const { backwards, batch, first, headWidth, heads, theta, ticks, turned, x, y } = call;
  const { address, written } = engine;
  const on = engine.threadsFor(flops.rotate * batch * ticks * heads * headWidth);
  const space = engine.scratch(engine.kernels.rotateScratch(turned, on));
  const logTheta = log(theta);
  const high = Math.fround(logTheta);
  const sizes = [batch, ticks, heads, headWidth, turned, first, backwards ? 1 : 0];
  engine.run('rotate', on, [...sizes, address(x), written(y), space], [high, logTheta - high]);
}

export function activate(engine: Engine, call: ActivateCall): void {
  runActivate(engine, call, [engine.address(call.x), engine.written(call.y), 0]);
}

export function activateBackward(engine: Engine, call: ActivateBackwardCall): void {
  const { inputSignal, signal, x } = call;
  runActivate(engine, call, [engine.address(x), engine.address(signal), engine.written(inputSignal)]);
}

function runActivate(engine: Engine, call: ActivateCall, blocks: number[]): void {
  const { activation, gated, rows, width } = call;
  const on = engine.threadsFor(flops.activate * rows * width);
  engine.run('activate', on, [activations[activation], gated ? 1 : 0, rows, width, ...blocks]);
}
