/** gemm and gemv: odd, empty and single sizes, transposed or not, added to what was there or not. */
import type { GemmCall, GemvCall } from '../compute';
import { caseOf, type ComputeCase, type Work } from './computeCase';
import { blockOf } from './numbers';

type Sized<Call, Kept extends keyof Call> = Pick<Call, Kept> & Partial<Call>;

function gemmWork(call: Sized<GemmCall, 'm' | 'n' | 'k'>): Work {
  return async (compute, { between }) => {
    const { m, n, k } = call;
    const a = blockOf(compute, 'a', between(-1, 1, m * k));
    const b = blockOf(compute, 'b', between(-1, 1, k * n));
    const c = blockOf(compute, 'c', between(-1, 1, m * n));
    await compute.gemm({ ...call, a, b, c });
    return [c];
  };
}

function gemvWork(call: Sized<GemvCall, 'rows' | 'columns'>): Work {
  return async (compute, { between }) => {
    const { rows, columns, transpose } = call;
    const a = blockOf(compute, 'a', between(-1, 1, rows * columns));
    const x = blockOf(compute, 'x', between(-1, 1, transpose ? rows : columns));
    const y = blockOf(compute, 'y', between(-1, 1, transpose ? columns : rows));
    await compute.gemv({ ...call, a, x, y });
    return [y];
  };
}

/** The words whose flag is set, each after a comma. */
function flagged(flags: Record<string, boolean>): string {
  return Object.keys(flags)
    .filter((words) => flags[words])
    .map((words) => `, ${words}`)
    .join('');
}

const booleans = [false, true];

export const linearCases: ComputeCase[] = [
  ...booleans.flatMap((transposeA) =>
    booleans.flatMap((transposeB) =>
      booleans.flatMap((accumulate) =>
        [
          [5, 7, 3],
          [7, 5, 11],
          [1, 1, 1],
          [1, 33, 70],
          [34, 9, 300],
          [3, 4, 0]
        ].map(([m, n, k]) => {
          const flags = { 'a transposed': transposeA, 'b transposed': transposeB, accumulated: accumulate };
          const call = { m, n, k, transposeA, transposeB, accumulate, alpha: 0.75 };
          return caseOf('gemm', `${m} x ${n} x ${k}${flagged(flags)}`, gemmWork(call));
        })
      )
    )
  ),
  caseOf('gemm', '7 x 5 x 11, nothing else said', gemmWork({ m: 7, n: 5, k: 11 })),
  ...booleans.flatMap((transpose) =>
    booleans.flatMap((accumulate) =>
      [
        [37, 65],
        [9, 17],
        [1, 1],
        [300, 3],
        [5, 0]
      ].map(([rows, columns]) => {
        const flags = { transposed: transpose, accumulated: accumulate };
        const call = { rows, columns, transpose, accumulate, alpha: -1.5 };
        return caseOf('gemv', `${rows} x ${columns}${flagged(flags)}`, gemvWork(call));
      })
    )
  ),
  caseOf('gemv', '9 x 17, nothing else said', gemvWork({ rows: 9, columns: 17 })),
  caseOf('gemv', '9 x 17, only transposed', gemvWork({ rows: 9, columns: 17, transpose: true }))
];
