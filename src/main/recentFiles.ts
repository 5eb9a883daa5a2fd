/** Files that were open or saved before: kept by path here, known to the page by name. */
import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import * as v from 'valibot';
import type { RecentFile } from '../preload/contract';
import type { KeptData } from './keptData';

export const mostRecent = 10;

export const recentSchema: v.GenericSchema<unknown, readonly string[]> = v.pipe(
  v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(4096))),
  v.maxLength(mostRecent)
);

export interface RecentFiles {
  list(): readonly RecentFile[];
  add(path: string): void;
  clear(): void;
  /**
   * The path of a file of the list.
   * @throws {Error} where it is gone, and takes it off the list
   */
  find(id: number): Promise<string>;
}

/** `changed` hears of every change of the list. `home`: shown as `~`. */
export function recentFiles(
  kept: KeptData<readonly string[]>,
  home: string,
  changed: () => void
): RecentFiles {
  let last = 0;
  let files = kept.read().map((path) => ({ id: ++last, path }));
  const set = (next: typeof files): void => {
    files = next.slice(0, mostRecent);
    kept.write(files.map(({ path }) => path));
    changed();
  };
  const folderOf = (path: string): string => {
    const folder = dirname(path);
    return folder === home || folder.startsWith(`${home}/`) ? `~${folder.slice(home.length)}` : folder;
  };
  return {
    list: () => files.map(({ id, path }) => ({ id, name: basename(path), folder: folderOf(path) })),
    add: (path) => set([{ id: ++last, path }, ...files.filter((file) => file.path !== path)]),
    clear: () => set([]),
    async find(id) {
      const file = files.find((one) => one.id === id);
      if (!file) throw new Error('That file is no longer among the recent ones. Open it by its name.');
      const there = await stat(file.path).then(
        (found) => found.isFile(),
        () => false
      );
      if (there) return file.path;
      set(files.filter((one) => one !== file));
      throw new Error(
        `${basename(file.path)} is no longer in ${folderOf(file.path)}. It was taken off the list of recent files.`
      );
    }
  };
}
