/**
 * The rows of a data file as a task needs them: numbers of the columns in use, scaled, with a class or values for each. They come
 * in blocks; a file that is held is one block, of a larger one those used last are kept.
 */
import { blockOf, type DataBlocks, type Progress } from '../../formats/large/dataBlocks';
import { numericColumn } from '../../formats/table';
import { classesIn, type ColumnPlan, LabelScan, rowsPerAnswer, spread } from './fileColumns';

/** Rows `first`, `first + 1`, ... */
export interface RowBlock {
  first: number;
  /** One array per input column. */
  inputs: readonly Float64Array[];
  /** Classification: position of each row's class among the output names. */
  classes?: Uint32Array;
  /** Regression: one array per output. */
  targets?: readonly Float64Array[];
}

/** How columns are scaled: by statistics of some rows, to mean 0 and standard deviation 1, or to 0 .. 1, or not at all. */
export type Normalisation = 'none' | 'zScore' | 'range';

/** A value becomes its distance from `offset` in units of `width`. */
export interface Scale {
  offset: number;
  width: number;
}

export interface Scales {
  inputs: readonly Scale[];
  targets: readonly Scale[];
}

/** What one look at every row tells. */
export interface RowScan {
  /** Classes, or columns to follow or predict. */
  outputNames: readonly string[];
  /** Different values of each input column; undefined where some have more than two. */
  values: readonly ReadonlySet<number>[] | undefined;
}

/** Bytes of blocks kept of a file that is not held. */
const keptBytes = 1 << 26;

type Part = 'all' | 'inputs' | 'targets';

export class FileRows {
  readonly rows: number;
  readonly plan: ColumnPlan;
  private data: DataBlocks;
  private readonly perAnswer: number;
  private readonly progress: Progress | undefined;
  private outputNames: readonly string[] = [];
  private scales: Scales | undefined;
  /** Those used last are last. */
  private readonly kept = new Map<number, RowBlock>();
  private latest: { end: number; block: RowBlock } | undefined;

  constructor(data: DataBlocks, plan: ColumnPlan, progress?: Progress) {
    this.data = data;
    this.plan = plan;
    this.rows = data.rows;
    this.perAnswer = plan.task === 'predict' ? 1 : rowsPerAnswer(data);
    // One block is at hand.
    this.progress = data.starts.length > 1 ? progress : undefined;
  }

  /** The block in which `row` lies. Throws FormatError where the file has changed or broken since it was looked through. */
  at(row: number): RowBlock {
    const { latest } = this;
    if (latest && row >= latest.block.first && row < latest.end) return latest.block;
    const number = blockOf(this.data.starts, row);
    const block = this.kept.get(number) ?? this.read(number, 'all');
    this.kept.delete(number);
    this.kept.set(number, block);
    let bytes = 0;
    for (const [other, { inputs, targets }] of [...this.kept].reverse()) {
      bytes += 8 * (inputs.length + (targets?.length ?? 0)) * inputs[0].length;
      if (bytes > keptBytes && other !== number) this.kept.delete(other);
    }
    this.latest = { end: block.first + block.inputs[0].length, block };
    return block;
  }

  /** Looks at every row, so that what is wrong with one is told before a run begins. Throws FormatError. */
  async scan(): Promise<RowScan> {
    const labels = this.plan.task === 'classify' ? new LabelScan() : undefined;
    let values: Set<number>[] | undefined = this.plan.inputs.map(() => new Set());
    for (let b = 0; b < this.data.starts.length; b++) {
      const { answers, inputs: table } = this.data.read(b, this.wanted('all'));
      const columns = this.plan.inputs.map((c) => numericColumn(table, c));
      if (labels) labels.add(answers ?? table, this.plan.answers[0]);
      else if (this.plan.task === 'follow')
        for (const c of this.plan.answers) numericColumn(answers ?? table, c);
      if (values && !columns.every((column, c) => staysPair(values![c], column))) values = undefined;
      await this.progress?.(`Looking through ${this.data.file}`, (b + 1) / this.data.starts.length);
    }
    this.outputNames = labels ? labels.finish(!this.data.whole) : this.plan.answerNames;
    return { outputNames: this.outputNames, values };
  }

  /**
   * From now on rows come scaled by the statistics of rows `learned`, given in ascending order, and targets by those of the rows
   * `ahead` of them. A column that is constant over them becomes its distance from that constant.
   */
  async scale(how: Normalisation, learned: () => Iterable<number>, ahead: number): Promise<Scales> {
    const { plan } = this;
    const identity = (): Scale => ({ offset: 0, width: 1 });
    // A prediction is compared with inputs, so it is scaled as they are.
    const followed = plan.task === 'follow' ? plan.answers.length : 0;
    let scales: Scales = {
      inputs: plan.inputs.map(identity),
      targets: Array.from({ length: followed }, identity)
    };
    if (how !== 'none') {
      const fold = how === 'zScore' ? this.moments : this.extremes;
      scales = {
        inputs: await fold.call(this, plan.inputs.length, learned, 0, 'inputs'),
        targets: followed === 0 ? [] : await fold.call(this, followed, learned, ahead, 'targets')
      };
    }
    this.scales = scales;
    this.kept.clear();
    this.latest = undefined;
    this.at(0);
    // Of a file that is held, the table it was read from can go.
    if (this.data.starts.length === 1) this.data = { ...this.data, read: readAgain };
    return scales;
  }

  /** Columns of the table of inputs to be read. */
  private wanted(part: Part): ReadonlySet<number> {
    const { answers, inputs } = this.plan;
    const separate = this.data.answerRows !== undefined;
    return new Set([
      ...(part === 'targets' ? [] : inputs),
      ...(separate || part === 'inputs' ? [] : answers)
    ]);
  }

  private read(number: number, part: Part): RowBlock {
    const { data, perAnswer, plan, scales } = this;
    const { answers, inputs: table } = data.read(number, this.wanted(part));
    const from = answers ?? table;
    const inputs =
      part === 'targets' ? [] : plan.inputs.map((c, i) => scaled(numericColumn(table, c), scales?.inputs[i]));
    const block = { first: data.starts[number], inputs };
    if (part === 'inputs') return block;
    if (plan.task === 'classify')
      return { ...block, classes: spread(classesIn(from, plan.answers[0], this.outputNames), perAnswer) };
    if (plan.task === 'predict') return { ...block, targets: inputs };
    const targets = plan.answers.map((c, i) =>
      spread(scaled(numericColumn(from, c), scales?.targets[i]), perAnswer)
    );
    return { ...block, targets };
  }

  private async moments(
    columns: number,
    learned: () => Iterable<number>,
    ahead: number,
    part: Part
  ): Promise<Scale[]> {
    const sums = new Float64Array(columns);
    const squares = new Float64Array(columns);
    let count = 0;
    await this.each('Means', learned, ahead, part, (values, row) => {
      count++;
      for (let c = 0; c < columns; c++) sums[c] += values[c][row];
    });
    const means = sums.map((sum) => sum / count);
    await this.each('Deviations', learned, ahead, part, (values, row) => {
      for (let c = 0; c < columns; c++) {
        const distance = values[c][row] - means[c];
        squares[c] += distance * distance;
      }
    });
    return Array.from(means, (offset, c) => ({ offset, width: Math.sqrt(squares[c] / count) }));
  }

  private async extremes(
    columns: number,
    learned: () => Iterable<number>,
    ahead: number,
    part: Part
  ): Promise<Scale[]> {
    const low = new Float64Array(columns).fill(Number.POSITIVE_INFINITY);
    const high = new Float64Array(columns).fill(Number.NEGATIVE_INFINITY);
    await this.each('Ranges', learned, ahead, part, (values, row) => {
      for (let c = 0; c < columns; c++) {
        low[c] = Math.min(low[c], values[c][row]);
        high[c] = Math.max(high[c], values[c][row]);
      }
    });
    return Array.from(low, (offset, c) => ({ offset, width: high[c] - offset }));
  }

  private async each(
    what: string,
    learned: () => Iterable<number>,
    ahead: number,
    part: Part,
    take: (values: readonly Float64Array[], row: number) => void
  ): Promise<void> {
    const { rows } = this;
    const { file, starts } = this.data;
    let values: readonly Float64Array[] = [];
    let first = 0;
    let end = 0;
    // Rows ascend, so that each block is read once, and kept no longer.
    for (const learnedRow of learned()) {
      const row = learnedRow + ahead;
      if (row >= end) {
        const number = blockOf(starts, row);
        const block = this.read(number, part);
        values = (part === 'inputs' ? block.inputs : block.targets) ?? [];
        first = starts[number];
        end = starts[number + 1] ?? rows;
        await this.progress?.(`${what} of the columns of ${file}`, row / rows);
      }
      take(values, row - first);
    }
  }
}

function readAgain(): never {
  throw new Error('A file that is held was read again; expected its one block to be kept.');
}

/** Whether a column has at most two different values, with those of `seen`, to which its own are added. */
function staysPair(seen: Set<number>, column: Float64Array): boolean {
  for (const value of column) {
    seen.add(value);
    if (seen.size > 2) return false;
  }
  return true;
}

function scaled(column: Float64Array, scale: Scale | undefined): Float64Array {
  if (!scale || (scale.offset === 0 && scale.width === 1)) return column;
  return column.map((value) => scaleValue(value, scale));
}

/** The value as it flows. */
export function scaleValue(value: number, { offset, width }: Scale): number {
  return (value - offset) / (width > 0 ? width : 1);
}
