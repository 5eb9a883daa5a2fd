import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main';
import { testIo } from './io';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'engram-checkpoint-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const small = ['run', 'evidence', '--set', 'units=8', '--set', 'batch=2', '--json'];
async function run(...args: string[]) {
  const io = testIo(folder);
  const code = await main([...small, ...args], io);
  return { code, err: io.stderr, result: code === 0 ? JSON.parse(io.stdout) : undefined };
}
const kept = ['--checkpoint', 'run.checkpoint', '--every', '2'];

describe('engram run --checkpoint', () => {
  it('goes on where the file says, to the state of a run that was never left', async () => {
    expect((await run(...kept, '--trials', '3')).result.trials).toBe(3);
    const later = await run(...kept, '--trials', '7');
    const whole = await run('--trials', '7');
    expect([later.code, later.err]).toEqual([0, '']);
    expect(later.result).toMatchObject({ trials: 7, stateHash: whole.result.stateHash });
    // Nothing is left to do, and nothing is done.
    expect((await run(...kept, '--trials', '5')).result.stateHash).toBe(whole.result.stateHash);
  });

  it('takes the one before where the newest is not whole, and says so', async () => {
    await run(...kept, '--trials', '4');
    const path = join(folder, 'run.checkpoint');
    writeFileSync(path, readFileSync(path).subarray(0, 1000));
    const { code, err, result } = await run(...kept, '--trials', '6');
    expect([code, err]).toEqual([0, expect.stringMatching(/cut short.*The one before it is taken\.\n$/)]);
    expect(result.stateHash).toBe((await run('--trials', '6')).result.stateHash);
  });

  it('refuses the checkpoint of another run, and a file that is none', async () => {
    await run(...kept, '--trials', '2');
    const other = await run(...kept, '--trials', '2', '--seed', '9');
    expect([other.code, other.err]).toEqual([2, expect.stringContaining('checkpoint of another run')]);
    writeFileSync(join(folder, 'notes.txt'), 'My notes');
    const notes = await run('--checkpoint', 'notes.txt', '--trials', '2');
    expect([notes.code, notes.err]).toEqual([2, expect.stringContaining('notes.txt')]);
    expect(readFileSync(join(folder, 'notes.txt'), 'utf8')).toBe('My notes');
  });

  it('goes on without a checkpoint that cannot be written', async () => {
    const { code, err, result } = await run('--checkpoint', 'none/run.checkpoint', '--trials', '2');
    expect([code, result.trials]).toEqual([0, 2]);
    expect(err).toContain('The run goes on without this checkpoint.');
  });
});
