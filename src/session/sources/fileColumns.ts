/** Which columns of a data file give a task its inputs, and which its answers: a class, or values to follow. */
import { findColumn, findColumns } from '../../formats/columnList';
import { FormatError } from '../../formats/formatError';
import type { Block, DataBlocks } from '../../formats/large/dataBlocks';
import { badCell, columnTitle, type Table, textColumn } from '../../formats/table';
import { SettingError } from '../../models/settings';

export interface ColumnChoice {
  task: 'classify' | 'predict' | 'follow';
  columns: string;
  labelColumn: string;
  targetColumns: string;
}

const mostClasses = 1000;

/** Which columns a task uses, told from their names and numbers. */
export interface ColumnPlan {
  task: ColumnChoice['task'];
  inputs: readonly number[];
  inputNames: readonly string[];
  /** Of the table of answers, which is that of the inputs unless they come separately. None where the next row is predicted. */
  answers: readonly number[];
  /** Of the values to follow; classes are named by their labels. */
  answerNames: readonly string[];
}

/** Throws FormatError for columns that are not there, SettingError for a choice that makes no task. */
export function planColumns({ inputs: table, answers }: Block, choice: ColumnChoice): ColumnPlan {
  const { task } = choice;
  const from = answers ?? table;
  const answerColumns = task === 'predict' ? [] : answerPositions(from, choice, answers !== undefined);
  const positions = inputPositions(table, choice.columns, new Set(answers ? [] : answerColumns));
  const names = (of: Table, columns: readonly number[]): string[] => columns.map((c) => of.columns[c].name);
  const inputNames = names(table, positions);
  return {
    task,
    inputs: positions,
    inputNames,
    answers: answerColumns,
    answerNames: task === 'predict' ? inputNames : names(from, answerColumns)
  };
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

/** Rows of input for each row of answers: 1, or a whole sequence where there is one answer for each. Throws FormatError. */
export function rowsPerAnswer({ answerRows, file, rows, rowsPerSequence = 1 }: DataBlocks): number {
  if (answerRows === undefined || answerRows === rows) return 1;
  if (answerRows * rowsPerSequence === rows) return rowsPerSequence;
  const sequences = rows / rowsPerSequence;
  throw new FormatError({
    file,
    found: `${answerRows} answers`,
    expected:
      rowsPerSequence > 1 ? `${sequences} (one a sequence) or ${rows} (one a row)` : `${rows}, one a row`
  });
}

/** Each value `times` times. */
export function spread<Values extends Float64Array | Uint32Array>(values: Values, times: number): Values {
  if (times === 1) return values;
  const length = values.length * times;
  const wide = values instanceof Float64Array ? new Float64Array(length) : new Uint32Array(length);
  for (let r = 0; r < length; r++) wide[r] = values[Math.floor(r / times)];
  return wide as Values;
}

/** Classes of one table, as `LabelScan` orders them. Throws FormatError. */
export function readClasses(table: Table, column: number): { classes: Uint32Array; outputNames: string[] } {
  const scan = new LabelScan();
  scan.add(table, column);
  const outputNames = scan.finish();
  return { classes: classesIn(table, column, outputNames), outputNames };
}

/** [rows] position of each row's label in `names`. Throws FormatError for a missing one. */
export function classesIn(table: Table, column: number, names: readonly string[]): Uint32Array {
  const position = new Map(names.map((name, c) => [name, c]));
  return Uint32Array.from(textColumn(table, column), (label) => position.get(label) ?? 0);
}

/** Gathers the labels of a column that comes in blocks. */
export class LabelScan {
  private readonly labels = new Set<string>();
  private readonly place: { file: string; column: string }[] = [];
  private rows = 0;
  private words = false;
  /** The first number that is not whole, which is a label only beside words. */
  private broken: FormatError | undefined;

  /** Throws FormatError for a cell that is empty, or more labels than a readout has use for. */
  add(table: Table, column: number): void {
    const { values, words } = table.columns[column];
    this.rows += table.rows;
    this.words ||= words.size > 0;
    if (this.place.length === 0) this.place.push({ file: table.file, column: columnTitle(table, column) });
    for (const label of textColumn(table, column)) this.labels.add(label);
    if (!this.words && !this.broken) {
      const row = values.findIndex((value) => !Number.isInteger(value));
      if (row >= 0) this.broken = badCell(table, row, column, 'a class label (a whole number or a word)');
    }
    if (this.labels.size > mostClasses && (this.words || !this.broken)) throw this.tooMany();
  }

  /**
   * Classes in order: by value where all are numbers, else by code point, never by the machine's language. `all`: there are no further
   * rows. Throws FormatError.
   */
  finish(all = true): string[] {
    if (this.broken && !this.words) throw this.broken;
    if (this.labels.size > mostClasses) throw this.tooMany();
    const names = [...this.labels].sort((a, b) => (this.words ? (a < b ? -1 : 1) : Number(a) - Number(b)));
    if (all && names.length < 2 && this.rows > 0)
      throw new FormatError({
        ...this.place[0],
        found: `only the label '${names[0]}'`,
        expected: 'at least two classes'
      });
    return names;
  }

  private tooMany(): FormatError {
    const found = `${this.labels.size} different labels`;
    return new FormatError({ ...this.place[0], found, expected: `at most ${mostClasses}` });
  }
}
