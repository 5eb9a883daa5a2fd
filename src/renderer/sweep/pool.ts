/** Makes the points of a sweep side by side, each in a worker with one thread of kernels. */
import type { PointOutcome, SweepPlan, SweepPoint } from '../../session/sweep/plan';
import type { FromPointWorker, OpenedData, ToPointWorker } from './messages';

export interface PoolHears {
  /** A point has ended. */
  outcome(outcome: PointOutcome): void;
  /** Points under way, in parts of a point. */
  underWay(shares: readonly number[]): void;
  /** No point is under way any more: all have ended, or the pool is paused. */
  idle(): void;
}

export interface Pool {
  /** Begins no more points; those under way still end. */
  pause(): void;
  resume(): void;
  /** Gives up those under way too. */
  close(): void;
}

/** The part of a Worker a pool uses. */
export interface PointWorker {
  postMessage(message: ToPointWorker): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<FromPointWorker>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

export interface PoolOptions {
  plan: SweepPlan;
  points: readonly SweepPoint[];
  files: readonly OpenedData[];
  /** Points at a time. */
  workers: number;
  spawn(): PointWorker;
  hears: PoolHears;
}

interface Place {
  worker?: PointWorker;
  point?: SweepPoint;
  share: number;
}

export function startPool({ files, hears, plan, points, spawn, workers }: PoolOptions): Pool {
  const left = [...points];
  let paused = false;
  let closed = false;
  const places: Place[] = Array.from({ length: Math.min(workers, points.length) }, () => ({ share: 0 }));

  const tell = (): void =>
    hears.underWay(places.flatMap(({ point, share }) => (point === undefined ? [] : [share])));

  function end(place: Place, outcome: PointOutcome): void {
    if (closed || !place.point) return;
    delete place.point;
    hears.outcome(outcome);
    next(place);
  }

  function next(place: Place): void {
    if (closed || place.point) return;
    const point = paused ? undefined : left.shift();
    if (point) {
      place.point = point;
      place.share = 0;
      place.worker ??= start(place);
      place.worker.postMessage({ point });
    } else if (places.every((other) => other.point === undefined)) hears.idle();
    tell();
  }

  function start(place: Place): PointWorker {
    const worker = spawn();
    worker.onmessage = ({ data }) => {
      if ('outcome' in data) end(place, data.outcome);
      else {
        place.share = data.share;
        if (!closed) tell();
      }
    };
    // A worker that is lost (out of memory, say) takes its point with it, not the sweep.
    worker.onerror = (event) => {
      worker.terminate();
      delete place.worker;
      if (place.point)
        end(place, {
          ...place.point,
          failed: `Its worker ended: ${event.message || 'no reason was given'}.`
        });
    };
    worker.postMessage({ plan, files });
    return worker;
  }

  // Once the caller has the pool.
  queueMicrotask(() => {
    if (places.length === 0) hears.idle();
    for (const place of places) next(place);
  });
  return {
    pause: () => {
      paused = true;
    },
    resume: () => {
      paused = false;
      for (const place of places) next(place);
    },
    close: () => {
      closed = true;
      for (const { worker } of places) worker?.terminate();
    }
  };
}
