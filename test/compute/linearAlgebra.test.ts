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

  it('gemm of parts of larger matrices, the rest left alone', async () => {
    const [a, b, c] = [randomMatrix(9, 8, 6), randomMatrix(7, 10, 7), randomMatrix(6, 11, 8)];
    const block = blockOf(c);
    // a from row 2, column 3, transposed; b from row 1, column 4; c from row 2, column 5.
    const parts = { offsetA: 19, strideA: 8, offsetB: 14, strideB: 10, offsetC: 27, strideC: 11 };
    await compute.gemm({
      m: 4,
      n: 5,
      k: 6,
      a: blockOf(a),
      b: blockOf(b),
      c: block,
      transposeA: true,
      ...parts
    });
    const product = a
      .subMatrix(2, 7, 3, 6)
      .transpose()
      .mmul(b.subMatrix(1, 6, 4, 8));
    const wanted = c.clone().setSubMatrix(product, 2, 5).to1DArray();
    const got = await compute.read(block);
    wanted.forEach((value, at) => {
      expect(got[at]).toBeCloseTo(value, 14);
    });
  });

  it('a part that does not lie in its block is refused', async () => {
    const [a, b, c] = [compute.alloc(20, 'a'), compute.alloc(20, 'b'), compute.alloc(20, 'c')];
    const call = { m: 2, n: 3, k: 4, a, b, c };
    await expect(compute.gemm({ ...call, offsetA: 8, strideA: 9 })).rejects.toThrow(
      "gemm: block 'a' given as a holds 20 floats; 21 are needed."
    );
    await expect(compute.gemm({ ...call, strideC: 2 })).rejects.toThrow(
      'gemm: rows of c are 2 floats apart and 3 wide; give a stride of at least the width.'
    );
    await expect(compute.gemm({ ...call, offsetB: -1 })).rejects.toThrow('gemm: b begins at -1;');
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
