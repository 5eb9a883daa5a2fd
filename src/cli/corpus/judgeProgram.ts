/**
 * A program of the user's that judges quality: documents go to it as JSON, an object a line,
 *
 *   {"text": …, "source": …, "id": …, "more": n},
 *
 * and it answers with one number a line, in their order. `more` says how many documents of the batch are still to come: a program that
 * gathers documents (a network on a GPU) answers at 0 at the latest. It is started once for each maker of tasks, is sent the next batch
 * when it has answered the last, and never more than it takes.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { quoted } from '../../formats/formatError';
import { UsageError } from '../command';
import type { Judge, JudgeCommand, JudgedDocument } from './judging';

/** Characters of what it said on standard error that are told where it fails. */
const mostSaid = 400;
/** An answer is a number; what is longer is none. */
const longestAnswer = 1000;

/** Answers that are awaited. */
interface Asked {
  documents: readonly JudgedDocument[];
  scores: Float64Array;
  sent: number;
  answered: number;
  resolve(): void;
  reject(error: Error): void;
}

export class JudgeProgram implements Judge {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly told: JudgeCommand;
  private asked: Asked | undefined;
  private failure: Error | undefined;
  /** Of the answer under way. */
  private rest = '';
  private said = '';
  private waiting: NodeJS.Timeout | undefined;

  /** `started` is given the number of the process, so that it can be ended by whoever ends this thread. */
  constructor(told: JudgeCommand, started: (pid: number) => void = () => undefined) {
    this.told = told;
    const [program, ...rest] = told.command;
    // Python would hold answers back until there are many.
    const env = { ...process.env, PYTHONUNBUFFERED: '1' };
    this.child = spawn(program, rest, { cwd: told.folder, env, stdio: 'pipe', windowsHide: true });
    const { child } = this;
    if (child.pid !== undefined) started(child.pid);
    child.on('error', (error: NodeJS.ErrnoException) =>
      this.fail(`cannot be started (${error.code ?? error.message}); is it installed, and is its name right?`)
    );
    child.on('close', (code, signal) => this.fail(this.endedWith(code, signal)));
    // Whoever cannot be written to has ended or will: 'close' says how.
    child.stdin.on('error', () => undefined);
    child.stdout.setEncoding('utf8').on('data', (text: string) => this.hear(text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.said = (this.said + text).slice(-mostSaid);
    });
  }

  /** Throws UsageError where it ends early, answers something else, or does not answer; then it is ended. */
  async scores(documents: readonly JudgedDocument[]): Promise<Float64Array> {
    if (this.failure) throw this.failure;
    const scores = new Float64Array(documents.length);
    if (documents.length === 0) return scores;
    const answered = new Promise<void>((resolve, reject) => {
      this.asked = { documents, scores, sent: 0, answered: 0, resolve, reject };
    });
    // What is sent and what is answered go on together; a failure of either ends both.
    await Promise.all([this.send(documents), answered]);
    if (this.failure) throw this.failure;
    return scores;
  }

  close(): void {
    this.failure ??= new UsageError('The judge was closed.');
    clearTimeout(this.waiting);
    this.child.stdin.end();
    this.child.kill();
  }

  private async send(documents: readonly JudgedDocument[]): Promise<void> {
    const { stdin } = this.child;
    for (const [i, { id, source, text }] of documents.entries()) {
      if (!this.asked) return;
      this.asked.sent++;
      this.keepWaiting();
      const line = { text, source, ...(id !== undefined && { id }), more: documents.length - 1 - i };
      if (!stdin.write(`${JSON.stringify(line)}\n`)) await this.drained();
    }
  }

  /** Resolves when it has taken what was written, or will take nothing more. */
  private drained(): Promise<void> {
    const { stdin } = this.child;
    return new Promise((resolve) => {
      const done = (): void => {
        stdin.off('drain', done).off('close', done).off('error', done);
        resolve();
      };
      if (stdin.destroyed) resolve();
      else stdin.on('drain', done).on('close', done).on('error', done);
    });
  }

  private hear(text: string): void {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) this.take(line.trim());
    if (this.rest.length > longestAnswer) this.take(this.rest);
  }

  private take(answer: string): void {
    if (this.failure) return;
    const { asked } = this;
    if (!asked || asked.answered === asked.sent) {
      this.fail(`answered ${quoted(answer)} where nothing was asked; expected one line for each document`);
      return;
    }
    const score = answer === '' ? Number.NaN : Number(answer);
    if (!Number.isFinite(score)) {
      const { id, source } = asked.documents[asked.answered];
      const which = `document ${asked.answered + 1} of ${asked.documents.length}, of ${source}${id === undefined ? '' : `, id ${quoted(JSON.stringify(id))}`}`;
      this.fail(
        `answered ${quoted(answer)} to ${which}; expected a finite number and nothing else on a line`
      );
      return;
    }
    asked.scores[asked.answered++] = score;
    if (asked.answered < asked.scores.length) this.keepWaiting();
    else {
      clearTimeout(this.waiting);
      this.asked = undefined;
      asked.resolve();
    }
  }

  private keepWaiting(): void {
    clearTimeout(this.waiting);
    const { wait } = this.told;
    this.waiting = setTimeout(
      () =>
        this.fail(
          `gave ${this.progress()} and then nothing for ${wait} s; it must answer each line as it comes, or at "more": 0 at the latest, and flush its output. Or let it take longer by --judge-wait`
        ),
      1000 * wait
    );
  }

  private progress(): string {
    const { answered = 0, scores } = this.asked ?? {};
    return `${answered} of ${scores?.length ?? 0} answers of a batch`;
  }

  private endedWith(code: number | null, signal: NodeJS.Signals | null): string {
    const how = signal ? `was ended by ${signal}` : `ended with code ${code ?? 'unknown'}`;
    const half = this.rest.trim() === '' ? '' : ` and half a line (${quoted(this.rest)})`;
    return `${how} after ${this.progress()}${half}; expected it to read until its input ends`;
  }

  private fail(how: string): void {
    if (this.failure) return;
    clearTimeout(this.waiting);
    const last = this.said.trim().split('\n').at(-1) ?? '';
    const heard = last === '' ? '' : ` It said last: ${last}`;
    this.failure = new UsageError(`The judge '${this.told.command.join(' ')}' ${how}.${heard}`);
    this.child.stdin.destroy();
    this.child.kill();
    this.asked?.reject(this.failure);
    this.asked = undefined;
  }
}

/** A command line cut into program and arguments: at blanks, save within quotes. Throws UsageError for none, and for a quote that does not end. */
export function commandOf(typed: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (const character of typed) {
    if (quote !== undefined) {
      if (character === quote) quote = undefined;
      else word += character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + character;
  }
  if (quote !== undefined) throw new UsageError(`--judge-command has a ${quote} that does not end: ${typed}`);
  if (word !== undefined) words.push(word);
  if (words.length === 0 || words[0] === '')
    throw new UsageError("--judge-command is empty; expected a program, such as 'python3 judge.py'.");
  return words;
}
