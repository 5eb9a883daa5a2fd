/**
 * Text for a sequence memory: one symbol a tick, and the next one is asked for, always. A stretch of the text is a trial; other
 * stretches are held out. The `text` source gives the same to networks, one channel a symbol.
 */
import { asByteFile, wholeOf } from '../../../formats/byteFile';
import { documentSeparator, holdsRecords, joinedText, withoutZstd } from '../../../formats/corpus/joinedText';
import { readText, type SymbolRow } from '../../../formats/text';
import type { Take } from '../../../models/corpus/model/taking';
import type { Trial } from '../../../models/stream';
import type { Source, SourceContext, SourceDefinition } from '../../source';
import { cleanedText } from '../documents/cleanedText';
import { parseCleaning } from '../documents/cleaning';
import { trialsOnDemand } from '../onDemand';
import { cutText, symbolSettings, textSplitSettings } from '../textSymbols';
import { grammarText } from './grammar';
import { lengthSetting, tokenShape } from './tokenStream';

interface LetterSettings {
  file: string;
  handedOver: 'file' | Take;
  textField: string;
  cleaning: string;
  heldOutFrom: 'text' | 'documents';
  symbols: 'characters' | 'bytes';
  length: number;
}

/** Trials that the grammar makes, at least, and characters. */
const grammarTrials = 20;
const grammarCharacters = 200000;

export const lettersSource: SourceDefinition = {
  id: 'letters',
  title: 'Letters',
  summary: 'Text as tokens, by characters or bytes; the answer is the one that comes next.',
  settings: [
    {
      name: 'file',
      label: 'File',
      kind: 'text',
      default: '',
      namesFile: true,
      group: 'Stream',
      live: false,
      help: 'Any text in UTF-8, or JSONL or Parquet with a text a record, as `engram corpus` keeps them; packed by gzip or zstd or not. Empty for short stories drawn from a small grammar. A relative name in an experiment file leads from that file.'
    },
    {
      name: 'handedOver',
      label: 'Read',
      kind: 'choice',
      default: 'file',
      options: [
        { value: 'file', label: 'The file as it is' },
        { value: 'kept', label: 'What was kept of it' },
        { value: 'raw', label: 'All that came of it' }
      ],
      group: 'Stream',
      live: false,
      help: 'The text as it is, or documents of a run of the Text lab: those it kept, as it cleaned them, or all of them as they came, to compare with. In order, parted by a blank line.'
    },
    {
      name: 'textField',
      label: 'Field of the text',
      kind: 'text',
      default: 'text',
      group: 'Stream',
      live: false,
      help: 'Of a file of records: which field holds the text. Documents are parted by a blank line.'
    },
    {
      name: 'cleaning',
      label: 'Cleaned by',
      kind: 'text',
      default: '',
      group: 'Stream',
      live: false,
      when: { name: 'handedOver', is: ['kept', 'raw'] },
      help: 'The run of the Text lab whose documents these are, in words from which they are cleaned again: its stream, seed, policy, edits and length. The command Learn from kept text writes it.'
    },
    {
      name: 'heldOutFrom',
      label: 'Held out of',
      kind: 'choice',
      default: 'text',
      options: [
        { value: 'text', label: 'The text itself' },
        { value: 'documents', label: 'Documents apart' }
      ],
      group: 'Stream',
      live: false,
      when: { name: 'handedOver', is: ['kept', 'raw'] },
      help: 'Stretches of the text, or all documents that the run of the Text lab held out, whatever Held out says. Those are the same for what was kept and for all that came, so that two runs can be compared on them.'
    },
    ...symbolSettings,
    lengthSetting(256),
    ...textSplitSettings
  ],
  create
};

/** Throws FormatError for a file that is no text or too short, SettingError for settings that do not fit it. */
async function create(context: SourceContext): Promise<Source> {
  const { length } = context.settings as unknown as LetterSettings;
  const { about, heldOutFrom, name, row } = await read(context);
  const { heldOutStarts, labels, note, order, split, symbols, written } = cutText(
    context,
    name,
    row,
    length,
    heldOutFrom
  );
  const cut = (index: number, first: number): Trial => ({
    index,
    x: Float64Array.from(symbols.subarray(first, first + length)),
    target: Float64Array.from(symbols.subarray(first + 1, first + length + 1)),
    mask: new Float64Array(length).fill(1)
  });
  return {
    shape: tokenShape(length, labels, written),
    trials: (from, demand$) => trialsOnDemand(from, demand$, (k) => cut(k, order(k) * length)),
    heldOut: heldOutStarts.map((first, i) => cut(i, first)),
    trialsPerPass: split.learned.length,
    note: about === undefined ? note : `${about}. ${note}`
  };
}

interface Read {
  name: string;
  row: SymbolRow;
  /** What is said of the documents, where there are any. */
  about?: string;
  /** Symbol at which text begins that is held out as a whole. */
  heldOutFrom?: number;
}

async function read(context: SourceContext): Promise<Read> {
  const { files, random, settings } = context;
  const { file, handedOver, length, symbols, textField } = settings as unknown as LetterSettings;
  if (handedOver !== 'file') return cleaned(context, handedOver);
  if (file.trim() !== '') {
    const content = await files.read(file);
    const pieces = asByteFile(content);
    if (!holdsRecords(file, pieces)) {
      const bytes = withoutZstd(file, pieces) ?? wholeOf(file, content, 'split the text');
      return { name: file, row: readText(file, bytes, symbols) };
    }
    const { bad, documents, text } = await joinedText(file, pieces, textField);
    const left = bad.count > 0 ? `, ${bad.count} left out (line ${bad.line}: ${bad.why})` : '';
    return {
      name: file,
      row: rowOf(file, text, symbols),
      about: `${documents} document${documents === 1 ? '' : 's'}${left}`
    };
  }
  const text = grammarText(random.fork('grammar'), Math.max(grammarCharacters, grammarTrials * length));
  return { name: 'the grammar', row: rowOf('the grammar', text, symbols) };
}

/** What a run of the Text lab kept. */
async function cleaned(context: SourceContext, take: Take): Promise<Read> {
  const { cleaning, file, heldOutFrom, symbols } = context.settings as unknown as LetterSettings;
  const taken = await cleanedText(context, parseCleaning(cleaning), { file, take });
  const name = file.trim() === '' ? 'the cleaned pages' : file;
  if (heldOutFrom === 'text' || taken.heldOut === '')
    return { name, row: rowOf(name, taken.text, symbols), about: taken.note };
  // One alphabet: what is held out may have letters that the other text has not.
  // A mark of byte order at the beginning is no letter to whoever reads it.
  const learned = taken.text.replace(/^\ufeff/, '') + documentSeparator;
  return {
    name,
    row: rowOf(name, learned + taken.heldOut, symbols),
    about: taken.note,
    heldOutFrom: lengthOf(learned, symbols)
  };
}

const rowOf = (name: string, text: string, symbols: LetterSettings['symbols']): SymbolRow =>
  readText(name, new TextEncoder().encode(text), symbols);

/** In symbols: code points, or bytes of UTF-8. */
function lengthOf(text: string, symbols: LetterSettings['symbols']): number {
  if (symbols === 'bytes') return new TextEncoder().encode(text).length;
  let length = 0;
  for (const _ of text) length++;
  return length;
}
