/** Value ranges that hold still: an axis that jumps with every sample cannot be read. */
import { scaleLinear } from 'd3';

export type Range = readonly [low: number, high: number];

/** What a panel remembers between two draws, so that axes and layouts hold still. One per panel, owned by the caller. */
export interface FigureMemory {
  readonly ranges: Map<string, Range>;
  /** Layouts and rankings that are worked out once per network or per image. */
  readonly kept: Map<string, { from: readonly unknown[]; value: unknown }>;
}

export function createFigureMemory(): FigureMemory {
  return { ranges: new Map(), kept: new Map() };
}

/**
 * For looking back at what is past: it begins with what `memory` holds and leaves its ranges as they are, so that the same moment is
 * the same picture however it was come to, and the present is found again as it was left.
 */
export function lookingBack({ kept, ranges }: FigureMemory): FigureMemory {
  return { ranges: new Map(ranges), kept };
}

/** The value of `make`, made anew only when one of `from` changes. */
export function keep<T>(
  memory: FigureMemory | undefined,
  key: string,
  from: readonly unknown[],
  make: () => T
): T {
  const known = memory?.kept.get(key);
  if (known && known.from.length === from.length && known.from.every((part, i) => part === from[i]))
    return known.value as T;
  const value = make();
  memory?.kept.set(key, { from, value });
  return value;
}

/** A quarter of the range may stay empty on shrinking before the axis follows. */
const shrinkBelow = 0.4;

/**
 * The range to draw: the one before while the data fit in it and fill a fair part, else a round range around the data
 * with some room.
 */
export function heldRange(before: Range | undefined, [low, high]: Range, room = 0.08): Range {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return before ?? [0, 1];
  if (before) {
    const [from, to] = before;
    if (low >= from && high <= to && high - low >= shrinkBelow * (to - from)) return before;
    // A constant fills no part of any range: keep what it lies in.
    if (low === high && low >= from && low <= to) return before;
  }
  return roundRange([low, high], room);
}

const smallestNormal = 2 ** -1022;

/** A round range around the data; zero stays an end where the data start there. */
export function roundRange([low, high]: Range, room = 0.08): Range {
  if (low === high) {
    // Half of the smallest numbers there are is lost to rounding: they are drawn as zero is.
    if (Math.abs(low) < smallestNormal) return low < 0 ? [-1, 0] : [0, 1];
    const half = Math.abs(low) * 0.5;
    return roundRange([low - half, high + half], 0);
  }
  const span = high - low;
  const from = low >= 0 && low - room * span < 0 ? 0 : low - room * span;
  const to = high <= 0 && high + room * span > 0 ? 0 : high + room * span;
  const [a, b] = scaleLinear().domain([from, to]).nice(5).domain();
  return [a, b];
}

/** A range symmetric about zero, one or two significant digits wide, for signed data. */
export function signedRange(before: Range | undefined, largest: number): Range {
  const size = Number.isFinite(largest) && largest > 0 ? largest : 1;
  if (before && size <= before[1] && size >= shrinkBelow * before[1]) return before;
  const high = roundUp(size);
  return [-high, high];
}

/** The next of 1, 1.5, 2, 3, 4, 5, 6, 8, 10 times a power of ten. */
export function roundUp(value: number): number {
  let power = 1;
  while (power * 10 <= value) power *= 10;
  while (power > value) power /= 10;
  const step = [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((digits) => digits * power >= value * (1 - 1e-9)) ?? 10;
  return Number((step * power).toPrecision(2));
}

/** Lowest and highest finite value; [Infinity, -Infinity] where there is none. */
export function extent(data: ArrayLike<number>, start = 0, stride = 1): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = start; i < data.length; i += stride) {
    const value = data[i];
    if (value < low) low = value;
    if (value > high && value < Number.POSITIVE_INFINITY) high = value;
  }
  return [low, high];
}
