import { describe, expect, it } from 'vitest';
import type { ModelDefinition, TrialSample } from '../../src/models/model';
import type { Experiment } from '../../src/session/experiment';
import type { SessionHost } from '../../src/session/host';
import { createSession } from '../../src/session/createSession';
import type { Session } from '../../src/session/session';
import { fakeModel } from './fakeModel';
import { fakeDefinitions, testHost } from './host';

const steps = 7;

const experiment = (alignEvery: number): Experiment => ({
  format: 1,
  title: 'Sampled',
  model: { id: 'fake', settings: { alignEvery, batch: 1 } },
  source: { id: 'counting', settings: { steps } },
  probes: [],
  seed: 3,
  edits: []
});

type Measure = NonNullable<SessionHost['measure']>;

/** `changed`: what the model's definition has otherwise. */
function open(alignEvery: number, changed: Partial<ModelDefinition> = {}, measure?: Measure) {
  const definitions = { ...fakeDefinitions, models: [{ ...fakeModel, ...changed }] };
  return createSession(experiment(alignEvery), { ...testHost(definitions), ...(measure && { measure }) });
}

const measured = (session: Session) => {
  const { times, data } = session.recording.series('measured')!.latest();
  return { times: [...times], indices: [...data].filter((_, i) => i % 2 === 1) };
};

async function unsampledHash(trials: number): Promise<string> {
  const session = await open(0);
  await session.run({ trials });
  expect(measured(session).times).toEqual([]);
  return session.stateHash();
}

describe('measurements beside the run', () => {
  it('are taken every so many trials, each under its own trial’s number, and change nothing', async () => {
    const session = await open(3);
    await session.run({ trials: 8 });
    // Trial k of a run of single trials is trial k of the stream.
    expect(measured(session)).toEqual({ times: [0, 3, 6], indices: [0, 3, 6] });
    expect(await session.stateHash()).toBe(await unsampledHash(8));
  });

  it('see the weights the trial began with', async () => {
    const session = await open(1);
    await session.step('trial');
    const { sum } = (await session.checkpoint()).model.numbers;
    await session.step('trial');
    expect(session.recording.series('measured')!.latest(1).data[0]).toBe(Math.fround(sum));
  });

  it('begin and end with the setting, live', async () => {
    const session = await open(0);
    await session.step('trial', 2);
    await session.edit('alignEvery', 2);
    await session.step('trial', 4);
    await session.edit('alignEvery', 0);
    await session.step('trial', 3);
    expect(measured(session).times).toEqual([2, 4]);
    const still = await open(0);
    await still.step('trial', 9);
    expect(await session.stateHash()).toBe(await still.stateHash());
  });

  it('are made elsewhere where the host can, and skipped while it is busy', async () => {
    const asked: TrialSample[] = [];
    const answers: (() => void)[] = [];
    const session = await open(1, {}, (sample) => {
      asked.push(sample);
      return new Promise((resolve) => answers.push(() => resolve(fakeModel.measure!(sample))));
    });
    await session.run({ trials: 4 });
    expect(asked.map(({ trial }) => trial.index)).toEqual([0]);
    expect(measured(session).times).toEqual([]);
    answers[0]();
    await session.run({ trials: 2 });
    expect(measured(session).times).toEqual([0]);
    answers[1]();
    await session.still(() => undefined);
    expect(measured(session).times).toEqual([0, 4]);
    expect(await session.stateHash()).toBe(await unsampledHash(6));
  });

  it.each<[string, Partial<ModelDefinition>, Measure | undefined, string]>([
    [
      'throws',
      {
        measure: () => {
          throw new Error('the weights are not numbers');
        }
      },
      undefined,
      'the weights are not numbers'
    ],
    ['is lost', {}, () => Promise.reject(new Error('the worker failed')), 'the worker failed'],
    [
      'does not fit',
      { measure: () => ({ probe: 'measured', row: new Float32Array(5) }) },
      undefined,
      "gave 5 numbers for 'measured'; 'measured' takes 2"
    ]
  ])('that %s is said in the status and stops nothing', async (_, changed, measure, words) => {
    const session = await open(2, changed, measure);
    await session.run({ trials: 5 });
    const { sampleFailure, failure, clock } = session.status();
    expect(sampleFailure).toContain(`A trial could not be measured, the run goes on: `);
    expect(sampleFailure).toContain(words);
    expect([failure, clock.trial]).toEqual([undefined, 5]);
    expect(measured(session).times).toEqual([]);
    expect(await session.stateHash()).toBe(await unsampledHash(5));
  });

  it('that succeed take back what an earlier one failed with', async () => {
    let broken = true;
    const session = await open(1, {
      measure(sample) {
        if (broken) throw new Error('not now');
        return fakeModel.measure!(sample);
      }
    });
    await session.step('trial');
    expect(session.status().sampleFailure).toContain('not now');
    broken = false;
    await session.step('trial');
    expect(session.status().sampleFailure).toBeUndefined();
    expect(measured(session).times).toEqual([1]);
  });

  it('cost no sample where nothing needs one', async () => {
    const asked: boolean[] = [];
    const session = await open(0, {
      create: async (context) => {
        const model = await fakeModel.create(context);
        model.keepSample = (keep) => asked.push(keep);
        return model;
      }
    });
    await session.step('trial');
    expect(asked).toEqual([]);
    await session.watch(1);
    await session.watch(2);
    await session.edit('alignEvery', 4);
    await session.watch(undefined);
    await session.edit('alignEvery', 0);
    expect(asked).toEqual([true, false]);
  });
});

describe('the story of a synapse', () => {
  it('is told of the trial under way or ended last, and changes nothing', async () => {
    const session = await open(0);
    await session.watch(1);
    await session.step('trial', 2);
    expect(await session.explain(1, 0)).toMatchObject({ unit: 1, synapse: 0, trial: 1, ticks: steps });
    await session.step('tick', 3);
    expect(await session.explain(1, 0)).toMatchObject({ trial: 2, ticks: 3 });
    const plain = await open(0);
    await plain.step('tick', 2 * steps + 3);
    expect(await session.stateHash()).toBe(await plain.stateHash());
  });

  it('is refused with a reason where there is none', async () => {
    const session = await open(0);
    await session.watch(1);
    await expect(session.explain(1, 0)).rejects.toThrow('run or step one trial first');
    await session.step('tick');
    await expect(session.explain(1, 4)).rejects.toThrow('There is no synapse 4 onto unit 1.');
    const { explain: _, ...silent } = fakeModel;
    const without = await createSession(experiment(0), testHost({ ...fakeDefinitions, models: [silent] }));
    await expect(without.explain(0, 0)).rejects.toThrow("'Fake' cannot explain a synapse");
  });
});
