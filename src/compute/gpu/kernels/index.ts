/** All kernels by name. */
import { backward } from './backward';
import { eligibility } from './eligibility';
import { linear } from './linear';
import { memory } from './memory';
import { readout } from './readout';
import { ticks } from './ticks';

export const kernels = { ...memory, ...linear, ...ticks, ...readout, ...eligibility, ...backward };

export type KernelName = keyof typeof kernels;
