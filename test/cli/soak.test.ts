import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main';
import { runSoak, soakLines } from '../../src/cli/verify/soak/soak';
import { testIo } from './io';

describe('engram verify --soak', () => {
  it('refuses a soak there is none of, naming those there are', async () => {
    const io = testIo('/');
    expect(await main(['verify', '--soak', 'lvie'], io)).toBe(2);
    expect(io.stderr).toContain("--soak is 'lvie'; expected one of");
  });

  it('soaks live input: every sample accounted for', async () => {
    const io = testIo('/');
    expect(await main(['verify', '--soak', 'live', '--quick', '--json'], io)).toBe(0);
    const { soaks, quick } = JSON.parse(io.stdout);
    expect(quick).toBe(true);
    const { sent, received, used, waiting, dropped } = soaks[0].figures;
    expect([sent, received, used]).toEqual([960_000, 960_000, 4801]);
    expect(used + waiting + dropped).toBe(received);
  }, 60_000);

  it('breaks files for every reader, and refuses those made to burst', { timeout: 180_000 }, async () => {
    const io = testIo('/');
    expect(await main(['verify', '--soak', 'fuzz', '--quick', '--json'], io)).toBe(0);
    const { figures } = JSON.parse(io.stdout).soaks[0];
    expect(Object.values(figures).filter((said) => said === 'refused')).toHaveLength(6);
    for (const reader of ['CSV', 'NPZ', 'IDX', 'GraphML', 'experiment', 'SVG recipe', 'PNG recipe'])
      expect(figures[reader], reader).toMatch(/^\d+ refused with a clear message, \d+ read/);
  });

  it('breaks HDF5 files', { timeout: 60_000 }, async () => {
    const io = testIo('/');
    expect(await main(['verify', '--soak', 'hdf5', '--quick', '--json'], io)).toBe(0);
    const { figures } = JSON.parse(io.stdout).soaks[0];
    for (const reader of ['HDF5', 'NWB'])
      expect(figures[reader]).toMatch(/^\d+ refused with a clear message/);
  });

  it('kills sweeps and runs that save themselves', { timeout: 120_000 }, async () => {
    const io = testIo('/');
    expect(await main(['verify', '--soak', 'kill', '--quick', '--json'], io)).toBe(0);
    expect(JSON.parse(io.stdout).soaks[0].figures).toMatchObject({
      'finished points lost or changed': 0,
      'half-written points under their name': 0,
      'half-written checkpoints': 0,
      'runs that ended in another state than one not killed': 0
    });
  });

  it('fills a disk', { timeout: 120_000 }, async () => {
    const io = testIo('/');
    expect(await main(['verify', '--soak', 'disk', '--quick', '--json'], io)).toBe(0);
    expect(JSON.parse(io.stdout).soaks[0].figures['folder that may not be written']).toContain('exit code 2');
  });

  it('takes an error for a failure and goes on', async () => {
    const row = await runSoak(
      { name: 'x', summary: 'Fails', run: () => Promise.reject(new Error('No room.')) },
      testIo('/'),
      { quick: true }
    );
    expect(row).toMatchObject({ passed: false, problem: 'No room.' });
    expect(soakLines(row)).toMatch(/failed {2}x: Fails \(\d.*s\)\n +No room\.\n/);
  });
});
