/** Live input that the page itself can open: a WebSocket, the devices only a page may ask for, UDP where a desktop window listens for it. */
import type { LiveAccess } from '../../session/live/live';
import { type SocketLike, webSocketInput } from '../../session/live/webSocketInput';
import { camera } from './camera';
import { keyboard } from './keyboard';
import { microphone } from './microphone';
import { pointer } from './pointer';
import { udpInput } from './udp';

const devices = { camera, keyboard, microphone, pointer };

export const pageLive: LiveAccess = {
  open(request) {
    const { kind } = request;
    if (kind === 'websocket') return socketInput(request);
    if (kind === 'udp') return udpInput(request, window.desktop);
    return devices[kind](request.settings);
  }
};

/** Also in a worker. */
export const socketInput: LiveAccess['open'] = (request) =>
  webSocketInput(request, {
    connect: (address) => new WebSocket(address) as unknown as SocketLike,
    now: () => performance.now(),
    wallMs: () => Date.now()
  });
