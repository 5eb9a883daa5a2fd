import { describe, expect, it } from 'vitest';
import { createSession } from '../../src/session/createSession';
import { type Experiment, parseExperiment } from '../../src/session/experiment';
import { type Forms, ownForms } from '../../src/session/upgrades';
import { fakeDefinitions, testHost } from './host';

/** Two forms before a third: the seed had another name, then the gain lay beside the model. */
const forms: Forms = {
  current: 3,
  upgrades: {
    1: ({ randomSeed, ...rest }) => ({ ...rest, seed: randomSeed }),
    2: ({ gain, model, ...rest }) => ({
      ...rest,
      model: { ...(model as object), settings: { gain } }
    })
  }
};

const oldest = {
  format: 1,
  title: 'Counting',
  model: { id: 'fake', note: { by: 'A. Person' } },
  source: { id: 'counting', settings: {}, recordedIn: 'spring' },
  gain: 2,
  randomSeed: 5,
  edits: [{ tick: 4, setting: 'gain', value: 3, why: 'too slow' }],
  author: { name: 'A. Person', tags: ['first'] }
};

describe('an experiment of an older form', () => {
  it('is brought to the present one step by step, with every field it does not know', () => {
    const { gain, randomSeed, ...rest } = oldest;
    const present = {
      ...rest,
      format: 3,
      seed: randomSeed,
      probes: [],
      model: { ...oldest.model, settings: { gain } }
    };
    expect(parseExperiment(oldest, forms)).toEqual(present);
    const { gain: _, ...second } = { ...rest, gain, seed: 5, format: 2 };
    expect(parseExperiment({ ...second, gain }, forms)).toEqual(present);
    expect(parseExperiment(present, forms)).toEqual(present);
  });

  it('is refused, with what to do, when it is of a newer form', () => {
    expect(() => parseExperiment({ ...oldest, format: 4 }, forms)).toThrow(
      'This experiment has format 4, newer than this version reads (3). Update Engram to open it.'
    );
  });

  it('has one upgrade for every form before the present', () => {
    const steps = Array.from({ length: ownForms.current - 1 }, (_, k) => String(k + 1));
    expect(Object.keys(ownForms.upgrades)).toEqual(steps);
  });
});

describe('fields this version does not know', () => {
  it('stay through opening, editing, a checkpoint and saving', async () => {
    const { gain, randomSeed, ...rest } = oldest;
    const experiment = parseExperiment({
      ...rest,
      seed: randomSeed,
      model: { ...oldest.model, settings: { gain } }
    });
    const session = await createSession(experiment, testHost(fakeDefinitions));
    await session.step('tick', 2);
    await session.edit('gain', 1.5);
    await session.step('tick', 6);
    const saved = parseExperiment(JSON.parse(JSON.stringify(session.experiment)));
    expect(saved).toEqual({
      ...experiment,
      edits: [{ tick: 2, setting: 'gain', value: 1.5 }, ...experiment.edits]
    } satisfies Experiment);
    expect(saved).toMatchObject({ author: oldest.author, source: { recordedIn: 'spring' } });
    session.dispose();
  });
});

describe('edits that wait for their tick', () => {
  const experiment = parseExperiment({
    format: 1,
    model: { id: 'fake', settings: {} },
    source: { id: 'counting', settings: {} },
    seed: 3,
    edits: [{ tick: 9, setting: 'gain', value: 2, why: 'later' }]
  });

  it('are taken away and planned again, and the run is as if they had never been there, or always', async () => {
    const hashOf = async (edits: Experiment['edits'], act?: 'remove' | 'both'): Promise<string> => {
      const session = await createSession({ ...experiment, edits }, testHost(fakeDefinitions));
      await session.step('tick', 4);
      const [edit] = experiment.edits;
      if (act) await session.plan(edit, false);
      if (act === 'both') await session.plan(edit, true);
      if (act === 'both') expect(session.experiment.edits).toEqual(experiment.edits);
      await session.step('tick', 20);
      const hash = await session.stateHash();
      session.dispose();
      return hash;
    };
    const [without, whole] = [await hashOf([]), await hashOf(experiment.edits)];
    expect(whole).not.toBe(without);
    expect(await hashOf(experiment.edits, 'remove')).toBe(without);
    expect(await hashOf(experiment.edits, 'both')).toBe(whole);
  });

  it('are refused with words once their tick has come, or where there is none such', async () => {
    const session = await createSession(experiment, testHost(fakeDefinitions));
    const [edit] = experiment.edits;
    await expect(session.plan({ ...edit, value: 7 }, false)).rejects.toThrow(
      /No edit of 'gain' to 7 is planned/
    );
    await expect(session.plan({ tick: 3, setting: 'batch', value: 1 }, true)).rejects.toThrow(
      /'batch' cannot/
    );
    await session.step('tick', 9);
    await expect(session.plan(edit, false)).rejects.toThrow(/the run is at tick 9/);
    expect(session.experiment.edits).toEqual(experiment.edits);
    session.dispose();
  });
});
