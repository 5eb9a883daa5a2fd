/** Handwritten digits (Alpaydin & Kaynak 1998), row of pixels by row of pixels, through two layers. */
import type { Preset } from '../session/experiment';
import { deepProbes } from './probes';

export const deepDigits: Preset = {
  id: 'deep-digits',
  title: 'Depth: digits by rows',
  claim:
    'Two layers that learn forward in time read real data: an image flows in as eight ticks of eight pixels.',
  // Reached after 840, 920 and 690 updates by seeds 0, 1, 2.
  prediction:
    'The error on 360 digits never learned from falls below 0.06 within 1500 updates of 16 digits, some 17 passes.',
  metric: 'heldOutError',
  goals: [{ series: 'heldOutError', over: 1, below: 0.06 }],
  experiment: {
    format: 1,
    title: 'Digits through two layers',
    model: {
      id: 'deep',
      settings: {
        layers: '64, 64',
        leaks: '0.5',
        inputScale: 3,
        recurrentScale: 0.5,
        batch: 16
      }
    },
    source: {
      id: 'file',
      settings: { file: 'example:digits.csv.gz', ticksPerRow: 8, normalisation: 'range', heldOut: 360 }
    },
    probes: deepProbes,
    seed: 1,
    edits: []
  },
  trials: 1500
};
