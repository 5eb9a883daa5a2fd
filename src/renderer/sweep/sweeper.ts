/** The sweep of the page as signals: started, paused, given up, gone on with after a reload. */
import type { PageFile } from '../files/openedFiles';
import { type Accessor, batch, createSignal } from 'solid-js';
import { isFailure, type PointOutcome, type SweepPlan, sweepPoints } from '../../session/sweep/plan';
import { duration } from './duration';
import type { OpenedData } from './messages';
import { type Pool, type PointWorker, startPool } from './pool';
import { type FileMark, keep, keepLast, keptResults, lastSweep, marksOf } from './store';

/** `pausing`: no point is begun any more, some still end. `stopped`: given up, or left by a reload. */
export type SweepPhase = 'none' | 'running' | 'pausing' | 'paused' | 'stopped' | 'ended';

export interface Sweeper {
  /** Whether its dialog is shown. */
  shown: Accessor<boolean>;
  setShown(shown: boolean): void;
  plan: Accessor<SweepPlan | undefined>;
  outcomes: Accessor<readonly PointOutcome[]>;
  phase: Accessor<SweepPhase>;
  progress: Accessor<{ done: number; of: number; kept: number; left?: string }>;
  /** Makes what is not kept from before; another sweep under way is given up, its finished points stay kept. */
  start(plan: SweepPlan): Promise<void>;
  pause(): void;
  /** Goes on, after a pause, a stop or a reload. Runs that failed are tried again. */
  resume(): Promise<void>;
  stop(): void;
}

export interface SweeperOptions {
  /** A file the user opened. */
  readFile(name: string): PageFile | undefined;
  failed(problem: unknown): void;
  notice(text: string): void;
}

export function createSweeper({ failed, notice, readFile }: SweeperOptions): Sweeper {
  const [shown, setShown] = createSignal(false);
  const [plan, setPlan] = createSignal<SweepPlan>();
  const [outcomes, setOutcomes] = createSignal<readonly PointOutcome[]>([]);
  const [phase, setPhase] = createSignal<SweepPhase>('none');
  const [shares, setShares] = createSignal<readonly number[]>([]);
  const [kept, setKept] = createSignal(0);
  let pool: Pool | undefined;
  let marks: readonly FileMark[] = [];
  /** Grows with every start, so that answers to one before are not taken. */
  let turn = 0;
  let started = 0;
  let unkept = false;

  /** Storage may be full or forbidden; a sweep goes on without, and says so once. */
  const cannotKeep = (error: unknown): void => {
    if (unkept) return;
    unkept = true;
    notice(
      `Finished runs cannot be kept for a reload (${error instanceof Error ? error.message : String(error)}); they stay here until the page is closed.`
    );
  };

  async function begin(next: SweepPlan): Promise<void> {
    const own = ++turn;
    pool?.close();
    pool = undefined;
    const files = filesOf(next, readFile);
    const points = sweepPoints(next);
    marks = await marksOf(files);
    const before = await keptResults(next, points, marks).catch((error: unknown) => {
      cannotKeep(error);
      return [];
    });
    if (own !== turn) return;
    keepLast({ plan: next, files: marks }).catch(cannotKeep);
    const there = new Set(before.map(({ index }) => index));
    batch(() => {
      setPlan(next);
      setOutcomes(before);
      setKept(before.length);
      setShares([]);
      setPhase('running');
    });
    started = performance.now();
    pool = startPool({
      plan: next,
      points: points.filter(({ index }) => !there.has(index)),
      files,
      workers: Math.max(1, navigator.hardwareConcurrency),
      spawn: () =>
        new Worker(new URL('./sweepPoint.worker.ts', import.meta.url), { type: 'module' }) as PointWorker,
      hears: {
        outcome(outcome) {
          setOutcomes((all) => [...all, outcome].sort((a, b) => a.index - b.index));
          keep(next, outcome, marks).catch(cannotKeep);
        },
        underWay: setShares,
        idle() {
          if (outcomes().length < points.length) setPhase('paused');
          else {
            pool?.close();
            setPhase('ended');
          }
        }
      }
    });
  }

  const sweeper: Sweeper = {
    shown,
    setShown,
    plan,
    outcomes,
    phase,
    progress: () => {
      const known = plan();
      const of = known ? sweepPoints(known).length : 0;
      const done = outcomes().length;
      const made = done - kept() + shares().reduce((sum, share) => sum + share, 0);
      const seconds = (performance.now() - started) / 1000;
      const left =
        phase() === 'running' && made > 0 ? duration((seconds / made) * (of - kept() - made)) : undefined;
      return { done, of, kept: kept(), ...(left !== undefined && { left }) };
    },
    start: (next) => begin(next).catch(failed),
    pause() {
      if (phase() !== 'running') return;
      setPhase('pausing');
      pool?.pause();
    },
    async resume() {
      const known = plan();
      if (!known) return;
      if (pool && ['paused', 'pausing'].includes(phase()) && !outcomes().some(isFailure)) {
        setPhase('running');
        pool.resume();
        return;
      }
      const missing = marks.find(({ name }) => !readFile(name));
      if (missing)
        failed(
          new Error(
            `The sweep reads '${missing.name}', which a reload forgets. Open that file again, then go on.`
          )
        );
      else await sweeper.start(known);
    },
    stop() {
      turn++;
      pool?.close();
      pool = undefined;
      setShares([]);
      setPhase('stopped');
    }
  };

  /** What a reload left behind. */
  async function restore(): Promise<void> {
    const last = await lastSweep();
    if (!last || phase() !== 'none') return;
    const points = sweepPoints(last.plan);
    const before = await keptResults(last.plan, points, last.files);
    if (phase() !== 'none') return;
    marks = last.files;
    batch(() => {
      setPlan(last.plan);
      setOutcomes(before);
      setKept(before.length);
      setPhase(before.length < points.length ? 'stopped' : 'ended');
    });
  }
  restore().catch(cannotKeep);
  return sweeper;
}

/** Those of the user's files that the plan names. One that is not there fails the points that read it, which say so. */
function filesOf(
  { axes, experiment: { model, source } }: SweepPlan,
  readFile: (name: string) => PageFile | undefined
): OpenedData[] {
  const values = [
    ...Object.values(model.settings),
    ...Object.values(source.settings),
    ...axes.flatMap((axis) => axis.values)
  ];
  return [...new Set(values)].flatMap((value) => {
    const bytes = typeof value === 'string' ? readFile(value) : undefined;
    return bytes ? [{ name: String(value), bytes }] : [];
  });
}
