import { describe, expect, it } from 'vitest';
import { rdShapes } from '../../src/presets/codes';
import { latentLearning } from '../../src/presets/findingTheWay';
import { editedSettings, startedAnew } from '../../src/renderer/lab/experiments';

describe('edits made on the way', () => {
  const { experiment } = rdShapes;
  const edits = [
    { tick: 1, setting: 'noise', value: 0.2 },
    { tick: 2, setting: 'beta', value: 3 },
    { tick: 3, setting: 'noise', value: 0.4 }
  ];

  it('change the settings of the half they belong to, the last one last', () => {
    expect(editedSettings(experiment, 'source', { noise: 0, places: 'all' }, edits)).toEqual({
      noise: 0.4,
      places: 'all'
    });
    expect(editedSettings(experiment, 'model', { beta: 1 }, edits)).toEqual({ beta: 3 });
  });
});

describe('an experiment started anew', () => {
  const { experiment } = latentLearning;
  const planned = experiment.edits;

  it('begins with what was edited live, and keeps what it has planned, whether that has acted or not', () => {
    const live = { tick: 500, setting: 'eta', value: 0.3 };
    const anew = startedAnew(experiment, [live, ...planned]);
    expect(anew.edits).toEqual(planned);
    expect(anew.model.settings).toEqual({ ...experiment.model.settings, eta: 0.3 });
  });

  it('takes an edit made live like a planned one for its own', () => {
    const again = [...planned, planned[1]];
    expect(startedAnew(experiment, again).model.settings).toEqual({
      ...experiment.model.settings,
      policy: planned[1].value
    });
  });

  it('gives up plans for a setting that is changed now', () => {
    const anew = startedAnew(experiment, planned, { model: { world: 'maze\nS.G' } });
    expect(anew.edits).toEqual([planned[1]]);
    expect(anew.model.settings['world']).toBe('maze\nS.G');
  });
});
