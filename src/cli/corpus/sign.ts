/** First pass over a shard: every document examined by itself, its verdict and its buckets left on disk. */
import { createMinHasher } from '../../compute/minhash';
import { documentsOf } from '../../formats/corpus/documents';
import type { RawDocument } from '../../formats/corpus/rawDocument';
import { filters } from '../../models/corpus/cleaning/filters';
import { bandKeys } from '../../models/corpus/dedup/lsh';
import { hashFunctions } from '../../models/corpus/dedup/minhash';
import { examine } from '../../models/corpus/examine';
import { openContent } from './content';
import {
  type CorpusFolder,
  firstFilter,
  isEmpty,
  passes,
  places,
  type SignedShard,
  type SignedSource
} from './folder';
import { withFiles, writeJson } from './output';
import { type CorpusPlan, countersOf } from './plan';
import { BandSpill } from './spill';
import { breathe, type Stopped } from './stopping';

const filterNumber = new Map(filters.map(({ id }, number) => [id, firstFilter + number]));

/** Numbers of documents as they come, in arrays that grow. */
class DocumentTable {
  count = 0;
  private lines = new Uint32Array(1 << 10);
  private words = new Uint32Array(1 << 10);
  private sources = new Uint16Array(1 << 10);
  private reasons = new Uint8Array(1 << 10);

  add(line: number, words: number, source: number, reason: number): void {
    const at = this.count++;
    if (at === this.lines.length) {
      const length = 2 * at;
      this.lines = moved(this.lines, new Uint32Array(length));
      this.words = moved(this.words, new Uint32Array(length));
      this.sources = moved(this.sources, new Uint16Array(length));
      this.reasons = moved(this.reasons, new Uint8Array(length));
    }
    this.lines[at] = line;
    this.words[at] = words;
    this.sources[at] = source;
    this.reasons[at] = reason;
  }

  columns(): ArrayBufferView[] {
    return [this.lines, this.words, this.sources, this.reasons].map((column) =>
      column.subarray(0, this.count)
    );
  }
}

function moved<T extends Uint8Array | Uint16Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** The source a document names, or that of its file. */
export function sourceOf({ fields }: RawDocument, plan: CorpusPlan, fallback: string): string {
  const named = plan.sourceField === undefined ? undefined : fields[plan.sourceField];
  return typeof named === 'string' && named !== '' ? named : fallback;
}

const mostSources = 2 ** 16;

/** Throws FormatError and UsageError; what was finished before is left alone. */
export async function signShard(folder: CorpusFolder, shard: number, stopped: Stopped): Promise<void> {
  const { plan } = folder;
  const { policy } = plan;
  const began = performance.now();
  const { file, stretch } = plan.shards[shard];
  const { name, path, source: fallback } = plan.files[file];
  const lists = countersOf(plan);
  const hasher = await createMinHasher(hashFunctions(policy.permutations, policy.seed));
  const content = openContent(name, path);
  const table = new DocumentTable();
  const sources = new Map<string, SignedSource & { number: number }>();
  let bad = 0;
  let indexed = 0;
  let lines = 0;
  try {
    const blocks = await withFiles(
      [places.documents(folder, shard), places.bands(folder, shard)],
      async (files) => {
        const [documents, bands] = files;
        const spill = new BandSpill(bands, policy.bands);
        for await (const items of documentsOf(name, content, plan.reading, stretch)) {
          for (const item of items) {
            lines = item.line;
            if (item.kind === 'bad') {
              bad++;
              continue;
            }
            const from = sourceOf(item, plan, fallback);
            let source = sources.get(from);
            if (!source) {
              if (sources.size === mostSources) throw tooManySources(name);
              source = { name: from, number: sources.size, documents: 0, words: 0, characters: 0 };
              sources.set(from, source);
            }
            const examined = examine(item.text, from, policy, lists);
            source.documents++;
            source.words += examined.words;
            source.characters += item.text.length;
            const reason =
              item.text.trim() === ''
                ? isEmpty
                : examined.removed
                  ? (filterNumber.get(examined.removed.filter) ?? passes)
                  : passes;
            if (reason === passes) {
              const signature = hasher.sign(examined.tokens, policy.ngram);
              if (signature) {
                indexed++;
                spill.add(table.count, (keys, at) => bandKeys(signature, policy, keys, at));
              }
            }
            table.add(item.line, examined.words, source.number, reason);
          }
          await breathe(stopped);
        }
        spill.flush();
        for (const column of table.columns()) documents.write(column);
        return spill.blocks;
      }
    );
    const signed: SignedShard = {
      documents: table.count,
      lines,
      indexed,
      bad,
      sources: [...sources.values()].map(({ number: _, ...counts }) => counts),
      blocks,
      seconds: (performance.now() - began) / 1000
    };
    writeJson(places.signed(folder, shard), signed);
  } finally {
    content.close();
    hasher.dispose();
  }
}

function tooManySources(file: string): Error {
  return new RangeError(`${file} names more than ${mostSources} sources; is --source-field the right one?`);
}
