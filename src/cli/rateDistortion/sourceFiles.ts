/** A source and its distortion from two tables. */
import { readCsv } from '../../formats/csv';
import { FormatError } from '../../formats/formatError';
import { badCell, type Table } from '../../formats/table';
import {
  type DiscreteSource,
  discreteSource,
  missedSum,
  sumTolerance
} from '../../models/rateDistortion/discreteSource';
import { type Call, UsageError } from '../command';
import { readWhole } from '../files';

/** Reads `--source` and `--distortion`. Throws FormatError with the file and its line, UsageError where one is not given. */
export async function readSource(call: Call, cwd: string): Promise<DiscreteSource> {
  const [source, distortion] = ['source', 'distortion'].map((name) => {
    const file = call.get(name);
    if (file === undefined)
      throw new UsageError(
        `'engram blahut' needs --${name}, such as --${name} ${name === 'source' ? 'p' : 'd'}.csv.`
      );
    return file;
  });
  const probabilities = probabilitiesOf(readCsv(source, await readWhole(source, cwd)));
  const costs = distortionsOf(
    readCsv(distortion, await readWhole(distortion, cwd)),
    source,
    probabilities.length
  );
  return discreteSource(probabilities, costs);
}

function probabilitiesOf(table: Table): Float64Array {
  const { columns, file } = table;
  if (columns.length !== 1)
    throw new FormatError({
      file,
      found: `${columns.length} columns`,
      expected: 'one column of probabilities, one letter of the source a line'
    });
  const { values } = columns[0];
  if (values.length === 0)
    throw new FormatError({ file, found: 'no probabilities', expected: 'at least one, one a line' });
  const wrong = values.findIndex((p) => !(p >= 0 && p <= 1));
  if (wrong >= 0) throw badCell(table, wrong, 0, 'a probability from 0 to 1');
  const total = values.reduce((sum, p) => sum + p, 0);
  if (Math.abs(total - 1) > sumTolerance)
    throw new FormatError({ file, found: `probabilities that ${missedSum(total)}`, expected: 'a sum of 1' });
  return values;
}

function distortionsOf(table: Table, source: string, letters: number): Float64Array[] {
  const { columns, file, rowNumbers, rows } = table;
  const costs = Array.from({ length: rows }, () => new Float64Array(columns.length));
  columns.forEach(({ values, words }, y) => {
    values.forEach((value, x) => {
      const cost = /^\+?inf(inity)?$/i.test(words.get(x) ?? '') ? Number.POSITIVE_INFINITY : value;
      if (!(cost >= 0)) throw badCell(table, x, y, 'a distortion from 0, or inf');
      costs[x][y] = cost;
    });
  });
  if (rows !== letters)
    throw new FormatError({
      file,
      found: `${rows} row${rows === 1 ? '' : 's'}`,
      expected: `${letters}, one per probability of ${source}`
    });
  const forbidden = costs.findIndex((row) => row.every((cost) => cost === Number.POSITIVE_INFINITY));
  if (forbidden >= 0)
    throw new FormatError({
      file,
      row: rowNumbers[forbidden],
      found: 'inf in every column',
      expected: 'at least one reproduction that may stand for this letter'
    });
  return costs;
}
