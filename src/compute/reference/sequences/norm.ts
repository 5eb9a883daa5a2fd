/** The root-mean-square norm of groups of columns, with or without a gate, in float64. */
import type { NormBackwardCall, NormCall } from '../../sequences';
import { dataOf } from '../block';
import { activations } from './activate';

/** What a group of a row is multiplied by and made of. */
interface Group {
  /** Index of row and group, and of their first column. */
  at: number;
  first: number;
  group: number;
}

function eachGroup({ groups, groupWidth, rows }: NormCall, visit: (group: Group) => void): void {
  for (let at = 0; at < rows * groups; at++) visit({ at, first: at * groupWidth, group: at % groups });
}

/** Index of the weight of column `i` of a group, counted from the first parameter. */
const weightAt = ({ groupWidth, weights }: NormCall, group: number, i: number): number =>
  weights === 'column' ? group * groupWidth + i : group;

export function norm(call: NormCall): void {
  const { epsilon, from = 0, groupWidth } = call;
  const [X, Y, R] = [dataOf(call.x), dataOf(call.y), dataOf(call.inverse)];
  const Z = call.gate && dataOf(call.gate);
  const W = call.weights !== 'none' && call.parameters ? dataOf(call.parameters) : undefined;
  const gated = (at: number): number => (Z ? X[at] * activations.silu.value(Z[at]) : X[at]);
  eachGroup(call, ({ at, first, group }) => {
    let squares = 0;
    for (let i = 0; i < groupWidth; i++) squares += gated(first + i) * gated(first + i);
    const size = Math.sqrt(squares / groupWidth + epsilon);
    R[at] = size > 0 ? 1 / size : 0;
    for (let i = 0; i < groupWidth; i++)
      Y[first + i] = (W ? W[from + weightAt(call, group, i)] : 1) * gated(first + i) * R[at];
  });
}

/**
 * With r = 1 / sqrt(..) and g = w dE/dy: dE/du = r (g - u r^2 mean(g u)), dE/dw = sum dE/dy u r; then through the gate,
 * dE/dx = SiLU(gate) dE/du and dE/dgate = x SiLU'(gate) dE/du.
 */
export function normBackward(call: NormBackwardCall): void {
  const { from = 0, groupWidth } = call;
  const [X, R, S] = [dataOf(call.x), dataOf(call.inverse), dataOf(call.signal)];
  const Z = call.gate && dataOf(call.gate);
  const weighted = call.weights !== 'none';
  const W = weighted && call.parameters ? dataOf(call.parameters) : undefined;
  const G = weighted && call.gradient ? dataOf(call.gradient) : undefined;
  const D = call.inputSignal && dataOf(call.inputSignal);
  const DZ = call.gateSignal && dataOf(call.gateSignal);
  eachGroup(call, ({ at, first, group }) => {
    const r = R[at];
    const open = (i: number): number => (Z ? activations.silu.value(Z[first + i]) : 1);
    const u = (i: number): number => X[first + i] * open(i);
    const g = (i: number): number => (W ? W[from + weightAt(call, group, i)] : 1) * S[first + i];
    let along = 0;
    for (let i = 0; i < groupWidth; i++) along += g(i) * u(i);
    for (let i = 0; i < groupWidth; i++) {
      if (G) G[from + weightAt(call, group, i)] += S[first + i] * u(i) * r;
      const du = r * (g(i) - (u(i) * r * r * along) / groupWidth);
      if (D) D[first + i] += du * open(i);
      if (Z && DZ) DZ[first + i] += du * X[first + i] * activations.silu.slope(Z[first + i]);
    }
  });
}
