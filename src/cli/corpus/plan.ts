/** What a run over a corpus is: files cut into shards, and everything that is done to them. Written first; a run that goes on has the same. */
import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { FormatError } from '../../formats/formatError';
import { type Stretch, stretchesOf } from '../../formats/corpus/documents';
import type { ReadOptions } from '../../formats/corpus/rawDocument';
import {
  type WordList,
  WordCounter,
  type WordLists,
  wordListNames
} from '../../models/corpus/cleaning/wordLists';
import type { CorpusPolicy } from '../../models/corpus/policy';
import type { ClassifierFile } from '../../models/corpus/quality/classifier';
import { openContent } from './content';
import type { JudgeCommand } from './judging';

/** By which a file is known to be the same. */
export interface FileState {
  /** As it was named, and where it lies. */
  name: string;
  path: string;
  size: number;
  /** When it was changed last, in ms. */
  changed: number;
}

export interface CorpusFile extends FileState {
  /** What its documents come from, where they do not say themselves. */
  source: string;
}

export interface CorpusShard {
  /** Place among the files. */
  file: number;
  stretch: Stretch;
}

/** Documents of a source stay only with a number of at least `least` in `field`, after duplicates have gone. */
export interface FieldFloor {
  source: string;
  field: string;
  least: number;
}

/** The judge of quality, the least score, and the sources it judges (all, where none is named). */
export type QualityPlan = { least: number; sources: readonly string[] } & (
  | { judge: ClassifierFile }
  | { program: JudgeCommand; programFiles: readonly FileState[] }
);

export interface CorpusPlan {
  corpus: 1;
  policy: CorpusPolicy;
  reading: ReadOptions;
  /** The field that names a document's source, where it has one. */
  sourceField?: string;
  wordLists: Partial<Record<WordList, string[]>>;
  floors: readonly FieldFloor[];
  quality?: QualityPlan;
  /** How often each source is to be read in training, against 1; told in the report. */
  weights: Readonly<Record<string, number>>;
  files: readonly CorpusFile[];
  shards: readonly CorpusShard[];
}

/**
 * Names such as "a.jsonl" or "books=a.jsonl"; the source is what stands before the sign, or the name without its endings. Throws
 * FormatError for files that are missing or cannot be read.
 */
export function corpusFiles(names: readonly string[], cwd: string): CorpusFile[] {
  return names.map((typed) => {
    const named = /^([\w.-]+)=(.+)$/s.exec(typed);
    const whole = statOf(resolve(cwd, typed));
    const [source, name] = named && !whole ? [named[1], named[2]] : [plainName(typed), typed];
    const path = resolve(cwd, name);
    const stat = whole ?? statOf(path);
    if (!stat?.isFile())
      throw new FormatError({
        file: name,
        found: stat ? 'a folder' : 'no such file',
        expected: 'files of documents (JSONL, text, Parquet; gzip and Zstandard too), or source=file'
      });
    return { name, path, source, size: stat.size, changed: stat.mtimeMs };
  });
}

const plainName = (name: string): string =>
  basename(name)
    .replace(/\.(gz|zst|zstd)$/i, '')
    .replace(/\.(jsonl|ndjson|json|txt|text|md|parquet)$/i, '');

/** Those words of a command that are files: its script, its weights. */
export function filesNamedIn(command: readonly string[], cwd: string): FileState[] {
  return command.flatMap((name) => {
    const path = resolve(cwd, name);
    const stat = statOf(path);
    return stat?.isFile() ? [{ name, path, size: stat.size, changed: stat.mtimeMs }] : [];
  });
}

function statOf(path: string) {
  return statSync(path, { throwIfNoEntry: false });
}

/** Throws FormatError. */
export async function shardsOf(files: readonly CorpusFile[], bytes: number): Promise<CorpusShard[]> {
  const shards: CorpusShard[] = [];
  for (const [file, { name, path }] of files.entries()) {
    const content = openContent(name, path);
    try {
      for (const stretch of await stretchesOf(name, content, bytes)) shards.push({ file, stretch });
    } finally {
      content.close();
    }
  }
  return shards;
}

/** The lists of a plan, ready to count. */
export function countersOf(plan: CorpusPlan): WordLists {
  return Object.fromEntries(
    wordListNames.flatMap((name) => {
      const words = plan.wordLists[name];
      return words ? [[name, new WordCounter(words)]] : [];
    })
  );
}

/** Throws FormatError where a file is no longer what the plan was made for. */
export function checkUnchanged({ files, quality }: CorpusPlan): void {
  const judging = quality && 'program' in quality ? quality.programFiles : [];
  for (const { changed, name, path, size } of [...files, ...judging]) {
    const stat = statOf(path);
    if (stat?.size === size && stat.mtimeMs === changed) continue;
    throw new FormatError({
      file: name,
      found: stat ? 'a file that has changed since the run began' : 'no such file any more',
      expected: 'the same file; take another --out for the new one'
    });
  }
}
