/** Pictures in the browser: chosen or dropped, folders and all, measured and decoded. */
import type { Dropped } from '../host';
import { type Decoded, type Measured, middleSquare } from './pictureSet';

/** A file with the folders it lay in. */
export interface NamedFile {
  path: string;
  file: File;
}

/** Lets the user choose files, or a folder with all there is below it; none when they cancel. */
export function chooseFiles(folder: boolean): Promise<readonly NamedFile[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    input.webkitdirectory = folder;
    input.addEventListener('cancel', () => resolve([]));
    input.addEventListener('change', () =>
      resolve(Array.from(input.files ?? [], (file) => ({ file, path: file.webkitRelativePath || file.name })))
    );
    input.click();
  });
}

/** All files of a drop, those in dropped folders too. */
export async function droppedFiles(items: readonly Dropped[]): Promise<readonly NamedFile[]> {
  const found: NamedFile[] = [];
  for (const entry of items) {
    if (entry instanceof File) found.push({ file: entry, path: entry.name });
    else if (isFile(entry)) {
      const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
      found.push({ file, path: entry.fullPath.replace(/^\//, '') });
    } else found.push(...(await droppedFiles(await entriesOf(entry as FileSystemDirectoryEntry))));
  }
  return found;
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  // A reader gives some at a time, and none when it is through.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject)
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}

/** Sizes of pictures, in the order of their paths. Rejects naming the one that does not read. */
export async function measurePictures(
  files: readonly NamedFile[],
  progress: (done: number) => void
): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (const { file, path } of files) {
    const bitmap = await bitmapOf(file, path);
    measured.push({ path, width: bitmap.width, height: bitmap.height });
    bitmap.close();
    progress(measured.length);
  }
  return measured;
}

/** Pixels of pictures; with `side` the square in the middle of each, that many pixels wide. */
export async function decodePictures(
  files: readonly NamedFile[],
  side: number | undefined,
  progress: (done: number) => void
): Promise<Decoded[]> {
  const decoded: Decoded[] = [];
  for (const { file, path } of files) {
    const bitmap = await bitmapOf(file, path);
    const cut = side ? middleSquare(bitmap) : { x: 0, y: 0, side: undefined };
    const width = side ?? bitmap.width;
    const height = side ?? bitmap.height;
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
    context.imageSmoothingQuality = 'high';
    context.drawImage(
      bitmap,
      cut.x,
      cut.y,
      cut.side ?? bitmap.width,
      cut.side ?? bitmap.height,
      0,
      0,
      width,
      height
    );
    bitmap.close();
    decoded.push({ path, width, height, rgba: context.getImageData(0, 0, width, height).data });
    progress(decoded.length);
  }
  return decoded;
}

async function bitmapOf(file: File, path: string): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(file);
  } catch {
    throw new Error(`${path} cannot be read as a picture; expected PNG, JPEG, GIF, WebP, BMP or AVIF.`);
  }
}
