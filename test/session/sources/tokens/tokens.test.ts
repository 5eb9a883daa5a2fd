import { describe, expect, it } from 'vitest';
import type { Settings } from '../../../../src/models/settings';
import type { Trial } from '../../../../src/models/stream';
import type { SourceDefinition } from '../../../../src/session/source';
import { copyTokensSource } from '../../../../src/session/sources/tokens/copyTokens';
import { hashHopSource } from '../../../../src/session/sources/tokens/hashHop';
import { inContextRecallSource } from '../../../../src/session/sources/tokens/inContextRecall';
import { inductionSource } from '../../../../src/session/sources/tokens/induction';
import { open, shareError, take } from '../source';
import { copied, followed, hopped, positional, type Reader } from './readers';

interface Case {
  name: string;
  source: SourceDefinition;
  settings: Settings;
  reader: Reader;
  /** Different answers, all alike before the trial is read. */
  answers: number;
  /** Questions in a trial. */
  asked?: number;
}

const cases: readonly Case[] = [
  {
    name: 'basic recall',
    source: inContextRecallSource,
    settings: {},
    reader: followed(1, (token) => token < 256),
    answers: 256,
    asked: 64
  },
  {
    name: 'recall of few pairs, asked for again and again',
    source: inContextRecallSource,
    settings: { pairs: 3, length: 65, vocabulary: 9 },
    reader: followed(1, (token) => token < 4),
    answers: 5,
    asked: 29
  },
  {
    name: 'recall by keys of two tokens',
    source: inContextRecallSource,
    settings: { keyTokens: 2, pairs: 100, vocabulary: 32, length: 601 },
    // A key of two tokens: where a value is, nothing is asked.
    reader: (x) => followed(2)(x).map((answer, t) => (t % 3 === 1 ? answer : undefined)),
    answers: 16,
    asked: 100
  },
  {
    name: 'positional recall',
    source: inContextRecallSource,
    settings: { kind: 'positional', repeats: 3, pairs: 31, length: 200 },
    reader: positional(512, 256),
    answers: 256,
    // 30 pairs in 60 ticks, then queries of 3.
    asked: 46
  },
  {
    name: 'multi-query recall',
    source: inContextRecallSource,
    settings: { kind: 'multiQuery', pairs: 16, length: 256 },
    reader: followed(1, (token) => token < 256),
    answers: 256,
    asked: 16
  },
  {
    name: 'induction over a sequence',
    source: inductionSource,
    settings: { length: 100, vocabulary: 64 },
    reader: followed(1),
    answers: 64,
    asked: 68
  },
  {
    name: 'induction over pairs',
    source: inductionSource,
    settings: { kind: 'bigram', length: 300, vocabulary: 40 },
    reader: followed(1, (token) => token < 8),
    answers: 32
  },
  {
    name: 'copying',
    source: copyTokensSource,
    settings: { length: 64, vocabulary: 16 },
    reader: copied(16),
    answers: 16,
    asked: 32
  },
  {
    name: 'copying in an odd length',
    source: copyTokensSource,
    settings: { length: 65, vocabulary: 16 },
    reader: copied(16),
    answers: 16,
    asked: 32
  },
  {
    name: 'one hop',
    source: hashHopSource,
    settings: { hops: 1, chains: 20, length: 100 },
    reader: hopped(512),
    answers: 512,
    asked: 20
  },
  {
    name: 'hops of any number',
    source: hashHopSource,
    settings: { hops: 4, chains: 20, length: 402, asked: 'any' },
    reader: hopped(512),
    answers: 512,
    asked: 80
  }
];

const asks = ({ mask }: Trial): number[] => Array.from(mask.keys()).filter((t) => mask[t] === 1);

describe.each(cases)('$name', ({ answers, asked, reader, settings, source }) => {
  it('is solved by who knows the rule, from the tokens alone, and asks for nothing else', async () => {
    const { shape, ...stream } = await open(source, settings);
    for (const trial of [...(await take({ shape, ...stream }, 0, 30)), ...stream.heldOut]) {
      if (asked !== undefined) expect(asks(trial).length).toBe(asked);
      const answer = reader(trial.x);
      for (const t of asks(trial)) expect(answer[t], `tick ${t}`).toBe(trial.target[t]);
      for (const token of trial.x) {
        expect(Number.isInteger(token)).toBe(true);
        expect(token >= 0 && token < shape.tokens!.vocabulary).toBe(true);
      }
    }
  });

  it('tells how long ago the answer stood there', async () => {
    for (const { distance, mask, target, x } of await take(await open(source, settings), 0, 30))
      for (let t = 0; t < x.length; t++) {
        const far = distance![t];
        if (mask[t] === 0) expect([far, target[t]]).toEqual([0, 0]);
        else {
          expect(far).toBeGreaterThan(0);
          expect(x[t - far], `tick ${t}, ${far} back`).toBe(target[t]);
        }
      }
  });

  it('leaves who guesses at chance', async () => {
    const trials = await take(await open(source, settings), 0, 200);
    const wanted = trials.flatMap((trial) =>
      asks(trial)
        .slice(0, 1)
        .map((t) => trial.target[t])
    );
    const least = Math.min(...wanted);
    // The lower half of the answers is asked for as often as the upper: none is more likely beforehand.
    expect(new Set(wanted).size).toBeGreaterThan(Math.min(answers, 200) / 3);
    expect(Math.max(...wanted) - least).toBeLessThan(answers);
    const middle = (least + Math.max(...wanted)) / 2;
    const lower = wanted.filter((answer) => answer < middle).length / wanted.length;
    expect(Math.abs(lower - 0.5)).toBeLessThan(shareError(0.5, wanted.length) + 1 / answers);
  });

  it('is a function of seed and index, and holds other trials out', async () => {
    const stream = await open(source, settings);
    const [, fifth] = await take(stream, 4, 2);
    expect((await take(await open(source, settings), 5, 1))[0]).toEqual(fifth);
    expect((await take(await open(source, settings, 2), 5, 1))[0].x).not.toEqual(fifth.x);
    expect(stream.heldOut.length).toBe(32);
    expect(stream.heldOut).toEqual((await open(source, settings)).heldOut);
    const seen = new Set((await take(stream, 0, 100)).map(({ x }) => x.join()));
    expect(stream.heldOut.filter(({ x }) => seen.has(x.join()))).toEqual([]);
  });
});

describe('streams of tokens', () => {
  it.each([
    [inContextRecallSource, { pairs: 16384, keyTokens: 2, length: 65536 }],
    [inContextRecallSource, { kind: 'positional', pairs: 8192, length: 65536, keyTokens: 2 }],
    [inContextRecallSource, { kind: 'multiQuery', pairs: 8192, length: 65536, vocabulary: 32768 }],
    [inductionSource, { period: 32768, vocabulary: 32768, length: 65536 }],
    [copyTokensSource, { length: 65536 }],
    [hashHopSource, { chains: 8192, vocabulary: 32768, length: 65536 }]
  ] as const)('%# reach 65,536 tokens', async ({ ...source }, settings) => {
    const [{ distance, mask, x }] = await take(await open(source, { ...settings, heldOut: 1 }), 0, 1);
    expect([x.length, mask.length, distance!.length]).toEqual([65536, 65536, 65536]);
    expect(distance!.reduce((most, far) => Math.max(most, far), 0)).toBeGreaterThan(15000);
  });

  it('takes live settings from the next trial on, and refuses what does not fit', async () => {
    const stream = await open(inContextRecallSource);
    expect(asks((await take(stream, 0, 1))[0]).length).toBe(64);
    stream.set?.('pairs', 16);
    const [few] = await take(stream, 0, 1);
    expect(asks(few).length).toBe(112);
    expect(asks(stream.heldOut[0]).length).toBe(112);
    expect(() => stream.set?.('pairs', 128)).toThrow(
      "Setting 'length' is 256; 128 pairs take 256 ticks and one query 2. Set 'length' to 258 or more, or 'pairs' lower."
    );
    expect((await take(stream, 0, 1))[0]).toEqual(few);
  });

  it('spreads queries by the power law', async () => {
    // Weights of 100 places: i^(a - 1). With one query the place is drawn from exactly these.
    const places = async (power: number): Promise<number> => {
      const settings = { kind: 'multiQuery', pairs: 1, length: 202, power };
      const trials = await take(await open(inContextRecallSource, settings), 0, 1000);
      return trials.filter((trial) => asks(trial)[0] < 2 + 2 * 10).length / trials.length;
    };
    const weights = Array.from({ length: 100 }, (_, i) => (i + 1) ** -0.99);
    const sum = (list: number[]): number => list.reduce((a, b) => a + b, 0);
    const expected = sum(weights.slice(0, 10)) / sum(weights);
    expect(Math.abs((await places(0.01)) - expected)).toBeLessThan(shareError(expected, 1000));
    expect(Math.abs((await places(1)) - 0.1)).toBeLessThan(shareError(0.1, 1000));
  });

  it.each([
    [inContextRecallSource, { pairs: 64, vocabulary: 64 }, '64 different keys were asked for'],
    [inContextRecallSource, { kind: 'positional', pairs: 2 }, "Setting 'pairs' is 2; expected at least 4"],
    [inContextRecallSource, { kind: 'multiQuery', pairs: 100 }, 'and a query for each 200'],
    [inductionSource, { period: 128 }, "Setting 'period' is 128; expected less than 'length', 128"],
    [inductionSource, { vocabulary: 8 }, "Setting 'period' is 32; expected at most 'vocabulary', 8"],
    [inductionSource, { kind: 'bigram', vocabulary: 8 }, "Setting 'triggers' is 8; expected less"],
    [hashHopSource, { vocabulary: 90 }, '32 chains of 2 hops need 96 different hashes'],
    [hashHopSource, { length: 130 }, 'one query take 131'],
    [copyTokensSource, { length: 65536, heldOut: 1000 }, 'at most 256 trials of this size fit in memory']
  ] as const)('%# says what does not fit', async (source, settings, message) => {
    await expect(open(source, settings)).rejects.toThrow(message);
  });
});
