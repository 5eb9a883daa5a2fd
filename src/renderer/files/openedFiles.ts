/** The user's files as they went to the session, for workers that run the same experiment beside it. */
import type { SessionClient } from '../../session/client';
import type { Experiment } from '../../session/experiment';

/** The bytes of a file or, where it is too large to hold, the file where it lies. */
export type PageFile = Uint8Array | Blob;

export function sizeOfPageFile(file: PageFile): number {
  return file instanceof Blob ? file.size : file.length;
}

export interface OpenedFiles {
  /** Asks the session, and remembers the files it is handed. */
  client: SessionClient;
  /** Undefined where no such file was opened since the page was. */
  read(name: string): PageFile | undefined;
  all(): Iterable<readonly [name: string, bytes: PageFile]>;
}

export function rememberFiles(client: SessionClient): OpenedFiles {
  const files = new Map<string, PageFile>();
  return {
    read: (name) => files.get(name),
    all: () => files.entries(),
    client: {
      ask(name, ask, transfer) {
        if (name === 'file') {
          const { bytes, name: file } = ask as { name: string; bytes: PageFile };
          // What is handed over is gone here.
          files.set(file, transfer?.length && bytes instanceof Uint8Array ? bytes.slice() : bytes);
        }
        return client.ask(name, ask, transfer);
      }
    }
  };
}

/** Those of the user's files that the settings of an experiment name. One that is not there is left out. */
export function filesNamedIn(
  { model, source }: Experiment,
  read: OpenedFiles['read']
): { name: string; bytes: PageFile }[] {
  const values = new Set([...Object.values(model.settings), ...Object.values(source.settings)]);
  return [...values].flatMap((value) => {
    const bytes = typeof value === 'string' ? read(value) : undefined;
    return bytes ? [{ name: String(value), bytes }] : [];
  });
}
