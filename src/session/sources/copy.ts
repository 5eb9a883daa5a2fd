/**
 * Copy (Zucchet et al. 2023, "Online learning of long-range dependencies", Fig. 2): random bits are shown, then a pad of
 * silence, then a delimiter; after it they are to be given back in order. Timing and channels are those of their published
 * code: the delimiter comes after the pad, on a channel of its own, and the loss counts in the recall alone.
 */
import type { Random } from '../../models/random';
import type { Settings } from '../../models/settings';
import type { StreamShape, Trial } from '../../models/stream';
import type { SourceDefinition } from '../source';
import { drawnSource, heldOutSettings } from './drawnSource';
import { count, steps } from './streamSettings';

export const copySource: SourceDefinition = {
  id: 'copy',
  title: 'Copy',
  summary: 'Random bits, a pad, a delimiter, then the same bits to be given back in order.',
  settings: [
    count({
      name: 'bits',
      label: 'Bits',
      default: 7,
      min: 1,
      max: 256,
      unit: 'bits',
      help: 'Bits shown in each step, every one 0 or 1 with equal chance; one channel each, and one for the delimiter.'
    }),
    steps({
      name: 'length',
      label: 'Pattern length',
      default: 20,
      min: 1,
      max: 10000,
      help: 'Steps of the pattern, and of its recall.'
    }),
    steps({
      name: 'pad',
      label: 'Pad',
      default: 7,
      min: 0,
      max: 10000,
      help:
        'Silence between the pattern and the delimiter. The published code leaves open which was used: its task has a pad of ' +
        '7 unless told, and its experiments hand over 5 under another name.'
    }),
    ...heldOutSettings(256)
  ],
  async create(context) {
    const { length } = context.settings as Record<string, number>;
    const shape = describeShape(context.settings);
    return drawnSource(context, shape, `${length} steps of ${shape.outputs} bits`, (random, index) =>
      drawTrial(shape, length, random, index)
    );
  }
};

function describeShape(settings: Settings): StreamShape {
  const { bits, length, pad } = settings as Record<string, number>;
  const delimiter = length + pad;
  const total = 2 * length + pad + 1;
  return {
    inputs: bits + 1,
    outputs: bits,
    steps: total,
    dtMs: 1,
    loss: 'regression',
    inputKind: 'analogue',
    inputGroups: [
      { label: 'Bits', from: 0, to: bits },
      { label: 'Delimiter', from: bits, to: bits + 1 }
    ],
    phases: [
      { label: 'Pattern', from: 0, to: length },
      ...(pad > 0 ? [{ label: 'Pad', from: length, to: delimiter }] : []),
      { label: 'Delimiter', from: delimiter, to: delimiter + 1 },
      { label: 'Recall', from: delimiter + 1, to: total }
    ],
    outputLabels: Array.from({ length: bits }, (_, k) => `Bit ${k + 1}`)
  };
}

/** A function of `random` and the numbers alone. */
function drawTrial(shape: StreamShape, length: number, random: Random, index: number): Trial {
  const { inputs, outputs: bits } = shape;
  const x = new Float64Array(shape.steps * inputs);
  const target = new Float64Array(shape.steps * bits);
  const mask = new Float64Array(shape.steps);
  const recallFrom = shape.steps - length;
  x[(recallFrom - 1) * inputs + bits] = 1;
  for (let t = 0; t < length; t++) {
    for (let k = 0; k < bits; k++) {
      const bit = random.below(2);
      x[t * inputs + k] = bit;
      target[(recallFrom + t) * bits + k] = bit;
    }
    mask[recallFrom + t] = 1;
  }
  return { index, x, target, mask };
}
