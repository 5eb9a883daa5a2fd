/** Ranks of documents' sources, a range of the whole corpus at a time. */
import { rankOfSource } from '../../models/corpus/dedup/survivors';
import { openContent } from './content';
import { DocumentReader } from './documentTable';
import { type CorpusFolder, places, type SignedShard } from './folder';

/** [to - from] rank of each document. */
export type RanksOf = (from: number, to: number) => Uint16Array;

export function sourceRanks(
  folder: CorpusFolder,
  shards: readonly SignedShard[],
  starts: readonly number[]
): RanksOf {
  const { ranking } = folder.plan.policy;
  const names = [...new Set(shards.flatMap(({ sources }) => sources.map(({ name }) => name)))];
  const rankOf = new Map(names.map((name) => [name, rankOfSource(name, ranking, names)]));
  return (from, to) => {
    const ranks = new Uint16Array(to - from);
    for (const [shard, { documents, sources }] of shards.entries()) {
      const first = Math.max(from, starts[shard]);
      const last = Math.min(to, starts[shard] + documents);
      if (first >= last) continue;
      const ranked = sources.map(({ name }) => rankOf.get(name)!);
      const path = places.documents(folder, shard);
      const content = openContent(path, path);
      try {
        const rows = new DocumentReader(content);
        for (let i = first; i < last; i++) ranks[i - from] = ranked[rows.source(i - starts[shard])];
      } finally {
        content.close();
      }
    }
    return ranks;
  };
}
