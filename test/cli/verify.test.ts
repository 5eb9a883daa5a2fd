import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main';
import { checkOperation } from '../../src/cli/verify/backends';
import type { Check } from '../../src/cli/verify/check';
import { operationLines } from '../../src/cli/verify/table';
import type { Compute } from '../../src/compute/compute';
import { cases, sequenceCases, tolerances } from '../../src/compute/conformance/cases';
import { createReference } from '../../src/compute/reference';
import { oracles } from '../../src/models/oracles/oracles';
import { testIo } from './io';

describe('engram verify', () => {
  it('checks every oracle and every case of every backend, and passes', async () => {
    const io = testIo('/');
    const code = await main(['verify', '--json'], io);
    const { checks, passed, failed, skipped } = JSON.parse(io.stdout);
    expect([code, io.stderr, failed]).toEqual([0, '', 0]);
    const inGroup = (group: string): Check[] => checks.filter((check: Check) => check.group === group);
    expect(inGroup('oracles')).toHaveLength(oracles.length);
    expect(
      inGroup('wasm, 1 thread')
        .map(({ name }) => name)
        .sort()
    ).toEqual([...cases, ...sequenceCases].map(({ name }) => name).sort());
    for (const { measured, tolerance } of inGroup('wasm, 1 thread')) {
      expect(tolerance).toBe(tolerances.wasm);
      expect(measured).toBeLessThanOrEqual(tolerances.wasm);
    }
    expect(skipped).toBe(checks.filter(({ outcome }: Check) => outcome === 'skipped').length);
    expect(passed + skipped).toBe(checks.length);
    expect(inGroup('gpu').length).toBeGreaterThan(0);
  }, 120_000);

  const backend = { name: 'tested', tolerance: tolerances.wasm };
  const sgdOff = (
    change: (call: Parameters<Compute['sgd']>[0]) => Parameters<Compute['sgd']>[0]
  ): Compute => {
    const reference = createReference();
    return { ...reference, sgd: (call) => reference.sgd(change(call)) };
  };

  it('says in one line that an operation agrees', async () => {
    const checks = await checkOperation(createReference(), backend, 'sgd');
    expect(checks.length).toBe(cases.filter(({ operation }) => operation === 'sgd').length);
    expect(operationLines('sgd', checks)).toBe(
      `  passed   sgd            ${checks.length}         0  2.0e-6\n`
    );
  });

  it('sees a backend that computes something else, and names the cases', async () => {
    const off = sgdOff((call) => ({ ...call, rate: call.rate * 1.001 }));
    const checks = await checkOperation(off, backend, 'sgd');
    const failed = checks.filter(({ outcome }) => outcome === 'failed').map(({ name }) => name);
    // Nothing can be wrong with no weights.
    expect(failed).toEqual(checks.map(({ name }) => name).filter((name) => name !== 'sgd, length 0'));
    const lines = operationLines('sgd', checks);
    expect(lines).toMatch(/^ {2}failed {3}sgd /);
    for (const name of failed) expect(lines).toContain(`${name}: `);
  });

  it('takes a case that throws for failed, and says why', async () => {
    const off = sgdOff(() => {
      throw new Error('the device is gone');
    });
    const checks = await checkOperation(off, backend, 'sgd');
    expect(new Set(checks.map(({ outcome }) => outcome))).toEqual(new Set(['failed']));
    expect(operationLines('sgd', checks)).toContain('sgd, length 30: the device is gone');
  });
});
