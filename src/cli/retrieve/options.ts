/** Numbers of a question as they are typed. */
import { type Chunking, ChunkingError, parseChunking } from '../../models/retrieval/chunks';
import type { AskOptions } from '../../models/retrieval/retriever';
import { type Call, UsageError } from '../command';

/** A number within [least, most]. Throws UsageError. */
export function numberOf(call: Call, name: string, least: number, most: number): number | undefined {
  const text = call.get(name);
  if (text === undefined) return undefined;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value >= least && value <= most) return value;
  throw new UsageError(`--${name} is '${text}'; expected a number from ${least} to ${most}.`);
}

/** Throws UsageError. */
export function chunkingOf(call: Call): Chunking {
  try {
    return parseChunking(call.get('chunk') ?? 'sentence');
  } catch (error) {
    if (error instanceof ChunkingError) throw new UsageError(`--chunk: ${error.message}`);
    throw error;
  }
}

/** "share" or "share,chunks": what share of the walk's returns goes to recent chunks, and over how many that halves. */
export function recencyOf(call: Call): AskOptions['recency'] {
  const text = call.get('recency');
  if (text === undefined) return undefined;
  const parts = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const [share, halfLife = 100] = parts;
  if (parts.length <= 2 && share >= 0 && share <= 1 && halfLife >= 1 && halfLife <= 1e9)
    return { share, halfLife };
  throw new UsageError(
    `--recency is '${text}'; expected a share from 0 to 1 and, after a comma, chunks from 1, such as 0.2,100.`
  );
}
