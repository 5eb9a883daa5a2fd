import { describe, expect, it } from 'vitest';
import { Cochleagram } from '../../../../src/session/live/cochlea/cochleagram';
import { centreFrequencies, erb, erbNumber, frequencyAt } from '../../../../src/session/live/cochlea/erb';
import { Gammatone } from '../../../../src/session/live/cochlea/gammatone';

const rate = 48000;
const tone = (hz: number, samples: number, amplitude = 1): Float64Array =>
  Float64Array.from({ length: samples }, (_, n) => amplitude * Math.sin((2 * Math.PI * hz * n) / rate));

describe('places of auditory filters', () => {
  it('are those of Glasberg & Moore 1990', () => {
    for (const hz of [50, 100, 440, 1000, 4000, 8000]) {
      expect(erb(hz)).toBeCloseTo(24.7 * ((4.37 * hz) / 1000 + 1), 10);
      expect(erbNumber(hz)).toBeCloseTo(21.4 * Math.log10((4.37 * hz) / 1000 + 1), 10);
      expect(frequencyAt(erbNumber(hz))).toBeCloseTo(hz, 8);
    }
    // As printed: 132.6 Hz at 1 kHz, 15.6 filters below it.
    expect(erb(1000)).toBeCloseTo(132.6, 1);
    expect(erbNumber(1000)).toBeCloseTo(15.6, 1);
  });

  it('lie at equal distances from the lowest to the highest', () => {
    const centres = centreFrequencies(32, 50, 8000);
    expect([centres[0], centres[31]].map((hz) => Number(hz.toFixed(8)))).toEqual([50, 8000]);
    const places = Array.from(centres, (hz) => 21.4 * Math.log10(0.00437 * hz + 1));
    for (let k = 2; k < 32; k++) expect(places[k] - places[k - 1]).toBeCloseTo(places[1] - places[0], 9);
    expect(centreFrequencies(1, 100, 1000)[0]).toBeCloseTo(
      frequencyAt((erbNumber(100) + erbNumber(1000)) / 2),
      9
    );
  });
});

describe.each([60, 440, 1000, 3500, 8000])('the gammatone filter at %i Hz', (hz) => {
  const b = 1.019 * 24.7 * (0.00437 * hz + 1);

  it('answers one sample with a t^3 exp(-2 pi b t) cos(2 pi f t)', () => {
    const samples = Math.ceil((rate * 2) / b);
    const impulse = new Float64Array(samples);
    impulse[0] = 1;
    const filter = new Gammatone(hz, rate);
    const heard = new Float64Array(samples);
    filter.filter(impulse, 0, samples, heard);
    const closed = heard.map((_, n) => {
      const t = n / rate;
      return (
        filter.scale * rate ** 3 * t ** 3 * Math.exp(-2 * Math.PI * b * t) * Math.cos(2 * Math.PI * hz * t)
      );
    });
    const peak = closed.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(peak).toBeGreaterThan(0);
    const apart = heard.reduce((most, value, n) => Math.max(most, Math.abs(value - closed[n])), 0);
    expect(apart / peak).toBeLessThan(1e-11);
  });

  it('has gain 1 at its frequency, told and heard', () => {
    const filter = new Gammatone(hz, rate);
    expect(filter.gain(hz)).toBeCloseTo(1, 12);
    const samples = rate;
    const heard = new Float64Array(samples);
    filter.filter(tone(hz, samples), 0, samples, heard);
    // Power of the second half, when it has settled: half the square of the amplitude.
    const power = heard.subarray(samples / 2).reduce((sum, value) => sum + value * value, 0) / (samples / 2);
    expect(Math.sqrt(2 * power)).toBeCloseTo(1, 4);
  });

  it('is as wide as its ERB, with b of 1.019 ERB', () => {
    const filter = new Gammatone(hz, rate);
    // Within 0.1 %: ten thousandths are those of 1.019 itself, others of the filter's mirror image near 0 Hz.
    let area = 0;
    const step = b / 50;
    const most = Math.min(rate / 2, hz + 40 * b);
    for (let at = Math.max(0, hz - 40 * b) + step / 2; at < most; at += step)
      area += filter.gain(at) ** 2 * step;
    expect(Math.abs(area / erb(hz) - 1)).toBeLessThan(hz < 100 ? 0.03 : 2e-3);
    // -3 dB where (1 + x^2)^-2 is a half of it, x in units of b.
    const half = b * Math.sqrt(2 ** (1 / 4) - 1);
    expect(filter.gain(hz + half) ** 2).toBeCloseTo(0.5, hz < 100 ? 1 : 2);
  });

  it('remembers across pieces', () => {
    const sound = tone(hz, 1000);
    const whole = new Float64Array(1000);
    new Gammatone(hz, rate).filter(sound, 0, 1000, whole);
    const filter = new Gammatone(hz, rate);
    const pieces = [0, 1, 128, 777, 1000].flatMap((to, k, ends) => {
      if (k === 0) return [];
      const piece = new Float64Array(to - ends[k - 1]);
      filter.filter(sound, ends[k - 1], to, piece);
      return [...piece];
    });
    expect(pieces).toEqual([...whole]);
  });
});

describe('a cochleagram', () => {
  const framesOf = (sound: ArrayLike<number>, options = {}, piece = 128): Float32Array[] => {
    const made = new Cochleagram({ channels: 16, lowestHz: 50, highestHz: 8000, rate, ...options });
    const frames: Float32Array[] = [];
    const all = Float64Array.from(sound);
    for (let from = 0; from < all.length; from += piece)
      made.push(all.subarray(from, from + piece), (rates) => frames.push(rates));
    return frames;
  };

  it('is loudest where the tone is, and nothing in silence', () => {
    const centres = centreFrequencies(16, 50, 8000);
    for (const k of [3, 8, 14]) {
      const rates = framesOf(tone(centres[k], rate / 2))[40];
      expect(rates.indexOf(Math.max(...rates))).toBe(k);
    }
    expect(framesOf(new Float64Array(4800))).toEqual(Array.from({ length: 10 }, () => new Float32Array(16)));
  });

  it('gives 1 for a tone of full scale at a centre, and 0.3 of the level in decades less', () => {
    // Some 50 periods in a frame, so that a part of one counts little.
    const one = { channels: 1, lowestHz: 4000, highestHz: 6000 };
    const hz = centreFrequencies(1, one.lowestHz, one.highestHz)[0];
    for (const decades of [0.5, 1, 3]) {
      const rates = framesOf(tone(hz, rate, 10 ** -decades), one)[90];
      expect(rates[0]).toBeCloseTo(10 ** (-0.3 * decades), 2);
    }
    expect(framesOf(tone(hz, rate, 3), one)[90][0]).toBe(1);
  });

  it('gives a hundred frames a second at any rate, however the sound is cut', () => {
    expect(framesOf(new Float64Array(44100), { rate: 44100 })).toHaveLength(100);
    expect(framesOf(new Float64Array(22050), { rate: 22050, highestHz: 8000 })).toHaveLength(100);
    const sound = tone(700, 5000);
    expect(framesOf(sound, {}, 1)).toEqual(framesOf(sound, {}, 5000));
  });

  it.each([
    { lowestHz: 500, highestHz: 400 },
    { lowestHz: 500, highestHz: 24000 }
  ])('refuses frequencies that cannot be, such as %o', (options) => {
    expect(() => framesOf([], options)).toThrow("Settings 'lowestHz' and 'highestHz' are");
  });
});
