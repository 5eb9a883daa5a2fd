/** Names that have to fit: on two lines where there is height, shortened by words, cut only when nothing else helps. */
import { fitText, textWidth } from './textWidth';

/** At most `lines` lines none wider than `room`; empty where not even a cut name fits. */
export function fitLabel(label: string, size: number, room: number, lines: number, short?: string): string[] {
  for (const words of [label, short ?? shortened(label, size, room)]) {
    const wrapped = wrap(words, size, room);
    if (wrapped.length <= lines && wrapped.every((line) => textWidth(line, size) <= room)) return wrapped;
  }
  const cut = fitText(short ?? label, size, room);
  return cut ? [cut] : [];
}

/** Lines broken between words; a word wider than `room` stands alone. */
export function wrap(label: string, size: number, room: number): string[] {
  const lines: string[] = [];
  for (const word of label.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && textWidth(`${line} ${word}`, size) <= room)
      lines[lines.length - 1] += ` ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** "right cue" as "r. cue": words from the first on by their initials, numbers whole, until it fits. */
function shortened(label: string, size: number, room: number): string {
  const words = label.split(' ');
  for (let i = 0; i < words.length - 1 && textWidth(words.join(' '), size) > room; i++)
    if (!/\d/.test(words[i]) && words[i].length > 2) words[i] = `${words[i][0]}.`;
  return words.join(' ');
}
