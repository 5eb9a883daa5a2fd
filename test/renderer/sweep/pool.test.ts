import { describe, expect, it } from 'vitest';
import { presets } from '../../../src/presets/registry';
import type { FromPointWorker, ToPointWorker } from '../../../src/renderer/sweep/messages';
import { type PointWorker, startPool } from '../../../src/renderer/sweep/pool';
import { pointKey } from '../../../src/renderer/sweep/store';
import { isFailure, type PointOutcome, type SweepPlan, sweepPoints } from '../../../src/session/sweep/plan';
import { version } from '../../../src/session/version';

const plan: SweepPlan = {
  sweep: 1,
  version,
  experiment: presets[0].experiment,
  axes: [{ setting: 'units', values: [10, 20] }],
  seeds: [1, 2],
  trials: 3,
  backend: 'wasm'
};
const points = sweepPoints(plan);

/** A pool whose points end when told to. */
function poolOf(workers: number) {
  const spawned: (PointWorker & { heard: ToPointWorker[]; ended: boolean })[] = [];
  const outcomes: PointOutcome[] = [];
  let idle = 0;
  const pool = startPool({
    plan,
    points,
    files: [],
    workers,
    spawn() {
      const worker = {
        heard: [] as ToPointWorker[],
        ended: false,
        onmessage: null,
        onerror: null,
        postMessage: (message: ToPointWorker) => worker.heard.push(message),
        terminate: () => {
          worker.ended = true;
        }
      };
      spawned.push(worker);
      return worker;
    },
    hears: {
      outcome: (outcome) => outcomes.push(outcome),
      underWay: () => undefined,
      idle: () => idle++
    }
  });
  const end = (w: number): void => {
    const asked = spawned[w].heard.at(-1)!;
    if (!('point' in asked)) throw new Error('No point is under way.');
    const outcome: PointOutcome = {
      ...asked.point,
      metrics: {},
      curves: [],
      trials: 3,
      stateHash: '0123456789abcdef',
      backend: 'wasm'
    };
    spawned[w].onmessage?.({ data: { outcome } } as MessageEvent<FromPointWorker>);
  };
  return { pool, spawned, outcomes, end, idle: () => idle };
}

describe('the pool of the page', () => {
  it('hands every worker the plan once, and every point to one of them', async () => {
    const { end, idle, outcomes, spawned } = poolOf(2);
    await Promise.resolve();
    expect(spawned.map(({ heard }) => heard.length)).toEqual([2, 2]);
    for (const w of [0, 1, 0, 1]) end(w);
    expect(outcomes.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
    expect([idle(), spawned.length]).toEqual([1, 2]);
  });

  it('begins nothing while paused, and goes on where it was', async () => {
    const { end, idle, outcomes, pool } = poolOf(1);
    await Promise.resolve();
    pool.pause();
    end(0);
    expect([outcomes.length, idle()]).toEqual([1, 1]);
    pool.resume();
    for (const w of [0, 0, 0]) end(w);
    expect([outcomes.length, idle()]).toEqual([4, 2]);
  });

  it('loses a point with its worker, not the sweep', async () => {
    const { end, outcomes, spawned } = poolOf(1);
    await Promise.resolve();
    spawned[0].onerror?.({ message: 'out of memory' } as ErrorEvent);
    expect(outcomes.map(isFailure)).toEqual([true]);
    for (const w of [1, 1, 1]) end(w);
    expect(outcomes.filter((outcome) => !isFailure(outcome))).toHaveLength(3);
  });

  it('hears nothing of workers it has given up', async () => {
    const { end, outcomes, pool, spawned } = poolOf(1);
    await Promise.resolve();
    pool.close();
    end(0);
    expect([outcomes.length, spawned[0].ended]).toEqual([0, true]);
  });
});

describe('what is kept of a point', () => {
  it('is found by all that decides its run, and by nothing else', () => {
    const key = pointKey(plan, points[0], []);
    expect(pointKey({ ...plan, seeds: [1, 2, 3] }, { ...points[0], index: 7 }, [])).toBe(key);
    expect(pointKey({ ...plan, trials: 4 }, points[0], [])).not.toBe(key);
    expect(pointKey(plan, points[1], [])).not.toBe(key);
    expect(pointKey(plan, points[0], [{ name: 'a.csv', sha256: '00' }])).not.toBe(key);
    expect(pointKey({ ...plan, version: '0' }, points[0], [])).not.toBe(key);
  });
});
