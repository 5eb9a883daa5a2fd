/** A file opened or dropped in the Text lab: documents to be cleaned or, where a text is being asked, the next text to ask. */
import { corpusProbes } from '../../models/corpus/model/probes';
import { mixprProbes } from '../../models/retrieval/model/probeList';
import type { Experiment } from '../../session/experiment';
import type { LargeFile, OpenedFile } from '../host';
import type { Lab } from '../lab/lab';

/** What the Text lab reads besides plain text. */
export const documentExtensions = ['jsonl', 'ndjson', 'parquet', 'zst'];

/** Seconds that reading a text may take at the speed there was; one that takes longer is read as fast as can be. */
const longestReading = 20;

/** Letters of a text that serve as its first question. */
const questionLength = 80;

/** Throws what reading it threw, with the name of the file; the experiment that was open stays. */
export async function openInText(file: OpenedFile | LargeFile, lab: Lab): Promise<void> {
  const asks = lab.opened()?.experiment.model.id === 'mixpr' && 'bytes' in file;
  await lab.client.ask('file', { name: file.name, bytes: 'blob' in file ? file.blob : file.bytes });
  const opened = await lab.openExperiment(
    asks ? textToAsk(file, lab) : documentsToClean(file.name, lab),
    true
  );
  if (!opened || !asks) return;
  const passages = lab.opened()?.shape.steps ?? 0;
  const slow = lab.pace() > 0 && passages > longestReading * lab.pace();
  if (slow) await lab.changePace(0);
  lab.alerts.notice(
    `Write your own question under Query in the settings.${slow ? ' The text is long: it is read as fast as can be; Speed slows it down.' : ''}`
  );
}

function textToAsk({ bytes, name }: OpenedFile, lab: Lab): Experiment {
  const { asked } = lab.sourceSettings();
  const begin = new TextDecoder()
    .decode(bytes.subarray(0, 4 * questionLength))
    .replaceAll(/\s+/g, ' ')
    .trim();
  return {
    format: 1,
    title: name,
    model: { id: 'mixpr', settings: lab.settings() },
    source: {
      id: 'passages',
      settings: { textFile: name, asked: String(asked ?? '').trim() || begin.slice(0, questionLength) }
    },
    probes: Object.values(mixprProbes),
    seed: 1,
    edits: []
  };
}

function documentsToClean(name: string, lab: Lab): Experiment {
  // Which sources there are the file says; their order is chosen anew.
  const settings = lab.opened()?.experiment.model.id === 'corpus' ? { ...lab.settings(), ranking: '' } : {};
  return {
    format: 1,
    title: name,
    model: { id: 'corpus', settings },
    source: { id: 'documents', settings: { file: name } },
    probes: Object.values(corpusProbes),
    seed: 1,
    edits: []
  };
}
