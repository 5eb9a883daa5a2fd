import { describe, expect, it } from 'vitest';
import { journalRows, labelsOf, sayChange, sayValue } from '../../../src/renderer/journal/rows';
import { placeOf, startedAnew } from '../../../src/renderer/lab/experiments';
import type { OpenedSession } from '../../../src/session/protocol';
import { shortEvidence } from '../../session/shortEvidence';

const planned = { tick: 90, setting: 'learningRate', value: 0.01 };
const session = {
  experiment: { ...shortEvidence, edits: [planned] },
  shape: { steps: 41 }
} as unknown as OpenedSession;
const clock = { tick: 60, trial: 1, tickInTrial: 19, stepsPerTrial: 41 };
const edits = [
  { tick: 41, setting: 'learningRate', value: 0.02 },
  { tick: 50, setting: 'learningRate', value: 0.03 },
  { tick: 55, setting: 'learningRate', value: 0.02 },
  planned
];

describe('the journal as a list', () => {
  it('says when, what, from what to what, and what has become of it', () => {
    const change = {
      owner: 'model' as const,
      before: { learningRate: 0.02 },
      after: { learningRate: 0.03 },
      live: true,
      made: { session, at: 1 }
    };
    const rows = journalRows(session, { clock, edits }, [change]);
    const first = journalRows(session, { clock, edits: [] }, []);
    expect(first).toEqual([]);
    expect(rows.map(({ state }) => state)).toEqual(['done', 'undone', 'done', 'planned']);
    expect(rows.map(({ trial, tickInTrial }) => [trial, tickInTrial])).toEqual([
      [1, 0],
      [1, 9],
      [1, 14],
      [2, 8]
    ]);
    expect(rows.slice(1).map(({ from, edit }) => [from, edit.value])).toEqual([
      [0.02, 0.03],
      [0.03, 0.02],
      [0.02, 0.01]
    ]);
    expect(rows[0].from).toBe(shortEvidence.model.settings.learningRate ?? rows[0].from);
    expect(typeof rows[0].from).toBe('number');
    expect(rows[0].label).toBe('Learning rate');
    // The places of another session are no places of this one.
    const other = { ...change, made: { session: { ...session }, at: 1 } };
    expect(journalRows(session, { clock, edits }, [other]).map(({ state }) => state)).not.toContain('undone');
  });

  it('finds the place of an edit just made, not of an equal one before it or planned', () => {
    const equal = { setting: 'learningRate', value: 0.02, tick: 60 };
    expect(placeOf(equal, [...edits, { ...equal, tick: 99 }])).toBe(2);
    expect(placeOf({ ...equal, value: 7 }, edits)).toBe(-1);
  });

  it('says values and changes in a few words', () => {
    expect([sayValue(undefined), sayValue(true), sayValue('a\nb\nc')]).toEqual([
      'none',
      'on',
      'a … (3 lines)'
    ]);
    expect(sayValue('x'.repeat(80))).toHaveLength(38);
    const labels = labelsOf(shortEvidence);
    expect(sayChange({ removed: planned }, 'before', labels)).toBe(
      'plans the edit of Learning rate at tick 90 again'
    );
    const change = { owner: 'model' as const, before: { units: 3 }, after: { units: 4 }, live: false };
    expect(sayChange(change, 'after', labels)).toBe('Units 4 (the run starts anew)');
  });
});

describe('a run that starts anew', () => {
  it('does not bring back a planned edit that was taken away', () => {
    const { experiment } = session;
    expect(startedAnew(experiment, edits).edits).toEqual([planned]);
    const anew = startedAnew(experiment, edits.slice(0, 3));
    expect(anew.edits).toEqual([]);
    expect(anew.model.settings.learningRate).toBe(0.02);
    // Planned again by undo, which the experiment as it was opened does not know.
    const again = startedAnew({ ...experiment, edits: [] }, edits, {}, clock.tick);
    expect(again.edits).toEqual([planned]);
    expect(again.model.settings.learningRate).toBe(0.02);
  });
});
