/** Live input in Node: WebSocket and UDP. Devices belong to the page. */
import { createSocket } from 'node:dgram';
import { Observable, throwError } from 'rxjs';
import WebSocket from 'ws';
import type { LiveAccess, LiveBlock, LiveNews, LiveRequest } from '../session/live/live';
import { type SocketLike, webSocketInput } from '../session/live/webSocketInput';
import { longestMessage, readDatagram, type WireOptions } from '../session/live/wire';

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

/** One datagram is one message. */
function udpInput({ settings }: LiveRequest): Observable<LiveBlock | LiveNews> {
  const port = Number(settings.port);
  const address = String(settings.listenOn).trim();
  const where = `UDP port ${port} of ${address}`;
  const options = { channels: Number(settings.channels), wire: settings.wire } as WireOptions;
  return new Observable((subscriber) => {
    const socket = createSocket('udp4');
    socket.on('error', ({ message }) =>
      subscriber.error(
        new Error(
          `${where} cannot be listened to (${message}). Choose another port, or an address of this machine.`
        )
      )
    );
    socket.on('message', (bytes) => {
      try {
        subscriber.next(readDatagram(bytes, options, performance.now(), Date.now()));
      } catch (error) {
        subscriber.error(error);
      }
    });
    subscriber.next({ kind: 'state', state: 'connecting', detail: `Opening ${where}.` });
    socket.bind(port, address, () => {
      subscriber.next({ kind: 'state', state: 'open', detail: `Listening on ${where}.` });
    });
    return () => socket.close();
  });
}
