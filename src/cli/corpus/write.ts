/** Last pass over a shard: what stays is written with its fields, what goes with its reason and, of a duplicate, what it is one of. */
import { documentsOf } from '../../formats/corpus/documents';
import type { RawDocument } from '../../formats/corpus/rawDocument';
import { featuresOf } from '../../models/corpus/cleaning/features';
import { filters } from '../../models/corpus/cleaning/filters';
import { collapseRuns } from '../../models/corpus/cleaning/transform';
import { stays } from '../../models/corpus/dedup/survivors';
import { type OpenContent, openContent } from './content';
import { DocumentReader } from './documentTable';
import {
  type CorpusFolder,
  firstFilter,
  isEmpty,
  passes,
  places,
  signedShards,
  type WrittenSource
} from './folder';
import type { Judge } from './judging';
import { withFiles, writeJson } from './output';
import { type CorpusPlan, countersOf } from './plan';
import { sourceOf } from './sign';
import { breathe, type Stopped } from './stopping';
import { type Twin, Twins } from './twins';

interface Reason {
  reason: string;
  value?: unknown;
  threshold?: number;
  /** Of a duplicate: where what is kept for it lies. */
  twin?: Twin;
}

/** A document of the batch under way. */
interface Settled {
  item: RawDocument;
  source: string;
  words: number;
  /** Why it goes. */
  why?: Reason;
}

interface Counting extends WrittenSource {
  removed: Record<string, number>;
  removedWords: Record<string, number>;
}

/** `judge`: where the plan has one. Throws what reading, writing and judging throws, and StoppedError. */
export async function writeShard(
  folder: CorpusFolder,
  shard: number,
  judge: Judge | undefined,
  stopped: Stopped
): Promise<void> {
  const { plan } = folder;
  const began = performance.now();
  const { file, stretch } = plan.shards[shard];
  const { name, path, source: fallback } = plan.files[file];
  const { shards, starts } = signedShards(folder);
  const opened: { close(): void }[] = [];
  const open = (what: string, at: string): OpenContent => {
    const content = openContent(what, at);
    opened.push(content);
    return content;
  };
  const counts = new Map<string, Counting>();
  const countsOf = (source: string): Counting => {
    let own = counts.get(source);
    if (!own) {
      own = { name: source, kept: 0, words: 0, characters: 0, removed: {}, removedWords: {} };
      counts.set(source, own);
    }
    return own;
  };
  try {
    const twins = new Twins(folder, shards, starts);
    opened.push(twins);
    const rows = new DocumentReader(open(places.documents(folder, shard), places.documents(folder, shard)));
    const fateOf = fatesFrom(open(places.fates(folder), places.fates(folder)), starts[shard]);
    const reasonOf = reasonsOf(plan, twins);
    const before = twins.linesBefore[shard];
    const content = open(name, path);
    await withFiles([places.kept(folder, shard), places.removed(folder, shard)], async ([kept, removed]) => {
      let index = 0;
      const settle = (item: RawDocument): Settled => {
        const { reason, words } = rows.row(index);
        const source = sourceOf(item, plan, fallback);
        const why = reasonOf(item, { source, reason, fate: fateOf(index) });
        index++;
        return { item, source, words, ...(why && { why }) };
      };
      const put = ({ item, source, why, words }: Settled): void => {
        const own = countsOf(source);
        if (why) {
          own.removed[why.reason] = (own.removed[why.reason] ?? 0) + 1;
          own.removedWords[why.reason] = (own.removedWords[why.reason] ?? 0) + words;
          const { id } = item.fields;
          const where = { source, file: name, line: before + item.line };
          removed.writeText(`${JSON.stringify({ ...(id !== undefined && { id }), ...where, ...why })}\n`);
          return;
        }
        const text = plan.policy.collapse ? collapseRuns(item.text) : item.text;
        own.kept++;
        own.words += words;
        own.characters += text.length;
        kept.writeText(`${JSON.stringify({ [plan.reading.textField]: text, ...item.fields })}\n`);
      };
      for await (const items of documentsOf(name, content, plan.reading, stretch)) {
        const settled = items.flatMap((item) => (item.kind === 'document' ? [settle(item)] : []));
        if (judge) await judgeAll(settled, judge, plan);
        let next = 0;
        for (const item of items) {
          if (item.kind === 'document') put(settled[next++]);
          else {
            const where = { file: name, line: before + item.line };
            removed.writeText(`${JSON.stringify({ reason: 'unreadable', why: item.why, ...where })}\n`);
          }
        }
        await breathe(stopped);
      }
    });
    writeJson(places.written(folder, shard), {
      sources: [...counts.values()],
      seconds: (performance.now() - began) / 1000
    });
  } finally {
    for (const one of opened) one.close();
  }
}

const pieceFates = 1 << 14;

/** The fate of each document of a shard that begins with number `start`, asked for in order. */
function fatesFrom(content: OpenContent, start: number): (index: number) => number {
  const held = new Uint32Array(pieceFates);
  let first = 0;
  let count = 0;
  return (index) => {
    if (index < first || index >= first + count) {
      first = index;
      count = content.readInto(new Uint8Array(held.buffer), 4 * (start + index)).length / 4;
    }
    return held[index - first];
  };
}

/** Why a document goes, quality aside; undefined where it stays. */
function reasonsOf(
  plan: CorpusPlan,
  twins: Twins
): (item: RawDocument, found: { source: string; reason: number; fate: number }) => Reason | undefined {
  const { floors, policy } = plan;
  const lists = countersOf(plan);
  return ({ fields, text: raw }, { fate, reason, source }) => {
    if (reason === isEmpty) return { reason: 'empty' };
    if (reason >= firstFilter) {
      const filter = filters[reason - firstFilter];
      const value = filter.value(featuresOf(raw, policy.collapse ? collapseRuns(raw) : raw, lists));
      return { reason: filter.id, value, threshold: policy.thresholds[filter.id] ?? filter.threshold };
    }
    if (reason === passes && fate !== stays) {
      const twin = twins.of(fate);
      return { reason: twin.source === source ? 'within' : 'across', twin };
    }
    for (const { field, least, source: wanted } of floors) {
      const value = fields[field];
      if (wanted === source && !(typeof value === 'number' && value >= least))
        return { reason: 'field', value: { [field]: value ?? null }, threshold: least };
    }
    return undefined;
  };
}

/** Gives those that would stay, and are not good enough, that for a reason. */
async function judgeAll(batch: readonly Settled[], judge: Judge, { quality }: CorpusPlan): Promise<void> {
  if (!quality) return;
  const { least, sources } = quality;
  const asked = batch.filter(({ source, why }) => !why && (sources.length === 0 || sources.includes(source)));
  if (asked.length === 0) return;
  const scores = await judge.scores(
    asked.map(({ item, source }) => ({ text: item.text, source, id: item.fields['id'] }))
  );
  for (const [i, one] of asked.entries())
    if (!(scores[i] >= least)) one.why = { reason: 'quality', value: scores[i], threshold: least };
}
