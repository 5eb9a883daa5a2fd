/** A file that is written aside and then takes its place, so that a full disk leaves what stood there. */
import { open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';

/** @throws {Error} where it could not be written; what stood at `path` is then unchanged */
export async function saveWhole(path: string, bytes: Uint8Array): Promise<void> {
  // A link goes on leading to its file, and a file keeps who may read it.
  const target = await realpath(path).catch(() => path);
  const known = await stat(target).catch(() => undefined);
  const aside = `${target}.${process.pid}.partial`;
  try {
    // A pipe or a device is written to, never replaced.
    if (known && !known.isFile()) return await writeFile(target, bytes);
    const file = await open(aside, 'w', known?.mode).catch((error) => {
      if (!isForbidden(error)) throw error;
      return undefined;
    });
    // A folder that takes no new file may hold one that can be written.
    if (!file) return await writeFile(target, bytes);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(aside, target);
  } catch (error) {
    await rm(aside, { force: true }).catch(() => undefined);
    throw new Error(
      `${basename(path)} could not be saved: ${error instanceof Error ? error.message : String(error)}. Save it in another place.`
    );
  }
}

const isForbidden = (error: unknown): boolean =>
  ['EACCES', 'EPERM', 'EROFS'].includes(String((error as NodeJS.ErrnoException).code));
