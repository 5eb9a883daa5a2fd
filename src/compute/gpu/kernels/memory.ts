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
  })
};
