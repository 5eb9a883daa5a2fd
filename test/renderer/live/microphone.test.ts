import { describe, expect, it } from 'vitest';
import { bandLevels, melBounds } from '../../../src/renderer/live/microphone';

describe('microphone bands', () => {
  it('are equally wide in mel, from 50 to 8000 Hz', () => {
    const bounds = melBounds(16, 50, 8000);
    expect(bounds).toHaveLength(17);
    expect([bounds[0], bounds[16]].map(Math.round)).toEqual([50, 8000]);
    const mel = bounds.map((hz) => 2595 * Math.log10(1 + hz / 700));
    for (let b = 1; b < 16; b++) expect(mel[b + 1] - mel[b]).toBeCloseTo(mel[1] - mel[0], 8);
  });

  it('are refused where the lowest frequency is not below the highest', () => {
    expect(() => melBounds(4, 500, 500)).toThrow('expected the first below the second');
  });

  it('hear a tone in its own band and silence as 0', () => {
    const decibels = new Float32Array(512).fill(-120);
    const binHz = 48000 / 1024;
    decibels[Math.round(1000 / binHz)] = -20;
    const bounds = melBounds(8, 50, 8000);
    const levels = bandLevels(decibels, binHz, bounds);
    const loudest = levels.indexOf(Math.max(...levels));
    expect(bounds[loudest]).toBeLessThan(1000);
    expect(bounds[loudest + 1]).toBeGreaterThan(1000);
    expect(levels.filter((level) => level > 0)).toHaveLength(1);
    expect(bandLevels(new Float32Array(512).fill(Number.NEGATIVE_INFINITY), binHz, bounds)).toEqual(
      new Float32Array(8)
    );
  });
});
