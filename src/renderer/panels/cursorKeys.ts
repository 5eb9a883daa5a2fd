/** Arrow keys in a plot move the marked instant; Enter holds it or lets it go. */
import type { Bench } from '../lab/bench';

const longStep = 10;

export function cursorKeys(event: KeyboardEvent, { lab, window }: Bench): void {
  const clock = lab.status()?.clock;
  if (!clock || event.ctrlKey || event.metaKey || event.altKey) return;
  const { ticks, until = clock.tick } = window();
  const at = lab.selection().tick ?? until;
  if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
    const step = (event.shiftKey ? longStep : 1) * (event.key === 'ArrowLeft' ? -1 : 1);
    const last = Math.max(0, until - 1);
    lab.markInstant(Math.min(last, Math.max(0, until - ticks, at + step)));
  } else if (event.key === 'Enter') lab.markInstant(at, !lab.pinned());
  else return;
  event.preventDefault();
}
