/**
 * One device: it holds its shard, makes its part of a query, gathers the parts of its children in the tree, passes the result on, and
 * takes the whole from its parent. Nobody else reads its keys; nobody but its children waits for it on the way down. It counts what it
 * sends, and keeps a clock (Lamport 1978) that says after how many steps one after another it knew the whole.
 */
import { combine, type Partial, partialOf } from '../energy/partial';
import { treeRounds } from '../energy/rounds';
import type { Rows } from '../rows';
import { type Board, BoardView } from './board';

/** What a device is started with: data that may be posted. */
export interface DeviceStart {
  board: Board;
  /** 0 .. devices - 1; device 0 is the root. */
  device: number;
  fanIn: number;
  /** Keys on the devices before it. */
  first: number;
  /** Its shard, [keys, d] and [keys, dv]; no rows for a device without keys. */
  k: Rows;
  v: Rows;
}

/** What all devices are told at once. */
export interface DeviceQuery {
  /** 1, 2, ...: number of the query. */
  stamp: number;
  q: Float64Array;
  scale: number;
  /** Of all keys the query sees the first so many. */
  seen: number;
}

/** Answers a query; returns when this device knows the whole, which it is given. */
export type Device = (query: DeviceQuery) => Partial;

/** Throws MemoryError for numbers that make no tree. Its calls sleep while others work: only for a thread of its own. */
export function createDevice({ board, device, fanIn, first, k, v }: DeviceStart): Device {
  const view = new BoardView(board);
  const rounds = treeRounds(board.devices, fanIn);
  const numbers = board.valueWidth + 2;
  const own = rounds
    .map(({ direction, messages }) => ({
      direction,
      from: messages.filter(({ to }) => to === device).map(({ from }) => from),
      to: messages.filter(({ from }) => from === device).map(({ to }) => to)
    }))
    .filter(({ from, to }) => from.length + to.length > 0);
  return ({ q, scale, seen, stamp }) => {
    let part = partialOf(q, k, v, scale, 0, Math.min(k.rows, Math.max(0, seen - first)));
    let clock = 0;
    let messages = 0;
    const send = (field: 'up' | 'whole', count: number): void => {
      view.write(device, part);
      view.set(device, 'clock', clock);
      messages += count;
      view.set(device, 'messages', messages);
      view.set(device, 'elements', messages * numbers);
      view.stamp(device, field, stamp);
    };
    // The root sends nothing up, and says by its own stamp that it knows the whole.
    const downwards = own.filter(({ direction }) => direction === 'down');
    for (const { direction, from, to } of own) {
      if (direction === 'down') break;
      for (const child of from) {
        view.wait(child, 'up', stamp);
        part = combine(part, view.read(child));
      }
      if (from.length > 0) clock = 1 + Math.max(clock, ...from.map((child) => view.get(child, 'clock')));
      if (to.length > 0) send('up', 1);
    }
    let told = 0;
    for (const { from, to } of downwards) {
      for (const parent of from) {
        view.wait(parent, 'whole', stamp);
        part = view.read(parent);
        // Children deeper in the tree hear in a later round of the same parent.
        clock = view.get(parent, 'clock') + roundsSince(rounds, parent, device);
      }
      told += to.length;
    }
    send('whole', told);
    return part;
  };
}

/** Steps between the moment `parent` knew the whole and the one in which it handed it to `child`. */
function roundsSince(rounds: ReturnType<typeof treeRounds>, parent: number, child: number): number {
  const downwards = rounds.filter(({ direction }) => direction === 'down');
  const heard = downwards.findIndex(({ messages }) => messages.some(({ to }) => to === parent));
  const handed = downwards.findIndex(({ messages }) =>
    messages.some(({ from, to }) => from === parent && to === child)
  );
  return handed - heard;
}
