import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main';
import { distanceToReference } from '../../src/cli/verify/backends';
import { operations } from '../../src/cli/verify/operations';
import { createReference } from '../../src/compute/reference';
import { createWasm } from '../../src/compute/wasm';
import { oracles } from '../../src/models/oracles/oracles';
import { testIo } from './io';

describe('engram verify', () => {
  it('checks every oracle and every operation of every backend, and passes', async () => {
    const io = testIo('/');
    const code = await main(['verify', '--json'], io);
    expect(io.stderr).toBe('');
    const { checks, failed, skipped } = JSON.parse(io.stdout);
    expect([code, io.stderr, failed]).toEqual([0, '', 0]);
    const inGroup = (group: string) => checks.filter((check: { group: string }) => check.group === group);
    expect(inGroup('oracles')).toHaveLength(oracles.length);
    expect(inGroup('wasm, 1 thread')).toHaveLength(operations.length);
    expect(skipped).toBe(checks.filter((check: { outcome: string }) => check.outcome === 'skipped').length);
    expect(inGroup('gpu').length).toBeGreaterThan(0);
  }, 120_000);

  it('sees a backend that computes something else', async () => {
    const broken = createReference();
    const { sgd } = broken;
    const off = {
      ...broken,
      sgd: (call: Parameters<typeof sgd>[0]) => sgd({ ...call, rate: call.rate * 1.00001 })
    };
    const operation = operations.find(({ name }) => name === 'sgd');
    expect(await distanceToReference(off, operation!)).toBeGreaterThan(2e-7);
    expect(await distanceToReference(broken, operation!)).toBe(0);
  });

  it('takes a number that is none for infinitely far', async () => {
    const wasm = await createWasm();
    const operation = {
      name: 'half broken',
      run: async (compute: Parameters<(typeof operations)[number]['run']>[0]) => {
        const block = compute.alloc(2, 'test');
        compute.write(block, [compute.kind === 'wasm' ? Number.NaN : 1, 1]);
        return [block];
      }
    };
    expect(await distanceToReference(wasm, operation)).toBe(Number.POSITIVE_INFINITY);
    wasm.dispose();
  });
});
