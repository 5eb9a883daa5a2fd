/** Weights by name, each a matrix: what a layer multiplies its input with, and the gradient of the same shape. */
import { MemoryError, type Rows, zeroRows } from '../rows';

export type Weights<Name extends string> = Readonly<Record<Name, Rows>>;
export type Shapes<Name extends string> = Readonly<Record<Name, readonly [rows: number, columns: number]>>;

const namesOf = <Name extends string>(shapes: Shapes<Name>): Name[] => Object.keys(shapes) as Name[];

export function zeroWeights<Name extends string>(shapes: Shapes<Name>): Record<Name, Rows> {
  const zeros: Partial<Record<Name, Rows>> = {};
  for (const name of namesOf(shapes)) {
    const [rows, columns] = shapes[name];
    zeros[name] = zeroRows(rows, columns);
  }
  return zeros as Record<Name, Rows>;
}

/** Throws MemoryError where a weight has another shape. */
export function checkWeights<Name extends string>(shapes: Shapes<Name>, weights: Weights<Name>): void {
  for (const name of namesOf(shapes)) {
    const [rows, columns] = shapes[name];
    const found = weights[name];
    if (found.rows !== rows || found.columns !== columns)
      throw new MemoryError(
        `The weight '${name}' is ${found.rows} x ${found.columns}; expected ${rows} x ${columns}.`
      );
  }
}

/** How many numbers each weight holds. */
export function sizesOf<Name extends string>(shapes: Shapes<Name>): Record<Name, number> {
  const sizes: Partial<Record<Name, number>> = {};
  for (const name of namesOf(shapes)) sizes[name] = shapes[name][0] * shapes[name][1];
  return sizes as Record<Name, number>;
}
