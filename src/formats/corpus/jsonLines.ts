/** JSONL: an object a line, one field of which is the text. */
import { quoted } from '../formatError';
import { linesOf } from './lines';
import type { ReadItem, ReadOptions } from './rawDocument';

/** Blank lines are nothing; a line that is no object with a text comes as what is wrong with it. */
export function* jsonLines(
  pieces: Iterable<Uint8Array>,
  { longest, textField }: ReadOptions
): Generator<ReadItem[]> {
  for (const lines of linesOf(pieces, longest)) {
    const items: ReadItem[] = [];
    for (const { number, text, wrong } of lines) {
      if (text === undefined) items.push({ kind: 'bad', line: number, why: wrong ?? 'nothing' });
      else if (text.trim() !== '') items.push(documentOf(text, number, textField));
    }
    yield items;
  }
}

function documentOf(line: string, number: number, textField: string): ReadItem {
  let record: unknown;
  try {
    record = JSON.parse(line);
  } catch {
    return {
      kind: 'bad',
      line: number,
      why: `${quoted(line)}, which is not JSON; expected an object a line`
    };
  }
  return recordOf(record, number, textField);
}

/** A record as a document, its text taken out of its fields. */
export function recordOf(record: unknown, line: number, textField: string): ReadItem {
  if (typeof record !== 'object' || record === null || Array.isArray(record))
    return {
      kind: 'bad',
      line,
      why: `${quoted(JSON.stringify(record))}; expected an object with '${textField}'`
    };
  const { [textField]: text, ...fields } = record as Record<string, unknown>;
  if (typeof text === 'string') return { kind: 'document', text, fields, line };
  const names = Object.keys(record).slice(0, 8).join(', ');
  const found =
    text === undefined ? `no field '${textField}' (there are: ${names})` : `'${textField}' is no text`;
  return {
    kind: 'bad',
    line,
    why: `${found}; expected text there, or another field named (--text-field, setting 'textField')`
  };
}
