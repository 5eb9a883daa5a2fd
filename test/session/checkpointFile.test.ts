import { describe, expect, it } from 'vitest';
import { FormatError } from '../../src/formats/formatError';
import type { Checkpoint } from '../../src/session/checkpoint';
import { readCheckpoint, writeCheckpoint } from '../../src/session/checkpointFile';
import { createSession, restoreSession } from '../../src/session/createSession';
import { testHost } from './host';
import { shortEvidence } from './shortEvidence';

async function taken(ticks: number): Promise<{ checkpoint: Checkpoint; later: string }> {
  const session = await createSession(shortEvidence, testHost());
  await session.step('tick', ticks);
  const checkpoint = await session.checkpoint();
  await session.step('tick', 50);
  const later = await session.stateHash();
  session.dispose();
  return { checkpoint, later };
}

describe('a checkpoint as a file', () => {
  it('comes back whole, in the middle of a trial too, and the run goes on as it would have', async () => {
    const { checkpoint, later } = await taken(77);
    const read = readCheckpoint('file', writeCheckpoint(checkpoint));
    expect(read).toEqual(checkpoint);
    const session = await restoreSession(read, testHost());
    await session.step('tick', 50);
    expect(await session.stateHash()).toBe(later);
    session.dispose();
  });

  it('keeps numbers that JSON has no word for', async () => {
    const { checkpoint } = await taken(3);
    const odd: Checkpoint = {
      ...checkpoint,
      scores: [{ loss: Number.NaN, error: -0 }],
      heldOut: { loss: Number.POSITIVE_INFINITY, error: 1 },
      model: { numbers: { a: -0, b: Number.NaN }, arrays: { c: Float64Array.of(Number.NaN, -0, 5e-324) } }
    };
    const read = readCheckpoint('file', writeCheckpoint(odd));
    expect(read).toEqual(odd);
    expect(Object.is(read.scores[0].error, -0) && Object.is(read.model.numbers['a'], -0)).toBe(true);
  });

  it('is refused cut short at any place, with any byte changed, and where it is something else', async () => {
    const { checkpoint } = await taken(3);
    const small = { ...checkpoint, model: { numbers: { a: 1 }, arrays: { b: Float64Array.of(1, 2) } } };
    const bytes = writeCheckpoint(small);
    for (let k = 0; k < bytes.length; k++) {
      expect(() => readCheckpoint('file', bytes.subarray(0, k))).toThrow(FormatError);
      const changed = bytes.slice();
      changed[k] ^= 1 << (k % 8);
      expect(() => readCheckpoint('file', changed)).toThrow(FormatError);
    }
    expect(() => readCheckpoint('x.csv', new TextEncoder().encode('a,b\n1,2\n3,4\n5,6\n'))).toThrow('x.csv');
  });
});
