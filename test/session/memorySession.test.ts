import { expect, test } from 'vitest';
import { createSession } from '../../src/session/createSession';
import type { Experiment } from '../../src/session/experiment';
import { testHost } from './host';

const experiment: Experiment = {
  format: 1,
  title: 'Recall',
  model: {
    id: 'memory',
    settings: { width: 8, heads: 2, mlp: 0, rows: 4, block: 4, batch: 2, chunk: 8, beside: 'softmax' }
  },
  source: { id: 'inContextRecall', settings: { length: 16, pairs: 4, vocabulary: 8 } },
  probes: ['surprise', 'networkLoss', 'networkAccuracy', 'distanceAccuracy'],
  seed: 1,
  edits: []
};

test('a run of sequence memories is the same stepped as run, and records what it is asked to', async () => {
  const [whole, stepped] = await Promise.all(
    [0, 1].map(() => createSession(experiment, testHost(), { recordingBudget: 2 ** 20 }))
  );
  await whole.run({ trials: 2 });
  await stepped.step('tick', 32);
  expect(await stepped.stateHash()).toBe(await whole.stateHash());
  for (const name of experiment.probes) {
    const rows = whole.recording.series(name)!.latest();
    expect(rows.data.length, name).toBeGreaterThan(0);
    expect(stepped.recording.series(name)!.latest().data, name).toEqual(rows.data);
  }
  for (const session of [whole, stepped]) session.dispose();
});
