import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main';
import { findPython } from '../../src/cli/peers';
import { testIo } from './io';

async function engram(...args: string[]) {
  const io = testIo('/');
  const code = await main(args, io);
  return { code, out: io.stdout, err: io.stderr };
}

describe('engram bench', () => {
  it('measures the e-prop step at each size and number of threads', async () => {
    const { code, out, err } = await engram('bench', 'eprop', '--json');
    expect([code, err]).toEqual([0, '']);
    const rates: { n: number; threads: number; backend: string; usPerStep: number }[] = JSON.parse(out);
    expect(rates.filter(({ threads }) => threads === 1).map(({ n }) => n)).toEqual([256, 512, 1024]);
    for (const rate of rates) {
      expect(rate.backend).toBe('wasm');
      expect(rate.usPerStep).toBeGreaterThan(0);
    }
  }, 120_000);

  it.each([
    [[], "'engram bench' needs one of eprop, evidence, learning, "],
    [['epop'], "Unknown benchmark 'epop'. Did you mean 'eprop'? Benchmarks: eprop, evidence, learning, "],
    [['toString'], "Unknown benchmark 'toString'. Benchmarks: eprop, evidence, learning, "]
  ])('%j is refused in one line that names what there is', async (args, message) => {
    const { code, out, err } = await engram('bench', ...args);
    expect([code, out]).toEqual([2, '']);
    expect(err.startsWith(`engram: ${message}`)).toBe(true);
    expect(err.match(/alignment\b/g)).toHaveLength(1);
    expect(err.match(/\n/g)).toHaveLength(1);
  });

  it('prints how close each rule comes to the exact gradient', async () => {
    const { code, out, err } = await engram('bench', 'alignment');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/L = 3 {2}cascade .*0\.582 .*0\.711 .*0\.885/);
    expect(out).toMatch(/96 means: \d\d within one standard deviation/);
  });

  it('finds no Python for what no Python has', async () => {
    expect(await findPython('no_such_module_of_ours')).toBeUndefined();
  });
});
