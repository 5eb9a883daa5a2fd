import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { App, Dialog } from 'electron';
import * as v from 'valibot';
import type { OpenedFile } from '../preload/contract';
import { check, type Handlers } from './handlers';
import { saveWhole } from './saveWhole';

/** Bytes. A larger file would not fit the page's memory, so it is refused with words, not by a crash. */
const largestFile = 2 ** 30;

const openRequest = v.strictObject({
  extensions: v.pipe(v.array(v.pipe(v.string(), v.regex(/^[a-z0-9]{1,8}$/i))), v.maxLength(16))
});
const saveRequest = v.strictObject({
  // A suggestion for the dialog and never a path: the folder is the user's choice.
  name: v.pipe(v.string(), v.regex(/^[^./\\:*?"<>|\p{Cc}][^/\\:*?"<>|\p{Cc}]{0,119}$/u)),
  bytes: v.instance(Uint8Array)
});

/** Who hears of the paths, which the page never does. */
export interface FilesNoted {
  opened?(path: string): void;
  saved?(path: string): void;
}

/** The functions of `preload/contract.ts` that open and save files, and the version. */
export function fileHandlers(
  app: Pick<App, 'getVersion'>,
  dialog: Pick<Dialog, 'showOpenDialog' | 'showSaveDialog'>,
  noted: FilesNoted = {}
): Pick<Handlers, 'openFile' | 'saveFile' | 'version'> {
  return {
    async openFile(request) {
      const { extensions } = check(openRequest, request, 'openFile');
      const filters = extensions.length > 0 ? [{ name: 'Files', extensions }] : [];
      const { canceled, filePaths } = await dialog.showOpenDialog({ properties: ['openFile'], filters });
      const path = filePaths[0];
      if (canceled || path === undefined) return null;
      const file = await readWhole(path);
      noted.opened?.(path);
      return file;
    },
    async saveFile(request) {
      const { name, bytes } = check(saveRequest, request, 'saveFile');
      const { canceled, filePath } = await dialog.showSaveDialog({ defaultPath: name });
      if (canceled || !filePath) return null;
      await saveWhole(filePath, bytes);
      noted.saved?.(filePath);
      return basename(filePath);
    },
    async version(request) {
      check(v.undefined(), request, 'version');
      return app.getVersion();
    }
  };
}

/** @throws {Error} where the file is too large, or cannot be read */
export async function readWhole(path: string): Promise<OpenedFile> {
  const name = basename(path);
  const { size } = await stat(path);
  if (size > largestFile)
    throw new Error(
      `${name} has ${size} bytes; at most ${largestFile} are handed to the window. Drop the file on the window: there it is read in pieces.`
    );
  return { name, bytes: new Uint8Array(await readFile(path)) };
}
