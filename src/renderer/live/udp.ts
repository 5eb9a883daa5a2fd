/** UDP, which a page cannot listen to: the desktop window does, and the page asks it for what came. */
import { Observable, throwError } from 'rxjs';
import type { Desktop, UdpBatch, UdpPort, UdpRequest } from '../../preload/contract';
import type { LiveBlock, LiveNews, LiveRequest } from '../../session/live/live';
import { readDatagram, type WireOptions } from '../../session/live/wire';

const [tries, betweenTriesMs] = [20, 100];

/** Live inputs that cannot be had on this page, and why. */
export function refusedInputs(desktop: Desktop | undefined): Readonly<Record<string, string>> {
  return desktop ? {} : { udp: 'needs the desktop window or the command line' };
}

/** One datagram is one message; those of one answer become one block. A message that cannot be read is final. */
export function udpInput(
  { settings }: LiveRequest,
  desktop: Desktop | undefined
): Observable<LiveBlock | LiveNews> {
  if (!desktop) {
    return throwError(
      () =>
        new Error(
          'A browser cannot listen to UDP. Use the desktop window or engram run with from=udp, or send over WebSocket.'
        )
    );
  }
  const options = { channels: Number(settings.channels), wire: settings.wire } as WireOptions;
  const [port, address] = [Number(settings.port), String(settings.listenOn).trim()];
  const where = `UDP port ${port} of ${address}`;
  return new Observable((subscriber) => {
    let opened: UdpPort | undefined;
    const close = (): void => {
      if (opened) desktop.closeUdp(opened).catch(() => undefined);
    };
    const listen = async (): Promise<void> => {
      subscriber.next({ kind: 'state', state: 'connecting', detail: `Opening ${where}.` });
      opened = await openFreed(desktop, { port, address }, () => subscriber.closed);
      if (subscriber.closed) {
        close();
        return;
      }
      subscriber.next({ kind: 'state', state: 'open', detail: `Listening on ${where}.` });
      while (!subscriber.closed) {
        const block = readBatch(await desktop.readUdp(opened), options);
        if (block) subscriber.next(block);
      }
    };
    // Nobody hears what goes wrong after the end, such as a question that the closed port leaves without an answer.
    listen().catch((error: unknown) => subscriber.error(new Error(plainMessage(error))));
    return close;
  });
}

/** Opens a port that may still be held by the run before this one, which goes only once this one stands. */
async function openFreed(desktop: Desktop, request: UdpRequest, given: () => boolean): Promise<UdpPort> {
  for (let left = tries; ; left--) {
    try {
      return await desktop.openUdp(request);
    } catch (error) {
      if (left === 0 || given() || !String(error).includes('EADDRINUSE')) throw error;
      await new Promise((resolve) => setTimeout(resolve, betweenTriesMs));
    }
  }
}

/** Undefined where nothing came. Throws an Error that says what came and what was expected. */
export function readBatch(
  { datagrams, dropped, waitedMs }: UdpBatch,
  options: WireOptions
): LiveBlock | undefined {
  if (datagrams.length === 0) return undefined;
  const [receivedAt, wallMs] = [performance.now(), Date.now()];
  const blocks = datagrams.map((one) => readDatagram(one, options, receivedAt, wallMs));
  const samples = new Float32Array(blocks.reduce((sum, block) => sum + block.samples.length, 0));
  let at = 0;
  let late = 0;
  for (const block of blocks) {
    samples.set(block.samples, at);
    at += block.samples.length;
    // A sender's own time counts from further back.
    late += block.delayMs ?? waitedMs;
  }
  return {
    kind: 'samples',
    samples,
    channels: options.channels,
    receivedAt,
    delayMs: late / blocks.length,
    lost: dropped
  };
}

/** Without the words that Electron puts before the message of a function of the main process. */
function plainMessage(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^Error invoking remote method '\w+': (?:\w*Error: )?/, '');
}
