/** The one suite every backend passes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Compute } from '../../src/compute/compute';
import { createReference } from '../../src/compute/reference';
import { cases, sequenceCases } from '../../src/compute/conformance/cases';
import { eligibilityBlocks, eligibilityCall } from '../../src/compute/conformance/eligibility';
import { forwardBlocks, forwardCall } from '../../src/compute/conformance/forward';
import { blockOf, numbersFrom } from '../../src/compute/conformance/numbers';
import { readoutBlocks, readoutCall } from '../../src/compute/conformance/readout';

export function describeBackend(name: string, tolerance: number, create: () => Promise<Compute>): void {
  describe(name, () => {
    let compute: Compute;
    const reference = createReference();
    beforeAll(async () => {
      compute = await create();
    });
    afterAll(() => compute.dispose());

    for (const { name: what, run } of [...cases, ...sequenceCases]) {
      it(`agrees with the reference: ${what}`, async () => {
        const before = compute.bytes;
        expect(await run(compute, reference)).toBeLessThanOrEqual(tolerance);
        expect(compute.bytes).toBe(before);
      });
    }

    for (const kind of ['leakyTanh', 'spiking'] as const) {
      for (const batch of [1, 5]) {
        it(`gives equal bits for a ${kind} layer run at once and tick by tick, batch ${batch}`, async () => {
          const sizes = { steps: 21, batch, inputs: 5, units: 19 };
          const whole = forwardCall(compute, kind, sizes, numbersFrom(3));
          await compute.forward(whole);
          const single = forwardCall(compute, kind, sizes, numbersFrom(3));
          for (let t = 0; t < sizes.steps; t++) await compute.forward({ ...single, from: t, steps: 1 });
          await expectEqualBits(compute, forwardBlocks(single), forwardBlocks(whole));
        });
      }
    }

    it('gives equal bits for a readout run at once and tick by tick', async () => {
      const sizes = { steps: 20, batch: 3, units: 11, outputs: 3 };
      const whole = readoutCall(compute, 'classification', sizes, numbersFrom(4));
      await compute.readout(whole);
      const single = readoutCall(compute, 'classification', sizes, numbersFrom(4));
      for (let t = 0; t < sizes.steps; t++) await compute.readout({ ...single, from: t, steps: 1 });
      await expectEqualBits(compute, readoutBlocks(single), readoutBlocks(whole));
    });

    for (const kind of ['alif', 'plain'] as const) {
      for (const batch of [1, 3]) {
        it(`gives equal bits for ${kind} traces walked at once and in pieces, batch ${batch}`, async () => {
          const options = {
            form: 'step',
            steps: 70,
            batch,
            units: 5,
            fanIn: 21,
            kind,
            carried: true
          } as const;
          const whole = eligibilityCall(compute, options, numbersFrom(5));
          await compute.eligibility(whole);
          const pieces = eligibilityCall(compute, options, numbersFrom(5));
          const [pre, drive, signal] = [
            await compute.read(pieces.preTrace),
            await compute.read(pieces.drive),
            await compute.read(pieces.signal)
          ];
          for (let from = 0; from < 70; from += 7) {
            const cut = (
              data: ArrayLike<number> & { slice(a: number, b: number): ArrayLike<number> },
              width: number
            ) => blockOf(compute, 'piece', data.slice(from * batch * width, (from + 7) * batch * width));
            await compute.eligibility({
              ...pieces,
              steps: 7,
              preTrace: cut(pre, 21),
              drive: cut(drive, 5),
              signal: cut(signal, 5)
            });
          }
          await expectEqualBits(compute, eligibilityBlocks(pieces), eligibilityBlocks(whole));
        });
      }
    }

    it('agrees with itself whether a chunk of traces is walked or factored', async () => {
      const options = { steps: 60, batch: 2, units: 7, fanIn: 12, kind: 'alif', carried: true } as const;
      const [walked, factored] = [
        eligibilityCall(compute, { form: 'step', ...options }, numbersFrom(6)),
        eligibilityCall(compute, { form: 'chunk', ...options }, numbersFrom(6))
      ];
      await compute.eligibility(walked);
      await compute.eligibility(factored);
      const blocks = [eligibilityBlocks(walked), eligibilityBlocks(factored)];
      for (let n = 0; n < blocks[0].length; n++) {
        const [a, b] = [await compute.read(blocks[0][n]), await compute.read(blocks[1][n])];
        const largest = Math.max(...a.map(Math.abs));
        for (let i = 0; i < a.length; i++)
          expect(Math.abs(a[i] - b[i])).toBeLessThanOrEqual(tolerance * largest);
      }
    });

    it('refuses a block that is too short, by its name', async () => {
      const [small, ample] = [compute.alloc(3, 'the small one'), compute.alloc(16, 'ample')];
      await expect(compute.gemm({ m: 2, n: 2, k: 2, a: small, b: ample, c: ample })).rejects.toThrow(
        'the small one'
      );
    });

    it('writes and reads parts of a block, and hands out zeroed memory', async () => {
      const first = compute.alloc(100, 'first');
      compute.fill(first, 7);
      compute.free(first);
      const block = compute.alloc(100, 'second');
      compute.write(block, [1, 2, 3], 5);
      expect(Array.from(await compute.read(block, 4, 5))).toEqual([0, 1, 2, 3, 0]);
      expect(await compute.reduce('sum', block)).toBe(6);
    });
  });
}

/** Compares as raw bits, so that -0 and NaN count. */
export async function expectEqualBits(
  compute: Compute,
  got: Parameters<Compute['read']>[0][],
  wanted: Parameters<Compute['read']>[0][],
  other = compute
): Promise<void> {
  for (let n = 0; n < wanted.length; n++) {
    const [a, b] = [await compute.read(got[n]), await other.read(wanted[n])];
    const [bytes, others] = [a, b].map((x) => new Uint8Array(x.buffer, x.byteOffset, x.byteLength));
    expect(bytes.length).toBe(others.length);
    const first = bytes.findIndex((byte, i) => byte !== others[i]);
    expect(first, `first differing byte of block '${wanted[n].label}'`).toBe(-1);
  }
}
