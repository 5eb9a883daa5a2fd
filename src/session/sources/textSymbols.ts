/** A text cut into trials: its symbols and their names, which stretches are held out, and in which order the others come. */
import { log } from '../../compute/transcendentals';
import { FormatError } from '../../formats/formatError';
import type { SymbolRow } from '../../formats/text';
import type { SettingDescription } from '../../models/settings';
import type { SourceContext } from '../source';
import { type Split, splitTrials, streamOrder } from './fileSplit';
import { amount, count, splitSettings } from './streamSettings';

interface SymbolSettings {
  symbols: 'characters' | 'bytes';
  mostSymbols: number;
  heldOut: number;
  split: 'shuffled' | 'end';
  order: 'shuffled' | 'file';
}

export const symbolSettings: readonly SettingDescription[] = [
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
  })
];

export const textSplitSettings: readonly SettingDescription[] = [
  amount({
    name: 'heldOut',
    label: 'Held out',
    default: 0.1,
    min: 0,
    max: 1e6,
    help: 'Trials never learned from: a share below 1, a number from 1 on.'
  }),
  ...splitSettings('trials', 'right for a text whose end is to be foretold from its beginning')
];

export interface CutText {
  /** [symbols of the text]: each by its place among the labels. */
  symbols: Uint16Array;
  labels: readonly string[];
  /** Each symbol as it stands in a running line: ↵ for a line feed, · for what has no sign, … for the others. */
  written: readonly string[];
  /** Trial i begins at symbol i * length of the text. */
  split: Split;
  /** Which of them trial k of the stream is. */
  order(k: number): number;
  /** The symbol of the text at which each held-out trial begins. */
  heldOutStarts: readonly number[];
  note: string;
}

/**
 * Cuts a text into trials of `length` symbols, each of which has a next one. Throws FormatError for a text that is too short or of one
 * symbol, SettingError where nothing would be left to learn from.
 *
 * @param heldOutFrom symbol at which a text begins that is held out as a whole, in place of stretches of the other one; it shares the alphabet.
 */
export function cutText(
  { random, settings }: Pick<SourceContext, 'random' | 'settings'>,
  file: string,
  row: SymbolRow,
  length: number,
  heldOutFrom?: number
): CutText {
  const chosen = settings as unknown as SymbolSettings;
  const all = heldOutFrom ?? row.symbols.length;
  // The last symbol of a trial has to have a next one.
  const trials = Math.floor((all - 1) / length);
  if (trials < 1) {
    throw new FormatError({
      file,
      found: `${all} ${chosen.symbols}`,
      expected: `at least ${length + 1} for one trial; set '${settings.steps === undefined ? 'length' : 'steps'}' lower`
    });
  }
  const { symbols, labels, written } = limited(row, chosen);
  const apart = heldOutFrom === undefined ? 0 : Math.floor((row.symbols.length - all - 1) / length);
  const split = splitTrials(
    trials,
    heldOutFrom === undefined ? chosen.heldOut : 0,
    chosen.split === 'shuffled' ? random.fork('split') : undefined
  );
  const heldOutStarts =
    heldOutFrom === undefined
      ? Array.from(split.heldOut, (position) => position * length)
      : Array.from({ length: Math.max(0, apart) }, (_, i) => all + i * length);
  const order = streamOrder(split.learned, chosen.order === 'shuffled' ? random.fork('order') : undefined);
  const width = labels.length;
  if (width < 2) {
    throw new FormatError({
      file,
      found: `the one symbol ${labels[0]}`,
      expected: 'at least two different ones'
    });
  }
  const replaced = row.replaced > 0 ? `, ${row.replaced} of them no UTF-8 and read as \ufffd` : '';
  const note =
    `${all} ${chosen.symbols}${replaced}, ${width} different, ` +
    `entropy of single ones ${entropy(symbols.subarray(0, all), width).toFixed(2)} nats; ` +
    `${split.learned.length} trials to learn from, ${heldOutStarts.length} held out`;
  return { symbols, labels, written, split, order, heldOutStarts, note };
}

/** The most frequent symbols keep their order; the others become the last one. */
function limited(
  { alphabet, symbols }: SymbolRow,
  { mostSymbols, symbols: kind }: SymbolSettings
): { symbols: Uint16Array; labels: readonly string[]; written: readonly string[] } {
  const say = (code: number): string => (kind === 'bytes' ? byteWord(code) : characterWord(code));
  if (alphabet.length <= mostSymbols)
    return { symbols, labels: alphabet.map(say), written: alphabet.map(sign) };
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
    labels: [...kept.map((symbol) => say(alphabet[symbol])), 'other'],
    written: [...kept.map((symbol) => sign(alphabet[symbol])), '…']
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

/** In a running line. Bytes beyond ASCII are pieces of characters and have no sign of their own. */
function sign(code: number): string {
  if (code === 0x0a) return '↵';
  if (code === 0x09) return ' ';
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return '·';
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
