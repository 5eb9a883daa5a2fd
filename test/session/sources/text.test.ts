import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nodeHost } from '../../../src/cli/host';
import { Random } from '../../../src/models/random';
import { completeSettings, type Settings } from '../../../src/models/settings';
import { createSession } from '../../../src/session/createSession';
import type { Source } from '../../../src/session/source';
import { textSource } from '../../../src/session/sources/text';
import { entropy } from '../../../src/session/sources/textSymbols';
import { take } from './source';

const open = (content: string | Uint8Array, settings: Settings = {}): Promise<Source> =>
  textSource.create({
    settings: completeSettings(textSource.settings, {
      file: 'a.txt',
      steps: 3,
      heldOut: 0,
      order: 'file',
      ...settings
    }),
    random: new Random(1),
    files: {
      read: () => Promise.resolve(typeof content === 'string' ? new TextEncoder().encode(content) : content)
    }
  });
/** Symbols of one-hot rows. */
const read = (rows: Float64Array, labels: readonly string[]): string =>
  Array.from({ length: rows.length / labels.length }, (_, t) =>
    labels.find((__, k) => rows[t * labels.length + k] === 1)
  ).join('');

describe('a text', () => {
  it('flows in symbol by symbol, and the answer is the next one', async () => {
    const source = await open('abcabdé');
    const { outputLabels, inputs, outputs, loss, inputKind } = source.shape;
    expect([outputLabels.join(''), inputs, outputs, loss, inputKind]).toEqual([
      'abcdé',
      5,
      5,
      'classification',
      'spikes'
    ]);
    const [first, second, again] = await take(source, 0, 3);
    expect([read(first.x, outputLabels), read(first.target, outputLabels)]).toEqual(['abc', 'bca']);
    expect([read(second.x, outputLabels), read(second.target, outputLabels)]).toEqual(['abd', 'bdé']);
    expect(again.x).toEqual(first.x);
    expect([...first.mask]).toEqual([1, 1, 1]);
  });

  it('gives the rarest symbols one channel where there are too many', async () => {
    const source = await open('aaabbbxyaaa', { mostSymbols: 3 });
    expect(source.shape.outputLabels).toEqual(['a', 'b', 'other']);
    const trials = await take(source, 0, 3);
    expect(trials.map(({ x }) => read(x, source.shape.outputLabels)).join('|')).toBe('aaa|bbb|otherothera');
  });

  it('can be read byte by byte', async () => {
    const source = await open('é é é é', { symbols: 'bytes' });
    expect(source.shape.outputLabels).toEqual(['0x20', '0xa9', '0xc3']);
  });

  it('tells what was no UTF-8, and the entropy to beat', async () => {
    const bytes = Uint8Array.from([...new TextEncoder().encode('ab'.repeat(20)), 0xff]);
    const { note } = await open(bytes);
    expect(note).toContain('41 characters, 1 of them no UTF-8 and read as \ufffd, 3 different');
    expect(entropy([0, 1, 0, 1], 2)).toBeCloseTo(Math.LN2, 12);
    expect(note).toMatch(/entropy of single ones 0\.\d\d nats/);
  });

  it('says what is wrong', async () => {
    await expect(open('abc')).rejects.toThrow('found 3 characters; expected at least 4 for one trial');
    await expect(open('')).rejects.toThrow('found 0 characters');
    await expect(open('aaaaaaaa')).rejects.toThrow('at least two different');
    await expect(open('abcabc', { file: ' ' })).rejects.toThrow("Setting 'file' is empty");
  });

  it('is learned beyond the entropy of its single symbols', async () => {
    const steps = 40;
    const session = await createSession(
      {
        format: 1,
        title: 'tides',
        model: {
          id: 'eprop',
          settings: { units: 60, unit: 'leakyTanh', leak: 0.5, tauReadout: 0, learningRate: 0.01, batch: 8 }
        },
        source: { id: 'text', settings: { file: 'example:tides.txt', steps, split: 'end' } },
        probes: [],
        seed: 1,
        edits: []
      },
      nodeHost(process.cwd(), 1),
      { backend: 'wasm' }
    );
    try {
      await session.run({ trials: 2000 });
      const text = [...readFileSync('examples/tides.txt', 'utf8')];
      const alphabet = [...new Set(text)];
      const bound = entropy(
        text.map((character) => alphabet.indexOf(character)),
        alphabet.length
      );
      const lossOf = ({ loss }: { loss: number }): number => loss / steps;
      const { heldOut, recent } = session.status();
      // Of what it learns from and of the end of the text, which it never saw.
      expect(lossOf(recent!)).toBeLessThan(0.6 * bound);
      expect(lossOf(heldOut!)).toBeLessThan(0.6 * bound);
      expect(lossOf(heldOut!)).toBeGreaterThan(0);
    } finally {
      session.dispose();
    }
  }, 120_000);
});
