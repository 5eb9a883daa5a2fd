/**
 * The tree over devices, round by round: which device sends to which. Upwards the first of `fanIn` neighbours gathers what the others
 * know; downwards it hands them the result. Messages of one round travel at once. `treeReduce` joins in the same order.
 */
import { MemoryError } from '../rows';
import { combine, type Partial } from './partial';

export interface Round {
  direction: 'up' | 'down';
  messages: readonly { from: number; to: number }[];
}

/** Rounds of `devices` devices: ceil(log_fanIn p) up and as many down. Throws MemoryError for numbers that make no tree. */
export function treeRounds(devices: number, fanIn = 2): Round[] {
  if (!(Number.isSafeInteger(devices) && devices >= 1))
    throw new MemoryError(`There are ${devices} devices; expected a whole number from 1.`);
  if (!(Number.isSafeInteger(fanIn) && fanIn >= 2))
    throw new MemoryError(`The tree joins ${fanIn} at a time; expected a whole number from 2.`);
  const up: Round[] = [];
  for (let stride = 1; stride < devices; stride *= fanIn) {
    const messages: { from: number; to: number }[] = [];
    for (let to = 0; to < devices; to += stride * fanIn)
      for (let from = to + stride; from < Math.min(devices, to + stride * fanIn); from += stride)
        messages.push({ from, to });
    up.push({ direction: 'up', messages });
  }
  const down = [...up].reverse().map(
    ({ messages }): Round => ({
      direction: 'down',
      messages: messages.map(({ from, to }) => ({ from: to, to: from }))
    })
  );
  return [...up, ...down];
}

/** What every device knows after one more round. */
export function afterRound(known: readonly Partial[], { direction, messages }: Round): Partial[] {
  const next = [...known];
  for (const { from, to } of messages)
    next[to] = direction === 'up' ? combine(next[to], known[from]) : known[from];
  return next;
}
