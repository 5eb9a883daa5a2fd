import { shortNumber, widestNumber } from '../../src/figures/numbers';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leftAxis, leftMargin, linear, logarithmic } from '../../src/figures/axes';
import { level, levels, missing, palette } from '../../src/figures/palettes';
import type { Text } from '../../src/figures/scene';
import { fitText, textWidth } from '../../src/figures/textWidth';
import { themes } from '../../src/figures/theme';

test('a linear scale maps its ends to its ends', () => {
  const y = linear([-2, 6], 100, 20);
  expect([y(-2), y(2), y(6)]).toEqual([100, 60, 20]);
});

test('a logarithmic scale gives equal factors equal distances and holds zero at its low end', () => {
  const y = logarithmic([0.01, 100], 0, 40);
  expect(y(0.1) - y(0.01)).toBeCloseTo(10, 9);
  expect(y(100) - y(10)).toBeCloseTo(10, 9);
  expect(y(0)).toBe(y(0.01));
});

test('labels of a left axis never overlap and stay inside its margin', () => {
  fc.assert(
    fc.property(
      fc.double({ noNaN: true, min: -1e6, max: 1e6 }),
      fc.double({ noNaN: true, min: 1e-3, max: 1e6 }),
      fc.integer({ min: 16, max: 500 }),
      (low, span, height) => {
        const theme = themes.light;
        const box = { x: 200, y: 0, width: 100, height };
        const y = linear([low, low + span], height, 0);
        const labels = leftAxis(box, y, theme).marks.filter((mark): mark is Text => mark.kind === 'text');
        const places = labels.map((each) => each.y).sort((a, b) => a - b);
        for (let i = 1; i < places.length; i++)
          expect(places[i] - places[i - 1]).toBeGreaterThan(theme.textSize);
        const room = leftMargin(y, height, theme);
        for (const { text } of labels)
          expect(textWidth(text, theme.textSize) + theme.space * 1.5).toBeLessThanOrEqual(room);
      }
    )
  );
});

test('a short number fits the room reserved for it', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, min: -1e7, max: 1e7 }), (value) => {
      expect(textWidth(shortNumber(value), 12)).toBeLessThanOrEqual(textWidth(widestNumber, 12) + 1e-9);
    })
  );
});

test('text that is cut fits and says that it was cut', () => {
  expect(fitText('right cue', 12, 200)).toBe('right cue');
  const cut = fitText('right cue', 12, 40);
  expect(cut.endsWith('…')).toBe(true);
  expect(textWidth(cut, 12)).toBeLessThanOrEqual(40);
  expect(fitText('right cue', 12, 3)).toBe('');
});

test('zero of a signed scale is exactly the middle of the palette, white on paper', () => {
  expect(level(0, -3, 3)).toBe((levels - 1) / 2);
  const colours = palette('signed', '#123456');
  const middle = 3 * level(0, -3, 3);
  for (const channel of colours.subarray(middle, middle + 3)) expect(channel).toBeGreaterThan(235);
  expect([...colours.subarray(3 * missing)]).toEqual([0x12, 0x34, 0x56]);
});

test('values outside a palette are held at its ends and a missing value is set apart', () => {
  expect(level(9, 0, 1)).toBe(levels - 1);
  expect(level(-9, 0, 1)).toBe(0);
  expect(level(Number.NaN, 0, 1)).toBe(missing);
});
