import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { zipfText } from '../../src/cli/bench/retrieve';
import { main } from '../../src/cli/main';
import type { Found } from '../../src/cli/retrieve/passages';
import { Random } from '../../src/models/random';
import { createCosineJoiner } from '../../src/compute/cosineJoin';
import { Retriever } from '../../src/models/retrieval/retriever';
import { testIo } from './io';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'engram-retrieve-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const put = (name: string, content: string | Uint8Array): void => writeFileSync(join(folder, name), content);

async function engram(...args: string[]) {
  const io = testIo(folder);
  const code = await main(args, io);
  return { code, out: io.stdout, err: io.stderr };
}

async function retrieved(...args: string[]): Promise<Found[]> {
  const { code, out, err } = await engram('retrieve', ...args, '--json');
  expect([code, err]).toEqual([0, '']);
  expect(out.split('\n')).toHaveLength(2);
  return JSON.parse(out);
}

const story = 'It rained. Ada wrote to Babbage. Babbage paid Clement.\nBirds sang. Clement built tools.';

describe('engram retrieve', () => {
  it('prints passages in the order of the text, with where they stand', async () => {
    put('a.txt', story);
    put('b.txt', 'Nobody knows. Letters of Ada went by post.');
    const found = await retrieved(
      'a.txt',
      'b.txt',
      '--query',
      'To whom did Ada write letters?',
      '--top',
      '4'
    );
    expect(found.map(({ document, text }) => `${document}: ${text}`)).toEqual([
      'a.txt: Ada wrote to Babbage.',
      'a.txt: Babbage paid Clement.',
      'a.txt: Clement built tools.',
      'b.txt: Letters of Ada went by post.'
    ]);
    for (const { document, end, start, text } of found)
      if (document === 'a.txt') expect(story.slice(start, end)).toBe(text);
    expect(Object.keys(found[0])).toEqual(['document', 'start', 'end', 'score', 'text']);
    const best = await retrieved('a.txt', 'b.txt', '--query', 'Ada', '--top', '4', '--order', 'score');
    const scores = best.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(best.map(({ text }) => text).sort()).toEqual(found.map(({ text }) => text).sort());
  });

  it('goes where words alone do not', async () => {
    put('a.txt', story);
    const found = async (method: string) =>
      (await retrieved('a.txt', '--query', 'Ada', '--theta', '0.2', '--method', method)).map(
        ({ text }) => text
      );
    expect(await found('bm25')).toEqual(['Ada wrote to Babbage.']);
    expect(await found('tfidf')).toEqual(await found('bm25'));
    expect(await found('mixpr')).toContain('Clement built tools.');
  });

  it('takes files that are gzipped, other chunks, another alpha, and recency', async () => {
    put('a.txt.gz', gzipSync(new TextEncoder().encode(story)));
    const lines = await retrieved('a.txt.gz', '--query', 'Ada', '--chunk', 'line');
    expect(lines[0].text.startsWith('It rained. Ada')).toBe(true);
    expect((await retrieved('a.txt.gz', '--query', 'Ada', '--chunk', 'words:3'))[0].text).toBe(
      'It rained. Ada'
    );
    const everywhere = await retrieved('a.txt.gz', '--query', 'Ada', '--alpha', '0');
    expect(everywhere.length).toBe(5);
    const recent = await retrieved('a.txt.gz', '--query', 'Ada', '--recency', '0.9,1', '--order', 'score');
    expect(recent[0].text).toBe('Clement built tools.');
  });

  it('says what it did in words, and that nothing was found', async () => {
    put('a.txt', story);
    const { out } = await engram('retrieve', 'a.txt', '--query', 'Ada', '--top', '1');
    expect(out).toMatch(
      /^1 of 5 passages, alpha 0\.6\n\na\.txt 11-32 {2}0\.\d+\n {2}Ada wrote to Babbage\.\n$/
    );
    const nothing = await engram('retrieve', 'a.txt', '--query', 'Zebra', '--json');
    expect([nothing.code, nothing.out]).toEqual([0, '[]\n']);
    expect(nothing.err).toBe('engram: no passage has a word of the question in it; nothing leads from it.\n');
  });

  it.each([
    [['--query', 'x'], "'engram retrieve' needs a text, such as book.txt."],
    [['a.txt'], "'engram retrieve' needs --query, what is asked."],
    [['a.txt', '--query', 'x', '--alpha', '2'], "--alpha is '2'; expected a number from 0 to 1."],
    [['a.txt', '--query', 'x', '--theta', '0'], "--theta is '0'; expected a number from 0.01 to 1."],
    [['a.txt', '--query', 'x', '--top', '0'], "--top is '0'; expected a whole number from 1."],
    [
      ['a.txt', '--query', 'x', '--chunk', 'page'],
      "--chunk: The chunks are 'page'; expected sentence, sentence:n (cut after n words), line, words:n or whole."
    ],
    [
      ['a.txt', '--query', 'x', '--recency', '2'],
      "--recency is '2'; expected a share from 0 to 1 and, after a comma, chunks from 1, such as 0.2,100."
    ],
    [['none.txt', '--query', 'x'], 'none.txt: found no such file; expected a file that can be read.'],
    [
      ['bytes.txt', '--query', 'x'],
      'bytes.txt: found bytes that are no UTF-8; expected text in UTF-8; save it so.'
    ]
  ])('refuses %j in one line', async (args, message) => {
    put('a.txt', story);
    put('bytes.txt', Uint8Array.of(0x41, 0xff, 0xfe, 0x42));
    const { code, err, out } = await engram('retrieve', ...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toBe(`engram: ${message}\n`);
  });
});

describe('the text of the benchmark', () => {
  it('has as many words as it says, and is the same each time', () => {
    const text = zipfText(new Random(1), 5000);
    expect(text.split(' ')).toHaveLength(5000);
    expect(zipfText(new Random(1), 5000)).toBe(text);
  });
});

const hasBible = spawnSync('bible', ['-f', 'Gen1:1'], { input: '' }).status === 0;

/** Debian's `bible-kjv` and `bible-kjv-text`: 31,102 verses, 790,000 words. */
describe.skipIf(!hasBible)('the King James Bible of Debian (bible-kjv-text)', () => {
  const verses = (): { ref: string; text: string }[] =>
    execFileSync('bible', ['-f', 'Gen1:1-Rev22:21'], { input: '', encoding: 'utf8', maxBuffer: 2 ** 26 })
      .split('\n')
      .filter((line) => line.includes(' '))
      .map((line) => ({ ref: line.slice(0, line.indexOf(' ')), text: line.slice(line.indexOf(' ') + 1) }));

  it('answers questions of two hops that BM25 misses', { timeout: 120_000 }, async () => {
    const all = verses();
    expect(all.length).toBe(31102);
    const retriever = new Retriever(await createCosineJoiner());
    for (const { text } of all) retriever.add(text);
    /** Verses by word, and by name. */
    const of = (pattern: RegExp): Map<string, number[]> => {
      const places = new Map<string, number[]>();
      all.forEach(({ text }, verse) => {
        for (const word of new Set(text.match(pattern) ?? [])) {
          const at = places.get(word.toLowerCase());
          if (at) at.push(verse);
          else places.set(word.toLowerCase(), [verse]);
        }
      });
      return places;
    };
    const words = of(/[A-Za-z]+/g);
    const names = of(/\b[A-Z][a-z]{3,}\b/g);
    /**
     * All questions of one rule: a name that stands in two verses far apart links them, and another name stands in the first of them
     * and nowhere else. It is asked for; the other verse does not hold it.
     */
    const asked: { name: string; first: number; second: number }[] = [];
    const onlyThere = [...names].filter(([name, at]) => at.length === 1 && words.get(name)?.length === 1);
    for (const [name, places] of names) {
      if (places.length !== 2 || words.get(name)?.length !== 2 || places[1] - places[0] <= 20) continue;
      for (const [first, second] of [places, [places[1], places[0]]]) {
        const alone = onlyThere.filter(([, [at]]) => at === first);
        if (alone.length === 1) asked.push({ name: alone[0][0], first, second });
      }
    }
    expect(asked.length).toBe(183);
    // Every third of them: of all it is 104.
    const some = asked.filter((_, k) => k % 3 === 0);
    let [both, bm25] = [0, 0];
    for (const { first, name, second } of some) {
      const question = `Who was ${name}?`;
      const walk = retriever.ask(question, { alpha: 0.6, top: 20 }).found.map(({ chunk }) => chunk);
      const words = retriever.best(retriever.bm25(question), 20).map(({ chunk }) => chunk);
      if (walk.includes(first) && walk.includes(second)) both++;
      if (words.includes(second)) bm25++;
    }
    expect(bm25).toBe(0);
    expect(both / some.length).toBeGreaterThan(0.45);
    // In plain English: the plot was discovered in another verse than the one that names Bigthana.
    const question = 'Who warned of the plot of Bigthana?';
    const refs = (found: readonly { chunk: number }[]): string[] => found.map(({ chunk }) => all[chunk].ref);
    const walk = refs(retriever.ask(question, { top: 20 }).found);
    const byWords = refs(retriever.best(retriever.bm25(question), 20));
    expect(walk).toEqual(expect.arrayContaining(['Est6:2', 'Est2:21']));
    expect(byWords).toContain('Est6:2');
    expect(byWords).not.toContain('Est2:21');
  });
});
