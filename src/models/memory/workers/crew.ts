/** All devices together: keys and values dealt out once, then one query after another, answered by the devices among themselves. */
import type { Traffic } from '../energy/devices';
import { attended, type Partial } from '../energy/partial';
import { MemoryError, type Rows, sliceRows } from '../rows';
import { BoardView, createBoard } from './board';
import type { DeviceQuery, DeviceStart } from './device';

export interface DeviceThread {
  ask(query: DeviceQuery): void;
  stop(): void;
}

export interface DeviceEvents {
  /** The device knows the whole of the query with this number. */
  answered(stamp: number, whole: Partial): void;
  /** The thread could not start, or has ended although nobody stopped it. */
  lost(reason: string): void;
}

/** Starts a thread that calls `createDevice` and answers each query in turn. */
export type SpawnDevice = (start: DeviceStart, events: DeviceEvents) => DeviceThread;

export interface CrewAnswer extends Traffic {
  /** [dv], as device 0 knows it. */
  out: Float64Array;
  /** Greatest difference between what two devices know. */
  apart: number;
}

export interface DeviceCrew {
  readonly devices: number;
  /** From the first `seen` keys, all unless given; one query at a time. Rejects with MemoryError where a device was lost, or where there is no key. */
  answer(q: Float64Array, scale: number, seen?: number): Promise<CrewAnswer>;
  dispose(): void;
}

/** `ends`: where each shard of k [N, d] and v [N, dv] ends. Throws MemoryError for more devices than can be threads. */
export function createCrew(
  k: Rows,
  v: Rows,
  ends: readonly number[],
  fanIn: number,
  spawn: SpawnDevice
): DeviceCrew {
  const devices = ends.length;
  if (devices < 1 || devices > mostThreads)
    throw new MemoryError(`There are ${devices} devices; expected 1 to ${mostThreads}, each a thread.`);
  const board = createBoard(devices, v.columns);
  const view = new BoardView(board);
  let stamp = 0;
  let lost: string | undefined;
  let waiting: { wholes: Partial[]; left: number; done(): void; failed(reason: string): void } | undefined;
  const threads = ends.map((end, device) => {
    const from = ends[device - 1] ?? 0;
    const start = {
      board,
      device,
      fanIn,
      first: from,
      k: sliceRows(k, from, end),
      v: sliceRows(v, from, end)
    };
    return spawn(start, {
      answered(number, whole) {
        if (!waiting || number !== stamp) return;
        waiting.wholes[device] = whole;
        if (--waiting.left === 0) waiting.done();
      },
      lost(reason) {
        lost ??= `device ${device + 1} of ${devices} was lost: ${reason}`;
        waiting?.failed(lost);
      }
    });
  });
  return {
    devices,
    async answer(q, scale, seen = k.rows) {
      stamp++;
      const wholes: Partial[] = [];
      await new Promise<void>((resolve, reject) => {
        const failed = (reason: string) => reject(new MemoryError(`The query has no answer: ${reason}.`));
        if (lost !== undefined) return failed(lost);
        waiting = { wholes, left: devices, done: resolve, failed };
        for (const thread of threads) thread.ask({ stamp, q, scale, seen });
      });
      const outs = wholes.map(attended);
      const total = (field: 'messages' | 'elements') =>
        ends.reduce((sum, _, device) => sum + view.get(device, field), 0);
      return {
        out: outs[0],
        apart: outs.reduce(
          (most, out) => out.reduce((so, value, i) => Math.max(so, Math.abs(value - outs[0][i])), most),
          0
        ),
        steps: ends.reduce((most, _, device) => Math.max(most, view.get(device, 'clock')), 0),
        messages: total('messages'),
        elements: total('elements')
      };
    },
    dispose() {
      for (const thread of threads) thread.stop();
    }
  };
}

const mostThreads = 128;
