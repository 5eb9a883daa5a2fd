import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fileAccess } from '../../src/cli/files';
import { main } from '../../src/cli/main';
import { PageMaker, usualPages } from '../../src/models/corpus/pages/pages';
import { Random } from '../../src/models/random';
import type { Experiment } from '../../src/session/experiment';
import { cleanedText } from '../../src/session/sources/documents/cleanedText';
import { cleaningOf, parseCleaning } from '../../src/session/sources/documents/cleaning';
import { testIo } from './io';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'engram-handover-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const names = usualPages.sources.map(({ name }) => name);
const maker = new PageMaker(new Random(5), { copies: 0.4, words: [40, 90] });

function writePages(count: number, source: number, name: string): void {
  const lines = Array.from({ length: count }, (_, i) => maker.page(i))
    .filter((page) => page.source === source)
    .map(({ id, text }) => JSON.stringify({ id, text }));
  writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
}

async function engram(...args: string[]): Promise<{ out: string; err: string; code: number }> {
  const io = testIo(folder);
  const code = await main(args, io);
  return { code, out: io.stdout, err: io.stderr };
}

function keptBy(out: string): string[] {
  const from = join(folder, out, 'kept');
  return readdirSync(from)
    .sort()
    .flatMap((name) => readFileSync(join(from, name), 'utf8').split('\n'))
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { text: string }).text);
}

it.each([
  ['one', '13', '0.4'],
  ['cross', '5', '0.7']
])(
  'hands over what `engram corpus` keeps of the same documents (%s, %s-grams)',
  async (keep, ngram, jaccard) => {
    writePages(600, 0, 'pages.jsonl');
    const args = ['--policy', 'custom', '--keep', keep, '--ngram', ngram, '--jaccard', jaccard];
    const { code, err } = await engram('corpus', 'pages.jsonl', ...args, '--out', 'clean');
    expect([code, err]).toEqual([0, expect.anything()]);
    const kept = keptBy('clean');
    expect(kept.length).toBeGreaterThan(20);
    const run: Experiment = {
      format: 1,
      title: 'Pages',
      model: { id: 'corpus', settings: { keep, shingleSize: Number(ngram), likeness: Number(jaccard) } },
      source: { id: 'documents', settings: { file: 'pages.jsonl', heldOutDocuments: 0, documents: 16 } },
      probes: [],
      seed: 1,
      edits: []
    };
    const { cleaning, file } = cleaningOf(run, 4096);
    const { text, note } = await cleanedText({ files: fileAccess(folder) }, parseCleaning(cleaning), {
      file,
      take: 'kept'
    });
    expect(text).toBe(kept.join('\n\n'));
    expect(note).toMatch(new RegExp(`^${kept.length} documents kept of \\d+ that came`));
  }
);

it('learns the letters of all that `engram corpus` kept, whichever way it is packed', async () => {
  writePages(200, 0, `${names[0]}.jsonl`);
  writePages(200, 1, `${names[1]}.jsonl`);
  await engram('corpus', `${names[0]}.jsonl`, `${names[1]}.jsonl`, '--policy', 'zyda1', '--out', 'clean');
  expect(readdirSync(join(folder, 'clean', 'kept'))).toHaveLength(2);
  const small = ['layer=linear', 'layers=1', 'width=16', 'heads=2', 'batch=2', 'length=32'];
  const learn = async (file: string): Promise<{ stateHash: string; source: string }> => {
    const sets = [...small, `file=${file}`].flatMap((one) => ['--set', one]);
    const { code, out, err } = await engram('run', 'letters', '--trials', '2', ...sets);
    expect(err.replaceAll(/\r.*\r/g, '')).not.toContain('engram:');
    expect(code).toBe(0);
    const said = (name: string): string => new RegExp(`${name}\\s+(.*)`).exec(out)?.[1] ?? '';
    return { stateHash: said('state hash'), source: said('source') };
  };
  const all = await learn('clean/kept/*.jsonl');
  expect(all.source).toContain(`${keptBy('clean').length} documents`);
  mkdirSync(join(folder, 'packed'));
  for (const name of readdirSync(join(folder, 'clean', 'kept')))
    writeFileSync(
      join(folder, 'packed', `${name}.gz`),
      gzipSync(readFileSync(join(folder, 'clean', 'kept', name)))
    );
  expect(await learn('packed/*.jsonl.gz')).toEqual(all);
  const { code, err } = await engram('run', 'letters', '--set', 'file=clean/none/*.jsonl');
  expect(code).not.toBe(0);
  expect(err).toContain('no file that fits');
}, 120_000);
