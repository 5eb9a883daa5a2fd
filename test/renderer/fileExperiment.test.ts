import { describe, expect, it } from 'vitest';
import { fileExperiment, guessSource, sayColumns } from '../../src/renderer/files/fileExperiment';
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
