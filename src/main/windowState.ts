/** Where the window stood when it was closed, and where it is to stand now. */
import type { BrowserWindow, Display, Rectangle } from 'electron';
import * as v from 'valibot';
import type { KeptData } from './keptData';

export interface WindowState {
  /** Of the window when it is neither maximised nor full screen; without a place it stands in the middle. */
  readonly bounds: { readonly width: number; readonly height: number } & Partial<Rectangle>;
  readonly maximised: boolean;
}

/** Pixels. */
export const smallestWindow = { width: 800, height: 600 };
export const firstWindow: WindowState = { bounds: { width: 1440, height: 900 }, maximised: false };

const pixels = v.pipe(v.number(), v.integer(), v.minValue(-100_000), v.maxValue(100_000));
const length = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000));
export const windowStateSchema: v.GenericSchema<unknown, WindowState> = v.strictObject({
  bounds: v.union([
    v.strictObject({ x: pixels, y: pixels, width: length, height: length }),
    v.strictObject({ width: length, height: length })
  ]),
  maximised: v.boolean()
});

/**
 * A state that can be seen: no larger than the display it stands on most, and wholly on it. One that was on a display that is gone
 * stands in the middle of the first.
 */
export function placed(state: WindowState, displays: readonly Pick<Display, 'workArea'>[]): WindowState {
  const { maximised } = state;
  const { x, y, ...size } = state.bounds;
  const areas = displays.map(({ workArea }) => workArea);
  const at = x === undefined || y === undefined ? undefined : { ...size, x, y };
  const on = at && [...areas].sort((a, b) => overlap(b, at) - overlap(a, at))[0];
  const area = on ?? areas[0];
  if (!area) return { bounds: size, maximised };
  const within = (wanted: number, least: number, most: number): number =>
    Math.min(Math.max(wanted, Math.min(least, most)), most);
  const width = within(size.width, smallestWindow.width, area.width);
  const height = within(size.height, smallestWindow.height, area.height);
  if (!at || overlap(area, at) === 0) return { bounds: { width, height }, maximised };
  return {
    bounds: {
      width,
      height,
      x: within(at.x, area.x, area.x + area.width - width),
      y: within(at.y, area.y, area.y + area.height - height)
    },
    maximised
  };
}

/** Square pixels two rectangles share. */
function overlap(a: Rectangle, b: Rectangle): number {
  const along = (p: number, n: number, q: number, m: number): number =>
    Math.max(0, Math.min(p + n, q + m) - Math.max(p, q));
  return along(a.x, a.width, b.x, b.width) * along(a.y, a.height, b.y, b.height);
}

/** Remembers where the window stands when it is closed. */
export function rememberWindow(
  window: Pick<BrowserWindow, 'getNormalBounds' | 'isMaximized' | 'on'>,
  kept: KeptData<WindowState>
): void {
  window.on('close', () => kept.write({ bounds: window.getNormalBounds(), maximised: window.isMaximized() }));
}
