/** Letters that the fonts of a figure lack: a box stands for each, since a gap would not be seen. */
import type { FaceLetters } from './fontLetters';
import type { Mark, Scene, Text } from './scene';

/** What is drawn in place of a letter that is lacking. */
export const standIn = '□';

/** Signs that steer others and are not seen themselves: joiners, directions, variants. */
const unseen = /\p{Default_Ignorable_Code_Point}/gu;

/** The scene in letters the fonts have, and those that were replaced, each once. */
export function inLettersOf(scene: Scene, letters: FaceLetters): { scene: Scene; lacking: string[] } {
  const lacking = new Set<string>();
  const marks = scene.marks.map((mark) => replaced(mark, letters, lacking));
  return { scene: { ...scene, marks }, lacking: [...lacking] };
}

function replaced(mark: Mark, letters: FaceLetters, lacking: Set<string>): Mark {
  if (mark.kind === 'group')
    return { ...mark, marks: mark.marks.map((child) => replaced(child, letters, lacking)) };
  return mark.kind === 'text' ? { ...mark, text: inFace(mark, letters, lacking) } : mark;
}

function inFace(
  { bold, text }: Text,
  { bold: boldFace, regular }: FaceLetters,
  lacking: Set<string>
): string {
  const has = bold ? boldFace : regular;
  let kept = '';
  for (const letter of text.normalize('NFC').replace(unseen, '')) {
    const code = letter.codePointAt(0)!;
    // Line ends and their like are no letters.
    if (code < 0x20) kept += ' ';
    else if (has(code)) kept += letter;
    else {
      lacking.add(letter);
      kept += standIn;
    }
  }
  return kept;
}

/** Said once for a file: which letters, and what stands there. Undefined where none is lacking. */
export function sayLacking(lacking: readonly string[], format: string): string | undefined {
  if (lacking.length === 0) return undefined;
  const shown = lacking.slice(0, 12).join(' ');
  const more = lacking.length > 12 ? ` and ${lacking.length - 12} more` : '';
  return `The font of the figure, DejaVu Sans, has no sign for ${shown}${more}; ${format} shows ${standIn} there. As SVG the words stay, and are drawn in whatever fonts a reader has.`;
}
