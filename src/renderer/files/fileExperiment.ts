/** First guesses for a file: how it is meant as a stream, and a network that can learn it. All of it can be changed. */
import type { Settings } from '../../models/settings';
import { leakyTanhProbes } from '../../presets/probes';
import type { Experiment } from '../../session/experiment';
import type { FileCheck, FilePreview } from './protocol';

const mostClasses = 50;

/** Settings of the file source for a table just opened. */
export function guessSource(name: string, preview: FilePreview): Settings {
  const { columns, rows } = preview;
  const label = labelColumn(preview);
  // A column of words can only be a label; a column with a few is meant as numbers and its first word will be shown.
  const inputs = columns.flatMap((column, c) => (c === label || column.words > rows / 2 ? [] : [c]));
  if (label !== undefined)
    return {
      file: name,
      task: 'classify',
      labelColumn: String(label),
      columns: sayColumns(inputs),
      normalisation: 'zScore'
    };
  const rowsPerTrial = Math.max(1, Math.min(100, Math.floor(rows / 20)));
  return {
    file: name,
    task: 'predict',
    columns: sayColumns(inputs),
    rowsPerTrial,
    lossAt: 'everyTick',
    split: 'end',
    normalisation: 'zScore'
  };
}

function labelColumn({ columns, rows }: FilePreview): number | undefined {
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
export function fileExperiment(source: Settings, check: FileCheck): Experiment {
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
        learningRate: 0.002,
        batch: Math.max(1, Math.min(16, Math.floor(check.trials / 8)))
      }
    },
    source: { id: 'file', settings: source },
    probes: leakyTanhProbes,
    seed: 1,
    edits: []
  };
}
