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
