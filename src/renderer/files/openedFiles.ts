/** The user's files as they went to the session, for workers that run the same experiment beside it. */
import type { SessionClient } from '../../session/client';

export interface OpenedFiles {
  /** Asks the session, and remembers the files it is handed. */
  client: SessionClient;
  /** Undefined where no such file was opened since the page was. */
  read(name: string): Uint8Array | undefined;
  all(): Iterable<readonly [name: string, bytes: Uint8Array]>;
}

export function rememberFiles(client: SessionClient): OpenedFiles {
  const files = new Map<string, Uint8Array>();
  return {
    read: (name) => files.get(name),
    all: () => files.entries(),
    client: {
      ask(name, ask, transfer) {
        if (name === 'file') {
          const { bytes, name: file } = ask as { name: string; bytes: Uint8Array };
          // What is handed over is gone here.
          files.set(file, transfer?.length ? bytes.slice() : bytes);
        }
        return client.ask(name, ask, transfer);
      }
    }
  };
}
