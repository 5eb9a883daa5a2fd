/**
 * The corpus pipeline: signatures beside NumPy, both passes over a made-up corpus beside the rate at which the same files are only read, and
 * how memory grows with documents. The corpus is read soon after it was written, so it comes from the system's cache and not from the disk.
 */
import { execFile } from 'node:child_process';
import {
  closeSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync
} from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createMinHasher } from '../../compute/minhash';
import { sayBytes } from '../../formats/byteFile';
import { hashFunctions } from '../../models/corpus/dedup/minhash';
import { PageMaker, usualPages } from '../../models/corpus/pages/pages';
import { Random } from '../../models/random';
import type { Call } from '../command';
import { definitions } from '../command';
import type { CorpusReport } from '../corpus/report';
import type { Io } from '../io';
import { type Found, foundOf, type Worth, worthInWords, worthOf } from './corpusWorth';
import { findPython, runPeer } from '../peers';

const permutations = 128;
const ngram = 13;
const signed = { documents: 400, words: 512 };
const repeats = 7;
/** Documents of the corpora; with --large also those behind. */
const sizes = [10_000, 100_000] as const;
const largeSizes = [1_000_000, 10_000_000] as const;

interface Signing {
  nsPerShingle: number;
  numpyNsPerShingle?: number;
  ratio?: number;
}

interface Piped {
  documents: number;
  bytes: number;
  seconds: number;
  /** Of one processor, through both passes, whoever else was using it. */
  bytesPerProcessorSecond: number;
  readBytesPerSecond: number;
  peakMegabytes: number;
  kept: number;
}

export async function corpusWork(call: Call, io: Io): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'engram-bench-'));
  try {
    if (call.has('worth')) {
      await showWorth(call, io);
      return;
    }
    const signing = await measureSigning(call, io, folder);
    const piped: Piped[] = [];
    for (const documents of call.has('large') ? [...sizes, ...largeSizes] : sizes) {
      piped.push(await measurePipeline(folder, documents));
      if (!call.has('json')) io.err(`${documents} documents done.\n`);
    }
    if (call.has('json')) io.out(`${JSON.stringify({ signing, threads: availableParallelism(), piped })}\n`);
    else io.out(inWords(signing, piped));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Thresholds of the two published pipelines of words. */
const thresholds = [0.4, 0.8] as const;
const seeds = 5;

async function showWorth(call: Call, io: Io): Promise<void> {
  const found: { threshold: number; recall: number; precision: number; found: Found[] }[] = [];
  for (const threshold of thresholds) found.push({ threshold, ...(await foundOf(1, threshold)) });
  const worths: Worth[] = [];
  for (let seed = 1; seed <= seeds; seed++) worths.push(await worthOf(seed));
  if (call.has('json')) {
    io.out(`${JSON.stringify({ found, worths })}\n`);
    return;
  }
  for (const { found: groups, precision, recall, threshold } of found) {
    const rows = groups.map(
      ({ bias, expected, jaccard, pairs, rate }) =>
        `  J ${jaccard}: ${rate.toFixed(3)} of ${pairs} pairs share a bucket; S(J) ${expected.toFixed(3)}; mean error of the estimate ${bias.toFixed(4)}`
    );
    io.out(
      `Threshold ${threshold}: recall ${recall.toFixed(3)}, precision ${precision.toFixed(3)} against true similarity\n${rows.join('\n')}\n`
    );
  }
  io.out(worthInWords(worths));
}

async function measureSigning(call: Call, io: Io, folder: string): Promise<Signing> {
  const random = new Random('minhash bench');
  const documents = Array.from({ length: signed.documents }, () =>
    Uint32Array.from({ length: signed.words }, () => random.bits())
  );
  const functions = hashFunctions(permutations, 1);
  const hasher = await createMinHasher(functions);
  const shingles = documents.map((tokens) => hasher.signWithShingles(tokens, ngram)!.shingles);
  const count = shingles.reduce((sum, { length }) => sum + length, 0);
  const times: number[] = [];
  for (let r = 0; r < repeats; r++) {
    const began = performance.now();
    for (const tokens of documents) hasher.sign(tokens, ngram);
    times.push(performance.now() - began);
  }
  hasher.dispose();
  const nsPerShingle = (1e6 * median(times)) / count;
  const python = call.has('peers') ? await findPython('numpy') : undefined;
  if (call.has('peers') && !python)
    io.err('engram: no python3 here can import numpy; measured without it.\n');
  if (!python) return { nsPerShingle };
  // The peer is handed hashes of n-grams and need not make them.
  const file = join(folder, 'shingles');
  writeFileSync(
    file,
    Buffer.concat(shingles.map((one) => new Uint8Array(one.buffer, one.byteOffset, one.byteLength)))
  );
  const { milliseconds } = (await runPeer(python, 'minhash_numpy.py', [
    file,
    String(signed.documents),
    String(permutations)
  ])) as { milliseconds: number };
  const numpyNsPerShingle = (1e6 * milliseconds) / count;
  return { nsPerShingle, numpyNsPerShingle, ratio: numpyNsPerShingle / nsPerShingle };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1];

/** In a process of its own, so that its memory is its own. */
async function measurePipeline(folder: string, documents: number): Promise<Piped> {
  const files = usualPages.sources.map(({ name }) => join(folder, `${name}.jsonl`));
  writeCorpus(files, documents);
  const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
  const readBytesPerSecond = bytes / readAll(files);
  const out = join(folder, 'out');
  const began = performance.now();
  const args = [process.argv[1] ?? '', 'corpus', ...files, '--policy', 'custom', '--out', out, '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const seconds = (performance.now() - began) / 1000;
  const report = JSON.parse(stdout) as CorpusReport;
  for (const file of [...files, out]) rmSync(file, { recursive: true, force: true });
  return {
    documents,
    bytes,
    seconds,
    bytesPerProcessorSecond: report.cost.bytesPerProcessorSecond,
    readBytesPerSecond,
    peakMegabytes: report.cost.peakMegabytes,
    kept: report.kept
  };
}

function writeCorpus(files: readonly string[], documents: number): void {
  const maker = new PageMaker(new Random('bench'), { words: [30, 60] });
  const opened = files.map((file) => openSync(file, 'w'));
  const waiting = files.map(() => '');
  const flush = (source: number): void => {
    writeSync(opened[source], waiting[source]);
    waiting[source] = '';
  };
  for (let i = 0; i < documents; i++) {
    const { id, source, text } = maker.page(i);
    waiting[source] += `${JSON.stringify({ id, text })}\n`;
    if (waiting[source].length > 1 << 20) flush(source);
  }
  opened.forEach((descriptor, source) => {
    flush(source);
    closeSync(descriptor);
  });
}

/** Seconds to read the files and do nothing with them. */
function readAll(files: readonly string[]): number {
  const buffer = new Uint8Array(1 << 20);
  const began = performance.now();
  for (const file of files) {
    const descriptor = openSync(file, 'r');
    while (readSync(descriptor, buffer) > 0);
    closeSync(descriptor);
  }
  return (performance.now() - began) / 1000;
}

function inWords({ nsPerShingle, numpyNsPerShingle, ratio }: Signing, piped: readonly Piped[]): string {
  const beside =
    ratio === undefined ? '' : `; NumPy ${numpyNsPerShingle!.toFixed(0)} ns, ratio ${ratio.toFixed(2)}`;
  return `Signatures of ${permutations} values, and the corpus pipeline on ${availableParallelism()} threads\n${definitions(
    [
      ['an n-gram, 1 thread', `${nsPerShingle.toFixed(0)} ns${beside}`],
      ...piped.map((one) => [
        `${one.documents} documents`,
        `${sayBytes(one.bytes)} in ${one.seconds.toFixed(1)} s; ${sayBytes(one.bytesPerProcessorSecond)} a second of a processor (only read: ${sayBytes(one.readBytesPerSecond)}/s); ${one.peakMegabytes} MB of memory`
      ])
    ]
  )}`;
}
