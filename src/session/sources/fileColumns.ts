/** What a data file gives a task: rows of inputs, and for each row an answer (a class, or values to follow). */
import { findColumn, findColumns } from '../../formats/columnList';
import type { DataFile } from '../../formats/dataFile';
import { FormatError } from '../../formats/formatError';
import { badCell, columnTitle, numericColumn, type Table, textColumn } from '../../formats/table';
import { SettingError } from '../../models/settings';

export interface RowData {
  rows: number;
  inputNames: readonly string[];
  /** One [rows] array per input column. */
  inputs: readonly Float64Array[];
  outputNames: readonly string[];
  /** Classification: [rows] position of each row's class in `outputNames`. */
  classes?: Uint32Array;
  /** Regression: one [rows] array per output. */
  targets?: readonly Float64Array[];
}

export interface ColumnChoice {
  task: 'classify' | 'predict' | 'follow';
  columns: string;
  labelColumn: string;
  targetColumns: string;
}

const mostClasses = 1000;

/** Throws FormatError for bad cells in the columns in use, SettingError for a choice that makes no task. */
export function readColumns(data: DataFile, choice: ColumnChoice): RowData {
  const { inputs: table, answers = table } = data;
  const answerColumns =
    choice.task === 'predict' ? [] : answerPositions(answers, choice, data.answers !== undefined);
  const taken = new Set(answers === table ? answerColumns : []);
  const positions = inputPositions(table, choice.columns, taken);
  const inputs = positions.map((c) => numericColumn(table, c));
  const names = (from: Table, columns: readonly number[]): string[] =>
    columns.map((c) => from.columns[c].name);
  const base = { rows: table.rows, inputNames: names(table, positions), inputs };

  if (choice.task === 'predict') return { ...base, outputNames: base.inputNames, targets: inputs };
  const perRow = rowAnswers(data, answers);
  if (choice.task === 'follow') {
    const targets = answerColumns.map((c) => spread(numericColumn(answers, c), perRow));
    return { ...base, outputNames: names(answers, answerColumns), targets };
  }
  const { classes, outputNames } = readClasses(answers, answerColumns[0]);
  return { ...base, outputNames, classes: spread(classes, perRow) };
}

/** The columns that `list` names, all but the answers where it is empty. Throws FormatError and SettingError. */
export function inputPositions(table: Table, list: string, answers: ReadonlySet<number>): number[] {
  const positions =
    list.trim() === ''
      ? table.columns.map((_, c) => c).filter((c) => !answers.has(c))
      : findColumns(table, list);
  const shared = positions.find((c) => answers.has(c));
  if (shared !== undefined) {
    throw new SettingError(
      `Setting 'columns' holds ${columnTitle(table, shared)}, which is also the answer; take it out of one of the two.`
    );
  }
  if (positions.length === 0) {
    throw new FormatError({ file: table.file, found: 'no column left for inputs', expected: 'at least one' });
  }
  return positions;
}

function answerPositions(answers: Table, choice: ColumnChoice, separate: boolean): number[] {
  if (choice.task === 'classify') {
    if (choice.labelColumn.trim() !== '') return [findColumn(answers, choice.labelColumn)];
    if (!separate || answers.columns.length === 1) return [answers.columns.length - 1];
    throw new FormatError({
      file: answers.file,
      found: `${answers.columns.length} columns of labels`,
      expected: "one; name it in 'labelColumn'"
    });
  }
  if (choice.targetColumns.trim() !== '') return findColumns(answers, choice.targetColumns);
  if (separate) return answers.columns.map((_, c) => c);
  throw new SettingError('Setting \'targetColumns\' is empty; name the columns to follow, such as "3-4".');
}

/** Rows of input for each row of answers: 1, or a whole sequence where there is one answer for each. */
function rowAnswers({ inputs, rowsPerSequence = 1 }: DataFile, answers: Table): number {
  if (answers.rows === inputs.rows) return 1;
  if (answers.rows * rowsPerSequence === inputs.rows) return rowsPerSequence;
  const sequences = inputs.rows / rowsPerSequence;
  throw new FormatError({
    file: inputs.file,
    found: `${answers.rows} answers`,
    expected:
      rowsPerSequence > 1
        ? `${sequences} (one a sequence) or ${inputs.rows} (one a row)`
        : `${inputs.rows}, one a row`
  });
}

/** Each value `times` times. */
function spread<Values extends Float64Array | Uint32Array>(values: Values, times: number): Values {
  if (times === 1) return values;
  const length = values.length * times;
  const wide = values instanceof Float64Array ? new Float64Array(length) : new Uint32Array(length);
  for (let r = 0; r < length; r++) wide[r] = values[Math.floor(r / times)];
  return wide as Values;
}

/** Classes in order: by value where all are numbers, else by code point, never by the machine's language. */
export function readClasses(table: Table, column: number): { classes: Uint32Array; outputNames: string[] } {
  const labels = textColumn(table, column);
  const { values, words } = table.columns[column];
  const numeric = words.size === 0;
  if (numeric) {
    const broken = values.findIndex((value) => !Number.isInteger(value));
    if (broken >= 0) throw badCell(table, broken, column, 'a class label (a whole number or a word)');
  }
  const outputNames = [...new Set(labels)].sort((a, b) => (numeric ? Number(a) - Number(b) : a < b ? -1 : 1));
  const place = { file: table.file, column: columnTitle(table, column) };
  if (outputNames.length > mostClasses) {
    throw new FormatError({
      ...place,
      found: `${outputNames.length} different labels`,
      expected: `at most ${mostClasses}`
    });
  }
  if (outputNames.length < 2 && table.rows > 0) {
    throw new FormatError({
      ...place,
      found: `only the label '${outputNames[0]}'`,
      expected: 'at least two classes'
    });
  }
  const position = new Map(outputNames.map((name, c) => [name, c]));
  return { classes: Uint32Array.from(labels, (label) => position.get(label) ?? 0), outputNames };
}
