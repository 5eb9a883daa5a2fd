import { describe, expect, it } from 'vitest';
import { spawnNodeThread } from '../../src/cli/threads';
import { chooseBackend } from '../../src/compute/chooseBackend';
import type { Compute } from '../../src/compute/compute';
import { createReference } from '../../src/compute/reference';

const small = { batch: 1, inputs: 2, units: 10 };
const large = { batch: 4, inputs: 100, units: 300 };

/** The clock of a machine on which the GPU takes `gpu` milliseconds for what wasm does in 1. */
function race(gpu: number) {
  let time = 0;
  let disposed = false;
  const reference = createReference();
  const make = async (): Promise<Compute> => ({
    ...reference,
    kind: 'gpu',
    forward: async () => {
      time += gpu - 1;
    },
    eligibility: async () => undefined,
    dispose: () => {
      disposed = true;
    }
  });
  return { createGpu: make, now: () => (time += 0.5), gone: () => disposed };
}

describe('chooseBackend', () => {
  it('gives what was asked for', async () => {
    const { compute, reason } = await chooseBackend({ wanted: 'reference', sizes: small });
    expect([compute.kind, reason]).toEqual(['reference', 'The float64 reference was asked for.']);
    const { createGpu } = race(10);
    expect((await chooseBackend({ wanted: 'gpu', sizes: small, hosts: { createGpu } })).compute.kind).toBe(
      'gpu'
    );
  });

  it('keeps a small network on one thread', async () => {
    const { compute, reason } = await chooseBackend({
      wanted: 'auto',
      sizes: small,
      hosts: { spawnThread: spawnNodeThread }
    });
    expect([compute.kind, compute.threads, reason]).toEqual(['wasm', 1, 'One thread: the network is small.']);
  });

  it('says which of one and two threads was faster', async () => {
    const { compute, reason } = await chooseBackend({
      wanted: 'auto',
      sizes: large,
      hosts: { spawnThread: spawnNodeThread }
    });
    expect(reason).toMatch(compute.threads === 2 ? /^Two threads: .* with one\.$/ : /^One thread: two took/);
    compute.dispose();
  });

  it('stays on one thread where there is no memory to measure two, and keeps nothing of the attempt', async () => {
    const { compute, reason } = await chooseBackend({
      wanted: 'auto',
      sizes: { batch: 4096, inputs: 100, units: 4096 },
      hosts: { spawnThread: spawnNodeThread }
    });
    expect([compute.threads, reason]).toEqual([1, 'One thread: there is no memory to measure two.']);
    expect(compute.bytes).toBe(0);
    compute.dispose();
  });

  it('takes a real GPU that is faster', async () => {
    const { createGpu, now } = race(0.2);
    const { compute, reason } = await chooseBackend({
      wanted: 'auto',
      sizes: large,
      hosts: { createGpu, now, isReal: () => true }
    });
    expect(compute.kind).toBe('gpu');
    expect(reason).toMatch(/^GPU: /);
  });

  it('leaves a software adapter, and a GPU that is slower, alone', async () => {
    for (const [speed, real] of [
      [0.2, false],
      [3, true]
    ] as const) {
      const { createGpu, now, gone } = race(speed);
      const { compute } = await chooseBackend({
        wanted: 'auto',
        sizes: large,
        hosts: { createGpu, now, isReal: () => real }
      });
      expect(compute.kind).toBe('wasm');
      expect(gone()).toBe(true);
    }
  });

  it('goes on without a GPU that cannot be made', async () => {
    const createGpu = () => Promise.reject(new Error('no adapter'));
    const { compute } = await chooseBackend({ wanted: 'auto', sizes: large, hosts: { createGpu } });
    expect(compute.kind).toBe('wasm');
  });
});
