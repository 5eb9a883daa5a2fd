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

/** Parts of larger matrices: each begins inside its block, and its rows are wider apart than they are wide. */
function partWork({ m, n, k, transposeA, transposeB, accumulate }: Flagged): Work {
  return async (compute, { between }) => {
    const [offsetA, offsetB, offsetC] = [5, 2, 9];
    const [strideA, strideB, strideC] = [(transposeA ? m : k) + 3, (transposeB ? k : n) + 6, n + 1];
    const room = (offset: number, rows: number, stride: number) => between(-1, 1, offset + rows * stride);
    const a = blockOf(compute, 'a', room(offsetA, transposeA ? k : m, strideA));
    const b = blockOf(compute, 'b', room(offsetB, transposeB ? n : k, strideB));
    const c = blockOf(compute, 'c', room(offsetC, m, strideC));
    const parts = { offsetA, offsetB, offsetC, strideA, strideB, strideC };
    await compute.gemm({ m, n, k, a, b, c, transposeA, transposeB, accumulate, alpha: 0.75, ...parts });
    return [c];
  };
}

type Flagged = Required<Pick<GemmCall, 'm' | 'n' | 'k' | 'transposeA' | 'transposeB' | 'accumulate'>>;

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

const partSizes = [
  [5, 7, 3],
  [1, 1, 1],
  [34, 17, 70],
  [0, 4, 2],
  [3, 4, 0]
];

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
  ...booleans.flatMap((transposeA) =>
    booleans.flatMap((transposeB) =>
      booleans.flatMap((accumulate) =>
        partSizes.map(([m, n, k]) => {
          const flags = { 'a transposed': transposeA, 'b transposed': transposeB, accumulated: accumulate };
          const work = partWork({ m, n, k, transposeA, transposeB, accumulate });
          return caseOf('gemm', `${m} x ${n} x ${k} of larger matrices${flagged(flags)}`, work);
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
