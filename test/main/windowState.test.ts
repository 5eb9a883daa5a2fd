import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placed, type WindowState } from '../../src/main/windowState';

const screen = (x: number, y: number, width: number, height: number) => ({
  workArea: { x, y, width, height }
});
const at = (x: number, y: number, width: number, height: number): WindowState => ({
  bounds: { x, y, width, height },
  maximised: false
});

describe('a window', () => {
  it.each([
    ['stays where it fits', at(100, 50, 1000, 700), [screen(0, 0, 1920, 1040)], [100, 50, 1000, 700]],
    [
      'is moved in from beyond an edge',
      at(1500, -30, 1000, 700),
      [screen(0, 0, 1920, 1040)],
      [920, 0, 1000, 700]
    ],
    ['shrinks to its display', at(0, 0, 3000, 2000), [screen(0, 25, 1440, 875)], [0, 25, 1440, 875]],
    [
      'stays on the display it was on most',
      at(2000, 100, 900, 700),
      [screen(0, 0, 1920, 1040), screen(1920, 0, 1280, 1024)],
      [2000, 100, 900, 700]
    ]
  ])('%s', (_what, state, displays, [x, y, width, height]) => {
    expect(placed(state, displays).bounds).toEqual({ x, y, width, height });
  });

  it('of a display that is gone stands in the middle of the first', () => {
    const { bounds, maximised } = placed({ ...at(4000, 0, 1000, 700), maximised: true }, [
      screen(0, 0, 1920, 1040)
    ]);
    expect(bounds).toEqual({ width: 1000, height: 700 });
    expect(maximised).toBe(true);
  });

  it('is always wholly on one display, whatever was kept', () => {
    const number = fc.integer({ min: -5000, max: 5000 });
    const size = fc.integer({ min: 1, max: 5000 });
    const display = fc.tuple(number, number, size, size).map((one) => screen(...one));
    fc.assert(
      fc.property(
        fc.tuple(number, number, size, size),
        fc.array(display, { minLength: 1, maxLength: 3 }),
        (kept, displays) => {
          const { bounds } = placed(at(...kept), displays);
          const holds = displays.some(({ workArea: area }) =>
            bounds.x === undefined || bounds.y === undefined
              ? bounds.width <= area.width && bounds.height <= area.height
              : bounds.x >= area.x &&
                bounds.y >= area.y &&
                bounds.x + bounds.width <= area.x + area.width &&
                bounds.y + bounds.height <= area.y + area.height
          );
          expect(holds).toBe(true);
        }
      )
    );
  });
});
