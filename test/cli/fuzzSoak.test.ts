import { describe, expect, it } from 'vitest';
import { fuzz } from '../../src/cli/verify/soak/fuzzSoak';

const unguarded = { alive: () => undefined };
const files = [new Uint8Array(20)];

describe('the soak of damaged files', () => {
  it('finds a reader that breaks', async () => {
    let reads = 0;
    const read = () => (reads++ === 0 ? 0 : JSON.parse('1').b.c);
    const { problem } = await fuzz({ name: 'a', files, read }, 5, files, unguarded);
    expect(problem).toContain('TypeError');
  });

  it('finds one that changes what every object inherits', async () => {
    const polluted = { value: 1, configurable: true, enumerable: true };
    const read = () => Object.defineProperty(Object.prototype, 'polluted', polluted);
    const { problem } = await fuzz({ name: 'a', files, read }, 5, files, unguarded);
    Reflect.deleteProperty(Object.prototype, 'polluted');
    expect(problem).toContain('changed Object.prototype');
  });

  it('damages what is within a container as well', async () => {
    const seen: string[] = [];
    const read = (bytes: Uint8Array) => seen.push(new TextDecoder().decode(bytes.subarray(0, 6)));
    const sealed = (change: (content: Uint8Array) => Uint8Array) =>
      new TextEncoder().encode(`sealed${change(new Uint8Array(9)).length}`);
    const { problem } = await fuzz({ name: 'a', files, read, sealed }, 10, files, unguarded);
    expect(problem).toBeUndefined();
    expect(seen.filter((head) => head === 'sealed')).toHaveLength(5);
  });
});
