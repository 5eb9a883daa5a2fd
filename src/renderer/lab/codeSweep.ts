/** The sweep over beta: the coders of both losses on the stream that is open, trained in a worker beside the run. */
import { type Accessor, createSignal } from 'solid-js';
import { type SweepPoint, sweepKey, usualPlans } from '../../session/betaSweep';
import type { Experiment } from '../../session/experiment';
import type { OpenedSession } from '../../session/protocol';
import type { CodeSweepMessage, CodeSweepQuestion } from '../workerMessages';
import { startedAnew } from './experiments';
import type { Lab } from './lab';

/** The figures that show it, and how far it has come. */
export const codeSweepFigures: readonly string[] = ['rateAccuracy', 'ratePlane'];

/** Trials of each coder where no preset says how many are enough. */
const usualTrials = 80;

export interface CodeSweep {
  /** Coders done so far of a sweep of the experiment that is open; undefined where there was none. */
  points: Accessor<readonly SweepPoint[] | undefined>;
  /** Coders done of all, the one under way in part; undefined while none is trained. */
  progress: Accessor<{ done: number; of: number } | undefined>;
  /** Begins anew; one under way is given up. */
  start(): void;
  /** Gives up; the coders that are done stay. */
  stop(): void;
}

/** Whether the session's model makes codes of images. */
export function hasCodes(session: Pick<OpenedSession, 'experiment'> | undefined): boolean {
  return session?.experiment.model.id === 'vae';
}

/** `changed`: there is another point to paint. */
export function createCodeSweep(
  lab: Lab,
  failed: (problem: unknown) => void,
  changed: () => void
): CodeSweep {
  const [result, setResult] = createSignal<{ key: string; points: readonly SweepPoint[] }>();
  const [progress, setProgress] = createSignal<{ done: number; of: number }>();
  let worker: Worker | undefined;

  /** With what was edited live. */
  const current = (): Experiment | undefined => {
    const session = lab.opened();
    return session && hasCodes(session)
      ? startedAnew({ ...session.experiment, edits: [] }, [], { model: lab.settings() })
      : undefined;
  };
  const stop = (): void => {
    worker?.terminate();
    worker = undefined;
    setProgress(undefined);
  };

  return {
    points: () => {
      const known = result();
      const experiment = known && current();
      return experiment && sweepKey(experiment) === known.key ? known.points : undefined;
    },
    progress,
    stop,
    start() {
      stop();
      const experiment = current();
      if (!experiment) return;
      const labelled = (lab.opened()?.shape.factors ?? []).some(({ classes }) => classes !== undefined);
      // Without labels there is nothing to ask.
      const plans = usualPlans.filter(({ loss }) => labelled || loss === 'vanilla');
      const key = sweepKey(experiment);
      let points: readonly SweepPoint[] = [];
      setResult({ key, points });
      setProgress({ done: 0, of: plans.length });
      worker = new Worker(new URL('../codeSweep.worker.ts', import.meta.url), { type: 'module' });
      worker.onmessage = ({ data }: MessageEvent<CodeSweepMessage>) => {
        if ('share' in data)
          setProgress({ done: points.length + Math.min(0.99, data.share), of: plans.length });
        else if ('point' in data) {
          points = [...points, data.point];
          setProgress({ done: points.length, of: plans.length });
          setResult({ key, points });
          changed();
        } else {
          stop();
          if ('failed' in data) failed(new Error(data.failed));
        }
      };
      worker.onerror = (event) => {
        stop();
        failed(
          new Error(`The sweep over β stopped: ${event.message || 'its worker failed'}. Start it again.`)
        );
      };
      const trials = lab.preset()?.trials ?? usualTrials;
      worker.postMessage({ experiment, plans, trials } satisfies CodeSweepQuestion);
    }
  };
}
