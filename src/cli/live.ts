/** Live input in Node: WebSocket and UDP. Devices belong to the page. */
import { createSocket } from 'node:dgram';
import { Observable, throwError } from 'rxjs';
import WebSocket from 'ws';
import type { LiveAccess, LiveBlock, LiveNews, LiveRequest } from '../session/live/live';
import { type SocketLike, webSocketInput } from '../session/live/webSocketInput';
import { longestMessage, readMessage, type WireOptions } from '../session/live/wire';

export const nodeLive: LiveAccess = {
  open(request) {
    switch (request.kind) {
      case 'websocket':
        return webSocketInput(request, {
          connect: (address) =>
            new WebSocket(address, { maxPayload: longestMessage }) as unknown as SocketLike,
          now: () => performance.now(),
          wallMs: () => Date.now()
        });
      case 'udp':
        return udpInput(request);
      default:
        return throwError(
          () =>
            new Error(
              `The ${request.kind} cannot be opened from the command line; set from=websocket or from=udp, or use the page.`
            )
        );
    }
  }
};

/** One datagram is one message. Listens on this machine's loopback and network alike. */
function udpInput({ settings }: LiveRequest): Observable<LiveBlock | LiveNews> {
  const port = Number(settings.port);
  const options = { channels: Number(settings.channels), wire: settings.wire } as WireOptions;
  return new Observable((subscriber) => {
    const socket = createSocket('udp4');
    socket.on('error', ({ message }) =>
      subscriber.error(new Error(`UDP port ${port} cannot be listened to (${message}); choose another.`))
    );
    socket.on('message', (bytes) => {
      try {
        // Text begins with a bracket; a binary message that happens to do so would not be JSON.
        const text = bytes[0] === 0x5b || bytes[0] === 0x7b ? asJson(bytes) : undefined;
        subscriber.next(readMessage(text ?? bytes, options, performance.now(), Date.now()));
      } catch (error) {
        subscriber.error(error);
      }
    });
    subscriber.next({ kind: 'state', state: 'connecting', detail: `Opening UDP port ${port}.` });
    socket.bind(port, () => {
      subscriber.next({ kind: 'state', state: 'open', detail: `Listening on UDP port ${port}.` });
    });
    return () => socket.close();
  });
}

function asJson(bytes: Buffer): string | undefined {
  const text = bytes.toString('utf8');
  try {
    JSON.parse(text);
    return text;
  } catch {
    return undefined;
  }
}
