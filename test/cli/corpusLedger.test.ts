import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCorpusFolder, places, type SignedShard, type WrittenShard } from '../../src/cli/corpus/folder';
import { writeJson } from '../../src/cli/corpus/output';
import type { CorpusPlan } from '../../src/cli/corpus/plan';
import { type CorpusReport, reportInWords, reportOf } from '../../src/cli/corpus/report';
import { main } from '../../src/cli/main';
import type { FigureContext } from '../../src/figures/figure';
import { ledger } from '../../src/figures/text/ledger';
import { usualReading } from '../../src/formats/corpus/rawDocument';
import { PageMaker, usualPages } from '../../src/models/corpus/pages/pages';
import { zyda1 } from '../../src/models/corpus/policy';
import { Random } from '../../src/models/random';
import type { RecordingReader } from '../../src/session/recording';
import { testIo } from './io';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'engram-ledger-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/**
 * Zyda (arXiv 2406.01981), gpt-neox tokens in units of 10^8, as the paper gives them: raw, and kept at a threshold of 40 %; the shares that
 * it gives of each source, and of each in what is kept.
 */
const table = [
  { name: 'refinedweb', raw: 5800, kept: 5648, keptShare: 0.974, part: 0.436 },
  { name: 'slimpajama', raw: 6055, kept: 2423, keptShare: 0.4, part: 0.187 },
  { name: 'c4', raw: 1744, kept: 1175, keptShare: 0.674, part: 0.091 },
  { name: 'pile', raw: 2531, kept: 829, keptShare: 0.328, part: 0.064 },
  { name: 'pes2o', raw: 572, kept: 534, keptShare: 0.934, part: 0.041 },
  { name: 'arxiv', raw: 243, kept: 47, keptShare: 0.194, part: 0.004 },
  { name: 'starcoder', raw: 2609, kept: 2313, keptShare: 0.887, part: 0.178 }
];
const unit = 1e8;
/** Their sums, which the paper gives to the token. Each entry of the table is rounded, by half a unit at most. */
const totals = { raw: 1_955_221_036_846, kept: 1_296_869_368_629 };
const rounding = (table.length * unit) / 2;

function paperReport(weights: Record<string, number> = {}): CorpusReport {
  // Every source in two shards, so that there is something to add up.
  const shards = table.flatMap((_, file) =>
    [0, 1].map((from) => ({ file, stretch: { from, to: from + 1 } }))
  );
  const plan: CorpusPlan = {
    corpus: 1,
    policy: zyda1,
    reading: usualReading,
    wordLists: {},
    floors: [],
    weights,
    files: table.map(({ name }) => ({ name, path: join(folder, name), source: name, size: 2, changed: 0 })),
    shards
  };
  const run = openCorpusFolder('out', folder, plan);
  for (const [shard, { file, stretch }] of shards.entries()) {
    const { kept, name, raw } = table[file];
    const share = (all: number): number =>
      stretch.from === 0 ? Math.floor(all / 3) : all - Math.floor(all / 3);
    const [came, stays] = [share(raw), share(kept)];
    const signed: SignedShard = {
      documents: came,
      lines: came,
      indexed: came,
      bad: 0,
      sources: [{ name, documents: came, words: came * unit, characters: 0 }],
      blocks: [],
      seconds: 0
    };
    const written: WrittenShard = {
      sources: [
        {
          name,
          kept: stays,
          words: stays * unit,
          characters: 0,
          removed: { across: came - stays },
          removedWords: { across: (came - stays) * unit }
        }
      ],
      seconds: 0
    };
    writeJson(places.signed(run, shard), signed);
    writeJson(places.written(run, shard), written);
  }
  return reportOf(run);
}

describe("the ledger of Zyda's table", () => {
  it('adds up, in the report, to the totals of the paper', () => {
    const { sources } = paperReport();
    const came = sources.reduce((sum, { words }) => sum + words, 0);
    const kept = sources.reduce((sum, one) => sum + one.kept.words, 0);
    const went = sources.reduce((sum, { removedWords }) => sum + removedWords['across'], 0);
    expect(came).toBe(table.reduce((sum, { raw }) => sum + raw, 0) * unit);
    expect(came - went).toBe(kept);
    expect(Math.abs(came - totals.raw)).toBeLessThanOrEqual(rounding);
    expect(Math.abs(kept - totals.kept)).toBeLessThanOrEqual(rounding);
    expect(Math.abs(kept / came - totals.kept / totals.raw)).toBeLessThan(0.0005);
  });

  it('gives the shares that the paper gives', () => {
    const report = paperReport();
    const of = (name: string) => report.sources.find(({ source }) => source === name)!;
    for (const { kept, keptShare, name, part, raw } of table) {
      // Half a unit in what is kept, and half a digit of the share.
      expect(Math.abs(of(name).keptShare - keptShare)).toBeLessThan(0.5 / raw + 0.0006);
      expect(Math.abs(of(name).mixture - part)).toBeLessThan(0.0006);
      expect(of(name).kept.words).toBe(kept * unit);
    }
    expect(report.sources.reduce((sum, { mixture }) => sum + mixture, 0)).toBeCloseTo(1, 12);
    expect(reportInWords(report)).toMatch(/refinedweb.*97\.4 %/);
  });

  it('is mixed by the weights', () => {
    const { sources } = paperReport({ arxiv: 10, starcoder: 0 });
    const all = table.reduce((sum, { kept }) => sum + kept, 0) - 2313 + 9 * 47;
    const of = (name: string) => sources.find(({ source }) => source === name)!;
    expect(of('arxiv').mixture).toBeCloseTo(470 / all, 12);
    expect(of('starcoder').mixture).toBe(0);
    expect(of('pile').mixture).toBeCloseTo(829 / all, 12);
  });

  it('adds up in the figure of where words go', () => {
    const data = table.flatMap(({ kept, raw }) => [raw, raw, kept, kept]);
    const reader = {
      series: () => ({ latest: () => ({ times: [0], data: Float32Array.from(data) }) })
    } as unknown as RecordingReader;
    const context = { corpus: { sources: table.map(({ name }) => name) } } as unknown as FigureContext;
    const { rows } = ledger.table(reader, context);
    const sum = (column: number): number => rows.reduce((all, row) => all + Number(row[column]), 0);
    expect(Math.abs(sum(1) * unit - totals.raw)).toBeLessThanOrEqual(rounding);
    expect(Math.abs(sum(2) * unit - totals.kept)).toBeLessThanOrEqual(rounding);
    expect(sum(2) + sum(3) + sum(4) + sum(5)).toBe(sum(1));
  });
});

describe('engram corpus', () => {
  const maker = new PageMaker(new Random(11), { words: [40, 90] });
  const pages = Array.from({ length: 1500 }, (_, i) => maker.page(i));
  const names = usualPages.sources.map(({ name }) => name);

  function write(): void {
    for (const [source, name] of names.entries())
      writeFileSync(
        join(folder, `${name}.jsonl`),
        pages
          .filter((page) => page.source === source)
          .map(({ id, quality, text }) => JSON.stringify({ id, quality, text }))
          .join('\n')
      );
  }

  async function report(...args: string[]): Promise<CorpusReport> {
    const io = testIo(folder);
    expect(await main(['corpus', ...args, '--json'], io)).toBe(0);
    return JSON.parse(io.stdout) as CorpusReport;
  }

  it('loses no document and no word of any source, whatever removes it', async () => {
    write();
    const found = await report(
      ...names.map((name) => `${name}.jsonl`),
      '--least-field',
      'scrape:quality=1',
      '--out',
      'out'
    );
    const reasons = new Set(found.sources.flatMap(({ removed }) => Object.keys(removed)));
    for (const reason of ['across', 'within', 'field']) expect(reasons).toContain(reason);
    expect(reasons.size).toBeGreaterThan(4);
    const total = (counts: Record<string, number>): number =>
      Object.values(counts).reduce((sum, count) => sum + count, 0);
    for (const { documents, kept, removed, removedWords, words } of found.sources) {
      expect(total(removed) + kept.documents).toBe(documents);
      expect(total(removedWords) + kept.words).toBe(words);
      expect(Object.keys(removedWords)).toEqual(Object.keys(removed));
    }
  });

  it('filters a document whatever comes with it, and deduplicates it by what does', async () => {
    write();
    const gone = (out: string, source: string): Map<string, string> =>
      new Map(
        readdirSync(join(folder, out, 'removed'))
          .flatMap((name) => readFileSync(join(folder, out, 'removed', name), 'utf8').split('\n'))
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line) as { id: string; source: string; reason: string })
          .filter((row) => row.source === source)
          .map(({ id, reason }) => [id, reason])
      );
    const twins = new Set(['within', 'across']);
    const filtered = (of: Map<string, string>): [string, string][] =>
      [...of].filter(([, reason]) => !twins.has(reason));
    const last = names.at(-1)!;
    const ranking = ['--ranking', names.join(',')];
    await report(`${last}.jsonl`, '--out', 'alone', ...ranking);
    await report(...names.map((name) => `${name}.jsonl`), '--out', 'together', ...ranking);
    const [alone, together] = [gone('alone', last), gone('together', last)];
    expect(filtered(alone).length).toBeGreaterThan(5);
    expect(filtered(together)).toEqual(filtered(alone));
    expect(together.size).toBeGreaterThan(alone.size);
  });
});
