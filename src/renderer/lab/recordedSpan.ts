/** Which ticks the page still has of every probe of ticks it shows. */
import type { Recording } from '../../session/recording';

/**
 * Ends of time that panels can show: a tick after the first one that every probe still has, and the tick after the newest. Undefined
 * where none has been kept.
 */
export function recordedSpan(recording: Pick<Recording, 'all'>): { from: number; to: number } | undefined {
  const rings = recording.all.filter(({ length, probe }) => probe.kind === 'tick' && length > 1);
  if (rings.length === 0) return undefined;
  const to = Math.max(...rings.map(({ newest }) => newest + 1));
  return { from: Math.min(to, Math.max(...rings.map(({ oldest }) => oldest + 1))), to };
}
