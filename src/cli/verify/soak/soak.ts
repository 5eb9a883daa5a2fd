/** A soak: a long, hard use of one part, and the figures that say how it stood. */
import type { Io } from '../../io';

export interface SoakOptions {
  /** Far fewer rounds of the same thing, to see that the soak itself works. */
  quick: boolean;
}

export interface SoakResult {
  passed: boolean;
  /** What was done, in words and numbers. */
  done: string;
  /** Measured, with their units in the names or values: "heap growth": "1.2 MB". */
  figures: Readonly<Record<string, string | number>>;
  /** What was wrong and what was expected; there when it did not pass. */
  problem?: string;
}

export interface Soak {
  name: string;
  summary: string;
  /** May say on standard error how far it is. One that throws has failed. */
  run(io: Io, options: SoakOptions): Promise<SoakResult>;
}

export type SoakRow = SoakResult & { name: string; seconds: number };

/** Runs one soak; an error is its problem, so that those after it still run. */
export async function runSoak(soak: Soak, io: Io, options: SoakOptions): Promise<SoakRow> {
  const began = performance.now();
  const seconds = (): number => Number(((performance.now() - began) / 1000).toFixed(1));
  try {
    const result = await soak.run(io, options);
    return { name: soak.name, ...result, seconds: seconds() };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { name: soak.name, passed: false, done: soak.summary, figures: {}, problem, seconds: seconds() };
  }
}

/** The soak in a line, its figures and what was wrong below it. */
export function soakLines({ name, passed, done, figures, problem, seconds }: SoakRow): string {
  const rows = Object.entries(figures).map(([figure, value]) => `           ${figure}: ${value}\n`);
  return (
    `  ${passed ? 'passed' : 'failed'}  ${name}: ${done} (${seconds} s)\n${rows.join('')}` +
    (problem === undefined ? '' : `           ${problem}\n`)
  );
}
