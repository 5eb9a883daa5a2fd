import { describe, expect, it } from 'vitest';
import type { Settings } from '../../../../src/models/settings';
import type { Trial } from '../../../../src/models/stream';
import type { SourceDefinition } from '../../../../src/session/source';
import { copyTokensSource } from '../../../../src/session/sources/tokens/copyTokens';
import { functionsSource } from '../../../../src/session/sources/tokens/functions';
import { hashHopSource } from '../../../../src/session/sources/tokens/hashHop';
import { inContextRecallSource } from '../../../../src/session/sources/tokens/inContextRecall';
import { inductionSource } from '../../../../src/session/sources/tokens/induction';
import { open, take } from '../source';
import { copied, followed, hopped, positional, type Reader } from './readers';

const isKey = (token: number): boolean => token < 16;
const recalled = { length: 64, pairs: 8, vocabulary: 32 };

const cases: readonly [string, SourceDefinition, Settings, Reader][] = [
  [
    'recall, in proportion',
    inContextRecallSource,
    { ...recalled, vocabulary: 512 },
    followed(1, (token) => token < 256)
  ],
  ['recall behind a longer gap', inContextRecallSource, { ...recalled, longerBy: 'gap' }, followed(1, isKey)],
  ['recall, asked more', inContextRecallSource, { ...recalled, longerBy: 'queries' }, followed(1, isKey)],
  [
    'positional recall behind a longer gap',
    inContextRecallSource,
    { ...recalled, kind: 'positional', repeats: 2, longerBy: 'gap' },
    positional(32, 16)
  ],
  [
    'multi-query recall behind a longer gap',
    inContextRecallSource,
    { ...recalled, kind: 'multiQuery', longerBy: 'gap' },
    followed(1, isKey)
  ],
  ['induction', inductionSource, { length: 100, vocabulary: 64 }, followed(1)],
  ['copying', copyTokensSource, { length: 64, vocabulary: 32 }, copied(32)],
  ['hops', hashHopSource, { length: 64, chains: 4, hops: 2, vocabulary: 32 }, hopped(32)]
];

const asks = ({ mask }: Trial): number[] => Array.from(mask.keys()).filter((t) => mask[t] === 1);
const long = (settings: Settings): Settings => ({
  ...settings,
  heldOut: 5,
  heldOutLengths: '1000, 128'
});

describe.each(cases)('%s, held out at other lengths', (_, source, settings, reader) => {
  it('has evenly many of each, the shorter ones first, that the rule still solves', async () => {
    const stream = await open(source, long(settings));
    expect(stream.heldOut.map(({ mask }) => mask.length)).toEqual([128, 128, 128, 1000, 1000]);
    expect(stream.note).toContain('5 trials held out, of 128, 1000 ticks');
    for (const trial of stream.heldOut) {
      const answer = reader(trial.x);
      expect(asks(trial).length).toBeGreaterThan(0);
      for (const t of asks(trial)) {
        expect(answer[t], `tick ${t}`).toBe(trial.target[t]);
        expect(trial.x[t - trial.distance![t]], `tick ${t}`).toBe(trial.target[t]);
      }
    }
  });

  it('teaches with the same trials as before', async () => {
    const [short, both] = [await open(source, settings), await open(source, long(settings))];
    expect(await take(both, 3, 4)).toEqual(await take(short, 3, 4));
    expect(both.shape).toEqual(short.shape);
  });
});

describe('held-out trials of other lengths', () => {
  it('are those of the stream’s length where that is what is said', async () => {
    const heldOut = async (heldOutLengths: string): Promise<readonly Trial[]> =>
      (await open(inContextRecallSource, { ...recalled, heldOutLengths })).heldOut;
    expect(await heldOut(' 64 ')).toEqual(await heldOut(''));
  });

  it('hold more pairs in proportion', async () => {
    const settings = { ...recalled, vocabulary: 512, heldOut: 1, heldOutLengths: '1024' };
    const [trial] = (await open(inContextRecallSource, settings)).heldOut;
    // 128 pairs in 256 ticks, then 384 queries.
    expect(asks(trial)[0]).toBe(256);
    expect(asks(trial).length).toBe(384);
    expect(new Set(trial.x.filter((token) => token < 256)).size).toBe(128);
  });

  it('ask for the same pairs across a longer gap', async () => {
    const settings = { ...recalled, gap: 4, longerBy: 'gap', heldOut: 2, heldOutLengths: '64, 1024' };
    const { heldOut } = await open(inContextRecallSource, settings);
    const [short, lengthened] = heldOut;
    expect(asks(short)[0]).toBe(20);
    expect(asks(lengthened)[0]).toBe(980);
    expect(asks(lengthened).length).toBe(asks(short).length);
    // Eight pairs, each first asked for once across the gap.
    const first = asks(lengthened).slice(0, 8);
    expect(Math.min(...first.map((t) => lengthened.distance![t]))).toBeGreaterThan(960);
    expect(lengthened.x.subarray(16, 980).every((token) => token >= 16)).toBe(true);
  });

  it('fill the gap with as few different tokens as is said', async () => {
    const settings = { ...recalled, gap: 40, fillers: 3, length: 128 };
    const [trial] = await take(await open(inContextRecallSource, settings), 0, 1);
    expect([...new Set(trial.x.subarray(16, 56))].sort((a, b) => a - b)).toEqual([16, 17, 18]);
  });

  it('ask for the same pairs more often', async () => {
    const settings = { ...recalled, longerBy: 'queries', heldOut: 1, heldOutLengths: '1024' };
    const [trial] = (await open(inContextRecallSource, settings)).heldOut;
    expect(asks(trial).length).toBe(504);
    expect(new Set(trial.x.filter((token) => token < 16)).size).toBe(8);
  });

  it('hold as many linear functions', async () => {
    const settings = { length: 32, functions: 3, dimensions: 4, heldOut: 1, heldOutLengths: '200' };
    const { heldOut } = await open(functionsSource, settings);
    expect(heldOut[0].target.length).toBe(200);
    expect(heldOut[0].x.length).toBe(200 * (3 + 4 + 1));
  });

  it.each([
    [{ heldOutLengths: '1024, many' }, "Setting 'heldOutLengths' has 'many'; expected whole numbers"],
    [{ heldOutLengths: '64,,128' }, "Setting 'heldOutLengths' has ''"],
    [{ heldOutLengths: '70000' }, 'from 4 to 65536'],
    [
      { heldOutLengths: '64, 128, 256', heldOut: 2 },
      "names 3 lengths for 2 held-out trials; set 'heldOut' to 3 or more."
    ],
    [{ heldOutLengths: '65536', heldOut: 1000 }, 'at most 256 trials of this size'],
    [{ heldOutLengths: '512' }, '64 different keys were asked for, but a vocabulary of 32 has 16'],
    [
      { heldOutLengths: '32', longerBy: 'queries', gap: 20 },
      '8 pairs take 16 ticks, the gap 20 and one query 2'
    ]
  ])('are refused with %o', async (settings, message) => {
    await expect(open(inContextRecallSource, { ...recalled, ...settings })).rejects.toThrow(message);
  });

  it('follow live settings, which are refused where the long ones do not fit', async () => {
    const settings = { ...recalled, heldOut: 1, heldOutLengths: '128' };
    const stream = await open(inContextRecallSource, settings);
    stream.set?.('pairs', 4);
    expect(asks(stream.heldOut[0])[0]).toBe(16);
    expect(() => stream.set?.('pairs', 12)).toThrow('24 different keys were asked for');
    expect(asks(stream.heldOut[0])[0]).toBe(16);
  });
});
