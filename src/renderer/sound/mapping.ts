/** What is to be heard of what is new: clicks of spikes, tones of losses. Pure; times in seconds from now. */
import type { Rows } from '../../session/recording';

export interface Click {
  at: number;
  /** −1 is the first unit, at the left; 1 the last, at the right. */
  pan: number;
}

export interface Tone {
  at: number;
  /** Hz. */
  frequency: number;
}

/** More clicks than these a second are noise: of more, every nth is heard. */
export const mostClicksPerSecond = 200;
/** Tones overlap beyond these: of more trials, the newest are heard. */
export const mostTonesPerSecond = 8;
/** A loss of nothing, and the largest so far: two octaves. */
export const [lowestTone, highestTone] = [220, 880] as const;

/** Spikes of `rows` ([ticks, units], one where a unit spiked), spread over `seconds` as they were over ticks. */
export function clicksOf({ data, times, width }: Rows, seconds: number): Click[] {
  if (times.length === 0 || width === 0) return [];
  const spikes: number[] = [];
  for (let i = 0; i < times.length * width; i++) if (data[i] > 0) spikes.push(i);
  const every = Math.max(1, Math.ceil(spikes.length / Math.max(1, mostClicksPerSecond * seconds)));
  const [from, to] = [times[0], times[times.length - 1] + 1];
  return spikes
    .filter((_, k) => k % every === 0)
    .map((i) => ({
      at: ((times[Math.floor(i / width)] - from) / (to - from)) * seconds,
      pan: width === 1 ? 0 : (2 * (i % width)) / (width - 1) - 1
    }));
}

/** One tone a trial, its pitch in equal steps of the loss as a share of `largest`. */
export function tonesOf({ data, times, width }: Rows, seconds: number, largest: number): Tone[] {
  const most = Math.max(1, Math.floor(mostTonesPerSecond * seconds));
  const first = Math.max(0, times.length - most);
  return Array.from({ length: times.length - first }, (_, k) => ({
    at: (k / (times.length - first)) * seconds,
    frequency: pitchOf(data[(first + k) * width], largest)
  })).filter(({ frequency }) => Number.isFinite(frequency));
}

/** Geometric between the lowest and the highest tone. NaN for what is no number. */
export function pitchOf(loss: number, largest: number): number {
  const share = largest > 0 ? Math.min(1, Math.max(0, loss / largest)) : 0;
  return lowestTone * (highestTone / lowestTone) ** share;
}
