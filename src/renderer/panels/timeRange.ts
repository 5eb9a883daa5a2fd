/** The stretch of time a composed figure shows, as it is chosen: in the run's units since its first tick. */
import { restyle } from '../../figures/numbers';
import { timeUnit } from '../../figures/timeAxis';
import type { StreamShape } from '../../models/stream';

export type RangeKind = 'visible' | 'whole' | 'chosen';

export interface RangeChoice {
  kind: RangeKind;
  /** Of a chosen range, in units of `timeUnit`; NaN while nothing that is a number is written. */
  from: number;
  to: number;
}

/** Ticks [from, to). */
export interface TickRange {
  from: number;
  to: number;
}

/** The ticks chosen, or why they cannot be shown: what was wrong, what is there, what to do. */
export function chosenTicks(
  { from, kind, to }: RangeChoice,
  visible: TickRange,
  recorded: TickRange | undefined,
  shape: Pick<StreamShape, 'steps' | 'dtMs'>
): { ticks: TickRange } | { problem: string } {
  if (kind === 'visible') return { ticks: visible };
  if (!recorded || recorded.to - recorded.from < 2)
    return { problem: 'No ticks are recorded. Run the experiment, then compose the figure again.' };
  if (kind === 'whole') return { ticks: recorded };
  const { unit } = timeUnit(shape);
  const span = `${sayTime(recorded.from, shape)} to ${sayTime(recorded.to, shape)} ${unit}`;
  if (!Number.isFinite(from) || !Number.isFinite(to))
    return { problem: `The time range needs two numbers in ${unit}; recorded are ${span}.` };
  const ticks = { from: tickOf(from, shape), to: tickOf(to, shape) };
  if (to <= from)
    return {
      problem: `The time range ends at ${say(to)} ${unit}, not after its beginning at ${say(from)} ${unit}. Write the earlier time first.`
    };
  if (ticks.to - ticks.from < 2)
    return {
      problem: `The time range holds less than two ticks; a tick is ${say(timeOf(1, shape))} ${unit}.`
    };
  if (ticks.from < recorded.from || ticks.to > recorded.to)
    return {
      problem: `From ${say(from)} to ${say(to)} ${unit} is not all recorded; choose times within ${span}.`
    };
  return { ticks };
}

/** Time of a tick since the run began. */
export function timeOf(tick: number, shape: Pick<StreamShape, 'steps' | 'dtMs'>): number {
  return Number((tick * timeUnit(shape).factor).toPrecision(12));
}

function tickOf(time: number, shape: Pick<StreamShape, 'steps' | 'dtMs'>): number {
  return Math.round(time / timeUnit(shape).factor);
}

export function sayTime(tick: number, shape: Pick<StreamShape, 'steps' | 'dtMs'>): string {
  return say(timeOf(tick, shape));
}

function say(value: number): string {
  return restyle(String(value));
}
