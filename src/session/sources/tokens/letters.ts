/**
 * Text for a sequence memory: one symbol a tick, and the next one is asked for, always. A stretch of the text is a trial; other
 * stretches are held out. The `text` source gives the same to networks, one channel a symbol.
 */
import { wholeOf } from '../../../formats/byteFile';
import { readText, type SymbolRow } from '../../../formats/text';
import type { Trial } from '../../../models/stream';
import type { Source, SourceContext, SourceDefinition } from '../../source';
import { trialsOnDemand } from '../onDemand';
import { cutText, symbolSettings, textSplitSettings } from '../textSymbols';
import { grammarText } from './grammar';
import { lengthSetting, tokenShape } from './tokenStream';

interface LetterSettings {
  file: string;
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
      help: 'Any text in UTF-8, gzipped or not; empty for short stories drawn from a small grammar. A relative name in an experiment file leads from that file.'
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
  const { name, row } = await read(context);
  const { labels, note, order, split, symbols, written } = cutText(context, name, row, length);
  const cut = (index: number, position: number): Trial => {
    const first = position * length;
    return {
      index,
      x: Float64Array.from(symbols.subarray(first, first + length)),
      target: Float64Array.from(symbols.subarray(first + 1, first + length + 1)),
      mask: new Float64Array(length).fill(1)
    };
  };
  return {
    shape: tokenShape(length, labels, written),
    trials: (from, demand$) => trialsOnDemand(from, demand$, (k) => cut(k, order(k))),
    heldOut: Array.from(split.heldOut, (position, i) => cut(i, position)),
    trialsPerPass: split.learned.length,
    note
  };
}

async function read({ files, random, settings }: SourceContext): Promise<{ name: string; row: SymbolRow }> {
  const { file, length, symbols } = settings as unknown as LetterSettings;
  if (file.trim() !== '')
    return {
      name: file,
      row: readText(file, wholeOf(file, await files.read(file), 'split the text'), symbols)
    };
  const text = grammarText(random.fork('grammar'), Math.max(grammarCharacters, grammarTrials * length));
  // The grammar writes ASCII alone: a character is a byte.
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  return { name: 'the grammar', row: readText('the grammar', bytes, symbols) };
}
