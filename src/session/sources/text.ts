/**
 * A text as a stream: at every tick one symbol flows in, one-hot, and the answer is the symbol that comes next. The score to beat is
 * the entropy of single symbols: what a reader loses who knows how often each comes, and nothing of what came before.
 */
import { wholeOf } from '../../formats/byteFile';
import { log } from '../../compute/transcendentals';
import { FormatError } from '../../formats/formatError';
import { readText, type SymbolRow } from '../../formats/text';
import { SettingError, type Settings } from '../../models/settings';
import type { Trial } from '../../models/stream';
import type { Source, SourceContext, SourceDefinition } from '../source';
import { splitTrials, streamOrder } from './fileSplit';
import { trialsOnDemand } from './onDemand';
import { amount, count, splitSettings, steps } from './streamSettings';

interface TextSettings {
  file: string;
  symbols: 'characters' | 'bytes';
  mostSymbols: number;
  steps: number;
  heldOut: number;
  split: 'shuffled' | 'end';
  order: 'shuffled' | 'file';
}

export const textSource: SourceDefinition = {
  id: 'text',
  title: 'Text',
  summary: 'Any text file, symbol by symbol; the answer is the symbol that comes next.',
  settings: [
    {
      name: 'file',
      label: 'File',
      kind: 'text',
      default: 'example:tides.txt',
      namesFile: true,
      group: 'Stream',
      live: false,
      help: 'Any text in UTF-8, gzipped or not. "example:tides.txt" is shipped with Engram; a relative name in an experiment file leads from that file.'
    },
    {
      name: 'symbols',
      label: 'Symbols',
      kind: 'choice',
      default: 'characters',
      options: [
        { value: 'characters', label: 'Characters' },
        { value: 'bytes', label: 'Bytes' }
      ],
      group: 'Stream',
      live: false,
      help: 'What one tick reads: a character (a code point), or a byte, which any file is made of.'
    },
    count({
      name: 'mostSymbols',
      label: 'Alphabet',
      default: 128,
      min: 2,
      max: 1000,
      scale: 'log',
      unit: 'symbols',
      help: 'At most so many symbols have a channel of their own; the rarest beyond share the last one, "other".'
    }),
    steps({
      name: 'steps',
      label: 'Trial length',
      default: 50,
      min: 1,
      max: 100000,
      scale: 'log',
      help: 'Symbols in a trial; the network begins each trial at rest.'
    }),
    amount({
      name: 'heldOut',
      label: 'Held out',
      default: 0.1,
      min: 0,
      max: 1e6,
      help: 'Trials never learned from: a share below 1, a number from 1 on.'
    }),
    ...splitSettings('trials', 'right for a text whose end is to be foretold from its beginning')
  ],
  create
};

/** Throws FormatError for a file that is no text or too short, SettingError for settings that do not fit it. */
async function create(context: SourceContext): Promise<Source> {
  const chosen = context.settings as Settings & TextSettings;
  const { file, steps: length } = chosen;
  if (file.trim() === '') throw new SettingError("Setting 'file' is empty; name a text file.");
  const row = readText(file, wholeOf(file, await context.files.read(file), 'split the text'), chosen.symbols);
  const all = row.symbols.length;
  // The last symbol of a trial has to have a next one.
  const trials = Math.floor((all - 1) / length);
  if (trials < 1) {
    throw new FormatError({
      file,
      found: `${all} ${chosen.symbols}`,
      expected: `at least ${length + 1} for one trial; set 'steps' lower`
    });
  }
  const { symbols, labels } = limited(row, chosen);
  const split = splitTrials(
    trials,
    chosen.heldOut,
    chosen.split === 'shuffled' ? context.random.fork('split') : undefined
  );
  const order = streamOrder(
    split.learned,
    chosen.order === 'shuffled' ? context.random.fork('order') : undefined
  );
  const width = labels.length;
  if (width < 2) {
    throw new FormatError({
      file,
      found: `the one symbol ${labels[0]}`,
      expected: 'at least two different ones'
    });
  }
  const cut = (index: number, position: number): Trial => {
    const x = new Float64Array(length * width);
    const target = new Float64Array(length * width);
    const first = position * length;
    for (let t = 0; t < length; t++) {
      x[t * width + symbols[first + t]] = 1;
      target[t * width + symbols[first + t + 1]] = 1;
    }
    return { index, x, target, mask: new Float64Array(length).fill(1) };
  };
  const replaced = row.replaced > 0 ? `, ${row.replaced} of them no UTF-8 and read as \ufffd` : '';
  return {
    shape: {
      inputs: width,
      outputs: width,
      steps: length,
      dtMs: 1,
      loss: 'classification',
      inputKind: 'spikes',
      inputGroups: [{ label: 'symbols', from: 0, to: width }],
      phases: [],
      outputLabels: labels
    },
    trials: (from, demand$) => trialsOnDemand(from, demand$, (k) => cut(k, order(k))),
    heldOut: Array.from(split.heldOut, (position, i) => cut(i, position)),
    trialsPerPass: split.learned.length,
    note:
      `${all} ${chosen.symbols}${replaced}, ${width} different, ` +
      `entropy of single ones ${entropy(symbols, width).toFixed(2)} nats; ` +
      `${split.learned.length} trials to learn from, ${split.heldOut.length} held out`
  };
}

/** The most frequent symbols keep their order; the others become the last one. */
function limited(
  { alphabet, symbols }: SymbolRow,
  { mostSymbols, symbols: kind }: TextSettings
): { symbols: Uint16Array; labels: readonly string[] } {
  const say = (code: number): string => (kind === 'bytes' ? byteWord(code) : characterWord(code));
  if (alphabet.length <= mostSymbols) return { symbols, labels: alphabet.map(say) };
  const counts = new Float64Array(alphabet.length);
  for (const symbol of symbols) counts[symbol]++;
  const kept = alphabet
    .map((_, symbol) => symbol)
    .sort((a, b) => counts[b] - counts[a] || a - b)
    .slice(0, mostSymbols - 1)
    .sort((a, b) => a - b);
  const place = new Uint16Array(alphabet.length).fill(kept.length);
  kept.forEach((symbol, position) => {
    place[symbol] = position;
  });
  return {
    symbols: symbols.map((symbol) => place[symbol]),
    labels: [...kept.map((symbol) => say(alphabet[symbol])), 'other']
  };
}

/** As a label: what cannot be seen is named. */
function characterWord(code: number): string {
  if (code === 0x20) return 'space';
  if (code === 0x0a) return 'line feed';
  if (code === 0x0d) return 'return';
  if (code === 0x09) return 'tab';
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return `U+${code.toString(16).padStart(4, '0')}`;
  return String.fromCodePoint(code);
}

function byteWord(byte: number): string {
  return byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `0x${byte.toString(16).padStart(2, '0')}`;
}

/** Nats a symbol. */
export function entropy(symbols: ArrayLike<number>, width: number): number {
  const counts = new Float64Array(width);
  for (let i = 0; i < symbols.length; i++) counts[symbols[i]]++;
  let sum = 0;
  for (const one of counts) if (one > 0) sum -= (one / symbols.length) * log(one / symbols.length);
  return sum;
}
