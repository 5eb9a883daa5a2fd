/** What a run came to: by source, by reason, by size of component; and the same in words. */
import { sayBytes } from '../../formats/byteFile';
import { aligned } from '../graph/table';
import { type ComponentsFile, type CorpusFolder, places, signedShards, type WrittenShard } from './folder';
import { readJson } from './output';
import type { CorpusPlan } from './plan';

export interface SourceReport {
  source: string;
  documents: number;
  words: number;
  characters: number;
  removed: Record<string, number>;
  /** Words of those removed, by reason: with the words kept they are all that came. */
  removedWords: Record<string, number>;
  kept: { documents: number; words: number; characters: number };
  /** Words kept over words that came. */
  keptShare: number;
  weight: number;
  /** Its part of what is trained on: kept words times weight, over all. */
  mixture: number;
}

export interface CorpusCost {
  /** On the clock, of all threads together, by pass. */
  seconds: { sign: number; join: number; write: number };
  /** Of processors: what does not depend on who else uses them. */
  processorSeconds: number;
  /** Of input through both passes; of a run that went on only this process counts, so it is an upper bound. */
  bytesPerProcessorSecond: number;
  peakMegabytes: number;
}

export interface CorpusReport {
  corpus: 1;
  policy: unknown;
  files: readonly { name: string; source: string; bytes: number }[];
  /** Who judged quality, where anyone did: a program as it was called, with those of its words that are files, or a linear judge. */
  quality?: QualityReport;
  bytes: number;
  documents: number;
  /** Lines and rows that were no documents. */
  unreadable: number;
  kept: number;
  removed: Record<string, number>;
  sources: readonly SourceReport[];
  /** Components of more than one document: [size, how many]. */
  components: readonly (readonly [number, number])[];
  /** Documents in the largest component. */
  largest: number;
  /** Pairs of documents that share a bucket, once for each bucket. */
  pairs: number;
  /** Of the process that finished the run; equal runs have reports that are equal but for it. */
  cost: CorpusCost;
}

export type QualityReport = { least: number; sources: readonly string[] } & (
  | { command: readonly string[]; folder: string; files: readonly { name: string; bytes: number }[] }
  | { bits: number }
);

function qualityOf({ quality }: CorpusPlan): QualityReport | undefined {
  if (!quality) return undefined;
  const { least, sources } = quality;
  if ('judge' in quality) return { bits: quality.judge.bits, least, sources };
  const { command, folder } = quality.program;
  const files = quality.programFiles.map(({ name, size }) => ({ name, bytes: size }));
  return { command, folder, files, least, sources };
}

function addTo(sums: Record<string, number>, counts: Readonly<Record<string, number>>): void {
  for (const [reason, count] of Object.entries(counts)) sums[reason] = (sums[reason] ?? 0) + count;
}

/** Of a run that is finished. */
export function reportOf(folder: CorpusFolder): CorpusReport {
  const { files, policy, weights } = folder.plan;
  const { shards } = signedShards(folder);
  const quality = qualityOf(folder.plan);
  const sources = new Map<string, SourceReport>();
  const of = (source: string): SourceReport => {
    const there = sources.get(source);
    if (there) return there;
    const none = { documents: 0, words: 0, characters: 0 };
    const made = {
      source,
      ...none,
      removed: {},
      removedWords: {},
      kept: { ...none },
      keptShare: 0,
      weight: weights[source] ?? 1,
      mixture: 0
    };
    sources.set(source, made);
    return made;
  };
  for (const shard of shards)
    for (const { name, characters, documents, words } of shard.sources) {
      const one = of(name);
      one.documents += documents;
      one.words += words;
      one.characters += characters;
    }
  let writeSeconds = 0;
  for (const shard of folder.plan.shards.keys()) {
    const written = readJson<WrittenShard>(places.written(folder, shard));
    writeSeconds += written?.seconds ?? 0;
    for (const { characters, kept, name, removed, removedWords, words } of written?.sources ?? []) {
      const one = of(name);
      one.kept.documents += kept;
      one.kept.words += words;
      one.kept.characters += characters;
      addTo(one.removed, removed);
      addTo(one.removedWords, removedWords);
    }
  }
  const list = [...sources.values()].sort((a, b) => (a.source < b.source ? -1 : 1));
  const weighted = list.reduce((sum, { kept, weight }) => sum + kept.words * weight, 0);
  const removed: Record<string, number> = {};
  for (const one of list) {
    one.keptShare = one.words === 0 ? 0 : one.kept.words / one.words;
    one.mixture = weighted === 0 ? 0 : (one.kept.words * one.weight) / weighted;
    addTo(removed, one.removed);
  }
  const components = readJson<ComponentsFile>(places.components(folder));
  const sizes = (components?.sizes ?? []).filter(([size]) => size > 1);
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const { system, user } = process.cpuUsage();
  const processorSeconds = (system + user) / 1e6;
  const sign = shards.reduce((sum, { seconds }) => sum + seconds, 0);
  return {
    corpus: 1,
    policy,
    files: files.map(({ name, size, source }) => ({ name, source, bytes: size })),
    ...(quality && { quality }),
    bytes,
    documents: list.reduce((sum, { documents }) => sum + documents, 0),
    unreadable: shards.reduce((sum, { bad }) => sum + bad, 0),
    kept: list.reduce((sum, { kept }) => sum + kept.documents, 0),
    removed,
    sources: list,
    components: sizes,
    largest: sizes.at(-1)?.[0] ?? (list.length > 0 ? 1 : 0),
    pairs: components?.pairs ?? 0,
    cost: {
      seconds: { sign, join: components?.seconds ?? 0, write: writeSeconds },
      processorSeconds,
      bytesPerProcessorSecond: bytes / processorSeconds,
      peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024)
    }
  };
}

export function reportInWords(report: CorpusReport): string {
  const reasons = Object.keys(report.removed).sort((a, b) => report.removed[b] - report.removed[a]);
  const whole = (value: number): string => value.toLocaleString('en-US').replaceAll(',', ' ');
  const share = (part: number): string => `${(100 * part).toFixed(1)} %`;
  const sources = aligned(
    ['source', 'documents', 'words', ...reasons, 'kept', 'kept words', 'share', 'mixture'],
    report.sources.map((one) => [
      one.source,
      whole(one.documents),
      whole(one.words),
      ...reasons.map((reason) => whole(one.removed[reason] ?? 0)),
      whole(one.kept.documents),
      whole(one.kept.words),
      share(one.keptShare),
      share(one.mixture)
    ])
  );
  const groups = report.components.reduce((sum, [, count]) => sum + count, 0);
  const lines = [
    `${whole(report.documents)} documents of ${sayBytes(report.bytes)}; ${whole(report.kept)} kept.`,
    ...(report.unreadable > 0
      ? [`${whole(report.unreadable)} lines were no documents; removed/ lists them.`]
      : []),
    `${whole(groups)} groups of near-duplicates; the largest has ${whole(report.largest)}.`,
    `${report.cost.processorSeconds.toFixed(1)} s of processors, ${sayBytes(report.cost.bytesPerProcessorSecond)} a second of one; ${report.cost.peakMegabytes} MB of memory at most.`
  ];
  return `${sources}\n${lines.join('\n')}\n`;
}
