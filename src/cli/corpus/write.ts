/** Last pass over a shard: what stays is written with its fields, what goes with its reason and, of a duplicate, what it is one of. */
import { documentsOf } from '../../formats/corpus/documents';
import { featuresOf } from '../../models/corpus/cleaning/features';
import { filters } from '../../models/corpus/cleaning/filters';
import { collapseRuns } from '../../models/corpus/cleaning/transform';
import { stays } from '../../models/corpus/dedup/survivors';
import { LinearJudge } from '../../models/corpus/quality/classifier';
import { type OpenContent, openContent } from './content';
import {
  type CorpusFolder,
  firstFilter,
  isEmpty,
  passes,
  places,
  signedShards,
  type WrittenSource
} from './folder';
import { withFiles, writeJson } from './output';
import { countersOf } from './plan';
import { sourceOf } from './sign';
import { wordsOf } from './spill';
import { breathe, type Stopped } from './stopping';

interface Reason {
  reason: string;
  value?: unknown;
  threshold?: number;
  /** Of a duplicate: where what is kept for it lies. */
  twin?: { source: string; file: string; line: number };
}

export async function writeShard(folder: CorpusFolder, shard: number, stopped: Stopped): Promise<void> {
  const { plan } = folder;
  const { policy, quality } = plan;
  const began = performance.now();
  const { file, stretch } = plan.shards[shard];
  const { name, path, source: fallback } = plan.files[file];
  const { shards, starts } = signedShards(folder);
  const { documents: count } = shards[shard];
  const lists = countersOf(plan);
  const judge = quality && LinearJudge.fromFile(quality.judge);
  const opened: OpenContent[] = [];
  const open = (what: string): OpenContent => {
    const content = openContent(what, what);
    opened.push(content);
    return content;
  };
  const own = open(places.documents(folder, shard));
  const words = wordsOf(own.read(4 * count, 8 * count));
  const reasons = own.read(10 * count, 11 * count);
  const fates = wordsOf(open(places.fates(folder)).read(4 * starts[shard], 4 * (starts[shard] + count)));
  const others = new Map<number, OpenContent>();

  /** Lines of the file before the shard's first. */
  const linesBefore = (of: number): number => {
    let before = 0;
    for (let s = of - 1; s >= 0 && plan.shards[s].file === plan.shards[of].file; s--)
      before += shards[s].lines;
    return before;
  };
  const before = linesBefore(shard);

  function twinOf(document: number): NonNullable<Reason['twin']> {
    let of = starts.length - 1;
    while (starts[of] > document) of--;
    let content = others.get(of);
    if (!content) {
      content = open(places.documents(folder, of));
      others.set(of, content);
    }
    const local = document - starts[of];
    const all = shards[of].documents;
    const line = wordsOf(content.read(4 * local, 4 * local + 4))[0];
    const [low, high] = content.read(8 * all + 2 * local, 8 * all + 2 * local + 2);
    return {
      source: shards[of].sources[low + 256 * high].name,
      file: plan.files[plan.shards[of].file].name,
      line: linesBefore(of) + line
    };
  }

  /** Why a document goes; undefined where it stays. */
  function reasonOf(
    index: number,
    raw: string,
    source: string,
    fields: Readonly<Record<string, unknown>>
  ): Reason | undefined {
    const reason = reasons[index];
    if (reason === isEmpty) return { reason: 'empty' };
    if (reason >= firstFilter) {
      const filter = filters[reason - firstFilter];
      const value = filter.value(featuresOf(raw, policy.collapse ? collapseRuns(raw) : raw, lists));
      return { reason: filter.id, value, threshold: policy.thresholds[filter.id] ?? filter.threshold };
    }
    if (fates[index] !== stays) {
      const twin = twinOf(fates[index]);
      return { reason: twin.source === source ? 'within' : 'across', twin };
    }
    for (const { field, least, source: wanted } of plan.floors) {
      const value = fields[field];
      if (wanted === source && !(typeof value === 'number' && value >= least))
        return { reason: 'field', value: { [field]: value ?? null }, threshold: least };
    }
    const judged = judge && (quality.sources.length === 0 || quality.sources.includes(source));
    if (judged) {
      const value = judge.score(raw);
      if (!(value >= quality.least)) return { reason: 'quality', value, threshold: quality.least };
    }
    return undefined;
  }

  const counts = new Map<string, WrittenSource & { removed: Record<string, number> }>();
  const content = openContent(name, path);
  opened.push(content);
  try {
    await withFiles([places.kept(folder, shard), places.removed(folder, shard)], async ([kept, removed]) => {
      let index = 0;
      for await (const items of documentsOf(name, content, plan.reading, stretch)) {
        for (const item of items) {
          const line = before + item.line;
          if (item.kind === 'bad') {
            removed.writeText(
              `${JSON.stringify({ reason: 'unreadable', why: item.why, file: name, line })}\n`
            );
            continue;
          }
          const source = sourceOf(item, plan, fallback);
          let own = counts.get(source);
          if (!own) {
            own = { name: source, kept: 0, words: 0, characters: 0, removed: {} };
            counts.set(source, own);
          }
          const why =
            reasons[index] === passes && fates[index] === stays && !judge && plan.floors.length === 0
              ? undefined
              : reasonOf(index, item.text, source, item.fields);
          if (why) {
            own.removed[why.reason] = (own.removed[why.reason] ?? 0) + 1;
            const { id } = item.fields;
            removed.writeText(
              `${JSON.stringify({ ...(id !== undefined && { id }), source, file: name, line, ...why })}\n`
            );
          } else {
            const text = policy.collapse ? collapseRuns(item.text) : item.text;
            own.kept++;
            own.words += words[index];
            own.characters += text.length;
            kept.writeText(`${JSON.stringify({ [plan.reading.textField]: text, ...item.fields })}\n`);
          }
          index++;
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
