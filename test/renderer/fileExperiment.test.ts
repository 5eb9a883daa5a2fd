import { describe, expect, it } from 'vitest';
import {
  fileExperiment,
  guessSource,
  inputColumns,
  sayColumns,
  withChoice
} from '../../src/renderer/files/fileExperiment';
import type { ColumnPreview, FilePreview } from '../../src/renderer/files/protocol';
import { completeExperiment } from '../../src/session/experiment';

const measured: ColumnPreview = { name: 'length', words: 0, whole: false, distinct: 101 };
const table = (columns: ColumnPreview[], rows = 200): FilePreview => ({ rows, columns, head: [] });

describe('first guesses for a file', () => {
  it('take a last column of few whole numbers for the label', () => {
    const digit = { name: 'digit', words: 0, whole: true, distinct: 10 };
    expect(guessSource('f.csv', table([measured, measured, digit]))).toMatchObject({
      task: 'classify',
      labelColumn: '2',
      columns: '0-1'
    });
  });

  it('find a label by its name, and leave other words out', () => {
    const species = { name: 'species', words: 200, whole: false, distinct: 3 };
    const note = { name: 'note', words: 200, whole: false, distinct: 101 };
    expect(guessSource('f.csv', table([species, note, measured]))).toMatchObject({
      labelColumn: '0',
      columns: '2'
    });
  });

  it('keep a column with one broken cell, so that the cell is reported', () => {
    const broken = { ...measured, words: 1 };
    const kind = { name: 'kind', words: 200, whole: false, distinct: 2 };
    expect(guessSource('f.csv', table([broken, measured, kind]))).toMatchObject({ columns: '0-1' });
  });

  it('predict the next row where nothing is a label', () => {
    expect(guessSource('f.csv', table([measured, measured]))).toMatchObject({
      task: 'predict',
      rowsPerTrial: 10
    });
  });

  it('take answers from their own array, as classes where they are few whole numbers', () => {
    const digit = { name: '0', words: 0, whole: true, distinct: 10 };
    const archive = { arrays: [], chosen: { inputs: 'x', answers: 'y' } };
    const preview = { ...table([measured, measured]), archive };
    expect(guessSource('f.npz', { ...preview, answers: [digit], rowsPerSequence: 8 })).toMatchObject({
      task: 'classify',
      inputArray: 'x',
      answerArray: 'y',
      columns: '',
      lossAt: 'trialEnd'
    });
    expect(guessSource('f.npz', { ...preview, answers: [measured] })).toMatchObject({ task: 'follow' });
  });

  it('leave sequences whole', () => {
    expect(guessSource('f.npy', { ...table([measured, measured]), rowsPerSequence: 10 })).toMatchObject({
      rowsPerTrial: 1
    });
  });

  it('write column lists as the settings read them', () => {
    expect(sayColumns([5, 0, 1, 2, 9, 8])).toBe('0-2, 5, 8-9');
  });

  it('make an experiment that reads as one', () => {
    const source = guessSource('f.csv', table([measured, measured]));
    const check = { note: '', inputs: 2, outputs: 2, steps: 10, loss: 'regression', trials: 16 } as const;
    const { modelSettings } = completeExperiment(fileExperiment(source, check));
    expect(modelSettings['batch']).toBe(2);
  });
});

describe('a choice in the dialog', () => {
  const preview = table([measured, measured, measured]);
  const predict = guessSource('f.csv', preview);

  it('to follow proposes the last column and takes it from the inputs', () => {
    const follow = withChoice(predict, 'task', 'follow', preview);
    expect(follow).toMatchObject({ task: 'follow', targetColumns: '2', columns: '0-1' });
  });

  it('of another answer takes that column from the inputs', () => {
    const follow = withChoice(predict, 'task', 'follow', preview);
    expect(withChoice(follow, 'targetColumns', '0', preview)).toMatchObject({ columns: '1' });
    expect(withChoice(follow, 'rowsPerTrial', 5, preview)).toMatchObject({ columns: '0-1' });
  });

  it('that does not read yet leaves the inputs to be seen', () => {
    const follow = withChoice(predict, 'task', 'follow', preview);
    expect(inputColumns(withChoice(follow, 'targetColumns', 'nonesuch', preview), preview)).toEqual([0, 1]);
  });
});
