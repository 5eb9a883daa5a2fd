/** First pass over a shard: every document examined by itself, its verdict and its buckets left on disk. */
import { createMinHasher } from '../../compute/minhash';
import { documentsOf } from '../../formats/corpus/documents';
import type { RawDocument } from '../../formats/corpus/rawDocument';
import { filters } from '../../models/corpus/cleaning/filters';
import { bandKeys } from '../../models/corpus/dedup/lsh';
import { hashFunctions } from '../../models/corpus/dedup/minhash';
import { examine } from '../../models/corpus/examine';
import { openContent } from './content';
import { DocumentWriter } from './documentTable';
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
  const sources = new Map<string, SignedSource & { number: number }>();
  let bad = 0;
  let count = 0;
  let indexed = 0;
  let lines = 0;
  try {
    const blocks = await withFiles(
      [places.documents(folder, shard), places.bands(folder, shard)],
      async (files) => {
        const [documents, bands] = files;
        const table = new DocumentWriter(documents);
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
                spill.add(count, (keys, at) => bandKeys(signature, policy, keys, at));
              }
            }
            table.add({ line: item.line, words: examined.words, source: source.number, reason });
            count++;
          }
          await breathe(stopped);
        }
        spill.flush();
        table.flush();
        return spill.blocks;
      }
    );
    const signed: SignedShard = {
      documents: count,
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
