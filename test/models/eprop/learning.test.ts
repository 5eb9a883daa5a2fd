import { expect, test } from 'vitest';
import { trainEvidence } from '../../../src/cli/bench/evidence';
import { createWasm } from '../../../src/compute/wasm';
import type { Settings } from '../../../src/models/settings';

const train = async (settings: Settings, trials: number) =>
  trainEvidence({ seed: 4, settings, trials, goal: 0.07, compute: await createWasm() });

test.each(['symmetric', 'random'])(
  'evidence is accumulated within 700 trials with %s feedback',
  async (feedback) => {
    const { reached } = await train({ feedback }, 700);
    expect(reached).toBeLessThan(700);
  },
  180_000
);

test('without slow thresholds the network does no better than to report the last cue', async () => {
  const { reached, settledError } = await train({ unit: 'lif' }, 350);
  expect(reached).toBeUndefined();
  expect(settledError).toBeGreaterThan(0.2);
}, 180_000);
