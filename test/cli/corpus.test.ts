import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main';
import type { CorpusReport } from '../../src/cli/corpus/report';
import { createMinHasher } from '../../src/compute/minhash';
import { survivors, rankOfSource, stays } from '../../src/models/corpus/dedup/survivors';
import { BandIndex } from '../../src/models/corpus/dedup/bandIndex';
import { candidateProbability } from '../../src/models/corpus/dedup/lsh';
import { hashFunctions } from '../../src/models/corpus/dedup/minhash';
import { UnionFind } from '../../src/models/corpus/dedup/unionFind';
import { examine } from '../../src/models/corpus/examine';
import { type Page, PageMaker, usualPages } from '../../src/models/corpus/pages/pages';
import { type CorpusPolicy, policyOf, zyda1 } from '../../src/models/corpus/policy';
import { Random } from '../../src/models/random';
import { testIo } from './io';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'engram-corpus-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function engram(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const io = testIo(folder);
  const code = await main(['corpus', ...args], io);
  return { code, out: io.stdout, err: io.stderr };
}

async function report(...args: string[]): Promise<CorpusReport> {
  const { code, err, out } = await engram(...args, '--json');
  expect(err).toBe('');
  expect(code).toBe(0);
  return JSON.parse(out) as CorpusReport;
}

const sourceNames = usualPages.sources.map(({ name }) => name);

function pages(count: number, seed = 1): Page[] {
  const maker = new PageMaker(new Random(seed), { words: [40, 120] });
  return Array.from({ length: count }, (_, i) => maker.page(i));
}

/** A file a source; returns them as arguments. */
function writePages(all: readonly Page[]): string[] {
  return sourceNames.map((name, source) => {
    const lines = all
      .filter((page) => page.source === source)
      .map(({ id, quality, text }) => JSON.stringify({ id, text, quality, nested: { a: [1] } }));
    writeFileSync(join(folder, `${name}.jsonl`), `${lines.join('\n')}\n`);
    return `${name}.jsonl`;
  });
}

interface Row {
  id?: string;
  text?: string;
  reason?: string;
  value?: unknown;
  threshold?: number;
  source?: string;
  line?: number;
  file?: string;
  twin?: { source: string; file: string; line: number };
  [other: string]: unknown;
}

function rows(out: string, kind: 'kept' | 'removed'): Row[] {
  const from = join(folder, out, kind);
  return readdirSync(from)
    .sort()
    .flatMap((name) => readFileSync(join(from, name), 'utf8').split('\n'))
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);
}

const ids = (list: readonly Row[]): string[] => list.map(({ id }) => String(id)).sort();

/** The same in memory, from the pure functions alone: ids of what stays. */
async function inMemory(
  files: readonly (readonly { id: string; text: string; source: string }[])[],
  policy: CorpusPolicy
): Promise<string[]> {
  const all = files.flat();
  const hasher = await createMinHasher(hashFunctions(policy.permutations, policy.seed));
  const index = new BandIndex(policy);
  const components = new UnionFind(all.length);
  const removed = new Set<number>();
  for (const [i, { source, text }] of all.entries()) {
    const examined = examine(text, source, policy);
    if (examined.removed) {
      removed.add(i);
      continue;
    }
    const signature = hasher.sign(examined.tokens, policy.ngram);
    if (signature) for (const first of index.add(i, signature)) components.union(first, i);
  }
  hasher.dispose();
  const names = [...new Set(all.map(({ source }) => source))];
  const fates = survivors(components, (i) => rankOfSource(all[i].source, policy.ranking, names), policy.keep);
  return all.flatMap(({ id }, i) => (removed.has(i) || fates[i] !== stays ? [] : [id])).sort();
}

describe('engram corpus', () => {
  const all = pages(1200);
  const bySource = sourceNames.map((name, source) =>
    all.filter((page) => page.source === source).map(({ id, text }) => ({ id, text, source: name }))
  );

  it.each(['zyda1', 'zyda2', 'custom'] as const)(
    'keeps under %s what the stages keep in memory, whatever the shards',
    async (name) => {
      const files = writePages(all);
      const args = [...files, '--policy', name, '--ranking', sourceNames.join(',')];
      const policy = policyOf(name, { ranking: sourceNames });
      const wanted = await inMemory(bySource, policy);
      for (const [out, shard] of [
        ['whole', '64'],
        ['cut', '0.02']
      ] as const) {
        const found = await report(...args, '--out', out, '--shard', shard);
        expect(ids(rows(out, 'kept'))).toEqual(wanted);
        expect(found.kept).toBe(wanted.length);
        expect(found.documents).toBe(all.length);
        const removed = Object.values(found.removed).reduce((sum, count) => sum + count, 0);
        expect(removed + found.kept).toBe(found.documents);
        expect(found.sources.reduce((sum, { mixture }) => sum + mixture, 0)).toBeCloseTo(1, 12);
      }
    }
  );

  it('says of each that went why, and of a duplicate which twin is kept', async () => {
    const files = writePages(all);
    await report(...files, '--out', 'out', '--ranking', sourceNames.join(','));
    const kept = rows('out', 'kept');
    const removed = rows('out', 'removed');
    expect(new Set([...ids(kept), ...ids(removed)]).size).toBe(all.length);
    const lines = new Map(files.map((file) => [file, readFileSync(join(folder, file), 'utf8').split('\n')]));
    const keptIds = new Set(kept.map(({ id }) => id));
    let twins = 0;
    for (const { file, id, line, reason, source, threshold, twin, value } of removed) {
      // Where it says it lay it lies.
      expect(JSON.parse(lines.get(file!)![line! - 1]).id).toBe(id);
      if (twin) {
        twins++;
        const other = JSON.parse(lines.get(twin.file)![twin.line - 1]) as Row;
        expect(keptIds.has(other.id)).toBe(true);
        expect(reason).toBe(twin.source === source ? 'within' : 'across');
        expect(sourceNames.indexOf(twin.source)).toBeLessThanOrEqual(sourceNames.indexOf(source!));
      } else {
        const examined = examine(all.find((page) => page.id === id)!.text, source!, zyda1);
        expect({ filter: reason, value, threshold }).toEqual(examined.removed);
      }
    }
    expect(twins).toBeGreaterThan(100);
    expect(kept[0]).toMatchObject({ nested: { a: [1] } });
  });

  it('done again to what it kept keeps it all', async () => {
    await report(...writePages(all), '--out', 'once', '--ranking', sourceNames.join(','));
    const again = readdirSync(join(folder, 'once/kept')).map(
      (name) => `${name.slice(6, -6)}=once/kept/${name}`
    );
    const second = await report(...again, '--out', 'twice', '--ranking', sourceNames.join(','));
    expect(second.removed).toEqual({});
    expect(ids(rows('twice', 'kept'))).toEqual(ids(rows('once', 'kept')));
  });

  it('finds near copies as often as the S-curve says', async () => {
    // Within a block of pages copies have one original each and little else is alike, so a copy goes where its bands met.
    const maker = new PageMaker(new Random(9), {
      spam: 0,
      boilerplate: 0,
      junk: 0,
      jaccards: [0.2, 0.4, 0.8],
      words: [80, 120]
    });
    const made = Array.from({ length: 4000 }, (_, i) => maker.page(i));
    await report(...writePages(made), '--out', 'out', '--policy', 'custom');
    const gone = new Set(rows('out', 'removed').map(({ id }) => id));
    const found = new Map<number, [gone: number, all: number]>();
    const families = new Map<number, number>();
    for (const { family } of made) families.set(family, (families.get(family) ?? 0) + 1);
    for (const page of made) {
      // Of pairs alone in their family one goes where the two met.
      if (page.jaccard === undefined || families.get(page.family) !== 2) continue;
      const count = found.get(page.jaccard) ?? [0, 0];
      found.set(page.jaccard, count);
      count[1]++;
      if (gone.has(page.id) || gone.has(`page-${page.copyOf}`)) count[0]++;
    }
    for (const [jaccard, [hits, pairs]] of found) {
      const p = candidateProbability(jaccard, { bands: 32, rows: 4 });
      // Whole words make similarities a hundredth off; one set of functions serves all pairs.
      expect(Math.abs(hits / pairs - p)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / pairs) + 0.03);
    }
    expect(found.size).toBe(3);
  });

  it('reads packed text, Parquet and sources named by a field alike', async () => {
    const records = bySource.flat();
    const text = records.map((record) => JSON.stringify(record)).join('\n');
    writeFileSync(join(folder, 'a.jsonl.gz'), gzipSync(text));
    const columns = (['id', 'text', 'source'] as const).map((name) => ({
      name,
      data: records.map((record) => record[name]),
      type: 'STRING' as const
    }));
    writeFileSync(
      join(folder, 'a.parquet'),
      new Uint8Array(parquetWriteBuffer({ columnData: columns, rowGroupSize: 300 }))
    );
    const args = ['--source-field', 'source', '--ranking', sourceNames.join(',')];
    const packed = await report('a.jsonl.gz', '--out', 'packed', ...args);
    const parquet = await report('a.parquet', '--out', 'parquet', ...args);
    expect(packed.sources.map(({ source }) => source)).toEqual([...sourceNames].sort());
    expect(parquet.sources).toEqual(packed.sources);
    expect(ids(rows('parquet', 'kept'))).toEqual(ids(rows('packed', 'kept')));
  });

  it('judges quality and fields after duplicates have gone, and tells weights', async () => {
    const files = writePages(all);
    const teacher = new PageMaker(new Random(50), { spam: 0, junk: 0, copies: 0 });
    const labels = Array.from({ length: 200 }, (_, i) => teacher.page(i)).map(({ quality, text }) => ({
      text,
      good: quality === 1
    }));
    writeFileSync(join(folder, 'labels.jsonl'), labels.map((label) => JSON.stringify(label)).join('\n'));
    const args = [...files, '--ranking', sourceNames.join(',')];
    const plain = await report(...args, '--out', 'plain');
    const judged = await report(
      ...args,
      '--out',
      'judged',
      '--labels',
      'labels.jsonl',
      '--judged',
      'crawl',
      '--weight',
      'books=3'
    );
    const at = (of: CorpusReport, name: string) => of.sources.find(({ source }) => source === name)!;
    expect(at(judged, 'crawl').removed['quality']).toBeGreaterThan(20);
    expect(at(judged, 'books').removed['quality']).toBeUndefined();
    expect(at(judged, 'crawl').removed['across']).toBe(at(plain, 'crawl').removed['across']);
    expect(at(judged, 'books').mixture).toBeGreaterThan(2 * at(plain, 'books').mixture);
    const floored = await report(...args, '--out', 'floored', '--least-field', 'scrape:quality=1');
    expect(at(floored, 'scrape').removed['field']).toBeGreaterThan(20);
    const left = rows('floored', 'kept').filter(
      (row) => row.id && all.find(({ id }) => id === row.id)!.source === 3
    );
    expect(left.every(({ quality }) => quality === 1)).toBe(true);
  });
});

describe('engram corpus, given bad files', () => {
  const long =
    'Some words that are long enough to pass every filter of the pipeline and to be kept in the end, number';

  it('counts and lists what is no document, and reads on', async () => {
    const lines = [
      JSON.stringify({ text: `${long} one` }),
      '{"text": broken',
      '',
      '{"body": "x"}',
      JSON.stringify({ text: '' }),
      JSON.stringify({ text: `Quite another text. ${long.split(' ').reverse().join(' ')}` })
    ];
    writeFileSync(join(folder, 'a.jsonl'), lines.join('\n'));
    appendFileSync(
      join(folder, 'a.jsonl'),
      Buffer.concat([Buffer.from('\n{"text": "'), Buffer.from([0xff, 0xff]), Buffer.from('"}\n')])
    );
    const found = await report('a.jsonl', '--out', 'out');
    expect(found).toMatchObject({ documents: 3, unreadable: 3, kept: 2, removed: { empty: 1 } });
    const removed = rows('out', 'removed');
    expect(removed.filter(({ reason }) => reason === 'unreadable').map(({ line }) => line)).toEqual([
      2, 4, 7
    ]);
    expect(removed.find(({ line }) => line === 4)?.['why']).toContain("no field 'text'");
    const { out } = await engram('a.jsonl', '--out', 'out');
    expect(out).toContain('3 lines were no documents');
  });

  it('does not take documents shorter than an n-gram for copies of each other', async () => {
    // Without n-grams all of them would fall into one bucket, and one would be left.
    const texts = Array.from({ length: 50 }, (_, i) =>
      `${'antidisestablishmentarianism'.slice(i % 9)} `.repeat(4).concat(`number${i}`)
    );
    const lines = [...texts, texts[7]].map((text, id) => JSON.stringify({ id, text }));
    writeFileSync(join(folder, 'a.jsonl'), lines.join('\n'));
    const found = await report(
      'a.jsonl',
      '--out',
      'out',
      '--threshold',
      'maxMeanWordLength=off',
      '--threshold',
      'minLength=off'
    );
    expect(found.kept).toBe(50);
    expect(found.removed).toEqual({ within: 1 });
  });

  it('says what is missing or wrong, in a line', async () => {
    writeFileSync(join(folder, 'a.jsonl'), '{"text": "a"}\n');
    mkdirSync(join(folder, 'inner'));
    writeFileSync(join(folder, 'cut.jsonl.gz'), gzipSync('{"text": "a"}\n'.repeat(1000)).subarray(0, 40));
    writeFileSync(join(folder, 'labels.jsonl'), '{"text": "a"}\n');
    writeFileSync(join(folder, 'full'), '');
    const said = async (...args: string[]): Promise<string> => {
      const { code, err } = await engram(...args);
      expect(code).toBe(2);
      expect(err.trim().split('\n')).toHaveLength(1);
      return err;
    };
    expect(await said('a.jsonl')).toContain('needs --out');
    expect(await said('--out', 'o')).toContain('needs files');
    expect(await said('b.jsonl', '--out', 'o')).toContain('no such file');
    expect(await said('inner', '--out', 'o')).toContain('found a folder');
    expect(await said('cut.jsonl.gz', '--out', 'o1')).toContain('damaged or incomplete gzip');
    expect(await said('a.jsonl', '--out', 'o', '--bands', '40')).toContain('need 160 values');
    expect(await said('a.jsonl', '--out', 'o', '--threshold', 'minLenght=3')).toContain(
      "Unknown filter 'minLenght'"
    );
    expect(await said('a.jsonl', '--out', 'o', '--threshold', 'minLength=x')).toContain('expected a number');
    expect(await said('a.jsonl', '--out', 'o', '--words', 'bad=a.jsonl')).toContain(
      'Word lists: pornSignals'
    );
    expect(await said('a.jsonl', '--out', 'o', '--jaccard', '1.5')).toContain('above 0 and below 1');
    expect(await said('a.jsonl', '--out', 'o', '--labels', 'labels.jsonl')).toContain('is no label');
    expect(await said('a.jsonl', '--out', 'o', '--least-quality', '0.3')).toContain(
      'needs --labels, --judge or --judge-command'
    );
    expect(await said('a.jsonl', '--out', 'inner/../full')).toContain('is a file');
    expect(await said('a.jsonl', '--out', '.')).toContain('something else than a run');
  });
});

describe('engram corpus, stopped', () => {
  const all = pages(600, 3);

  async function stoppedAfter(files: readonly string[], tasks: number): Promise<string> {
    const io = testIo(folder, 80);
    let seen = 0;
    const io2 = {
      ...io,
      err(text: string) {
        // Each line of progress is a task that has ended.
        if (/: [1-9]\d* of/.test(text) && ++seen === tasks) io.interrupt();
        io.err(text);
      }
    };
    const code = await main(['corpus', ...files, '--out', 'out', '--jobs', '1'], {
      ...io2,
      onInterrupt: (act) => io.onInterrupt(act)
    });
    expect(code).toBe(130);
    return io.stderr;
  }

  it('goes on with what is missing and comes to the same', async () => {
    const files = writePages(all);
    const whole = await report(...files, '--out', 'whole');
    for (const tasks of [1, 3, 20, 38]) {
      rmSync(join(folder, 'out'), { recursive: true, force: true });
      expect(await stoppedAfter(files, tasks)).toContain('The same command goes on');
      expect(existsSync(join(folder, 'out/report.json'))).toBe(false);
      const before = readdirSync(join(folder, 'out', 'work')).filter((name) => name.endsWith('.signed.json'));
      const again = await report(...files, '--out', 'out');
      expect(before.length).toBeGreaterThan(0);
      expect({ ...again, cost: 0 }).toEqual({
        ...whole,
        cost: 0
      });
      expect(rows('out', 'kept')).toEqual(rows('whole', 'kept'));
      expect(rows('out', 'removed')).toEqual(rows('whole', 'removed'));
      const partial = ['work', 'kept', 'removed'].flatMap((name) => readdirSync(join(folder, 'out', name)));
      expect(partial.filter((name) => name.endsWith('.partial'))).toEqual([]);
    }
  });

  it('refuses to go on with other files or another policy', async () => {
    const files = writePages(all);
    await report(...files, '--out', 'out');
    const other = await engram(...files, '--out', 'out', '--jaccard', '0.8');
    expect(other.code).toBe(2);
    expect(other.err).toContain('holds another run');
    appendFileSync(join(folder, files[0]), '{"text": "new"}\n');
    expect((await engram(...files, '--out', 'out')).err).toContain('holds another run');
  });

  it('loses nothing that is finished where a shard cannot be written', async () => {
    const files = writePages(all);
    const whole = await report(...files, '--out', 'whole');
    // A folder in the place of a file: the last shard cannot get its name.
    const blocked = readdirSync(join(folder, 'whole/kept')).sort().at(-1)!;
    mkdirSync(join(folder, 'out/kept', blocked, 'in-the-way'), { recursive: true });
    mkdirSync(join(folder, 'empty'));
    const first = await engram(...files, '--out', 'out');
    expect(first.code).toBe(2);
    rmSync(join(folder, 'out'), { recursive: true });
    const io = testIo(folder, 80);
    let placed = false;
    const code = await main(['corpus', ...files, '--out', 'out', '--jobs', '1'], {
      ...io,
      err(text) {
        if (!placed && text.includes('Writing shards')) {
          placed = true;
          mkdirSync(join(folder, 'out/kept', blocked, 'in-the-way'), { recursive: true });
        }
        io.err(text);
      },
      onInterrupt: (act) => io.onInterrupt(act)
    });
    expect(code).toBe(2);
    expect(io.stderr).toContain('What is finished is kept');
    expect(existsSync(join(folder, 'out', 'work', '0.written.json'))).toBe(true);
    rmSync(join(folder, 'out/kept', blocked), { recursive: true });
    const again = await report(...files, '--out', 'out');
    expect({ ...again, cost: 0 }).toEqual({
      ...whole,
      cost: 0
    });
  });

  const small = mkdtempSync(join(tmpdir(), 'engram-full-'));
  const mounted = ((): boolean => {
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=700k', 'tmpfs', small], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  })();
  afterAll(() => {
    if (mounted) execFileSync('umount', [small]);
    rmSync(small, { recursive: true, force: true });
  });

  it.skipIf(!mounted)('on a full disk says so, and goes on when there is room (needs root)', async () => {
    const files = writePages(all);
    const whole = await report(...files, '--out', 'whole');
    const first = await engram(...files, '--out', join(small, 'out'));
    expect(first.code).toBe(2);
    expect(first.err).toContain('the disk is full). What is finished is kept');
    execFileSync('mount', ['-o', 'remount,size=50m', small]);
    const again = await report(...files, '--out', join(small, 'out'));
    expect({ ...again, cost: 0 }).toEqual({ ...whole, cost: 0 });
  });
});
