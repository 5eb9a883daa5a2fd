/**
 * Which stretch of time moving panels show. At a readable speed they scroll. Faster than that they would only flicker,
 * so they turn pages instead: the last whole page, renewed a few times a second, with the phases of the trial in place.
 */
import type { OpenedSession, SessionStatus } from '../../session/protocol';
import type { View } from './view';

/** A panel shows at least this many ticks, of whole trials. */
const leastTicks = 200;
/** Frames of the display in which a whole window may scroll by and still be followed by eye. */
const readableFrames = 45;
const framesPerSecond = 60;

export function wholeTrials(stepsPerTrial: number): number {
  return stepsPerTrial * Math.max(1, Math.ceil(leastTicks / stepsPerTrial));
}

export interface TimeWindow {
  ticks: number;
  /** Turns pages rather than scrolls. */
  paged: boolean;
  /** The tick after the last one shown; undefined for the newest. */
  until?: number;
}

export function timeWindow(
  session: Pick<OpenedSession, 'shape'>,
  status: Pick<SessionStatus, 'running' | 'ticksPerSecond'>,
  /** Ticks recorded so far, as far as the page knows. */
  recorded: number,
  view: Pick<View, 'span' | 'reducedMotion'>,
  /** Where the user looks at the past. */
  scrubbed?: number
): TimeWindow {
  const { steps } = session.shape;
  const ticks = view.span() || wholeTrials(steps);
  if (scrubbed !== undefined) return { ticks, paged: false, until: scrubbed };
  if (!status.running) return { ticks, paged: false };
  const page = ticks >= steps ? Math.floor(ticks / steps) * steps : ticks;
  const tooFast = status.ticksPerSecond / framesPerSecond > ticks / readableFrames;
  // Too fast: the last full page. Reduced motion at a slow pace: the page under way, filled from the left.
  if (tooFast) return { ticks, paged: true, until: Math.max(page, Math.floor(recorded / page) * page) };
  if (view.reducedMotion) return { ticks, paged: true, until: Math.ceil((recorded + 1) / page) * page };
  return { ticks, paged: false };
}
