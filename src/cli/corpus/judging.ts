/** What judging quality is to the last pass, whoever does it. */

export interface JudgedDocument {
  text: string;
  source: string;
  /** Of its record, where it has one. */
  id?: unknown;
}

export interface Judge {
  /** A score each, in their order. Throws UsageError where a program does not answer as it should. */
  scores(documents: readonly JudgedDocument[]): Promise<ArrayLike<number>>;
  close(): void;
}

export interface JudgeCommand {
  /** The program and its arguments. */
  command: readonly string[];
  /** Where it is started. */
  folder: string;
  /** Seconds without an answer after which it is given up. */
  wait: number;
}
