import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/models/random';
import { cutText, parseChunking } from '../../../src/models/retrieval/chunks';
import { inTextOrder } from '../../../src/models/retrieval/ranking';
import { routeOf } from '../../../src/models/retrieval/routing';
import { Vocabulary } from '../../../src/models/retrieval/vocabulary';
import { wordsOf } from '../../../src/models/retrieval/words';
import { iterated, judged } from './judge';
import { randomChunks, retrieverOf } from './texts';

const cut = (text: string, chunking: string): string[] =>
  cutText(text, parseChunking(chunking)).map(({ start, end }) => text.slice(start, end));

describe('chunks', () => {
  it('are sentences, with what closes them', () => {
    expect(
      cut('He said "Go!" Then Dr. J. Smith left (at 3.15 p.m. or so). Why? \u2026 Yes.', 'sentence')
    ).toEqual(['He said "Go!"', 'Then Dr. J. Smith left (at 3.15 p.m. or so).', 'Why?', '\u2026', 'Yes.']);
    expect(cut('A title\n\nA line that\ngoes on. And more', 'sentence')).toEqual([
      'A title',
      'A line that\ngoes on.',
      'And more'
    ]);
    expect(cut('\u6587\u7ae0\u3002\u7b2c\u4e8c\u53e5\u3002', 'sentence')).toEqual([
      '\u6587\u7ae0\u3002',
      '\u7b2c\u4e8c\u53e5\u3002'
    ]);
  });

  it('are cut where they have too many words', () => {
    expect(cut('One two three four five. Six seven.', 'sentence:2')).toEqual([
      'One two',
      'three four',
      'five.',
      'Six seven.'
    ]);
    expect(cut('One two, three four five', 'words:2')).toEqual(['One two,', 'three four', 'five']);
    const long = Array.from({ length: 150 }, (_, i) => `w${i}`).join(' ');
    expect(cut(long, 'sentence').map((chunk) => wordsOf(chunk).length)).toEqual([64, 64, 22]);
  });

  it('are lines, or all of it', () => {
    expect(cut(' one \r\n\n two\n', 'line')).toEqual(['one', 'two']);
    expect(cut(' one \n two\n', 'whole')).toEqual(['one \n two']);
    expect(cut(' \n ', 'whole')).toEqual([]);
    expect(cut('', 'sentence')).toEqual([]);
  });

  it.each(['', 'words', 'words:0', 'line:3', 'pages', 'sentence:x'])('refuse %j', (text) => {
    expect(() => parseChunking(text)).toThrow(/expected sentence, sentence:n/);
  });
});

describe('words', () => {
  it('are letters, digits and underscores in lower case, without accents', () => {
    expect(wordsOf("Don't stop, \u00c9mile_2! na\u00efve 3,5 \u6587\u7ae0 \ud835\udc00x")).toEqual([
      'don',
      't',
      'stop',
      'emile_2',
      'naive',
      '3',
      '5',
      '\u6587\u7ae0',
      'Ax'
    ]);
  });

  it('have numbers in the order in which they came', () => {
    const vocabulary = new Vocabulary(new Set(['the', 'a']));
    expect(vocabulary.read('The cat the dog Cat', 0, 19)).toEqual([0, 1, 0]);
    expect(vocabulary.lookUp('Cow dog, the cow!')).toEqual({ known: [1], unknown: [2] });
    expect(vocabulary.read('cow', 0, 3)).toEqual([2]);
    expect(vocabulary.size).toBe(3);
  });

  it('have the numbers a map of words has, whatever letters they are made of', () => {
    const letter = fc.constantFrom(...'aAbZ09_ .\u00e9\u0301\u0130\u2019\u2014\ud835\udc00\ud835\u6587');
    const text = fc.array(letter, { maxLength: 60 }).map((letters) => letters.join(''));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 20 }), (texts) => {
        const vocabulary = new Vocabulary(new Set(['a', 'ab']));
        const numbers = new Map<string, number>();
        for (const one of texts) {
          const kept = wordsOf(one).filter((word) => word !== 'a' && word !== 'ab');
          for (const word of kept) if (!numbers.has(word)) numbers.set(word, numbers.size);
          expect(vocabulary.read(one, 0, one.length)).toEqual(kept.map((word) => numbers.get(word)));
          expect(vocabulary.lookUp(one)).toEqual({
            known: kept.map((word) => numbers.get(word)),
            unknown: []
          });
        }
        expect(vocabulary.size).toBe(numbers.size);
      }),
      { numRuns: 300 }
    );
  });

  it('are told apart however many there are', () => {
    const vocabulary = new Vocabulary();
    const names = Array.from({ length: 20_000 }, (_, k) => `n${k}`);
    const text = names.join(' ');
    expect(vocabulary.read(text, 0, text.length)).toEqual(names.map((_, k) => k));
    expect(vocabulary.read(text, 0, text.length).at(-1)).toBe(19_999);
  });
});

describe('the route of a question', () => {
  it.each([
    ['What is the special magic number for seven?', 'local'],
    ['h3Kq', 'local'],
    ['Where is the most beautiful town?', 'local'],
    ['Summarise the text above.', 'global'],
    ['What are the 10 most common words in the list?', 'global'],
    ['Give an overview.', 'global'],
    ['What is the main idea of it?', 'global']
  ] as const)('%s is %s', (question, route) => {
    expect(routeOf(question)).toBe(route);
  });
});

describe('BM25', () => {
  it('is the formula', () => {
    const chunks = ['cat dog cat', 'dog bird', 'bird bird bird fish snake', 'cat'];
    const retriever = retrieverOf(chunks);
    const { rows, scores } = retriever.bm25('cat fish nowhere');
    const mean = 11 / 4;
    const idf = (df: number): number => Math.log(1 + (4 - df + 0.5) / (df + 0.5));
    const part = (df: number, tf: number, length: number): number =>
      (idf(df) * tf * 2.2) / (tf + 1.2 * (0.25 + (0.75 * length) / mean));
    expect([...rows]).toEqual([0, 2, 3]);
    [part(2, 2, 3), part(1, 1, 5), part(2, 1, 1)].forEach((wanted, k) => {
      expect(scores[k]).toBeCloseTo(wanted, 14);
    });
    expect(retriever.best({ rows, scores }, 2).map(({ chunk }) => chunk)).toEqual([3, 0]);
  });
});

describe('an answer', () => {
  const chunks = randomChunks(new Random('answer'), 50, { words: 30, copies: 6 });
  const question = 'w0 w2 w9';
  const n = chunks.length;

  it('ranks chunks as the dense walk does, the question left out, and can be put in order of the text', () => {
    for (const [theta, thresholdQuestion] of [
      [0.27, false],
      [0.4, true]
    ] as const) {
      const { A } = judged(chunks, question, { theta, thresholdQuestion });
      const p = Array.from({ length: n + 1 }, (_, i) => (i === n ? 1 : 0));
      const exact = iterated(A, p, 0.6, 60).slice(0, n);
      const { found } = retrieverOf(chunks, { theta }).ask(question, {
        alpha: 0.6,
        top: 12,
        thresholdQuestion,
        tolerance: 1e-14
      });
      for (const { chunk, score } of found) expect(score).toBeCloseTo(exact[chunk], 13);
      const least = Math.min(...found.map(({ score }) => score));
      exact.forEach((score, chunk) => {
        if (score > least + 1e-12) expect(found.map((one) => one.chunk)).toContain(chunk);
      });
      const order = inTextOrder(found).map(({ chunk }) => chunk);
      expect(order).toEqual([...order].sort((a, b) => a - b));
    }
  });

  it('leans towards what is recent, copies included', () => {
    const { A } = judged(chunks, question, { theta: 0.27 });
    const recency = { share: 0.4, halfLife: 5 };
    // Halves every 5 chunks, straight in between.
    const weights = chunks.map((_, i) => {
      const age = n - 1 - i;
      const within = (age % 5) / 5;
      return (1 - within / 2) / 2 ** Math.floor(age / 5);
    });
    const sum = weights.reduce((a, b) => a + b, 0);
    const p = [...weights.map((weight) => (0.4 * weight) / sum), 0.6];
    const exact = iterated(A, p, 0.6, 60);
    const { found } = retrieverOf(chunks).ask(question, { alpha: 0.6, top: n, recency, tolerance: 1e-14 });
    expect(found.length).toBe(n);
    for (const { chunk, score } of found) expect(score).toBeCloseTo(exact[chunk], 14);
  });

  it('with alpha 0 makes the iterations of the paper from everywhere alike', () => {
    const { A } = judged(chunks, question, { theta: 0.27 });
    const exact = iterated(A, new Array(n + 1).fill(0), 0, 18);
    const { alpha, found, iterations } = retrieverOf(chunks).ask('most common w0 w2 w9', { top: n });
    expect([alpha, iterations]).toEqual([0, 18]);
    for (const { chunk, score } of found) expect(score).toBeCloseTo(exact[chunk], 14);
  });
});
