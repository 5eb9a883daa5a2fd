/** What a command may do with the terminal it runs in. Tests hand in their own. */
export interface Io {
  /** To standard output; the text brings its own line end. */
  out(text: string): void;
  /** To standard error. */
  err(text: string): void;
  /** Characters in a line where standard error is a terminal; undefined where it is not. */
  readonly columns: number | undefined;
  /** File names on the command line are relative to it. */
  readonly cwd: string;
  /** Calls `act` when the user asks to stop (Ctrl-C). The returned function stops listening. */
  onInterrupt(act: () => void): () => void;
}

export const processIo: Io = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  get columns() {
    return process.stderr.isTTY ? process.stderr.columns : undefined;
  },
  get cwd() {
    return process.cwd();
  },
  onInterrupt(act) {
    process.on('SIGINT', act);
    return () => process.off('SIGINT', act);
  }
};

/** Ends quietly what a reader closed early, such as head, and with one line what cannot be written, as on a full disk. */
export function heedOutputErrors({
  stdout,
  stderr,
  exit
}: Pick<NodeJS.Process, 'stdout' | 'stderr' | 'exit'>): void {
  // There is nowhere left to say it.
  stderr.on('error', () => undefined);
  stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') return;
    stderr.write(`engram: the output cannot be written (${code ?? message}); send it elsewhere.\n`);
    exit(2);
  });
}
