/** Files of a run as they are made: aside, and moved when they are whole, so that what has its name is finished. */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { UsageError } from '../command';

const bufferBytes = 1 << 18;
const encoder = new TextEncoder();

export class OutputFile {
  /** Bytes written so far. */
  bytes = 0;
  private readonly path: string;
  private readonly aside: string;
  private readonly descriptor: number;
  /** Text that waits, encoded: strings that were kept until there is enough would outlive collections of garbage and let the heap grow. */
  private readonly waiting = new Uint8Array(bufferBytes);
  private filled = 0;

  /** Throws UsageError, as every method, where it cannot be written. */
  constructor(path: string) {
    this.path = path;
    this.aside = `${path}.${process.pid}.partial`;
    this.descriptor = told(path, () => openSync(this.aside, 'w'));
  }

  write(bytes: ArrayBufferView): void {
    this.flush();
    this.put(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  }

  writeText(text: string): void {
    // A character takes at most 3 bytes.
    if (3 * text.length > bufferBytes - this.filled) this.flush();
    if (3 * text.length > bufferBytes) this.put(encoder.encode(text));
    else this.filled += encoder.encodeInto(text, this.waiting.subarray(this.filled)).written;
  }

  /** On the disk before it gets its name. */
  finish(): void {
    this.flush();
    told(this.path, () => {
      fsyncSync(this.descriptor);
      closeSync(this.descriptor);
      renameSync(this.aside, this.path);
    });
  }

  discard(): void {
    try {
      closeSync(this.descriptor);
    } catch {
      // It was closed before.
    }
    rmSync(this.aside, { force: true });
  }

  private flush(): void {
    if (this.filled === 0) return;
    const bytes = this.waiting.subarray(0, this.filled);
    this.filled = 0;
    this.put(bytes);
  }

  private put(bytes: Uint8Array): void {
    told(this.path, () => {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.descriptor, bytes, at);
    });
    this.bytes += bytes.length;
  }
}

/** Makes files together: all are finished, or none of them is left. */
export async function withFiles<T>(
  paths: readonly string[],
  make: (files: OutputFile[]) => Promise<T>
): Promise<T> {
  const files: OutputFile[] = [];
  try {
    for (const path of paths) files.push(new OutputFile(path));
    const made = await make(files);
    for (const file of files) file.finish();
    return made;
  } catch (error) {
    for (const file of files) file.discard();
    throw error;
  }
}

export function writeJson(path: string, value: unknown): void {
  const file = new OutputFile(path);
  try {
    file.writeText(`${JSON.stringify(value)}\n`);
    file.finish();
  } catch (error) {
    file.discard();
    throw error;
  }
}

/** Undefined where there is none that reads. */
export function readJson<T>(path: string): T | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  } catch {
    return undefined;
  }
}

/** Does what writes to `path`. Throws UsageError that says what to do where it cannot be done. */
export function told<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const full = code === 'ENOSPC' || code === 'EDQUOT' ? 'the disk is full' : String(code ?? error);
    throw new UsageError(
      `'${path}' cannot be written (${full}). What is finished is kept: make room and give the same command again to go on.`
    );
  }
}
