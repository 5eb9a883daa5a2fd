import { Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import type { Block, Compute } from '../../src/compute/compute';
import { numbersFrom } from '../../src/compute/conformance/numbers';
import { createReference } from '../../src/compute/reference';

/** An independent implementation beside ours: ml-matrix. */
const compute: Compute = createReference();

function blockOf(matrix: Matrix): Block {
  const block = compute.alloc(matrix.rows * matrix.columns, 'matrix');
  compute.write(block, matrix.to1DArray());
  return block;
}

function randomMatrix(rows: number, columns: number, seed: number): Matrix {
  return Matrix.from1DArray(rows, columns, [...numbersFrom(seed).between(-1, 1, rows * columns)]);
}

describe('products against ml-matrix', () => {
  it.each([
    [false, false],
    [false, true],
    [true, false],
    [true, true]
  ])('gemm with transposes %s, %s', async (transposeA, transposeB) => {
    const [m, n, k] = [5, 7, 4];
    const a = transposeA ? randomMatrix(k, m, 1) : randomMatrix(m, k, 1);
    const b = transposeB ? randomMatrix(n, k, 2) : randomMatrix(k, n, 2);
    const before = randomMatrix(m, n, 3);
    const c = blockOf(before);
    await compute.gemm({
      m,
      n,
      k,
      a: blockOf(a),
      b: blockOf(b),
      c,
      transposeA,
      transposeB,
      alpha: 0.5,
      accumulate: true
    });
    const product = (transposeA ? a.transpose() : a).mmul(transposeB ? b.transpose() : b);
    const wanted = Matrix.add(before, Matrix.mul(product, 0.5)).to1DArray();
    const got = await compute.read(c);
    wanted.forEach((value, at) => {
      expect(got[at]).toBeCloseTo(value, 14);
    });
  });

  it.each([false, true])('gemv, transposed: %s', async (transpose) => {
    const a = randomMatrix(6, 9, 4);
    const x = randomMatrix(transpose ? 6 : 9, 1, 5);
    const y = compute.alloc(transpose ? 9 : 6, 'y');
    await compute.gemv({ rows: 6, columns: 9, a: blockOf(a), x: blockOf(x), y, transpose });
    const wanted = (transpose ? a.transpose() : a).mmul(x).to1DArray();
    const got = await compute.read(y);
    wanted.forEach((value, at) => {
      expect(got[at]).toBeCloseTo(value, 14);
    });
  });
});
