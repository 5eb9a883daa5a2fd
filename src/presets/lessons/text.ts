/**
 * The two marks that the texts of lessons know: [words](term) for an entry of the glossary, and `Key` for a key or a word on the page.
 */
export type TextPart = { kind: 'text' | 'key'; text: string } | { kind: 'term'; text: string; term: string };

const mark = /\[([^\]]+)\]\(([\w-]+)\)|`([^`]+)`/g;

export function partsOf(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  for (const found of text.matchAll(mark)) {
    if (found.index > at) parts.push({ kind: 'text', text: text.slice(at, found.index) });
    const [whole, words, term, key] = found;
    parts.push(key === undefined ? { kind: 'term', text: words, term } : { kind: 'key', text: key });
    at = found.index + whole.length;
  }
  if (at < text.length) parts.push({ kind: 'text', text: text.slice(at) });
  return parts;
}
