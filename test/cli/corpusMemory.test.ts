import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rangesOf } from '../../src/cli/corpus/components';
import { DocumentReader, DocumentWriter } from '../../src/cli/corpus/documentTable';
import { openContent } from '../../src/cli/corpus/content';
import { main } from '../../src/cli/main';
import { OutputFile } from '../../src/cli/corpus/output';
import { piecesOf } from '../../src/cli/corpus/pairs';
import type { CorpusReport } from '../../src/cli/corpus/report';
import { Shelves } from '../../src/cli/corpus/shelves';
import { PageMaker, usualPages } from '../../src/models/corpus/pages/pages';
import { Random } from '../../src/models/random';
import { testIo } from './io';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'engram-corpus-memory-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function report(...args: string[]): Promise<CorpusReport> {
  const io = testIo(folder);
  expect(await main(['corpus', ...args, '--json'], io)).toBe(0);
  return { ...(JSON.parse(io.stdout) as CorpusReport), cost: {} as CorpusReport['cost'] };
}

/** All that was kept and removed, to the byte. */
function written(out: string): Record<string, string> {
  const files = ['kept', 'removed'].flatMap((kind) =>
    readdirSync(join(folder, out, kind)).map((name) => [
      `${kind}/${name}`,
      readFileSync(join(folder, out, kind, name), 'utf8')
    ])
  );
  return Object.fromEntries(files) as Record<string, string>;
}

const documents = 2500;

function writePages(): string[] {
  const maker = new PageMaker(new Random(7), { words: [30, 60] });
  const pages = Array.from({ length: documents }, (_, i) => maker.page(i));
  return usualPages.sources.map(({ name }, source) => {
    const lines = pages
      .filter((page) => page.source === source)
      .map(({ id, text }) => JSON.stringify({ id, text }));
    writeFileSync(join(folder, `${name}.jsonl`), `${lines.join('\n')}\n`);
    return `${name}.jsonl`;
  });
}

/** In MB: documents and bands cut into many ranges and pieces. */
const little = 0.01;

describe('engram corpus with little memory', () => {
  it.each(['custom', 'zyda2'])(
    'cuts bands and documents into pieces, and comes to the same bytes under %s',
    async (policy) => {
      const { ranges } = rangesOf(documents, little * 2 ** 20);
      expect(ranges).toBeGreaterThan(4);
      expect(piecesOf(documents, little * 2 ** 20)).toBeGreaterThan(8);
      const files = writePages();
      const args = [...files, '--policy', policy, '--ranking', 'books,crawl', '--shard', '0.1'];
      const usual = await report(...args, '--out', 'usual');
      const frugal = await report(...args, '--out', 'frugal', '--memory', String(little));
      expect(usual.largest).toBeGreaterThan(10);
      expect(frugal).toEqual(usual);
      expect(written('frugal')).toEqual(written('usual'));
      // Nothing is left of what waited on disk.
      const left = readdirSync(join(folder, 'frugal/work'));
      expect(left.filter((name) => /grouping|joining|pairs|bands/.test(name))).toEqual([]);
    }
  );

  it('goes on with other memory where it was stopped', async () => {
    const files = writePages();
    const args = [...files, '--policy', 'custom', '--shard', '0.1'];
    const usual = await report(...args, '--out', 'usual');
    const io = testIo(folder, 80);
    let tasks = 0;
    const code = await main(['corpus', ...args, '--out', 'out', '--jobs', '1', '--memory', String(little)], {
      ...io,
      err(text) {
        if (/bands: [1-9]\d* of/.test(text) && ++tasks === 9) io.interrupt();
        io.err(text);
      },
      onInterrupt: (act) => io.onInterrupt(act)
    });
    expect(code).toBe(130);
    expect(await report(...args, '--out', 'out')).toEqual(usual);
    expect(written('out')).toEqual(written('usual'));
  });

  it('says what memory it expects', async () => {
    writeFileSync(join(folder, 'a.jsonl'), '{"text": "a"}\n');
    const io = testIo(folder);
    expect(await main(['corpus', 'a.jsonl', '--out', 'o', '--memory', 'much'], io)).toBe(2);
    expect(io.stderr).toContain("--memory has 'much'; expected a number from 0.01");
  });
});

describe('what waits on disk', () => {
  it('comes by its part in the order in which it was put', () => {
    const random = new Random(1);
    const shelves = new Shelves(join(folder, 'shelves'), { parts: 5, recordWords: 3, room: 0 });
    const wanted = Array.from({ length: 5 }, (): number[] => []);
    for (let i = 0; i < 20_000; i++) {
      // Part 4 gets nothing.
      const part = random.below(4);
      const record = [i, random.bits(), part];
      shelves.put(part, ...record);
      wanted[part].push(...record);
    }
    const readAll = (part: number): number[] =>
      [...shelves.read(part)].reduce<number[]>((all, piece) => all.concat([...piece]), []);
    for (let part = 0; part < 5; part++) expect(readAll(part)).toEqual(wanted[part]);
    shelves.drop(2);
    expect(readAll(2)).toEqual([]);
    shelves.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('of documents is told by their number, in order and out of it', () => {
    const path = join(folder, 'table');
    const file = new OutputFile(path);
    const writer = new DocumentWriter(file);
    const rows = Array.from({ length: 40_000 }, (_, i) => ({
      line: 2 ** 32 - 1 - i,
      words: 3 * i,
      source: i % 65_536,
      reason: i % 256
    }));
    for (const row of rows) writer.add(row);
    writer.flush();
    file.finish();
    const content = openContent(path, path);
    expect(content.size).toBe(12 * rows.length);
    const inOrder = new DocumentReader(content);
    for (let i = 0; i < rows.length; i += 7) expect(inOrder.row(i)).toEqual(rows[i]);
    const single = new DocumentReader(content, 1);
    for (const i of [39_999, 0, 16_384, 16_383]) {
      expect(single.row(i)).toEqual(rows[i]);
      expect(inOrder.source(i)).toBe(rows[i].source);
    }
    content.close();
  });
});
