import { describe, expect, it } from 'vitest';
import { rdShapes } from '../../src/presets/codes';
import { actedBy, editedSettings } from '../../src/renderer/lab/experiments';

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

describe('edits scheduled for later', () => {
  const edits = [
    { tick: 0, setting: 'noise', value: 0.1 },
    { tick: 100, setting: 'noise', value: 0.2 },
    { tick: 101, setting: 'noise', value: 0.4 }
  ];

  it('wait until their tick, and act with it', () => {
    expect(actedBy(edits, 99)).toEqual({ acted: edits.slice(0, 1), waiting: edits.slice(1) });
    expect(actedBy(edits, 100)).toEqual({ acted: edits.slice(0, 2), waiting: edits.slice(2) });
    expect(actedBy([], 5)).toEqual({ acted: [], waiting: [] });
  });
});
