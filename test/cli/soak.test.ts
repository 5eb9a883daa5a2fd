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
