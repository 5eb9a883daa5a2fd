/** Finite differences of a loss on a backend of float64. */
import { expect } from 'vitest';
import type { Block, Compute } from '../../src/compute/compute';

export const valuesOf = async (compute: Compute, block: Block): Promise<number[]> =>
  Array.from(await compute.read(block));

/** Central differences of a loss in every float of a block, which is left as it was. */
export async function slopes(compute: Compute, of: Block, loss: () => Promise<number>): Promise<number[]> {
  const h = 1e-5;
  const at = await valuesOf(compute, of);
  const all: number[] = [];
  for (let n = 0; n < at.length; n++) {
    compute.write(of, [at[n] + h], n);
    const above = await loss();
    compute.write(of, [at[n] - h], n);
    all.push((above - (await loss())) / (2 * h));
    compute.write(of, [at[n]], n);
  }
  return all;
}

/** Expects a millionth of the largest at most. */
export function expectNear(got: readonly number[], wanted: readonly number[], tolerance = 1e-6): void {
  expect(got.length).toBe(wanted.length);
  const largest = Math.max(...wanted.map(Math.abs));
  const away = Math.max(...wanted.map((value, i) => Math.abs(got[i] - value)));
  expect(away / largest).toBeLessThan(tolerance);
}

/**
 * Holds what an adjoint adds, of the loss sum weigh y, to differences: `added` names blocks of the layer and where their
 * signals go. The blocks of signals hold something beforehand, which must stay.
 */
export async function checkAdjoint(
  compute: Compute,
  { y, signal, added }: { y: Block; signal: Block; added: readonly (readonly [of: Block, into: Block])[] },
  forward: () => Promise<void>,
  backward: () => Promise<void>
): Promise<void> {
  const weigh = await valuesOf(compute, signal);
  const loss = async (): Promise<number> => {
    await forward();
    return (await valuesOf(compute, y)).reduce((sum, value, i) => sum + weigh[i] * value, 0);
  };
  const wanted: number[][] = [];
  for (const [of] of added) wanted.push(await slopes(compute, of, loss));
  const before: number[][] = [];
  for (const [, into] of added) before.push(await valuesOf(compute, into));
  await forward();
  await backward();
  for (const [n, [, into]] of added.entries()) {
    const got = await valuesOf(compute, into);
    expectNear(
      got.map((value, i) => value - before[n][i]),
      wanted[n]
    );
  }
  expect(await valuesOf(compute, signal)).toEqual(weigh);
}
