/** The sweeps over random networks that are offered ready-made. */
import type { AlignmentSweep } from './alignmentSweep';

export type SweepAxis = AlignmentSweep['over'];

const shared = {
  depth: 3,
  radius: 0.9,
  arrangement: 'fastToSlow',
  rules: ['deep', 'cascade', 'spatial', 'immediate'],
  seeds: 10,
  width: 16
} as const;

export const sweepPlans: Readonly<Record<SweepAxis, { label: string; help: string; plan: AlignmentSweep }>> =
  {
    depth: {
      label: 'Alignment against depth',
      help: 'Random networks of 1 to 8 leaky layers at spectral radius 0.9, ten of each: the cosine of each rule to the exact gradient.',
      plan: { ...shared, over: 'depth', values: [1, 2, 3, 4, 5, 6, 7, 8] }
    },
    radius: {
      label: 'Alignment against spectral radius',
      help: 'Random networks of 3 leaky layers with spectral radius 0 to 1.2, ten of each: the cosine of each rule to the exact gradient.',
      plan: { ...shared, over: 'radius', values: [0, 0.2, 0.4, 0.6, 0.8, 1, 1.2] }
    }
  };
