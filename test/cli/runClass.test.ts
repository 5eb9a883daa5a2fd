import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main';
import { presets } from '../../src/presets/registry';
import { testIo } from './io';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'engram-class-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the experiment `one-walk` as a file with this said of a class. */
async function run(said: object | undefined) {
  const { experiment } = presets.find(({ id }) => id === 'one-walk')!;
  writeFileSync(join(folder, 'walk.engram'), JSON.stringify({ ...experiment, ...(said && { class: said }) }));
  const io = testIo(folder);
  const code = await main(['run', 'walk.engram', '--trials', '3', '--json'], io);
  return { code, err: io.stderr, out: io.stdout };
}

describe('engram run of an experiment that was prepared for a class', () => {
  it('runs it as if it were not, to the same state', async () => {
    const plain = await run(undefined);
    expect([plain.code, plain.err]).toEqual([0, '']);
    const prepared = await run({
      version: 1,
      controls: { gamma: 'locked', eta: 'hidden' },
      panels: ['worldMap'],
      lesson: 'one-random-walk',
      prompt: { question: 'How far?' }
    });
    expect(prepared).toEqual(plain);
    expect(await run({ version: 7, somethingNew: true })).toEqual(plain);
  });

  it('says which field is at fault in one that does not read', async () => {
    const { code, err } = await run({ version: 1, controls: { gamma: 'gone' } });
    expect(code).not.toBe(0);
    expect(err).toContain('class.controls.gamma');
  });
});
