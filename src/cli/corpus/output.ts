/** Files of a run as they are made: aside, and moved when they are whole, so that what has its name is finished. */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { UsageError } from '../command';

const bufferBytes = 1 << 18;

export class OutputFile {
  /** Bytes written so far. */
  bytes = 0;
  private readonly path: string;
  private readonly aside: string;
  private readonly descriptor: number;
  private text = '';

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
    this.text += text;
    if (this.text.length > bufferBytes) this.flush();
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
    if (this.text === '') return;
    const bytes = new TextEncoder().encode(this.text);
    this.text = '';
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

function told<T>(path: string, act: () => T): T {
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
