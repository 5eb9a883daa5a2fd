/** A text opened or dropped in the Memory lab, to be learned letter by letter: plain, or documents as JSONL or Parquet. */
import type { Settings } from '../../models/settings';
import type { LargeFile, OpenedFile } from '../host';
import type { Lab } from '../lab/lab';
import { lettersExperiment } from './lettersExperiment';

const names = /\.(txt|text|md|jsonl|ndjson|parquet)(\.(gz|zst|zstd))?$|\.(zst|zstd)$/i;

/** What the Memory lab reads besides what all labs do. */
export const letterExtensions = ['jsonl', 'ndjson', 'parquet', 'zst'];

/** By its name: anything else is a table or an array, which other sources are for. */
export function isOfLetters(name: string): boolean {
  return names.test(name);
}

/** Of the letters that are open: what holds for the next text too. */
const keptSettings = ['textField', 'symbols', 'mostSymbols', 'length', 'heldOut', 'split', 'order'];

/** Throws what handing it over threw; what cannot be read is said, and the experiment that was open stays. */
export async function openInMemory(file: OpenedFile | LargeFile, lab: Lab): Promise<void> {
  await lab.client.ask('file', { name: file.name, bytes: 'blob' in file ? file.blob : file.bytes });
  const open = lab.opened()?.experiment;
  const other =
    open?.source.id === 'letters' && open.model.id === 'memory'
      ? { settings: lab.settings(), probes: open.probes }
      : undefined;
  const source: Settings = other
    ? Object.fromEntries(Object.entries(lab.sourceSettings()).filter(([name]) => keptSettings.includes(name)))
    : {};
  const experiment = lettersExperiment(file.name, { ...source, file: file.name }, other);
  if (await lab.openExperiment(experiment)) lab.alerts.notice(`${file.name}: ${lab.opened()!.sourceNote}.`);
}
