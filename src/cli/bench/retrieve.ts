/**
 * Retrieval from a text of 10^6 words beside scikit-learn and scipy on the same sentences: words counted, TF-IDF, all pairs of sentences
 * with a cosine from theta, a walk from a question. Then how long one more question takes.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '../../models/random';
import { cutText, parseChunking } from '../../models/retrieval/chunks';
import { Retriever, usualIndex } from '../../models/retrieval/retriever';
import { stopWords } from '../../models/retrieval/stopWords';
import { name } from '../../models/retrieval/tasks/letters';
import { type Call, definitions } from '../command';
import type { Io } from '../io';
import { findPython, runPeer } from '../peers';
import { readDocument } from '../retrieve/documents';
import { joinerFor } from '../retrieve/passages';

const sizes = { usual: 1_000_000, large: 10_000_000 } as const;
const vocabulary = 60_000;
const alpha = 0.6;
const top = 20;
const questions = 20;

interface Measured {
  threads: number;
  tokens: number;
  chunks: number;
  /** Words kept in all chunks, and different ones. */
  words: number;
  vocabulary: number;
  /** Pairs linked. */
  pairs: number;
  cutMs: number;
  countMs: number;
  graphMs: number;
  firstMs: number;
  totalMs: number;
  /** Of questions asked once all is there. */
  questionMs: number;
  worstQuestionMs: number;
  peakMegabytes: number;
}

interface Peer {
  sklearn: string;
  scipy: string;
  countMs: number;
  graphMs: number;
  questionMs: number;
  totalMs: number;
  pairs: number;
  top: number[];
}

export async function retrieveWork(call: Call, io: Io): Promise<void> {
  const isLarge = call.has('large');
  const file = call.get('text');
  const text =
    file === undefined
      ? zipfText(new Random('retrieval bench'), isLarge ? sizes.large : sizes.usual)
      : (await readDocument(file, io.cwd)).text;
  const { found, measured, sentences } = await measure(text, file === undefined ? 'sentence' : 'line');
  const peer = call.has('peers') && !isLarge ? await peerOf(sentences, io) : undefined;
  const report = {
    ...measured,
    ...(peer && {
      peer,
      ratio: peer.totalMs / (measured.totalMs - measured.cutMs),
      shared: peer.top.filter((chunk) => found.includes(chunk)).length / top
    })
  };
  io.out(call.has('json') ? `${JSON.stringify(report)}\n` : inWords(measured, report.peer, report));
}

/** Words of a Zipf-Mandelbrot law, the most frequent of which are stop words, in sentences of 8 to 30. */
export function zipfText(random: Random, tokens: number): string {
  const words = [...stopWords].slice(0, 150);
  const known = new Set(words);
  for (let syllables = 2; words.length < vocabulary; ) {
    const word = name(random, syllables).toLowerCase();
    if (!known.has(word)) words.push(word);
    known.add(word);
    syllables = words.length < 2000 ? 2 : 3 + (words.length % 2);
  }
  const sums = new Float64Array(vocabulary);
  for (let rank = 0; rank < vocabulary; rank++) sums[rank] = (sums[rank - 1] ?? 0) + 1 / (rank + 2.7);
  const all = sums[vocabulary - 1];
  const sentences: string[] = [];
  for (let made = 0; made < tokens; ) {
    const length = Math.min(tokens - made, 8 + random.below(23));
    const sentence = Array.from({ length }, () => words[atLeast(sums, random.uniform() * all)]);
    sentence[0] = sentence[0][0].toUpperCase() + sentence[0].slice(1);
    sentences.push(`${sentence.join(' ')}.`);
    made += length;
  }
  return sentences.join(' ');
}

/** The first place whose sum is above `value`. */
function atLeast(sums: Float64Array, value: number): number {
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[middle] > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

async function measure(
  text: string,
  chunking: string
): Promise<{ measured: Measured; sentences: string[]; found: number[] }> {
  // Loading the kernels is not counted, as importing theirs is not.
  const joiner = await joinerFor(text.length);
  const began = performance.now();
  const spans = cutText(text, parseChunking(chunking));
  const cut = performance.now();
  const retriever = new Retriever(joiner, usualIndex);
  for (const { end, start } of spans) retriever.add(text, start, end);
  const counted = performance.now();
  void retriever.graph;
  const linked = performance.now();
  const question = (k: number): string => {
    const { end, start } = spans[Math.floor((k + 0.5) * (spans.length / questions))];
    return text.slice(start, end).split(' ').slice(0, 8).join(' ');
  };
  const answer = retriever.ask(question(0), { alpha, top });
  const answered = performance.now();
  const times = Array.from({ length: questions }, (_, k) => {
    const from = performance.now();
    retriever.ask(question(k), { alpha, top });
    return performance.now() - from;
  }).sort((a, b) => a - b);
  const sentences = spans.map(({ end, start }) => text.slice(start, end));
  return {
    found: answer.found.map(({ chunk }) => chunk),
    sentences: [...sentences, question(0)],
    measured: {
      threads: joiner.threads,
      tokens: text.split(/\s+/).length,
      chunks: spans.length,
      words: retriever.table.words,
      vocabulary: retriever.words,
      pairs: retriever.linkedChunks,
      cutMs: cut - began,
      countMs: counted - cut,
      graphMs: linked - counted,
      firstMs: answered - linked,
      totalMs: answered - began,
      questionMs: times[questions >> 1],
      worstQuestionMs: times[questions - 1],
      peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024)
    }
  };
}

/** The same sentences, cut already, the question last. */
async function peerOf(sentences: readonly string[], io: Io): Promise<Peer | undefined> {
  const python = await findPython('sklearn');
  if (!python) {
    io.err('engram: no python3 with scikit-learn and scipy here; measured without peers.\n');
    return undefined;
  }
  const folder = mkdtempSync(join(tmpdir(), 'engram-retrieve-'));
  try {
    const file = join(folder, 'sentences.json');
    const { theta } = usualIndex;
    writeFileSync(file, JSON.stringify({ sentences, stopWords: [...stopWords], theta, alpha, top }));
    return (await runPeer(python, 'retrieve_peers.py', [file])) as Peer;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function inWords(
  ours: Measured,
  peer: Peer | undefined,
  { ratio = 0, shared = 0 }: { ratio?: number; shared?: number }
): string {
  const ms = (value: number): string => `${value.toFixed(0)} ms`;
  const beside = (value: number | undefined): string =>
    value === undefined ? '' : `; scikit-learn and scipy ${ms(value)}`;
  const head = `${ours.tokens} words, ${ours.chunks} passages; without stop words ${ours.words} words, ${ours.vocabulary} different\n`;
  return (
    head +
    definitions([
      ['cut into passages', ms(ours.cutMs)],
      ['words counted', `${ms(ours.countMs)}${beside(peer?.countMs)} (with TF-IDF)`],
      [
        'pairs linked',
        `${ms(ours.graphMs)} on ${ours.threads} ${ours.threads === 1 ? 'thread' : 'threads'}${beside(peer?.graphMs)}; ${ours.pairs} pairs${peer ? `, theirs ${peer.pairs}` : ''}`
      ],
      ['first question', `${ms(ours.firstMs)}${beside(peer?.questionMs)}`],
      [
        'all of it',
        `${ms(ours.totalMs)}${beside(peer?.totalMs)}${peer ? `, ${ratio.toFixed(1)} times as long without the cutting` : ''}`
      ],
      ...(peer
        ? [
            [
              'same best',
              `${(100 * shared).toFixed(0)} % of ${top} (scikit-learn ${peer.sklearn}, scipy ${peer.scipy})`
            ]
          ]
        : []),
      [
        'one more question',
        `${ours.questionMs.toFixed(1)} ms (worst of ${questions} ${ours.worstQuestionMs.toFixed(1)})`
      ],
      ['peak memory', `${ours.peakMegabytes} MB`]
    ])
  );
}
