/**
 * Between the passes, on one thread: all pairs joined, and each document's fate decided. This alone holds something of every document at
 * once: 18 bytes.
 */
import { rankOfSource, survivors } from '../../models/corpus/dedup/survivors';
import { componentSizes, UnionFind } from '../../models/corpus/dedup/unionFind';
import { openContent } from './content';
import { type ComponentsFile, type CorpusFolder, places, signedShards } from './folder';
import { withFiles, writeJson } from './output';
import { wordsOf } from './spill';
import { breathe, type Stopped } from './stopping';

const pieceBytes = 1 << 20;

export async function joinPairs(folder: CorpusFolder, pairTasks: number, stopped: Stopped): Promise<void> {
  const began = performance.now();
  const { documents, shards, starts } = signedShards(folder);
  const components = new UnionFind(documents);
  let pairs = 0;
  for (let task = 0; task < pairTasks; task++) {
    const path = places.pairs(folder, task);
    const content = openContent(path, path);
    try {
      for (let at = 0; at < content.size; at += pieceBytes) {
        const piece = wordsOf(content.read(at, at + pieceBytes));
        for (let i = 0; i < piece.length; i += 2) components.union(piece[i], piece[i + 1]);
        pairs += piece.length / 2;
        await breathe(stopped);
      }
    } finally {
      content.close();
    }
  }
  const { keep, ranking } = folder.plan.policy;
  const names = [...new Set(shards.flatMap(({ sources }) => sources.map(({ name }) => name)))];
  const ranks = new Uint16Array(documents);
  for (const [shard, { documents: count, sources }] of shards.entries()) {
    const ranked = sources.map(({ name }) => rankOfSource(name, ranking, names));
    const column = sourceColumn(folder, shard, count);
    for (let i = 0; i < count; i++) ranks[starts[shard] + i] = ranked[column[i]];
  }
  const fates = survivors(components, (document) => ranks[document], keep);
  await withFiles([places.fates(folder)], async ([file]) => file.write(fates));
  const file: ComponentsFile = {
    sizes: componentSizes(components),
    pairs,
    seconds: (performance.now() - began) / 1000
  };
  writeJson(places.components(folder), file);
}

/** [documents] the source of each, as a place in the shard's own list. */
function sourceColumn(folder: CorpusFolder, shard: number, count: number): Uint16Array {
  const path = places.documents(folder, shard);
  const content = openContent(path, path);
  try {
    const bytes = content.read(8 * count, 10 * count);
    return new Uint16Array(bytes.buffer, bytes.byteOffset, count);
  } finally {
    content.close();
  }
}
