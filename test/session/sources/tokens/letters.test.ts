import { describe, expect, it } from 'vitest';
import { Random } from '../../../../src/models/random';
import { completeSettings, type Settings } from '../../../../src/models/settings';
import type { Source } from '../../../../src/session/source';
import { grammarText } from '../../../../src/session/sources/tokens/grammar';
import { lettersSource } from '../../../../src/session/sources/tokens/letters';
import { open, take } from '../source';

const ofFile = (content: string, settings: Settings = {}): Promise<Source> =>
  lettersSource.create({
    settings: completeSettings(lettersSource.settings, {
      file: 'a.txt',
      length: 4,
      heldOut: 0,
      order: 'file',
      ...settings
    }),
    random: new Random(1),
    files: { read: () => Promise.resolve(new TextEncoder().encode(content)) }
  });

describe('letters', () => {
  it('flow in as numbers, and the answer is always the next', async () => {
    const source = await ofFile('abcabcdé ');
    expect(source.shape.tokens).toEqual({
      vocabulary: 6,
      labels: ['space', 'a', 'b', 'c', 'd', 'é'],
      written: [' ', 'a', 'b', 'c', 'd', 'é']
    });
    const trials = await take(source, 0, 3);
    expect(trials.map(({ x }) => [...x])).toEqual([
      [1, 2, 3, 1],
      [2, 3, 4, 5],
      [1, 2, 3, 1]
    ]);
    expect(trials.map(({ target }) => [...target])).toEqual([
      [2, 3, 1, 2],
      [3, 4, 5, 0],
      [2, 3, 1, 2]
    ]);
    expect([...trials[0].mask]).toEqual([1, 1, 1, 1]);
    expect(trials[0].distance).toBeUndefined();
  });

  it('can be bytes, and say what is wrong', async () => {
    expect((await ofFile('é é é', { symbols: 'bytes' })).shape.tokens?.labels).toEqual([
      '0x20',
      '0xa9',
      '0xc3'
    ]);
    await expect(ofFile('abc')).rejects.toThrow("at least 5 for one trial; set 'length' lower");
  });

  it('tell stories where no file is named, the same for the same seed, some of them held out', async () => {
    const source = await open(lettersSource, { split: 'end' });
    const written = source.shape.tokens!.written!;
    const write = (numbers: Float64Array): string => Array.from(numbers, (token) => written[token]).join('');
    const text = grammarText(new Random(1).fork('source').fork('grammar'), 200000);
    expect(text.length).toBeGreaterThanOrEqual(200000);
    expect(write(source.heldOut[0].x).replaceAll('↵', '\n')).toBe(
      text.slice(source.trialsPerPass! * 256, source.trialsPerPass! * 256 + 256)
    );
    expect(source.heldOut.length).toBeGreaterThan(70);
    // Every later sentence of a story names again what its first two introduced.
    for (const story of text.trim().split('\n').slice(0, 200)) {
      const [, name, colour, thing, place] = /^(\w+) had a (\w+) (\w+) and lived by the (\w+)\./.exec(story)!;
      const later = story.slice(story.indexOf('. ', story.indexOf('had a friend')) + 2);
      expect(later).toMatch(new RegExp(`${name}|${thing}|${place}|${colour}|liked`));
    }
    expect(grammarText(new Random(2), 100)).not.toBe(grammarText(new Random(1), 100));
  });

  it('make trials of 65,536', async () => {
    const source = await open(lettersSource, { length: 65536 });
    expect((await take(source, 0, 1))[0].x.length).toBe(65536);
  });
});
