import { describe, expect, it } from 'vitest';
import { guessReadAs, mayBeText, previewText } from '../../src/renderer/files/previewText';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a file of letters', () => {
  it.each([
    ['a.txt', 'x y\n1 2\n3 4\n5 6\n', 'table'],
    ['a.txt', '1;red\n2;blue\n3;red\n', 'table'],
    ['a.txt', 'Once upon a time\nthere was a table of words\nand nothing else.\n', 'text'],
    ['a.md', '# Notes\n\n- one\n- two, and a half\n', 'text'],
    ['a.txt', '', 'text'],
    ['words.csv', 'Once upon a time\n', 'table']
  ])('%s that begins %j is meant as a %s', (name, content, as) => {
    expect(guessReadAs(name, utf8(content))).toBe(as);
  });

  it('may be a text only by its name', () => {
    expect(['a.txt', 'A.TXT.GZ', 'b.md', 'c.csv', 'd.npz'].map(mayBeText)).toEqual([
      true,
      true,
      true,
      false,
      false
    ]);
  });

  it('shows how a text begins', () => {
    expect(previewText('a.txt', utf8('é'.repeat(1000))).words).toBe('é'.repeat(600));
    expect(previewText('a.txt', utf8('ab')).words).toBe('ab');
  });
});
