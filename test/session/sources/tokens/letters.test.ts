import { gzipSync } from 'node:zlib';
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

describe('letters of records', () => {
  const records = ['one cat', 'two dogs', 'three'].map((text, i) =>
    JSON.stringify({ text, body: `b${i} ${text}` })
  );
  const jsonl = `${records[0]}\nnot json\n${records[1]}\n${records[2]}\n`;
  const bytes = new TextEncoder().encode(jsonl);
  const openBytes = (file: string, content: Uint8Array, settings: Settings = {}): Promise<Source> =>
    lettersSource.create({
      settings: completeSettings(lettersSource.settings, {
        file,
        length: 4,
        heldOut: 0,
        order: 'file',
        ...settings
      }),
      random: new Random(1),
      files: { read: () => Promise.resolve(content) }
    });
  const textOf = async (source: Source): Promise<string> => {
    const trials = await take(source, 0, source.trialsPerPass!);
    return trials.flatMap(({ x }) => Array.from(x, (token) => source.shape.tokens!.written![token])).join('');
  };
  const whole = 'one cat↵↵two dogs↵↵three'.slice(0, 20);

  it('are the texts in order, parted by a blank line; broken lines are counted and told', async () => {
    const source = await openBytes('kept.jsonl', bytes);
    expect(await textOf(source)).toBe(whole);
    expect(source.note).toMatch(
      /^3 documents, 1 left out \(line 2: 'not json', which is not JSON.*\)\. 24 char/
    );
  });

  it('are the same packed', async () => {
    expect(await textOf(await openBytes('kept.jsonl.gz', new Uint8Array(gzipSync(bytes))))).toBe(whole);
    expect(await textOf(await openBytes('kept.gz', new Uint8Array(gzipSync(bytes))))).toBe(whole);
    expect(await textOf(await openBytes('kept.jsonl.zst', new Uint8Array(zstdOf(bytes))))).toBe(whole);
    expect(await textOf(await openBytes('a.txt.zst', new Uint8Array(zstdOf(bytes))))).toContain('{"text');
  });

  it('may stand in another field, and a missing one is named with those there are', async () => {
    const source = await openBytes('kept.jsonl', bytes, { textField: 'body' });
    expect(await textOf(source)).toMatch(/^b0 one cat↵↵b1 two/);
    await expect(openBytes('kept.jsonl', bytes, { textField: 'story' })).rejects.toThrow(
      "no field 'story' (there are: text, body)"
    );
    await expect(openBytes('kept.jsonl', bytes, { textField: 'story' })).rejects.toThrow("set 'textField'");
  });

  it('are read as they stand in any other file', async () => {
    expect(await textOf(await openBytes('a.txt', bytes))).toContain('{"text"');
    await expect(openBytes('kept.jsonl.gz', new Uint8Array(gzipSync(bytes)).subarray(0, 30))).rejects.toThrow(
      'damaged or incomplete gzip'
    );
  });
});

/** A frame of one raw block, by RFC 8878: what a packer makes of what it cannot make smaller. */
function zstdOf(bytes: Uint8Array): number[] {
  const size = bytes.length;
  const header = (size << 3) | 1;
  return [
    ...[0x28, 0xb5, 0x2f, 0xfd, 0xa0],
    ...[0, 8, 16, 24].map((shift) => (size >>> shift) & 255),
    ...[0, 8, 16].map((shift) => (header >>> shift) & 255),
    ...bytes
  ];
}
