/** What is wrong with a file, and where. Rows are lines of a text file (from 1) or indices of an array (from 0). */
export interface FormatProblem {
  file: string;
  row?: number;
  /** Position from 0, with its name where it has one, or the name of an array. */
  column?: string;
  found: string;
  expected: string;
}

/** A file that is not what was needed. The message is one line with every part of the problem. */
export class FormatError extends Error {
  override readonly name = 'FormatError';
  readonly problem: FormatProblem;

  constructor(problem: FormatProblem) {
    const where = [problem.file];
    if (problem.row !== undefined) where.push(`row ${problem.row}`);
    if (problem.column !== undefined) where.push(problem.column);
    super(`${where.join(', ')}: found ${problem.found}; expected ${problem.expected}.`);
    this.problem = problem;
  }
}

/** A cell as a message shows it: quoted, on one line, not too long. */
export function quoted(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return `'${line.length > 40 ? `${line.slice(0, 37)}...` : line}'`;
}
