/** Small texts for tests. */
import { createCosineJoiner } from '../../../src/compute/cosineJoin';
import type { Random } from '../../../src/models/random';
import { type IndexOptions, Retriever } from '../../../src/models/retrieval/retriever';

/** Of all indices of a file of tests. */
export const joiner = await createCosineJoiner();

/** An index of these chunks, weighed by them and, where there are some, by these questions. */
export function retrieverOf(
  chunks: readonly string[],
  options: Partial<IndexOptions> = {},
  questions: readonly string[] = []
): Retriever {
  const retriever = new Retriever(joiner, options);
  for (const chunk of chunks) retriever.add(chunk);
  retriever.refresh(questions);
  return retriever;
}

/** [chunks + 1] the mass of each chunk and of the question. */
export function massByChunk({ table }: Retriever, mass: Float64Array): number[] {
  const each = Array.from({ length: table.chunks }, (_, chunk) => {
    const row = table.rowOf[chunk];
    return mass[row] / table.copies[row];
  });
  return [...each, mass[table.rows]];
}

/** `count` chunks of 1 to 9 words, frequent ones more often, and copies of the first few. */
export function randomChunks(
  random: Random,
  count: number,
  { words, copies }: { words: number; copies: number }
): string[] {
  const drawn = Array.from({ length: count - copies }, () =>
    Array.from(
      { length: 1 + random.below(9) },
      () => `w${Math.floor(words * random.uniform() * random.uniform())}`
    ).join(' ')
  );
  return [...drawn, ...drawn.slice(0, copies)];
}
