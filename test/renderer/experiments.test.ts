import { describe, expect, it } from 'vitest';
import { rdShapes } from '../../src/presets/codes';
import { editedSettings } from '../../src/renderer/lab/experiments';

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
