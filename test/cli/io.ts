import type { Io } from '../../src/cli/io';

/** A terminal that remembers what was written to it. */
export interface TestIo extends Io {
  stdout: string;
  stderr: string;
  /** What Ctrl-C does. */
  interrupt(): void;
}

export function testIo(cwd: string, columns?: number): TestIo {
  const listeners = new Set<() => void>();
  return {
    stdout: '',
    stderr: '',
    columns,
    cwd,
    out(text) {
      this.stdout += text;
    },
    err(text) {
      this.stderr += text;
    },
    onInterrupt(act) {
      listeners.add(act);
      return () => listeners.delete(act);
    },
    interrupt() {
      for (const act of [...listeners]) act();
    }
  };
}
