/** Samples from a WebSocket server, whoever makes the socket: reconnects with longer and longer pauses and says what happens. */
import { Observable, type Subscription, timer } from 'rxjs';
import type { LiveBlock, LiveNews, LiveRequest } from './live';
import { readMessage, type WireOptions } from './wire';

/** What browsers, workers and the library ws have in common. */
export interface SocketLike {
  binaryType: string;
  onopen: ((event: never) => unknown) | null;
  onmessage: ((event: never) => unknown) | null;
  onclose: ((event: never) => unknown) | null;
  onerror: ((event: never) => unknown) | null;
  close(): void;
}

export interface SocketHost {
  /** Throws for an address that cannot be meant. */
  connect(address: string): SocketLike;
  /** ms on the session's clock, and since 1970. */
  now(): number;
  wallMs(): number;
}

const firstPauseMs = 250;
const longestPauseMs = 8000;

/** A message that cannot be read is final, since the next would be no better: the error says what to change. */
export function webSocketInput(
  { settings }: LiveRequest,
  host: SocketHost
): Observable<LiveBlock | LiveNews> {
  const address = String(settings.address).trim();
  const options = { channels: Number(settings.channels), wire: settings.wire } as WireOptions;
  return new Observable((subscriber) => {
    let socket: SocketLike | undefined;
    let again: Subscription | undefined;
    let pauseMs = firstPauseMs;
    const say = (state: LiveNews['state'], detail: string): void =>
      subscriber.next({ kind: 'state', state, detail });

    const connect = (): void => {
      let opened = false;
      let current: SocketLike;
      try {
        current = host.connect(address);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        subscriber.error(
          new Error(
            `'${address}' cannot be connected to (${reason}); expected an address such as ws://127.0.0.1:9000.`
          )
        );
        return;
      }
      socket = current;
      current.binaryType = 'arraybuffer';
      current.onopen = () => {
        opened = true;
        pauseMs = firstPauseMs;
        say('open', `Connected to ${address}.`);
      };
      current.onmessage = ({ data }: { data: string | ArrayBuffer }) => {
        try {
          subscriber.next(readMessage(data, options, host.now(), host.wallMs()));
        } catch (error) {
          subscriber.error(error);
        }
      };
      // A close always follows.
      current.onerror = () => undefined;
      current.onclose = () => {
        if (subscriber.closed) return;
        const seconds = pauseMs / 1000;
        say(
          'lost',
          `${opened ? `The connection to ${address} was lost` : `Nobody answers at ${address}`}; trying again in ${seconds} s.`
        );
        again = timer(pauseMs).subscribe(connect);
        pauseMs = Math.min(2 * pauseMs, longestPauseMs);
      };
    };

    say('connecting', `Connecting to ${address}.`);
    connect();
    return () => {
      again?.unsubscribe();
      if (!socket) return;
      socket.onmessage = null;
      socket.onclose = null;
      socket.onopen = null;
      socket.close();
    };
  });
}
