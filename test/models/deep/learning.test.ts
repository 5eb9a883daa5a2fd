import { expect, test } from 'vitest';
import { nodeHost } from '../../../src/cli/host';
import type { Rule } from '../../../src/models/stack/stack';
import { deepHierarchy } from '../../../src/presets/deepHierarchy';
import { withSetting } from '../../../src/session/experiment';
import { progressTowards } from '../../../src/session/goal';
import { createSession } from '../../../src/session/createSession';

/** Updates until 90 % of held-out trials are decided rightly; undefined where `most` do not suffice. */
async function updates(rule: Rule, most: number): Promise<number | undefined> {
  const {
    experiment,
    goals: [goal]
  } = deepHierarchy;
  const unwatched = withSetting(withSetting(experiment, 'rule', rule), 'alignEvery', 0);
  const session = await createSession({ ...unwatched, seed: 0, probes: [] }, nodeHost('.'), {
    backend: 'wasm'
  });
  await session.run({ trials: most });
  const reached = progressTowards(goal, session.recording)?.reachedAfter;
  session.dispose();
  return reached;
}

// Seed 0 of the table in presets/deepHierarchy.ts: 90 updates with BPTT, 190 with the cascade, 350 with the top layer alone.
test('a stack learns to classify and count: soonest exactly, then by the cascade, last by the top layer alone', async () => {
  const exact = await updates('bptt', 150);
  const cascade = await updates('cascade', 300);
  expect(exact).toBeLessThan(cascade ?? 0);
  expect(cascade).toBeLessThan(300);
  expect(await updates('top', 300)).toBeUndefined();
}, 60_000);
