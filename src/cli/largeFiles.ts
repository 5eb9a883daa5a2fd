/** Files too large to hold, read from disk piece by piece. */
import { closeSync, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type ByteFile, largestHeld } from '../formats/byteFile';
import { FormatError } from '../formats/formatError';

export class LargeFiles {
  private readonly cwd: string;
  /** By path: a file opened again is the same one, so that what was found out about it holds. */
  private readonly opened = new Map<string, { file: ByteFile; changed: number }>();

  constructor(cwd: string) {
    this.cwd = cwd;
  }

  /** Undefined for what is small enough to hold, and for what is no file. Throws FormatError where it cannot be read. */
  read(name: string): ByteFile | undefined {
    const path = resolve(this.cwd, name);
    const stat = statOf(path);
    if (!stat?.isFile() || stat.size <= largestHeld) return undefined;
    const before = this.opened.get(path);
    if (before?.file.size === stat.size && before.changed === stat.mtimeMs) return before.file;
    const file = openLarge(name, path);
    if (file) this.opened.set(path, { file, changed: stat.mtimeMs });
    return file;
  }
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** Undefined where it cannot be opened: reading it whole tells why. It stays open as long as the program runs. */
function openLarge(name: string, path: string): ByteFile | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch {
    return undefined;
  }
  const { mtimeMs, size } = fstatSync(descriptor);
  if (size <= largestHeld) {
    closeSync(descriptor);
    return undefined;
  }
  return {
    size,
    read(from, to) {
      const bytes = new Uint8Array(Math.max(0, Math.min(to, size) - from));
      for (let at = 0; at < bytes.length; ) {
        const count = readSync(descriptor, bytes, at, bytes.length - at, from + at);
        if (count === 0) throw changed(name);
        at += count;
      }
      if (fstatSync(descriptor).mtimeMs !== mtimeMs) throw changed(name);
      return bytes;
    }
  };
}

function changed(name: string): FormatError {
  return new FormatError({
    file: name,
    found: 'a file that changed while it was read',
    expected: 'one that stays as it is during a run'
  });
}
