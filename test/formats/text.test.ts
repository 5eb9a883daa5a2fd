import { gzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readText } from '../../src/formats/text';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const said = (bytes: Uint8Array, as: 'characters' | 'bytes' = 'characters') => {
  const { alphabet, replaced, symbols } = readText('a.txt', bytes, as);
  return { text: String.fromCodePoint(...[...symbols].map((symbol) => alphabet[symbol])), replaced };
};

describe('a text as a row of symbols', () => {
  it('is read character by character, whatever their length in bytes, packed or not', () => {
    const text = 'é𝄞b\na☃';
    expect(said(utf8(text))).toEqual({ text, replaced: 0 });
    expect(said(gzipSync(utf8(text)))).toEqual({ text, replaced: 0 });
    const { alphabet } = readText('a.txt', utf8(text), 'characters');
    expect([...alphabet]).toEqual([...alphabet].sort((a, b) => a - b));
  });

  it('holds a character together that lies across two pieces', () => {
    const text = `${'a'.repeat(2 ** 20 - 1)}☃b`;
    const { replaced, symbols } = readText('a.txt', utf8(text), 'characters');
    expect([symbols.length, replaced]).toEqual([2 ** 20 + 1, 0]);
  });

  it('counts what is no UTF-8, but not a replacement that stands in the text', () => {
    const broken = Uint8Array.from([...utf8('thirty letters are here, \ufffd as well'), 0xff, 0x61, 0xc3]);
    expect(said(broken)).toEqual({
      text: 'thirty letters are here, \ufffd as well\ufffda\ufffd',
      replaced: 2
    });
  });

  it('is refused where it is mostly no text, but can be read as bytes', () => {
    const bytes = Uint8Array.from({ length: 64 }, (_, i) => 128 + i);
    expect(() => readText('a.bin', bytes, 'characters')).toThrow(/a\.bin.*are no UTF-8.*choose bytes/);
    expect(readText('a.bin', bytes, 'bytes').alphabet).toHaveLength(64);
  });
});
