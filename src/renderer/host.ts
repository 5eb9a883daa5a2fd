/** What differs between the desktop window and a browser: where files come from and where they go. */
import { largestHeld, sayBytes } from '../formats/byteFile';
import type { Desktop, OpenedFile } from '../preload/contract';

export type { OpenedFile } from '../preload/contract';

/** A file too large to hold, to be read in pieces where it lies. */
export interface LargeFile {
  readonly name: string;
  readonly blob: Blob;
}

export interface Host {
  /** Whether the page's address leads others to it. */
  readonly hasAddress: boolean;
  /** Lets the user choose a file; undefined when they cancel. */
  openFile(extensions: readonly string[]): Promise<OpenedFile | LargeFile | undefined>;
  /** Hands a file to the user under a suggested name; the name it got, or undefined when they cancel. */
  saveFile(name: string, content: Uint8Array<ArrayBuffer> | Blob): Promise<string | undefined>;
}

export function chooseHost(): Host {
  return window.desktop ? desktopHost(window.desktop) : browserHost;
}

function desktopHost(desktop: Desktop): Host {
  return {
    hasAddress: false,
    openFile: async (extensions) => (await desktop.openFile({ extensions })) ?? undefined,
    saveFile: async (name, content) =>
      (await desktop.saveFile({ name, bytes: await bytesOf(content) })) ?? undefined
  };
}

const browserHost: Host = {
  hasAddress: true,
  openFile: (extensions) =>
    new Promise((resolve, reject) => {
      const input = document.createElement('input');
      input.type = 'file';
      input.accept = extensions.map((extension) => `.${extension}`).join(',');
      input.addEventListener('cancel', () => resolve(undefined));
      input.addEventListener('change', () => {
        const file = input.files?.[0];
        if (file) readFile(file).then(resolve, reject);
        else resolve(undefined);
      });
      input.click();
    }),

  async saveFile(name, content) {
    const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content]));
    const link = document.createElement('a');
    link.href = url;
    link.download = name;
    link.click();
    // The download has its own reference by then; keeping the URL would keep the bytes.
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
    return name;
  }
};

/** Bytes the desktop window hands over at once. */
const largestHandedOver = 2 ** 31 - 1;

/** Throws Error for more than the desktop window takes. */
async function bytesOf(content: Uint8Array<ArrayBuffer> | Blob): Promise<Uint8Array<ArrayBuffer>> {
  if (!(content instanceof Blob)) return content;
  if (content.size > largestHandedOver)
    throw new Error(
      `The file has ${content.size} bytes; the desktop window saves at most ${largestHandedOver}. Choose another format, or write it with engram export.`
    );
  return new Uint8Array(await content.arrayBuffer());
}

/** Throws Error for a file too large to hold. */
export function heldFile(file: OpenedFile | LargeFile): OpenedFile {
  if ('bytes' in file) return file;
  const size = sayBytes(file.blob.size);
  throw new Error(
    `${file.name} has ${size}; expected at most ${sayBytes(largestHeld)} for what is read as a whole.`
  );
}

/** A file dropped on the page or chosen in its dialog. */
export async function readFile(file: File): Promise<OpenedFile | LargeFile> {
  if (file.size > largestHeld) return { name: file.name, blob: file };
  return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
}

/** What lies in a drop: files, and folders where the browser tells of them. */
export type Dropped = File | FileSystemEntry;

/** Hears of files dropped anywhere on the page: the first, and all with the folders among them. Returns a function that stops. */
export function listenForDrops(take: (file: File, all: readonly Dropped[]) => void): () => void {
  const allow = (event: DragEvent): void => event.preventDefault();
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    const all = Array.from(
      event.dataTransfer?.items ?? [],
      (item) => item.webkitGetAsEntry() ?? item.getAsFile()
    );
    if (file)
      take(
        file,
        all.filter((one) => one !== null)
      );
  };
  document.addEventListener('dragover', allow);
  document.addEventListener('drop', drop);
  return () => {
    document.removeEventListener('dragover', allow);
    document.removeEventListener('drop', drop);
  };
}
