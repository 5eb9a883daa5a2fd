/** Kernels that move floats without computing. */
import { define } from './define';

export const memory = {
  /** [length]: values from the host. */
  upload: define({ takes: { values: 'values' }, body: 'return values[this.thread.x];' }),

  /** [length]: one value everywhere. */
  fill: define({ takes: { value: 'real' }, body: 'return value;' }),

  /** [width, rows, planes]: a strided copy, `stride` floats from plane to plane. */
  pick: define({
    takes: { source: 'block', from: 'integer', width: 'integer', stride: 'integer' },
    body: 'return source[from + this.thread.z * stride + this.thread.y * width + this.thread.x];'
  }),

  /** [both lengths]: two blocks end to end. */
  join: define({
    takes: { first: 'block', second: 'block', length: 'integer' },
    body: `
      if (this.thread.x < length) {
        return first[this.thread.x];
      }
      return second[this.thread.x - length];`
  }),

  /** [length of old]: `old` with `length` floats from `at` on replaced by `piece`. */
  paste: define({
    takes: { old: 'block', piece: 'block', at: 'integer', length: 'integer' },
    body: `
      if (this.thread.x >= at && this.thread.x < at + length) {
        return piece[this.thread.x - at];
      }
      return old[this.thread.x];`
  }),

  /**
   * [stride, rows, planes], covering `old` in rows of `stride`: `old` with `many` rows of `width` floats replaced by
   * those of `piece`; the first begins at column `column` of row `row`, each `stride` floats after the one before.
   */
  pasteRows: define({
    takes: {
      old: 'block',
      piece: 'block',
      stride: 'integer',
      rows: 'integer',
      row: 'integer',
      column: 'integer',
      many: 'integer',
      width: 'integer'
    },
    body: `
      if (this.thread.x >= column && this.thread.x < column + width) {
        if (this.thread.z * rows + this.thread.y >= row && this.thread.z * rows + this.thread.y < row + many) {
          return piece[(this.thread.z * rows + this.thread.y - row) * width + this.thread.x - column];
        }
      }
      if (this.thread.x + stride < column + width) {
        if (this.thread.z * rows + this.thread.y > row && this.thread.z * rows + this.thread.y < row + many + 1) {
          return piece[(this.thread.z * rows + this.thread.y - row - 1) * width + this.thread.x + stride - column];
        }
      }
      return old[(this.thread.z * rows + this.thread.y) * stride + this.thread.x];`
  })
};
