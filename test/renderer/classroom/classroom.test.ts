import { createRoot, createSignal } from 'solid-js';
import { describe, expect, it } from 'vitest';
import { presets } from '../../../src/presets/registry';
import { classWords, createClassroom } from '../../../src/renderer/classroom/classroom';
import type { ClassSettings } from '../../../src/session/classroom';
import type { Experiment } from '../../../src/session/experiment';
import type { OpenedSession } from '../../../src/session/protocol';

const plain = presets[0].experiment;
const settings: ClassSettings = {
  version: 1,
  controls: { tauMembrane: 'hidden', learningRate: 'locked' },
  panels: ['spikeRaster']
};

/** A lab in which `experiment` is open. */
function roomOf(experiment: Experiment) {
  const [base, setBase] = createSignal<Experiment | undefined>(experiment);
  const opened = () => ({ experiment: base() }) as OpenedSession;
  return { ...createRoot(() => createClassroom({ base, opened })), setBase };
}

describe('the classroom', () => {
  it('is open where nothing was prepared', () => {
    const room = roomOf(plain);
    expect(room.settings()).toBeUndefined();
    expect(room.access('tauMembrane')).toBeUndefined();
    expect(room.showsPanel('neuron')).toBe(true);
    expect(room.prepared(plain)).toEqual(plain);
  });

  it('hides, locks and shows as the experiment says, until all is shown', () => {
    const room = roomOf({ ...plain, class: settings });
    expect([room.access('tauMembrane'), room.access('learningRate'), room.access('unit')]).toEqual([
      'hidden',
      'locked',
      undefined
    ]);
    expect([room.showsPanel('spikeRaster'), room.showsPanel('neuron')]).toEqual([true, false]);
    room.setShowsAll(true);
    expect(room.access('tauMembrane')).toBeUndefined();
    expect(room.showsPanel('neuron')).toBe(true);
    // It is handed on all the same.
    expect(room.prepared(plain).class).toEqual(settings);
  });

  it('hands on what was prepared here, for this experiment and no other', () => {
    const room = roomOf({ ...plain, class: settings });
    const other: ClassSettings = { version: 1, controls: {}, lesson: 'eligibility' };
    room.prepare(other);
    expect(room.prepared(plain).class).toEqual(other);
    expect(room.showsPanel('neuron')).toBe(true);
    room.prepare(undefined);
    expect(room.prepared({ ...plain, class: settings })).toEqual(plain);
    room.prepare(other);
    room.setBase(presets[1].experiment);
    expect(room.settings()).toBeUndefined();
    expect(room.prepared(presets[1].experiment)).toEqual(presets[1].experiment);
  });

  it('leaves alone what a newer version prepared', () => {
    const newer = { ...plain, class: { version: 9 } };
    const room = roomOf(newer);
    expect(room.settings()).toBeUndefined();
    expect(room.prepared(newer)).toEqual(newer);
  });

  it('says how much is not as usual', () => {
    expect(classWords(settings)).toBe('1 control hidden, 1 locked, 1 panel shown');
    expect(classWords({ version: 1, controls: {} })).toBe('all controls shown');
  });
});
