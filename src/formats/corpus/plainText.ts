/** Plain text: the file is a document, or each stretch between blank lines is. */
import { sayBytes } from '../byteFile';
import { linesOf } from './lines';
import type { ReadItem, ReadOptions } from './rawDocument';

export function* plainText(
  pieces: Iterable<Uint8Array>,
  { longest, split }: ReadOptions
): Generator<ReadItem[]> {
  let kept: string[] = [];
  let length = 0;
  let first = 1;
  let wrong: string | undefined;
  const ended = (): ReadItem[] => {
    const text = kept.join('\n');
    const bad =
      wrong ??
      (length > longest ? `a text of ${sayBytes(length)}; expected at most ${sayBytes(longest)}` : undefined);
    kept = [];
    length = 0;
    wrong = undefined;
    if (bad !== undefined) return [{ kind: 'bad', line: first, why: bad }];
    return text.trim() === '' ? [] : [{ kind: 'document', text, fields: {}, line: first }];
  };
  for (const lines of linesOf(pieces, longest)) {
    const items: ReadItem[] = [];
    for (const line of lines) {
      const text = line.text?.endsWith('\r') ? line.text.slice(0, -1) : line.text;
      if (split === 'blank' && text?.trim() === '') {
        items.push(...ended());
        continue;
      }
      if (kept.length === 0 && length === 0 && wrong === undefined) first = line.number;
      wrong ??= line.wrong;
      length += (text?.length ?? 0) + 1;
      if (length > longest || wrong !== undefined) kept = [];
      else kept.push(text ?? '');
    }
    if (items.length > 0) yield items;
  }
  yield ended();
}
