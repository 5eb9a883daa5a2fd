/** First guesses for a file: how it is meant as a stream, and a network that can learn it. All of it can be changed. */
import { findColumns } from '../../formats/columnList';
import type { Settings, SettingValue } from '../../models/settings';
import { leakyTanhProbes } from '../../presets/probes';
import type { Experiment } from '../../session/experiment';
import type { FileCheck, FilePreview, FileSourceId } from './protocol';

const mostClasses = 50;

/** Settings of the file source for a table just opened. */
export function guessSource(name: string, preview: FilePreview): Settings {
  const guess = guessTask(name, preview);
  if (!preview.large) return guess;
  const { columns, rows, rowsPerSequence = 1 } = preview;
  const rowsEach = rowsPerSequence > 1 ? rowsPerSequence : Number(guess['rowsPerTrial'] ?? 1);
  // Trials held out are kept in memory, so a large file holds out a number of them and not a share.
  const most = Math.floor(mostHeldOut / (8 * rowsEach * columns.length));
  return { ...guess, heldOut: Math.max(1, Math.min(most, 1000, Math.floor(rows / rowsEach / 5))) };
}

/** Bytes. */
const mostHeldOut = 2 ** 26;

function guessTask(name: string, preview: FilePreview): Settings {
  const { archive, columns, large, rate, rowsPerSequence, units, words } = preview;
  // Of words and numbers, those of the rows that were looked at are known.
  const rows = large?.lookedAt ?? preview.rows;
  if (units || words !== undefined) return { file: name };
  const arrays = archive && {
    inputArray: archive.chosen.inputs,
    answerArray: archive.chosen.answers,
    ...(rate && { tickMs: tickOf(rate) })
  };
  if (preview.answers) return { ...arrays, ...guessAnswers(name, preview.answers, rowsPerSequence) };
  const label = labelColumn(preview);
  // A column of words can only be a label; a column with a few is meant as numbers and its first word will be shown.
  const inputs = columns.flatMap((column, c) => (c === label || column.words > rows / 2 ? [] : [c]));
  if (label !== undefined)
    return {
      ...arrays,
      file: name,
      task: 'classify',
      labelColumn: String(label),
      columns: sayColumns(inputs),
      normalisation: 'zScore'
    };
  // Sequences are trials already.
  const rowsPerTrial = rowsPerSequence ? 1 : Math.max(1, Math.min(100, Math.floor(rows / 20)));
  return {
    ...arrays,
    file: name,
    task: 'predict',
    columns: sayColumns(inputs),
    rowsPerTrial,
    lossAt: 'everyTick',
    split: 'end',
    normalisation: 'zScore'
  };
}

/** Milliseconds, as the setting takes them. */
function tickOf(rate: number): number {
  return Math.min(100_000, Math.max(0.001, Number((1000 / rate).toPrecision(12))));
}

/** For answers in an array of their own, where every column of the inputs is one. */
function guessAnswers(
  name: string,
  answers: readonly FilePreview['columns'][number][],
  rowsPerSequence = 1
): Settings {
  const [only] = answers;
  const classes = answers.length === 1 && (only.words > 0 || (only.whole && only.distinct <= mostClasses));
  return {
    file: name,
    task: classes ? 'classify' : 'follow',
    columns: '',
    normalisation: 'zScore',
    ...(classes ? { lossAt: rowsPerSequence > 1 ? 'trialEnd' : 'rowEnd' } : { lossAt: 'everyTick' })
  };
}

/** The settings with one changed. A column that becomes the answer is no input any more. */
export function withChoice(
  settings: Settings,
  name: string,
  value: SettingValue,
  preview: FilePreview
): Settings {
  const changed = { ...settings, [name]: value };
  if (changed['task'] === 'follow' && !changed['targetColumns'] && !preview.answers)
    changed['targetColumns'] = String(preview.columns.length - 1);
  if (!['task', 'labelColumn', 'targetColumns'].includes(name)) return changed;
  const answers = answerColumns(changed, preview);
  const inputs = inputColumns(changed, preview).filter((c) => !answers.includes(c));
  return { ...changed, columns: sayColumns(inputs) };
}

/** Positions of the columns the readout is compared with, as far as they are columns of the inputs' table. */
export function answerColumns(settings: Settings, { answers, columns }: FilePreview): readonly number[] {
  const { task, labelColumn = '', targetColumns = '' } = settings;
  if (answers || task === 'predict') return [];
  if (task === 'follow') return positions(String(targetColumns), columns);
  return labelColumn === '' ? [columns.length - 1] : positions(String(labelColumn), columns).slice(0, 1);
}

export function inputColumns(settings: Settings, preview: FilePreview): readonly number[] {
  const list = String(settings['columns'] ?? '');
  if (list.trim() !== '') return positions(list, preview.columns);
  const answers = answerColumns(settings, preview);
  return preview.columns.map((_, c) => c).filter((c) => !answers.includes(c));
}

/** What the text means, or nothing while it does not read. */
function positions(list: string, columns: FilePreview['columns']): readonly number[] {
  try {
    const named = columns.map(({ name }) => ({ name, values: new Float64Array(), words: new Map() }));
    return findColumns(
      { file: '', rows: 0, named: true, columns: named, rowNumbers: new Uint32Array() },
      list
    );
  } catch {
    return [];
  }
}

function labelColumn({ columns, large, rows: all }: FilePreview): number | undefined {
  const rows = large?.lookedAt ?? all;
  if (columns.length < 2) return undefined;
  const isLabel = ({ words, whole, distinct }: FilePreview['columns'][number]): boolean =>
    distinct >= 2 && distinct <= Math.min(mostClasses, rows / 2) && (whole || words > rows / 2);
  const byName = columns.findIndex(
    (column) => /^(label|class|target|species|digit|y)$/i.test(column.name) && isLabel(column)
  );
  if (byName >= 0) return byName;
  return isLabel(columns[columns.length - 1]) ? columns.length - 1 : undefined;
}

/** Positions as the column settings write them: "0-63, 70". */
export function sayColumns(positions: readonly number[]): string {
  const sorted = [...positions].sort((a, b) => a - b);
  const parts: string[] = [];
  for (let i = 0; i < sorted.length; ) {
    let end = i;
    while (end + 1 < sorted.length && sorted[end + 1] === sorted[end] + 1) end++;
    parts.push(end > i ? `${sorted[i]}-${sorted[end]}` : String(sorted[i]));
    i = end + 1;
  }
  return parts.join(', ');
}

/** A leaky tanh network, sized for the stream. */
export function fileExperiment(source: Settings, check: FileCheck, id: FileSourceId = 'file'): Experiment {
  const classify = check.loss === 'classification';
  return {
    format: 1,
    title: String(source['file']),
    model: {
      id: 'eprop',
      settings: {
        units: 100,
        unit: 'leakyTanh',
        leak: classify ? 0.5 : 0.3,
        tauReadout: 0,
        // One-hot symbols reach few weights each.
        learningRate: id === 'text' ? 0.01 : 0.002,
        batch: Math.max(1, Math.min(16, Math.floor(check.trials / 8)))
      }
    },
    source: { id, settings: source },
    probes: leakyTanhProbes,
    seed: 1,
    edits: []
  };
}
