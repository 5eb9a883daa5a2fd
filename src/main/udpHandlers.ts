import { isIPv4 } from 'node:net';
import * as v from 'valibot';
import { check, type Handlers } from './handlers';
import { UdpPort } from './udpPort';

/** Ports the page may hold open at a time: a run, its preview, and two to spare. */
export const mostPorts = 4;

const openRequest = v.strictObject({
  port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65535)),
  address: v.pipe(
    v.string(),
    v.check(isIPv4, 'Expected an IPv4 address of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them')
  )
});
const portRequest = v.strictObject({ id: v.pipe(v.number(), v.integer()) });

export interface UdpAccess {
  readonly handlers: Pick<Handlers, 'openUdp' | 'readUdp' | 'closeUdp'>;
  /** Closes what is open: the page is gone, or another begins. */
  closeAll(): void;
}

/** The page asks for what came, so that a flood of datagrams never becomes a flood of messages to it. */
export function udpAccess(): UdpAccess {
  const open = new Map<number, UdpPort>();
  let last = 0;
  return {
    handlers: {
      async openUdp(request) {
        const { port, address } = check(openRequest, request, 'openUdp');
        if (open.size >= mostPorts)
          throw new Error(`${open.size} UDP ports are open, which is all there may be. Close one first.`);
        const id = ++last;
        const opened = new UdpPort();
        // Counted while it opens, and closed with the others.
        open.set(id, opened);
        try {
          await opened.open(port, address);
        } catch (error) {
          open.delete(id);
          opened.close();
          throw error;
        }
        return { id };
      },
      async readUdp(request) {
        const { id } = check(portRequest, request, 'readUdp');
        const port = open.get(id);
        if (!port) throw new Error('The UDP port was closed.');
        return port.read();
      },
      async closeUdp(request) {
        const { id } = check(portRequest, request, 'closeUdp');
        open.get(id)?.close();
        open.delete(id);
      }
    },
    closeAll() {
      for (const port of open.values()) port.close();
      open.clear();
    }
  };
}
