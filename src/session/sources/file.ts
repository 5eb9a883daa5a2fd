/**
 * Trials from a file: CSV or TSV (gzipped or not), NPY, NPZ, HDF5. A trial is `rowsPerTrial` rows, each read in `ticksPerRow`
 * ticks, so that the 64 pixels of a digit can flow in as 8 ticks of 8. Once read, trial k depends on seed and k alone.
 */
import { type DataFile, openDataFile } from '../../formats/dataFile';
import { FormatError } from '../../formats/formatError';
import { SettingError, type Settings } from '../../models/settings';
import type { Span, StreamShape, Trial } from '../../models/stream';
import type { Source, SourceContext, SourceDefinition } from '../source';
import { readColumns, type RowData } from './fileColumns';
import { type FileSettings, fileSettings } from './fileSettings';
import { type Normalisation, normalise, splitTrials, streamOrder } from './fileSplit';
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
  const chosen = context.settings as Settings & FileSettings;
  if (chosen.file.trim() === '') {
    throw new SettingError("Setting 'file' is empty; name a CSV, TSV, NPY, NPZ or HDF5 file.");
  }
  const bytes = await context.files.read(chosen.file);
  const data = await openDataFile(chosen.file, bytes, {
    inputs: chosen.inputArray,
    answers: chosen.answerArray
  });
  const raw = readColumns(data, chosen);
  const layout = layTrials(data, raw, chosen);
  const split = splitTrials(
    layout.trials,
    chosen.heldOut,
    chosen.split === 'shuffled' ? context.random.fork('split') : undefined
  );
  const rows = scaleColumns(raw, layout, split.learned, chosen.normalisation);
  const shape = describeShape(rows, layout, chosen);
  const order = streamOrder(
    split.learned,
    chosen.order === 'shuffled' ? context.random.fork('order') : undefined
  );
  const makeTrial = (index: number, position: number): Trial =>
    cutTrial(rows, layout, shape, chosen, index, layout.stride * position);

  return {
    shape,
    trials: (from, demand$) => trialsOnDemand(from, demand$, (k) => makeTrial(k, order(k))),
    heldOut: Array.from(split.heldOut, (position, i) => makeTrial(i, position)),
    trialsPerPass: split.learned.length,
    note:
      `${raw.rows} rows, ${raw.inputs.length} of ${data.inputs.columns.length} columns; ` +
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

function layTrials(data: DataFile, { rows, inputs }: RowData, chosen: FileSettings): Layout {
  const { rowsPerTrial, ticksPerRow, task } = chosen;
  const { rowsPerSequence } = data;
  if (inputs.length % ticksPerRow !== 0) {
    throw new SettingError(
      `Setting 'ticksPerRow' is ${ticksPerRow}, which does not divide the ${inputs.length} input columns; ` +
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

function scaleColumns(raw: RowData, layout: Layout, learned: Uint32Array, how: Normalisation): RowData {
  const { trials: _, rows, stride, ahead } = layout;
  const rowsLearned = Uint32Array.from(
    { length: learned.length * rows },
    (_, i) => learned[Math.floor(i / rows)] * stride + (i % rows)
  );
  const targetRows = rowsLearned.map((row) => row + ahead);
  const inputs = raw.inputs.map((column) => normalise(column, rowsLearned, how));
  // A prediction is compared with inputs, so it is scaled as they are.
  const targets =
    raw.targets === raw.inputs ? inputs : raw.targets?.map((column) => normalise(column, targetRows, how));
  return { ...raw, inputs, ...(targets && { targets }) };
}

function describeShape(rows: RowData, layout: Layout, chosen: FileSettings): StreamShape {
  const { ticksPerRow } = chosen;
  const width = rows.inputs.length / ticksPerRow;
  const groups: Span[] =
    ticksPerRow === 1 && width <= 40
      ? rows.inputNames.map((label, c) => ({ label, from: c, to: c + 1 }))
      : [{ label: 'columns', from: 0, to: width }];
  const binary = rows.inputs.every((column) => column.every((value) => value === 0 || value === 1));
  return {
    inputs: width,
    outputs: rows.outputNames.length,
    steps: layout.rows * ticksPerRow,
    dtMs: chosen.tickMs,
    loss: rows.classes ? 'classification' : 'regression',
    inputKind: binary ? 'spikes' : 'analogue',
    inputGroups: groups,
    phases: [],
    outputLabels: rows.outputNames
  };
}

/** The trial whose first row is `firstRow`. */
function cutTrial(
  rows: RowData,
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
    for (let i = 0; i < inputs; i++) x[t * inputs + i] = rows.inputs[part + i][row];
    if (rows.classes) target[t * outputs + rows.classes[row]] = 1;
    else
      rows.targets?.forEach((column, k) => {
        target[t * outputs + k] = column[row + layout.ahead];
      });
    const rowEnds = (t + 1) % ticksPerRow === 0;
    mask[t] = lossAt === 'everyTick' || t === steps - 1 || (lossAt === 'rowEnd' && rowEnds) ? 1 : 0;
  }
  return { index, x, target, mask };
}
