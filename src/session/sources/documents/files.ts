/**
 * The user's documents, one a tick, in the order of the file: JSONL, Parquet or plain text, packed or not. What is read is held; a corpus that
 * memory cannot hold is for `engram corpus`. After the last document nothing more flows in.
 */
import { asByteFile, type FileContent, sayBytes } from '../../../formats/byteFile';
import { documentsOf } from '../../../formats/corpus/documents';
import type { RawDocument } from '../../../formats/corpus/rawDocument';
import { FormatError } from '../../../formats/formatError';
import { type SettingDescription, SettingError } from '../../../models/settings';
import type { TextDocument } from '../../../models/stream';
import type { Source, SourceContext, SourceDefinition } from '../../source';
import { trialsOnDemand } from '../onDemand';
import { amount } from '../streamSettings';
import { documentShape, documentTrial } from './documentStream';
import { documentsSetting } from './pages';

interface FileSettings {
  file: string;
  pieces: 'file' | 'blank';
  textField: string;
  sourceField: string;
  qualityField: string;
  documents: number;
  heldOutDocuments: number;
}

/** Bytes of text that are held at most. */
const mostHeld = 2 ** 28;

const field = (name: string, label: string, value: string, help: string): SettingDescription => ({
  name,
  label,
  kind: 'text',
  default: value,
  group: 'Stream',
  live: false,
  help
});

export const documentsSource: SourceDefinition = {
  id: 'documents',
  title: 'Documents from a file',
  summary: 'JSONL, Parquet or plain text, gzip or zstd: each record or paragraph is a document.',
  settings: [
    {
      name: 'file',
      label: 'File',
      kind: 'text',
      default: 'example:tides.txt',
      namesFile: true,
      group: 'Stream',
      live: false,
      help: 'JSONL (a record a line), Parquet, or plain text, packed by gzip or zstd or not. "example:tides.txt" is shipped with Engram; a relative name in an experiment file leads from that file.'
    },
    {
      name: 'pieces',
      label: 'A plain text is',
      kind: 'choice',
      default: 'blank',
      options: [
        { value: 'blank', label: 'A document for each paragraph' },
        { value: 'file', label: 'One document' }
      ],
      group: 'Stream',
      live: false,
      help: 'Paragraphs stand between blank lines.'
    },
    field('textField', 'Field of the text', 'text', 'Of records: which field holds the text.'),
    field(
      'sourceField',
      'Field of the source',
      'source',
      'Of records: which field names where the document is from; without it all are from the file. Sources rank in the order in which they first come.'
    ),
    field(
      'qualityField',
      'Field of the quality',
      'quality',
      'Of records: which field says how good the text is, a number from 0 to 1, for a classifier to learn from; it may be missing.'
    ),
    documentsSetting,
    amount({
      name: 'heldOutDocuments',
      label: 'Held out',
      default: 0.05,
      min: 0,
      max: 1e6,
      help: 'Documents at the end of the file that readers are compared on: a share below 1, a number from 1 on.'
    })
  ],
  create
};

/** Throws FormatError for a file without documents, SettingError for settings that do not fit it. */
async function create({ files, settings: given }: SourceContext): Promise<Source> {
  const settings = given as unknown as FileSettings;
  const { documents: steps, file, heldOutDocuments } = settings;
  if (file.trim() === '') throw new SettingError("Setting 'file' is empty; name a file of documents.");
  const { bad, documents, sources } = await read(file, await files.read(file), settings);
  const held = Math.min(
    documents.length - 1,
    heldOutDocuments < 1 ? Math.floor(heldOutDocuments * documents.length) : heldOutDocuments
  );
  const flowing = documents.slice(0, documents.length - held);
  const trials = Math.ceil(flowing.length / steps);
  return {
    shape: documentShape(steps, sources),
    trials: (from, demand$) =>
      trialsOnDemand(from, demand$, (index) =>
        documentTrial(index, steps, flowing.slice(index * steps, (index + 1) * steps))
      ),
    heldOut: held > 0 ? [documentTrial(0, steps, documents.slice(documents.length - held))] : [],
    trialsPerPass: trials,
    scoreEvery: 16,
    note: `${flowing.length} documents of ${sources.length === 1 ? 'one source' : `${sources.length} sources`} in ${trials} trials, ${held} held out${bad.count > 0 ? `; ${bad.count} left out (line ${bad.line}: ${bad.why})` : ''}`
  };
}

interface Read {
  documents: TextDocument[];
  sources: string[];
  bad: { count: number; line: number; why: string };
}

async function read(file: string, content: FileContent, settings: FileSettings): Promise<Read> {
  const { pieces, qualityField, sourceField, textField } = settings;
  const found: Read = { documents: [], sources: [], bad: { count: 0, line: 0, why: '' } };
  let held = 0;
  for await (const batch of documentsOf(file, asByteFile(content), { split: pieces, textField }))
    for (const item of batch) {
      if (item.kind === 'bad') {
        if (found.bad.count++ === 0) Object.assign(found.bad, { line: item.line, why: item.why });
        continue;
      }
      held += 2 * item.text.length;
      if (held > mostHeld)
        throw new FormatError({
          file,
          found: `more than ${sayBytes(mostHeld)} of text`,
          expected:
            'less, for it is held here; clean a large corpus with `engram corpus` and open what is kept'
        });
      found.documents.push(documentOf(item, file, found.sources, { qualityField, sourceField }));
    }
  if (found.documents.length === 0)
    throw new FormatError({
      file,
      found: found.bad.count > 0 ? `no document; line ${found.bad.line}: ${found.bad.why}` : 'no document',
      expected: `records with a field '${textField}', or text`
    });
  return found;
}

function documentOf(
  { fields, line, text }: RawDocument,
  file: string,
  sources: string[],
  { qualityField, sourceField }: Pick<FileSettings, 'qualityField' | 'sourceField'>
): TextDocument {
  const named = fields[sourceField];
  const name = typeof named === 'string' && named !== '' ? named : file;
  let source = sources.indexOf(name);
  if (source < 0) source = sources.push(name) - 1;
  const { id } = fields;
  const quality = fields[qualityField];
  return {
    id: typeof id === 'string' || typeof id === 'number' ? String(id) : `line ${line}`,
    source,
    text,
    ...(typeof quality === 'number' && quality >= 0 && quality <= 1 && { quality })
  };
}
