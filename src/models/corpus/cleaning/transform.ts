/**
 * Zyda's first stage: a long run of one of these characters becomes a single one (Tokpanov et al. 2024, arXiv 2406.01981; thresholds of
 * the published code). What is kept, hashed and written is the text so changed.
 */

/** Runs of at least so many become one. */
export const runLengths: readonly (readonly [character: string, length: number])[] = [
  ['-', 10],
  [' ', 40],
  ['_', 10],
  ['/', 10],
  ['\\', 10],
  ['\n', 10],
  ['\t', 20],
  ['\r', 10],
  ['.', 10],
  [',', 10],
  [':', 10],
  ['?', 10],
  ['\u00a0', 10]
];

const longRuns = new RegExp(
  runLengths
    .map(
      ([character, length]) =>
        `[${character === '\\' || character === '-' ? `\\${character}` : character}]{${length},}`
    )
    .join('|'),
  'g'
);

/** Changing a text twice changes nothing more. */
export function collapseRuns(text: string): string {
  return text.replace(longRuns, (run) => run[0]);
}
