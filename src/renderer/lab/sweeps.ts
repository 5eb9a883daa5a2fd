/** One-click experiments: how well each rule agrees with the exact gradient over many random networks, in a worker of their own. */
import { type Accessor, createSignal } from 'solid-js';
import type { AlignmentSweepResult } from '../../figures/learning/sweepResult';
import type { AlignmentPoint, AlignmentSweep } from '../../models/stack/alignmentSweep';
import type { SweepMessage } from '../workerMessages';

/** The figure that shows them. */
export const sweepFigure = 'alignmentSweep';

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

export interface Sweeps {
  /** What is known so far; the last sweep's until another begins. */
  result: Accessor<AlignmentSweepResult | undefined>;
  /** Points done of all there will be; undefined while none is made. */
  progress: Accessor<{ axis: SweepAxis; done: number; of: number } | undefined>;
  /** Begins anew; one under way is given up. */
  start(axis: SweepAxis): void;
  /** Gives up; the points there are stay. */
  stop(): void;
}

/** `changed`: there is another point to paint. */
export function createSweeps(failed: (problem: unknown) => void, changed: () => void): Sweeps {
  const [result, setResult] = createSignal<AlignmentSweepResult>();
  const [progress, setProgress] = createSignal<{ axis: SweepAxis; done: number; of: number }>();
  let worker: Worker | undefined;

  const stop = (): void => {
    worker?.terminate();
    worker = undefined;
    setProgress(undefined);
  };

  return {
    result,
    progress,
    stop,
    start(axis) {
      stop();
      const { plan } = sweepPlans[axis];
      const of = plan.values.length * plan.rules.length;
      let points: readonly AlignmentPoint[] = [];
      const show = (): void => {
        setResult({ sweep: plan, points });
        changed();
      };
      show();
      setProgress({ axis, done: 0, of });
      worker = new Worker(new URL('../sweep.worker.ts', import.meta.url), { type: 'module' });
      worker.onmessage = ({ data }: MessageEvent<SweepMessage>) => {
        if ('point' in data) {
          points = [...points, data.point];
          setProgress({ axis, done: points.length, of });
          show();
        } else {
          stop();
          if ('failed' in data) failed(new Error(data.failed));
        }
      };
      worker.onerror = (event) => {
        stop();
        failed(new Error(`The sweep stopped: ${event.message || 'its worker failed'}. Start it again.`));
      };
      worker.postMessage(plan);
    }
  };
}
