/** Where the reference keeps a block. */
import type { Block } from '../compute';

export interface ReferenceBlock extends Block {
  data: Float64Array;
}

export const dataOf = (block: Block): Float64Array => (block as ReferenceBlock).data;
