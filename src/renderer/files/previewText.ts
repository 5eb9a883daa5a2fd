/** A file of letters: whether it is meant as a table or as a text, and how the text begins. */
import { readDataFile } from '../../formats/dataFile';
import { readText } from '../../formats/text';
import type { FilePreview, ReadAs } from './protocol';

/** Characters shown. */
const shown = 600;
const textNames = /\.(txt|text|md)(\.gz)?$/i;

/** Files of such names may be either; all others are tables or arrays. */
export function mayBeText(name: string): boolean {
  return textNames.test(name);
}

/** A text where it makes no table of several columns with numbers in it. */
export function guessReadAs(name: string, bytes: Uint8Array): ReadAs {
  if (!mayBeText(name)) return 'table';
  try {
    const { columns, rows } = readDataFile(name, bytes, { inputs: '', answers: '' }).inputs;
    return columns.some(({ words }) => words.size < rows / 2) ? 'table' : 'text';
  } catch {
    return 'text';
  }
}

/** Throws FormatError for what is no text. */
export function previewText(name: string, bytes: Uint8Array): FilePreview {
  const { alphabet, symbols } = readText(name, bytes, 'characters');
  const words = String.fromCodePoint(...Array.from(symbols.subarray(0, shown), (symbol) => alphabet[symbol]));
  return { rows: 0, columns: [], head: [], words };
}
