/** A file of documents as one text, for what reads letters: JSONL and Parquet, packed or not. */
import { type ByteFile, sayBytes } from '../byteFile';
import { FormatError } from '../formatError';
import { bytePieces, packingOf } from './bytePieces';
import { documentsOf, kindOf } from './documents';
import { isParquet } from './parquet';
import { joinBytes } from '../joinBytes';

/** Between two documents: what parts paragraphs of a plain text. */
export const documentSeparator = '\n\n';

/** Bytes of text that are held at most. */
const mostHeld = 2 ** 28;

export interface JoinedText {
  text: string;
  documents: number;
  /** Records left out, and the first of them. */
  bad: { count: number; line: number; why: string };
}

/**
 * Whether a file is records with a text each. A plain file is where its name says so (or it is Parquet): what merely begins with a brace may be
 * text of any kind. Throws FormatError for damaged packed data.
 */
export function holdsRecords(file: string, content: ByteFile): boolean {
  const head = content.read(0, 4);
  if (isParquet(head) || /\.(jsonl|ndjson)(\.(gz|zst|zstd))?$/i.test(file)) return true;
  return packingOf(head) !== 'plain' && kindOf(file, content) === 'jsonl';
}

/** The texts of all records in order. Throws FormatError for a damaged file, one without a text, and more than is held. */
export async function joinedText(file: string, content: ByteFile, textField: string): Promise<JoinedText> {
  const texts: string[] = [];
  const bad = { count: 0, line: 0, why: '' };
  let held = 0;
  for await (const batch of documentsOf(file, content, { textField }))
    for (const item of batch)
      if (item.kind === 'bad') {
        if (bad.count++ === 0) Object.assign(bad, { line: item.line, why: item.why });
      } else {
        held += 2 * item.text.length;
        if (held > mostHeld) throw tooLarge(file);
        texts.push(item.text);
      }
  if (texts.length === 0)
    throw new FormatError({
      file,
      found: bad.count > 0 ? `no text; line ${bad.line}: ${bad.why.split('; expected')[0]}` : 'no text',
      expected: `records with a text in the field '${textField}'; set 'textField' to the one that holds it`
    });
  return { text: texts.join(documentSeparator), documents: texts.length, bad };
}

/** All of a plain text packed by Zstandard; any other file as it is. Throws FormatError for a damaged file and more than is held. */
export function withoutZstd(file: string, content: ByteFile): Uint8Array | undefined {
  if (packingOf(content.read(0, 4)) !== 'zstd') return undefined;
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (const piece of bytePieces(file, content)) {
    length += piece.length;
    if (length > mostHeld) throw tooLarge(file);
    // A copy: what a piece lies in may be used again.
    pieces.push(piece.slice());
  }
  return joinBytes(pieces);
}

function tooLarge(file: string): FormatError {
  return new FormatError({
    file,
    found: `more than ${sayBytes(mostHeld)} of text`,
    expected: 'less, for it is held here; take a part of it'
  });
}
