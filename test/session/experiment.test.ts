import { describe, expect, it } from 'vitest';
import {
  completeExperiment,
  type Experiment,
  parseExperiment,
  withSetting
} from '../../src/session/experiment';
import { fakeDefinitions } from './host';

const plain = {
  format: 1,
  title: 'Counting',
  model: { id: 'fake', settings: { gain: 1 } },
  source: { id: 'counting', settings: {} },
  probes: ['sum'],
  seed: 3,
  edits: [{ tick: 4, setting: 'gain', value: 2 }]
};

describe('reading an experiment', () => {
  it('gives back what was written, unknown fields included', () => {
    const json = { ...plain, author: 'A. Person', model: { ...plain.model, note: 'first try' } };
    expect(parseExperiment(JSON.parse(JSON.stringify(json)))).toEqual(json);
  });

  it('fills in what may be left out', () => {
    expect(parseExperiment({ format: 1, model: { id: 'fake' }, source: { id: 'counting' } })).toEqual({
      format: 1,
      title: 'Untitled',
      model: { id: 'fake', settings: {} },
      source: { id: 'counting', settings: {} },
      probes: [],
      seed: 1,
      edits: []
    });
  });

  it.each([
    ['the seed', { ...plain, seed: 1.5 }, /^seed: /],
    [
      'a setting',
      { ...plain, model: { id: 'fake', settings: { gain: null } } },
      /^model\.settings\.gain: .*null/
    ],
    [
      'an edit',
      { ...plain, edits: [plain.edits[0], { tick: -1, setting: 'gain', value: 1 }] },
      /^edits\.1\.tick: /
    ],
    ['the model', { ...plain, model: undefined }, /^model is missing\.$/],
    ['the seed', { ...plain, seed: -1 }, /^seed: expected >=0; found -1\.$/],
    ['the probes', { ...plain, probes: 'sum' }, /^probes: .*Array.*"sum"/],
    [
      'the format',
      { ...plain, format: 'one' },
      /^format: expected a whole number from 1 to 1; found "one"\.$/
    ]
  ])('names %s where it does not fit', (_, json, message) => {
    expect(() => parseExperiment(json)).toThrow(message);
  });

  it('refuses a newer format and says what to do', () => {
    expect(() => parseExperiment({ ...plain, format: 2 })).toThrow(
      'This experiment has format 2, newer than this version reads (1). Update Engram to open it.'
    );
  });

  it.each([[null], [[]], ['text'], [3]])('refuses %j', (json) => {
    expect(() => parseExperiment(json)).toThrow(/An experiment is a JSON object/);
  });
});

describe('completing an experiment', () => {
  const experiment = plain as Experiment;

  it('fills in every setting of model and source', () => {
    const complete = completeExperiment(experiment, fakeDefinitions);
    expect(complete.modelSettings).toEqual({ alignEvery: 0, breakAt: 0, size: 0, gain: 1, batch: 2 });
    expect(complete.sourceSettings).toEqual({ steps: 7, pass: 0, scoreEvery: 0 });
  });

  it('refuses unknown ids and settings and edits that cannot be made', () => {
    const complete = (changes: Partial<Experiment>) => () =>
      completeExperiment({ ...experiment, ...changes }, fakeDefinitions);
    expect(complete({ model: { id: 'fack', settings: {} } })).toThrow(
      "Unknown model 'fack'. Expected one of: fake."
    );
    expect(complete({ source: { id: 'x', settings: {} } })).toThrow(
      "Unknown source 'x'. Expected one of: counting."
    );
    expect(complete({ source: { id: 'counting', settings: { stpes: 1 } } })).toThrow(
      /Unknown setting 'stpes'/
    );
    expect(complete({ edits: [{ tick: 1, setting: 'batch', value: 1 }] })).toThrow(/'batch' cannot change/);
  });
});

describe('changing one setting', () => {
  const experiment = plain as Experiment;

  it("finds whether it is the model's or the source's", () => {
    expect(withSetting(experiment, 'gain', 3, fakeDefinitions).model.settings).toEqual({ gain: 3 });
    expect(withSetting(experiment, 'steps', 9, fakeDefinitions).source.settings).toEqual({ steps: 9 });
  });

  it('names every setting there is when it knows none of that name', () => {
    expect(() => withSetting(experiment, 'stpes', 9, fakeDefinitions)).toThrow(
      "Unknown setting 'stpes'. Settings here: alignEvery, breakAt, size, gain, batch, steps, pass, scoreEvery."
    );
    expect(() => withSetting(experiment, 'steps', 0, fakeDefinitions)).toThrow(
      /a whole number from 1 to 100/
    );
  });
});
