import { availableParallelism } from 'node:os';
import { expect, it } from 'vitest';
import { nodeHost } from '../../src/cli/host';
import { spawnNodeThread } from '../../src/cli/threads';
import { createWasm } from '../../src/compute/wasm';
import { evidence } from '../../src/presets/evidence';
import { type Experiment, withSetting } from '../../src/session/experiment';
import { createSession } from '../../src/session/createSession';

const wide = { units: 300, batch: 4, updateEvery: 40, feedback: 'adaptive' };
const experiment = Object.entries(wide).reduce<Experiment>(
  (so, [name, value]) => withSetting(so, name, value),
  {
    ...evidence.experiment,
    probes: []
  }
);

/** State hash and threads of a run of one trial, on up to so many threads. */
async function runOn(wanted: number): Promise<{ hash: string; threads: number }> {
  const compute = await createWasm({ threads: wanted, spawnThread: spawnNodeThread });
  const { threads } = compute;
  const host = {
    ...nodeHost('.'),
    createCompute: async () => ({ compute, reason: 'asked for by the test' })
  };
  const session = await createSession(experiment, host);
  await session.run({ trials: 1 });
  const hash = await session.stateHash();
  session.dispose();
  return { hash, threads };
}

it.skipIf(availableParallelism() < 2)('a run on two threads has the state hash of a run on one', async () => {
  const [one, two] = [await runOn(1), await runOn(2)];
  expect([one.threads, two.threads]).toEqual([1, 2]);
  expect(two.hash).toBe(one.hash);
});
