/** Named numbers for a terminal. */

/** Columns of names (to the left) and numbers (to the right), with a heading. */
export function aligned(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = heading.map((word, c) =>
    rows.reduce((most, row) => Math.max(most, row[c].length), word.length)
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, c) => (c === 0 ? cell.padEnd(widths[c]) : cell.padStart(widths[c])))
      .join('  ')
      .trimEnd();
  return `${[heading, ...rows].map(line).join('\n')}\n`;
}

/** Ten digits after the point for what is of the order of 1, else a power of ten. */
export function shown(value: number): string {
  return value !== 0 && (Math.abs(value) < 1e-4 || Math.abs(value) >= 1e6)
    ? value.toExponential(6)
    : value.toFixed(10);
}
