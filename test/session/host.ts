/** A host for tests: the reference backend, no files, a clock that moves one millisecond a look. */
import { createReference } from '../../src/compute/reference';
import type { Definitions } from '../../src/session/experiment';
import type { SessionHost } from '../../src/session/host';
import { fakeModel } from './fakeModel';
import { countingSource } from './countingSource';

export const fakeDefinitions: Definitions = { models: [fakeModel], sources: [countingSource] };

export function testHost(definitions?: Definitions, files: Record<string, Uint8Array> = {}): SessionHost {
  let now = 0;
  return {
    createCompute: async () => ({ compute: createReference(), reason: 'asked for by the test' }),
    files: {
      read: async (name) => {
        if (files[name]) return files[name];
        throw new Error(`There is no file '${name}'.`);
      }
    },
    now: () => now++,
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    ...(definitions && { definitions })
  };
}
