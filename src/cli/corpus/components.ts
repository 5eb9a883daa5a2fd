/**
 * Between the passes, on one thread: all pairs joined, and each document's fate decided, in ranges of documents that fit the memory there
 * is. What belongs to another range waits for it on disk.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { bytesPerDocument, ComponentRange, RangeFates } from '../../models/corpus/dedup/componentRange';
import { type ComponentsFile, type CorpusFolder, places, signedShards } from './folder';
import { withFiles, writeJson } from './output';
import { type RanksOf, sourceRanks } from './sourceRanks';
import { recordsIn, Shelves, wholeFile } from './shelves';
import { breathe, type Stopped } from './stopping';

/** How documents are cut into ranges: three quarters of the memory are for a range, the rest for what waits for others. */
export function rangesOf(documents: number, memory: number): { ranges: number; width: number } {
  const most = Math.max(1, Math.floor((0.75 * memory) / bytesPerDocument));
  const ranges = Math.max(1, Math.ceil(documents / most));
  return { ranges, width: Math.max(1, Math.ceil(documents / ranges)) };
}

interface Joining {
  folder: CorpusFolder;
  documents: number;
  ranges: number;
  /** Documents of a range; the last has what is left. */
  width: number;
  ranksOf: RanksOf;
  /** By range: pairs [larger, smaller]; what a range is told by those above, [below, root, best, rank, size]; and by those below, [root, best, rank]. */
  pairs: Shelves;
  carried: Shelves;
  learned: Shelves;
  stopped: Stopped;
}

/** `memory`: bytes. Throws what reading and writing throws, and StoppedError. */
export async function joinPairs(
  folder: CorpusFolder,
  { memory, pairTasks }: { memory: number; pairTasks: number },
  stopped: Stopped
): Promise<void> {
  const began = performance.now();
  const { documents, shards, starts } = signedShards(folder);
  const { ranges, width } = rangesOf(documents, memory);
  const shelf = (name: string, recordWords: number): Shelves =>
    new Shelves(places.joining(folder, name), { parts: ranges, recordWords, room: memory / 12 });
  const joining: Joining = {
    folder,
    documents,
    ranges,
    width,
    ranksOf: sourceRanks(folder, shards, starts),
    pairs: shelf('pairs', 2),
    carried: shelf('carried', 5),
    learned: shelf('learned', 3),
    stopped
  };
  let pairs = 0;
  function* found(): Generator<Uint32Array> {
    for (let task = 0; task < pairTasks; task++)
      for (const piece of recordsIn(places.pairs(folder, task), 2)) {
        pairs += piece.length / 2;
        yield piece;
      }
  }
  const sizes = await goDown(joining, found());
  await goUp(joining);
  rmSync(places.joining(folder, ''), { recursive: true, force: true });
  const file: ComponentsFile = {
    sizes: [...sizes].sort((a, b) => a[0] - b[0]),
    pairs,
    seconds: (performance.now() - began) / 1000
  };
  writeJson(places.components(folder), file);
}

/** From the last range to the first: components by size, and on disk what each range found and what goes on below it. */
async function goDown(joining: Joining, found: Iterable<Uint32Array>): Promise<Map<number, number>> {
  const { carried, documents, folder, learned, pairs, ranges, ranksOf, stopped, width } = joining;
  const rangeOf = (document: number): number => Math.floor(document / width);
  const hand = (larger: number, smaller: number): void => pairs.put(rangeOf(larger), larger, smaller);
  const take = async (from: Iterable<Uint32Array>, pair: typeof hand): Promise<void> => {
    for (const piece of from) {
      for (let i = 0; i < piece.length; i += 2)
        pair(Math.max(piece[i], piece[i + 1]), Math.min(piece[i], piece[i + 1]));
      await breathe(stopped);
    }
  };
  // All documents at once need no pairs that wait.
  if (ranges > 1) await take(found, hand);
  const sizes = new Map<number, number>();
  const range = new ComponentRange(Math.min(width, documents));
  for (let r = ranges - 1; r >= 0; r--) {
    const from = r * width;
    range.begin(from, ranksOf(from, Math.min(documents, from + width)));
    await take(ranges > 1 ? pairs.read(r) : found, (larger, smaller) => range.join(larger, smaller, hand));
    pairs.drop(r);
    for (const piece of carried.read(r)) {
      for (let i = 0; i < piece.length; i += 5)
        range.carry(piece[i], { best: piece[i + 2], rank: piece[i + 3], size: piece[i + 4] });
      await breathe(stopped);
    }
    range.close(
      (below, root, { best, rank, size }) => carried.put(rangeOf(below), below, root, best, rank, size),
      (root, { best, rank, size }) => {
        sizes.set(size, (sizes.get(size) ?? 0) + 1);
        if (size > 1) learned.put(r, root, best, rank);
      }
    );
    await withFiles([rootsOf(folder, r)], async ([file]) => file.write(range.roots()));
  }
  return sizes;
}

/** From the first range to the last: what has become of its components is told to the ranges above, and fates are written. */
async function goUp({
  carried,
  documents,
  folder,
  learned,
  ranges,
  ranksOf,
  stopped,
  width
}: Joining): Promise<void> {
  const { keep } = folder.plan.policy;
  const range = new RangeFates(Math.min(width, documents));
  await withFiles([places.fates(folder)], async ([file]) => {
    for (let r = 0; r < ranges; r++) {
      const from = r * width;
      const to = Math.min(documents, from + width);
      // Where one of a component stays ranks have been compared already.
      const ranks = keep === 'cross' ? ranksOf(from, to) : new Uint16Array(to - from);
      range.begin(from, wholeFile(rootsOf(folder, r)), ranks);
      for (const piece of learned.read(r)) {
        for (let i = 0; i < piece.length; i += 3) range.learn(piece[i], piece[i + 1], piece[i + 2]);
        await breathe(stopped);
      }
      learned.drop(r);
      for (const piece of carried.read(r)) {
        for (let i = 0; i < piece.length; i += 5) {
          const { best, rank } = range.bestOf(piece[i]);
          learned.put(Math.floor(piece[i + 1] / width), piece[i + 1], best, rank);
        }
        await breathe(stopped);
      }
      carried.drop(r);
      file.write(range.fates(keep));
    }
  });
}

const rootsOf = (folder: CorpusFolder, range: number): string =>
  join(places.joining(folder, ''), `roots.${range}`);
