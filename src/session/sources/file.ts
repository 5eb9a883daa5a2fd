/**
 * Trials from a file: CSV or TSV (gzipped or not), NPY, NPZ, HDF5. A trial is `rowsPerTrial` rows, each read in `ticksPerRow`
 * ticks, so that the 64 pixels of a digit can flow in as 8 ticks of 8. Once read, trial k depends on seed and k alone. What is too
 * large to hold is looked through once, for what is wrong with it and for its statistics, and then read block by block.
 */
import { sayBytes } from '../../formats/byteFile';
import { FormatError } from '../../formats/formatError';
import type { DataBlocks } from '../../formats/large/dataBlocks';
import { openDataBlocks } from '../../formats/large/openDataBlocks';
import { SettingError, type Settings } from '../../models/settings';
import type { Span, StreamShape, Trial } from '../../models/stream';
import type { Source, SourceContext, SourceDefinition } from '../source';
import { type ColumnPlan, planColumns } from './fileColumns';
import { FileRows, type RowScan, type Scale, type Scales, scaleValue } from './fileRows';
import { type FileSettings, fileSettings } from './fileSettings';
import { type Positions, splitTrials, streamOrder } from './fileSplit';
import { trialsOnDemand } from './onDemand';

export const fileSource: SourceDefinition = {
  id: 'file',
  title: 'File',
  summary:
    'Rows of a CSV, TSV, NPY, NPZ or HDF5 file, as examples to classify or as a series to predict or follow.',
  settings: fileSettings,
  create
};

/** Throws FormatError for a file that cannot be read as asked, SettingError for settings that do not fit it. */
async function create(context: SourceContext): Promise<Source> {
  const { file, inputArray: inputs, answerArray: answers } = context.settings as Settings & FileSettings;
  if (file.trim() === '') {
    throw new SettingError("Setting 'file' is empty; name a CSV, TSV, NPY, NPZ or HDF5 file.");
  }
  const { progress } = context;
  const content = await context.files.read(file);
  return createFromBlocks(
    await openDataBlocks(file, content, { inputs, answers }, { ...(progress && { progress }) }),
    context
  );
}

/** As above, of a file that is open already. */
export async function createFromBlocks(
  data: DataBlocks,
  { progress, random, settings }: Pick<SourceContext, 'progress' | 'random' | 'settings'>
): Promise<Source> {
  const chosen = settings as Settings & FileSettings;
  const head = data.read(0);
  const plan = planColumns(head, chosen);
  const rows = new FileRows(data, plan, progress);
  const scan = await rows.scan();
  const layout = layTrials(data, plan.inputs.length, chosen);
  const split = splitTrials(
    layout.trials,
    chosen.heldOut,
    chosen.split === 'shuffled' ? random.fork('split') : undefined
  );
  const scales = await rows.scale(chosen.normalisation, () => rowsOf(split.learned, layout), layout.ahead);
  const shape = describeShape(plan, scan, scales, layout, chosen);
  refuseTooManyHeld(split.heldOut.length, shape);
  const order = streamOrder(split.learned, chosen.order === 'shuffled' ? random.fork('order') : undefined);
  const makeTrial = (index: number, position: number): Trial =>
    cutTrial(rows, layout, shape, chosen, index, layout.stride * position);

  return {
    shape,
    trials: (from, demand$) => trialsOnDemand(from, demand$, (k) => makeTrial(k, order(k))),
    heldOut: Array.from(split.heldOut, (position, i) => makeTrial(i, position)),
    trialsPerPass: split.learned.length,
    note:
      `${data.rows} rows, ${plan.inputs.length} of ${head.inputs.columns.length} columns; ` +
      `${split.learned.length} trials to learn from, ${split.heldOut.length} held out`
  };
}

/** How rows make trials: trial i is `rows` rows from row i * stride on; targets lie `ahead` rows later. */
interface Layout {
  trials: number;
  rows: number;
  stride: number;
  ahead: number;
}

function layTrials({ rows, rowsPerSequence }: DataBlocks, columns: number, chosen: FileSettings): Layout {
  const { rowsPerTrial, ticksPerRow, task } = chosen;
  if (columns % ticksPerRow !== 0) {
    throw new SettingError(
      `Setting 'ticksPerRow' is ${ticksPerRow}, which does not divide the ${columns} input columns; ` +
        'choose a divisor or other columns.'
    );
  }
  const ahead = task === 'predict' ? 1 : 0;
  // A sequence stands on its own: its last row has no next one.
  if (rowsPerSequence !== undefined) {
    const sequences = rowsPerSequence === 0 ? 0 : rows / rowsPerSequence;
    const layout = { trials: sequences, rows: rowsPerSequence - ahead, stride: rowsPerSequence, ahead };
    if (rowsPerTrial !== 1 && rowsPerTrial !== layout.rows) {
      throw new SettingError(
        `Setting 'rowsPerTrial' is ${rowsPerTrial}, but the file has sequences of ${rowsPerSequence} rows; leave it at 1.`
      );
    }
    if (layout.rows > 0 && layout.trials > 0) return layout;
  }
  const trials = Math.floor((rows - ahead) / rowsPerTrial);
  if (trials >= 1 && rowsPerSequence === undefined)
    return { trials, rows: rowsPerTrial, stride: rowsPerTrial, ahead };
  const needed = rowsPerTrial + ahead;
  throw new FormatError({
    file: chosen.file,
    found: `${rows} rows of data`,
    expected: `at least ${needed} for one trial`
  });
}

/** The rows of trials, in the order of the file. */
function* rowsOf(trials: Positions, { rows, stride }: Layout): Generator<number> {
  for (const trial of trials) for (let r = 0; r < rows; r++) yield trial * stride + r;
}

/** Bytes of trials that may be held out: they are kept, since every score needs all of them. */
const mostHeldOut = 2 ** 29;

function refuseTooManyHeld(count: number, { inputs, outputs, steps }: StreamShape): void {
  const each = 8 * steps * (inputs + outputs + 1);
  if (count * each <= mostHeldOut) return;
  throw new SettingError(
    `Setting 'heldOut' keeps back ${count} trials, which take ${sayBytes(count * each)} of memory; ` +
      `hold out at most ${Math.floor(mostHeldOut / each)}, as a number.`
  );
}

function describeShape(
  { inputNames, inputs, task }: ColumnPlan,
  { outputNames, values }: RowScan,
  scales: Scales,
  layout: Layout,
  chosen: FileSettings
): StreamShape {
  const { ticksPerRow } = chosen;
  const width = inputs.length / ticksPerRow;
  const groups: Span[] =
    ticksPerRow === 1 && width <= 40
      ? inputNames.map((label, c) => ({ label, from: c, to: c + 1 }))
      : [{ label: 'columns', from: 0, to: width }];
  const isBit = (value: number, scale: Scale): boolean => [0, 1].includes(scaleValue(value, scale));
  const binary = values?.every((seen, c) => [...seen].every((value) => isBit(value, scales.inputs[c])));
  return {
    inputs: width,
    outputs: outputNames.length,
    steps: layout.rows * ticksPerRow,
    dtMs: chosen.tickMs,
    loss: task === 'classify' ? 'classification' : 'regression',
    inputKind: binary ? 'spikes' : 'analogue',
    inputGroups: groups,
    phases: [],
    outputLabels: outputNames
  };
}

/** The trial whose first row is `firstRow`. */
function cutTrial(
  rows: FileRows,
  layout: Layout,
  shape: StreamShape,
  { ticksPerRow, lossAt }: FileSettings,
  index: number,
  firstRow: number
): Trial {
  const { inputs, outputs, steps } = shape;
  const x = new Float64Array(steps * inputs);
  const target = new Float64Array(steps * outputs);
  const mask = new Float64Array(steps);
  for (let t = 0; t < steps; t++) {
    const row = firstRow + Math.floor(t / ticksPerRow);
    const part = (t % ticksPerRow) * inputs;
    const block = rows.at(row);
    for (let i = 0; i < inputs; i++) x[t * inputs + i] = block.inputs[part + i][row - block.first];
    if (block.classes) target[t * outputs + block.classes[row - block.first]] = 1;
    else {
      const aimed = rows.at(row + layout.ahead);
      const at = row + layout.ahead - aimed.first;
      aimed.targets?.forEach((column, k) => {
        target[t * outputs + k] = column[at];
      });
    }
    const rowEnds = (t + 1) % ticksPerRow === 0;
    mask[t] = lossAt === 'everyTick' || t === steps - 1 || (lossAt === 'rowEnd' && rowEnds) ? 1 : 0;
  }
  return { index, x, target, mask };
}
