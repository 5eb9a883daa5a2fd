/**
 * The HDF5 library, loaded when it is first needed, and kept in the state it was loaded in: a damaged file can make it reach
 * outside its memory, and what it then leaves behind would spoil the files after it.
 */
import type { ByteFile, FileContent } from './byteFile';

type Library = typeof import('h5wasm').default;
type Module = Awaited<Library['ready']>;

/** What of Emscripten's module is not in the types of h5wasm. */
interface Inside {
  HEAPU8: Uint8Array;
  FS: {
    streams: readonly ({ fd: number } | null | undefined)[];
    close(stream: unknown): void;
    readdir(path: string): string[];
    unlink(path: string): void;
    createFile(
      folder: string,
      name: string,
      properties: object,
      canRead: boolean,
      canWrite: boolean
    ): FileNode;
  };
  ccall(name: string, returns: 'number', argumentTypes: ['string'], given: [string]): number;
  _engram?: () => number;
}

/** A file of Emscripten's memory file system. */
interface FileNode {
  usedBytes: number;
  stream_ops: object;
}

export interface Hdf5Library {
  h5wasm: Library;
  FS: Module['FS'];
  /** Puts a file where the library can open it, without holding what is not held yet. */
  place(name: string, content: FileContent): { name: string; remove(): void };
  /**
   * What `act` makes of one file, with nothing else open. Where something went wrong on the way, the library is given back the
   * memory it began with and what it left open is closed. Throws what `act` throws.
   */
  attempt<Result>(act: () => Result): Result;
}

/** Input, output and errors. */
const lastStandardStream = 2;
/** Where the library writes each of its messages to a file, which it leaves open. */
const temporary = '/tmp';

let loading: Promise<Hdf5Library> | undefined;

export async function hdf5Library(): Promise<Hdf5Library> {
  loading ??= load();
  const library = await loading;
  // Else what goes wrong is written to the console as well.
  (await library.h5wasm.ready).activate_throwing_error_handler();
  return library;
}

async function load(): Promise<Hdf5Library> {
  const { default: h5wasm } = await import('h5wasm');
  const library = await h5wasm.ready;
  const inside = library as unknown as Inside;
  const pristine = inside.HEAPU8.slice();
  return {
    h5wasm,
    FS: library.FS,
    place(name, content) {
      if (content instanceof Uint8Array) library.FS.writeFile(name, content);
      else placeUnheld(inside, name, content);
      return { name, remove: () => library.FS.unlink(name) };
    },
    attempt(act) {
      const outcome = withinStack(inside, act);
      const left = inside.FS.streams.filter((stream) => stream && stream.fd > lastStandardStream);
      if (left.length > 0 || 'error' in outcome) {
        for (const stream of left) inside.FS.close(stream);
        for (const name of inside.FS.readdir(temporary))
          if (!name.startsWith('.')) inside.FS.unlink(`${temporary}/${name}`);
        inside.HEAPU8.set(pristine);
        inside.HEAPU8.fill(0, pristine.length);
      }
      if ('error' in outcome) throw outcome.error;
      return outcome.result;
    }
  };
}

/** A file whose bytes are read when the library asks for them. */
function placeUnheld({ FS }: Inside, name: string, content: ByteFile): void {
  const node = FS.createFile('/', name, {}, true, false);
  node.usedBytes = content.size;
  node.stream_ops = {
    ...node.stream_ops,
    read(_stream: unknown, buffer: Uint8Array, offset: number, length: number, position: number): number {
      const bytes = content.read(position, position + length);
      buffer.set(bytes, offset);
      return bytes.length;
    }
  };
}

/**
 * An error that leaves the library takes along what was on its stack, which is never given back; a call by `ccall` puts the
 * stack back to where it was, be the function called one of ours.
 */
function withinStack<Result>(inside: Inside, act: () => Result): { result: Result } | { error: unknown } {
  let outcome: { result: Result } | { error: unknown } = { error: undefined };
  inside._engram = () => {
    try {
      outcome = { result: act() };
    } catch (error) {
      outcome = { error };
    }
    return 0;
  };
  inside.ccall('engram', 'number', ['string'], ['']);
  return outcome;
}
