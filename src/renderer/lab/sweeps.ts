/** One-click experiments: how well each rule agrees with the exact gradient over many random networks, in a worker of their own. */
import { type Accessor, createSignal } from 'solid-js';
import type { AlignmentSweepResult } from '../../figures/learning/sweepResult';
import type { AlignmentPoint } from '../../models/stack/alignmentSweep';
import { type SweepAxis, sweepPlans } from '../../models/stack/sweepPlans';
import type { SweepMessage } from '../workerMessages';

/** The figure that shows them. */
export const sweepFigure = 'alignmentSweep';

export type { SweepAxis };
export { sweepPlans };

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
