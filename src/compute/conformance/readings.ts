/** What comes back as numbers and not as a block: rows of a block, and reductions. */
import type { Reduction } from '../compute';
import type { RowsOfBlock } from '../rows';
import { type ComputeCase, describe, givingBack } from './computeCase';
import { blockOf, numbersFrom } from './numbers';

/** Rows are copies, so any difference from what was written counts, as it is. */
function rowsCase(rows: RowsOfBlock): ComputeCase {
  return {
    operation: 'readRows',
    name: `readRows, ${describe(rows)}`,
    run: (compute) =>
      givingBack(compute, async (ours) => {
        const data = numbersFrom(3).between(-1, 1, 60);
        const got = await ours.readRows(blockOf(ours, 'data', data), rows);
        const { offset, width, count, stride } = rows;
        if (got.length !== count * width) return Number.POSITIVE_INFINITY;
        let worst = 0;
        got.forEach((value, at) => {
          const wanted = data[offset + Math.floor(at / width) * stride + (at % width)];
          if (value !== wanted) worst = Math.max(worst, distance(value, wanted));
        });
        return worst;
      })
  };
}

function reduceCase(kind: Reduction, length: number): ComputeCase {
  return {
    operation: 'reduce',
    name: `reduce, ${kind}, length ${length}`,
    run: (compute, reference) => {
      const data = numbersFrom(length + 1).between(-1, 2, length);
      return givingBack(compute, (ours) =>
        givingBack(reference, async (judge) => {
          const got = await ours.reduce(kind, blockOf(ours, 'data', data));
          const wanted = await judge.reduce(kind, blockOf(judge, 'data', data));
          if (Number.isNaN(wanted)) return Number.isNaN(got) ? 0 : Number.POSITIVE_INFINITY;
          return distance(got, wanted) / (Math.abs(wanted) || 1);
        })
      );
    }
  };
}

function distance(got: number, wanted: number): number {
  const apart = Math.abs(got - wanted);
  return Number.isNaN(apart) ? Number.POSITIVE_INFINITY : apart;
}

export const readingCases: ComputeCase[] = [
  rowsCase({ offset: 4, width: 3, count: 5, stride: 11 }),
  rowsCase({ offset: 0, width: 7, count: 0, stride: 9 }),
  rowsCase({ offset: 58, width: 2, count: 1, stride: 100 }),
  ...(['sum', 'mean', 'min', 'max', 'sumOfSquares'] as const).flatMap((kind) =>
    [0, 1, 7, 1000, 1003].map((length) => reduceCase(kind, length))
  )
];
