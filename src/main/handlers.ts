import type { IpcMain } from 'electron';
import * as v from 'valibot';
import type { Channel, Desktop } from '../preload/contract';
import { isOwnPage } from './security';

/** The main process's side of the contract; what arrives is unknown until it is checked. */
export type Handlers = { [Name in Channel]: (request: unknown) => ReturnType<Desktop[Name]> };

/** @throws {Error} naming the function and what was expected */
export function check<Schema extends v.GenericSchema>(
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
export function registerHandlers(ipcMain: Pick<IpcMain, 'handle'>, handlers: Partial<Handlers>): void {
  for (const [channel, handler] of Object.entries(handlers)) {
    ipcMain.handle(channel, (event, request: unknown) => {
      const frame = event.senderFrame;
      if (!frame || frame.parent || !isOwnPage(frame.url))
        throw new Error(`${channel} was called from outside the page and is refused.`);
      return handler(request);
    });
  }
}
