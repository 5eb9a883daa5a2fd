import { describe, expect, it } from 'vitest';
import { type Look, lookOf } from '../../src/figures/sweeps/looks';
import { learnerMark } from '../../src/figures/maps/learners';
import { coderMarks } from '../../src/figures/codes/coders';
import { ruleMark } from '../../src/figures/learning/rules';
import { palette, type PaletteName, shade } from '../../src/figures/palettes';
import { projector, type Theme, themes } from '../../src/figures/theme';
import { learnerNames } from '../../src/models/hippocampus/probes';
import { rules } from '../../src/models/stack/stack';
import { apart, ciede2000, contrast, lightness, seenWith, visions } from './colourVision';

const shown: readonly (readonly [string, Theme])[] = [
  ['light', themes.light],
  ['dark', themes.dark],
  ['high contrast', themes.contrast],
  ['projector', projector(themes.light)],
  ['paper', themes.paper]
];

/** Two colours this far apart are told apart at a glance; about one is the least that can be seen at all. */
const leastApart = 10;

describe('CIEDE2000', () => {
  // Rows 1, 9, 16, 18, 19, 20 and 34 of table 1 of Sharma, Wu and Dalal (2005).
  it.each([
    [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
    [[50, 2.49, -0.001], [50, -2.49, 0.0009], 7.1792],
    [[50, 2.5, 0], [50, 3.2592, 0.335], 1],
    [[50, 2.5, 0], [73, 25, -18], 27.1492],
    [[50, 2.5, 0], [58, 24, 15], 19.4535],
    [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644],
    [[2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082]
  ] as const)('of %j and %j', (a, b, published) => {
    expect(ciede2000(a, b)).toBeCloseTo(published, 4);
    expect(ciede2000(b, a)).toBeCloseTo(published, 4);
  });

  it('finds red and green near to each other without one kind of cone, and far with all', () => {
    const [red, green] = ['#d03030', '#7a7a18'];
    expect(apart(seenWith(visions.deuteranopia, red), seenWith(visions.deuteranopia, green))).toBeLessThan(
      leastApart
    );
    expect(apart(red, green)).toBeGreaterThan(3 * leastApart);
  });
});

describe.each(shown)('%s', (_, theme) => {
  it.each(Object.entries(visions))('keeps series apart to eyes with %s', (_vision, vision) => {
    const seen = theme.categories.map((colour) => seenWith(vision, colour));
    const distances = seen.flatMap((a, i) => seen.slice(i + 1).map((b) => apart(a, b)));
    expect(Math.min(...distances)).toBeGreaterThan(leastApart);
    // The two kinds of unit, and the two signs.
    for (const [a, b] of [
      [theme.lif, theme.alif],
      [theme.positive, theme.negative]
    ])
      expect(apart(seenWith(vision, a), seenWith(vision, b))).toBeGreaterThan(leastApart);
  });

  it('writes words that can be read on its ground', () => {
    const least = theme === themes.contrast ? 7 : 4.5;
    for (const colour of [theme.text, theme.muted, theme.accent])
      expect(contrast(colour, theme.background)).toBeGreaterThanOrEqual(least);
  });

  it('has maps that grow ever lighter, or ever darker, by steps of one size', () => {
    for (const name of [theme.sequential, 'light', 'ink'] as PaletteName[]) {
      const steps = Array.from(
        { length: 20 },
        (_step, i) => lightness(shade(name, (i + 1) / 20)) - lightness(shade(name, i / 20))
      );
      const way = Math.sign(steps[0]);
      for (const step of steps) expect(way * step, name).toBeGreaterThan(0);
      const sizes = steps.map(Math.abs);
      // Grey ramps of equal sRGB steps are wider in the dark, as film is; scientific ones hardly vary.
      const factor = name === theme.sequential ? 2.2 : 4;
      expect(Math.max(...sizes) / Math.min(...sizes), name).toBeLessThan(factor);
    }
  });

  it('has a signed map whose middle is zero, and whose sides mirror each other in lightness', () => {
    const at = (share: number): number => lightness(shade(theme.signed, share));
    const middle = at(0.5);
    const toGround = Math.sign(middle - at(0));
    for (let k = 1; k <= 10; k++) {
      const [low, high] = [at(0.5 - k / 20), at(0.5 + k / 20)];
      expect(Math.abs(low - high)).toBeLessThan(6);
      // Away from zero, ever further from what zero looks like.
      expect(toGround * (at(0.5 - (k - 1) / 20) - low)).toBeGreaterThan(0);
      expect(toGround * (at(0.5 + (k - 1) / 20) - high)).toBeGreaterThan(0);
    }
    // The level in the middle of 0 .. 254 is exactly the colour of zero.
    const colours = palette(theme.signed, '#000000');
    const { r, g, b } = { r: colours[3 * 127], g: colours[3 * 127 + 1], b: colours[3 * 127 + 2] };
    expect(apart(`rgb(${r}, ${g}, ${b})`, shade(theme.signed, 0.5))).toBeLessThan(0.5);
  });

  it.each(Object.entries(visions))('tells signs apart with %s', (_vision, vision) => {
    for (const share of [0.1, 0.25])
      expect(
        apart(
          seenWith(vision, shade(theme.signed, 0.5 - share)),
          seenWith(vision, shade(theme.signed, 0.5 + share))
        )
      ).toBeGreaterThan(leastApart);
  });

  it('repeats colour by shape, dash or lightness, so that no two series differ by hue alone', () => {
    const series: Record<string, readonly Partial<Look>[]> = {
      learners: learnerNames.map((name) => learnerMark(name, theme)),
      rules: rules.map((rule) => ruleMark(rule, theme)),
      coders: coderMarks(
        [
          { loss: 'action', beta: 1 },
          { loss: 'vanilla', beta: 1 },
          { loss: 'vanilla', beta: 0.3 },
          { loss: 'action', beta: 0.3 }
        ],
        theme
      ),
      combinations: Array.from({ length: 12 }, (_look, k) => lookOf(k, theme))
    };
    const form = ({ dash, hollow = false, shape }: Partial<Look>): string =>
      JSON.stringify([shape, hollow, dash]);
    for (const [name, all] of Object.entries(series))
      all.forEach((a, i) => {
        for (const b of all.slice(i + 1))
          if (form(a) === form(b))
            expect(
              Math.abs(lightness(a.colour ?? '') - lightness(b.colour ?? '')),
              `${name}: ${form(a)} in ${a.colour} and ${b.colour}`
            ).toBeGreaterThan(20);
      });
  });
});
