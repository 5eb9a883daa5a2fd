import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as v from 'valibot';

/** A small JSON file that outlives the window. */
export interface KeptData<T> {
  /** What was written last; the fallback where there is nothing, or nothing that can be read. */
  read(): T;
  /** Written aside and moved, so that it is never half a file. A disk that refuses costs the memory of it and nothing else. */
  write(value: T): void;
}

export function keptData<T>(path: string, schema: v.GenericSchema<unknown, T>, fallback: T): KeptData<T> {
  return {
    read() {
      try {
        const result = v.safeParse(schema, JSON.parse(readFileSync(path, 'utf8')));
        return result.success ? result.output : fallback;
      } catch {
        return fallback;
      }
    },
    write(value) {
      try {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(`${path}.new`, JSON.stringify(value));
        renameSync(`${path}.new`, path);
      } catch (error) {
        console.error(`${path} could not be written: ${String(error)}`);
      }
    }
  };
}
