/** One line on the terminal that says how far a run is, how fast, and when it will be done. */
import type { Progress as ReadingProgress } from '../../formats/large/dataBlocks';
import type { SessionStatus } from '../../session/protocol';
import type { Io } from '../io';

export interface Progress {
  /** Takes the line away. */
  stop(): void;
}

/** Redraws a few times a second; does nothing where standard error is no terminal. */
export function showProgress(io: Io, trials: number, read: () => SessionStatus): Progress {
  if (io.columns === undefined) return { stop: () => undefined };
  const started = performance.now();
  const draw = (): void => {
    const line = progressLine(read(), trials, (performance.now() - started) / 1000);
    io.err(`\r\u001b[K${line.slice(0, (io.columns ?? 80) - 1)}`);
  };
  const timer = setInterval(draw, 250);
  draw();
  return {
    stop() {
      clearInterval(timer);
      io.err('\r\u001b[K');
    }
  };
}

/** Says how far the reading of a large file is; nothing where standard error is no terminal. */
export function readingProgress(io: Io): ReadingProgress {
  let drawn = 0;
  return async (doing, share) => {
    const now = performance.now();
    if (io.columns === undefined || now - drawn < 250) return;
    drawn = now;
    io.err(`\r\u001b[K${`${doing}: ${Math.floor(100 * share)} %`.slice(0, io.columns - 1)}`);
  };
}

/** `seconds` since the run began. */
export function progressLine(
  { clock, recent, heldOut }: SessionStatus,
  trials: number,
  seconds: number
): string {
  const done = clock.trial + (clock.tickInTrial % clock.stepsPerTrial) / clock.stepsPerTrial;
  const rate = seconds > 0 ? done / seconds : 0;
  const parts = [`trial ${clock.trial} of ${trials}`, `${Math.floor((100 * done) / trials)} %`];
  if (rate > 0) parts.push(`${rate.toPrecision(3)} trials/s`, `${duration((trials - done) / rate)} left`);
  if (recent) parts.push(`loss ${recent.loss.toPrecision(3)}`, `error ${recent.error.toPrecision(3)}`);
  if (heldOut) parts.push(`held out ${heldOut.error.toPrecision(3)}`);
  return parts.join('  ');
}

/** "0:07", "12:30", "1:02:03". */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (n: number): string => String(n).padStart(2, '0');
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}
