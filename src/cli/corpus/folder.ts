/** The folder of a run: its plan, what is finished of it, and where everything lies. */
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UsageError } from '../command';
import { checkUnchanged, type CorpusPlan } from './plan';
import { readJson, writeJson } from './output';

/** What a document's first examination came to; filters follow from `firstFilter` on. */
export const passes = 0;
export const isEmpty = 1;
export const firstFilter = 2;

/** Counts of a source within a shard. */
export interface SignedSource {
  name: string;
  documents: number;
  words: number;
  characters: number;
}

/** Of a shard that has been signed. */
export interface SignedShard {
  documents: number;
  /** Lines (or rows) there were. */
  lines: number;
  /** Documents in the index. */
  indexed: number;
  bad: number;
  sources: readonly SignedSource[];
  blocks: readonly { at: number; documents: number }[];
  seconds: number;
}

/** Of a source within a shard that has been written. */
export interface WrittenSource {
  name: string;
  kept: number;
  words: number;
  characters: number;
  /** By reason; `within` and `across` are duplicates. */
  removed: Readonly<Record<string, number>>;
  /** Words of them, by reason. */
  removedWords: Readonly<Record<string, number>>;
}

export interface WrittenShard {
  sources: readonly WrittenSource[];
  seconds: number;
}

export interface ComponentsFile {
  /** [size, how many], ascending. */
  sizes: readonly (readonly [number, number])[];
  pairs: number;
  seconds: number;
}

export interface CorpusFolder {
  readonly path: string;
  readonly plan: CorpusPlan;
}

const planFile = 'plan.json';

export const places = {
  signed: ({ path }: CorpusFolder, shard: number): string => join(path, 'work', `${shard}.signed.json`),
  /** See `documentTable.ts`. */
  documents: ({ path }: CorpusFolder, shard: number): string => join(path, 'work', `${shard}.documents`),
  bands: ({ path }: CorpusFolder, shard: number): string => join(path, 'work', `${shard}.bands`),
  pairs: ({ path }: CorpusFolder, task: number): string => join(path, 'work', `${task}.pairs`),
  /** Of what a task needs while it is under way, its own folder. */
  grouping: ({ path }: CorpusFolder, task: number): string => join(path, 'work', `${task}.grouping`),
  joining: ({ path }: CorpusFolder, name: string): string => join(path, 'work', 'joining', name),
  fates: ({ path }: CorpusFolder): string => join(path, 'work', 'fates'),
  components: ({ path }: CorpusFolder): string => join(path, 'work', 'components.json'),
  written: ({ path }: CorpusFolder, shard: number): string => join(path, 'work', `${shard}.written.json`),
  kept: (folder: CorpusFolder, shard: number): string => join(folder.path, 'kept', shardName(folder, shard)),
  removed: (folder: CorpusFolder, shard: number): string =>
    join(folder.path, 'removed', shardName(folder, shard)),
  report: ({ path }: CorpusFolder): string => join(path, 'report.json')
};

function shardName({ plan }: CorpusFolder, shard: number): string {
  const { source } = plan.files[plan.shards[shard].file];
  return `${String(shard).padStart(5, '0')}-${source.replaceAll(/[^\w.-]/g, '_')}.jsonl`;
}

/** Makes the folder, or goes on with the one there is. Throws UsageError where another run lies, or nothing can be written. */
export function openCorpusFolder(name: string, cwd: string, plan: CorpusPlan): CorpusFolder {
  const path = resolve(cwd, name);
  if (existsSync(path) && !statSync(path).isDirectory())
    throw new UsageError(`--out '${name}' is a file; expected a folder to write to.`);
  const there = existsSync(join(path, planFile));
  if (there) {
    const before = readJson<CorpusPlan>(join(path, planFile));
    if (JSON.stringify(before) !== JSON.stringify(plan))
      throw new UsageError(
        `'${name}' holds another run (other files, or another policy). Choose another folder with --out.`
      );
  } else if (existsSync(path) && readdirSync(path).some((entry) => !entry.endsWith('.partial')))
    throw new UsageError(
      `'${name}' holds something else than a run. Choose an empty or a new folder with --out.`
    );
  try {
    for (const inner of ['work', 'kept', 'removed']) mkdirSync(join(path, inner), { recursive: true });
  } catch (error) {
    throw new UsageError(
      `'${name}' cannot be written (${(error as NodeJS.ErrnoException).code ?? error}); choose another place.`
    );
  }
  if (!there) writeJson(join(path, planFile), plan);
  // What --labels taught, for other runs to use by --judge.
  const { quality } = plan;
  if (!there && quality && 'judge' in quality) writeJson(join(path, 'judge.json'), quality.judge);
  return { path, plan };
}

/** Throws UsageError where there is no run, FormatError where its files have changed. */
export function readCorpusFolder(name: string, cwd: string): CorpusFolder {
  const path = resolve(cwd, name);
  const plan = readJson<CorpusPlan>(join(path, planFile));
  if (plan?.corpus !== 1)
    throw new UsageError(`'${name}' is no folder of a corpus; expected one made by 'engram corpus --out'.`);
  checkUnchanged(plan);
  return { path, plan };
}

/** What signing left of every shard, and the number of the first document of each. Throws UsageError where one is missing. */
export function signedShards(folder: CorpusFolder): {
  shards: SignedShard[];
  starts: number[];
  documents: number;
} {
  const starts: number[] = [];
  let documents = 0;
  const shards = folder.plan.shards.map((_, shard) => {
    const signed = readJson<SignedShard>(places.signed(folder, shard));
    if (!signed)
      throw new UsageError(`Shard ${shard} of '${folder.path}' is not signed yet; sign all of them first.`);
    starts.push(documents);
    documents += signed.documents;
    return signed;
  });
  if (documents >= 2 ** 32 - 1)
    throw new UsageError(
      `There are ${documents} documents; one run takes up to 4 294 967 294. Deduplicate parts of it first, then what they kept.`
    );
  return { shards, starts, documents };
}
