/** The asking side of the protocol: a promise for every request. */
import type { ReplyMessage, RequestName, Requests } from './protocol';
import type { Port } from './serve';

/** Raised where the session answered with a message instead of a reply. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
}

export interface SessionClient {
  /** Rejects with RequestError. `transfer`: buffers of `ask` to hand over instead of copying. */
  ask<Name extends RequestName>(
    name: Name,
    ask: Requests[Name]['ask'],
    transfer?: ArrayBuffer[]
  ): Promise<Requests[Name]['reply']>;
}

/** Talks to `serveSession` at the other end of `port`. */
export function connectSession(port: Port): SessionClient {
  const waiting = new Map<number, { resolve(reply: unknown): void; reject(error: Error): void }>();
  let lastId = 0;

  port.onmessage = ({ data }: { data: ReplyMessage }) => {
    const asked = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.name === 'failed') asked?.reject(new RequestError(data.message));
    else asked?.resolve(data.reply);
  };

  return {
    ask: (name, ask, transfer = []) =>
      new Promise((resolve, reject) => {
        const id = ++lastId;
        waiting.set(id, { resolve: resolve as (reply: unknown) => void, reject });
        port.postMessage({ id, name, ask }, transfer);
      })
  };
}
