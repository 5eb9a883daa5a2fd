/** One point of a sweep: a run of its own from its seed. */
import { createSession } from '../createSession';
import { finalMetrics } from '../finalMetrics';
import { type Goal, progressTowards, toldOf } from '../goal';
import type { SessionHost } from '../host';
import type { OpenedSession } from '../protocol';
import type { Recording, RecordingReader } from '../recording';
import { type Curve, experimentAt, type PointResult, type SweepPlan, type SweepPoint } from './plan';

/** Rows of a curve; runs longer than that are thinned. */
const mostRows = 240;
const curveSeries = ['loss', 'error', 'heldOutError'];

export interface Watching {
  /** Share of the trials made, from 0 to 1. */
  progress(share: number): void;
  /** Ends the run early; the point then rejects. */
  stopped?(): boolean;
}

/** Rejects with what stopped the run. `goals`: those of the plan's preset. */
export async function runPoint(
  plan: SweepPlan,
  point: SweepPoint,
  host: SessionHost,
  goals: readonly Goal[] = [],
  watching: Partial<Watching> = {}
): Promise<PointResult> {
  const experiment = { ...experimentAt(plan, point), probes: [] };
  const session = await createSession(experiment, host, { backend: plan.backend });
  try {
    const turns = Math.min(plan.trials, 50);
    for (let turn = 0; turn < turns; turn++) {
      if (watching.stopped?.()) throw new Error('It was stopped.');
      const [from, to] = [turn, turn + 1].map((k) => Math.floor((k * plan.trials) / turns));
      await session.run({ trials: to - from });
      watching.progress?.((turn + 1) / turns);
    }
    return resultOf(point, session.describe(), session.recording, goals, await session.stateHash());
  } finally {
    session.dispose();
  }
}

/** What a run has given by now, be it that of a sweep or any other. */
export function resultOf(
  point: SweepPoint,
  opened: OpenedSession,
  recording: Recording,
  goals: readonly Goal[],
  stateHash: string
): PointResult {
  return {
    ...point,
    metrics: finite(finalMetrics(opened, recording, goals)),
    ...(goals.length > 0 && { goals: goals.map((goal) => judged(goal, recording)) }),
    curves: curveSeries.flatMap((name) => curve(name, recording)),
    trials: opened.status.clock.trial,
    stateHash,
    backend: opened.status.backend.kind
  };
}

function judged(goal: Goal, recording: RecordingReader): { told: number | null; holds: boolean } {
  const progress = progressTowards(goal, recording);
  const told = progress ? toldOf(goal, progress) : Number.NaN;
  return { told: Number.isFinite(told) ? told : null, holds: progress?.holds ?? false };
}

function finite(metrics: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(metrics).filter(([, value]) => Number.isFinite(value)));
}

/** Means of successive rows, so that thinning hides no excursion that lasts. */
function curve(series: string, recording: RecordingReader): Curve[] {
  const rows = recording.series(series)?.latest();
  if (!rows || rows.times.length === 0) return [];
  const { data, times, width } = rows;
  const block = Math.ceil(times.length / mostRows);
  const blocks = Array.from({ length: Math.ceil(times.length / block) }, (_, k) => k * block);
  const meanFrom = (start: number): number => {
    const end = Math.min(times.length, start + block);
    let sum = 0;
    for (let r = start; r < end; r++) sum += data[r * width];
    return sum / (end - start);
  };
  const kept = blocks.filter((start) => Number.isFinite(meanFrom(start)));
  return [
    {
      series,
      trials: kept.map((start) => times[Math.min(times.length, start + block) - 1]),
      values: kept.map(meanFrom)
    }
  ];
}
