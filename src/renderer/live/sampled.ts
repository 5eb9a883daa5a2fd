/** A device looked at over and over: one sample each time. */
import { Observable } from 'rxjs';
import type { LiveBlock, LiveNews } from '../../session/live/live';

export interface Device {
  /** For the status: "The pointer is followed." */
  detail: string;
  /** What it reads now. */
  read(): Float32Array;
  close(): void;
}

/** Opens the device when subscribed to and reads it every `everyMs`. An error of `open` is final. */
export function sampledDevice(
  everyMs: number,
  open: () => Promise<Device> | Device
): Observable<LiveBlock | LiveNews> {
  return new Observable((subscriber) => {
    let device: Device | undefined;
    let timer: ReturnType<typeof setInterval> | undefined;
    subscriber.next({ kind: 'state', state: 'connecting', detail: 'Opening the device.' });
    void (async () => {
      try {
        device = await open();
      } catch (error) {
        subscriber.error(error);
        return;
      }
      if (subscriber.closed) {
        device.close();
        return;
      }
      const { detail, read } = device;
      subscriber.next({ kind: 'state', state: 'open', detail });
      timer = setInterval(() => {
        const samples = read();
        subscriber.next({
          kind: 'samples',
          samples,
          channels: samples.length,
          receivedAt: performance.now()
        });
      }, everyMs);
    })();
    return () => {
      clearInterval(timer);
      device?.close();
    };
  });
}
