import { readFile, stat, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { App, Dialog, IpcMain } from 'electron';
import * as v from 'valibot';
import type { Channel, Desktop, OpenedFile } from '../preload/contract';
import { isOwnPage } from './security';

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

/** The main process's side of the contract; what arrives is unknown until it is checked. */
export type Handlers = { [Name in Channel]: (request: unknown) => ReturnType<Desktop[Name]> };

/** The three functions of `preload/contract.ts`. */
export function fileHandlers(
  app: Pick<App, 'getVersion'>,
  dialog: Pick<Dialog, 'showOpenDialog' | 'showSaveDialog'>
): Handlers {
  return {
    async openFile(request) {
      const { extensions } = check(openRequest, request, 'openFile');
      const filters = extensions.length > 0 ? [{ name: 'Files', extensions }] : [];
      const { canceled, filePaths } = await dialog.showOpenDialog({ properties: ['openFile'], filters });
      const path = filePaths[0];
      return canceled || path === undefined ? null : readWhole(path);
    },
    async saveFile(request) {
      const { name, bytes } = check(saveRequest, request, 'saveFile');
      const { canceled, filePath } = await dialog.showSaveDialog({ defaultPath: name });
      if (canceled || !filePath) return null;
      await writeFile(filePath, bytes);
      return basename(filePath);
    },
    async version() {
      return app.getVersion();
    }
  };
}

async function readWhole(path: string): Promise<OpenedFile> {
  const name = basename(path);
  const { size } = await stat(path);
  if (size > largestFile)
    throw new Error(
      `${name} has ${size} bytes. At most ${largestFile} can be opened. Split the file or take fewer columns.`
    );
  return { name, bytes: new Uint8Array(await readFile(path)) };
}

/** @throws {Error} naming the function and what was expected */
function check<Schema extends v.GenericSchema>(
  schema: Schema,
  request: unknown,
  channel: Channel
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, request);
  if (result.success) return result.output;
  const where = v.getDotPath(result.issues[0]) ?? 'the request';
  throw new TypeError(`${channel}: ${where} is wrong. ${result.issues[0].message}.`);
}

/** Opens one channel per handler, each deaf to everything but the page's own main frame. */
export function registerHandlers(ipcMain: Pick<IpcMain, 'handle'>, handlers: Handlers): void {
  for (const [channel, handler] of Object.entries(handlers)) {
    ipcMain.handle(channel, (event, request: unknown) => {
      const frame = event.senderFrame;
      if (!frame || frame.parent || !isOwnPage(frame.url))
        throw new Error(`${channel} was called from outside the page and is refused.`);
      return handler(request);
    });
  }
}
