/** All kernels by name. */
import { backward } from './backward';
import { convolution } from './convolution';
import { eligibility } from './eligibility';
import { layers } from './layers';
import { linear } from './linear';
import { losses } from './losses';
import { memory } from './memory';
import { readout } from './readout';
import { ticks } from './ticks';

export const kernels = {
  ...memory,
  ...linear,
  ...ticks,
  ...readout,
  ...eligibility,
  ...backward,
  ...layers,
  ...convolution,
  ...losses
};

export type KernelName = keyof typeof kernels;
