/** How wide text will be, without asking a screen: advances of DejaVu Sans, wider than most system fonts. */

/** Hundredths of an em for the characters from space to tilde. */
const advances = [
  32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34,
  34, 84, 84, 84, 53, 100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79, 60, 79, 69, 63, 61, 73,
  68, 99, 69, 61, 69, 39, 34, 39, 84, 50, 50, 61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97, 63, 61, 63,
  63, 41, 52, 39, 63, 59, 82, 59, 59, 52, 64, 34, 64, 84
];
/** Greek letters and signs. */
const otherAdvance = 64;
/** Of the signs in numbers: a thin space, a raised dot, raised digits. */
const signAdvances: Readonly<Record<string, number>> = {
  '\u202f': 20,
  '·': 32,
  '⁻': 53,
  ...Object.fromEntries([...'⁰¹²³⁴⁵⁶⁷⁸⁹'].map((digit) => [digit, 42]))
};

/** How much wider the same words are in bold, at most. */
export const boldWider = 1.15;

export function textWidth(content: string, size: number): number {
  let hundredths = 0;
  for (const character of content) {
    const code = character.codePointAt(0)!;
    // Combining marks sit on the letter before.
    if (code >= 0x300 && code < 0x370) continue;
    hundredths += isWide(code) ? 100 : (advances[code - 32] ?? signAdvances[character] ?? otherAdvance);
  }
  return (hundredths / 100) * size;
}

/** East Asian letters and pictures are as wide as high. */
function isWide(code: number): boolean {
  return (
    (code >= 0x1100 && code < 0x1160) ||
    (code >= 0x2e80 && code < 0xa4d0) ||
    (code >= 0xac00 && code < 0xd7b0) ||
    (code >= 0xf900 && code < 0xfb00) ||
    (code >= 0xff01 && code < 0xff61) ||
    code >= 0x1f300
  );
}

/** The text, or its beginning and an ellipsis where it would be wider than `room`; empty where not even that fits. */
export function fitText(content: string, size: number, room: number): string {
  if (textWidth(content, size) <= room) return content;
  // By letters: half a pair of surrogates is none.
  const letters = [...content];
  while (letters.length > 1) {
    letters.pop();
    const kept = letters.join('').trimEnd();
    if (textWidth(`${kept}…`, size) <= room) return kept.length > 1 ? `${kept}…` : '';
  }
  return '';
}
