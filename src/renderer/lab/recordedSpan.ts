/** Which ticks the page still has of every probe of ticks it shows. */
import type { Recording } from '../../session/recording';

/**
 * Ends of time that panels can show: a tick after the first one that every probe still has, and the tick after the newest. Undefined
 * where none has been kept.
 */
export function recordedSpan(recording: Pick<Recording, 'all'>): { from: number; to: number } | undefined {
  const rings = ringsOf(recording);
  if (rings.length === 0) return undefined;
  const to = Math.max(...rings.map(({ newest }) => newest + 1));
  return { from: Math.min(to, Math.max(...rings.map(({ oldest }) => oldest + 1))), to };
}

/**
 * Where time ends that is shown for `wanted`: there if the tick before it was recorded, else where the gap before it began, as a run too
 * fast to be watched in full leaves gaps. From there, `before`, a step onward leads over the gap.
 */
export function recordedEnd(
  recording: Pick<Recording, 'all'>,
  wanted: number,
  before: number | undefined
): number {
  const [shortest] = ringsOf(recording).sort((a, b) => b.oldest - a.oldest);
  if (!shortest) return wanted;
  const after = shortest.countBefore(wanted - 1);
  if (after === shortest.length || after === 0) return wanted;
  const [early, late] = Array.from(shortest.latest(2, shortest.length - after - 1).times, (tick) => tick + 1);
  if (late === wanted) return wanted;
  return before === early && wanted > before ? late : early;
}

const ringsOf = (recording: Pick<Recording, 'all'>) =>
  recording.all.filter(({ length, probe }) => probe.kind === 'tick' && length > 1);
