/** Devices of the page as live input: some are looked at over and over, others give when they have something. */
import { Observable } from 'rxjs';
import type { LiveBlock, LiveNews } from '../../session/live/live';

export interface Device {
  /** For the status: "The pointer is followed." */
  detail: string;
  close(): void;
}

export interface SampledDevice extends Device {
  /** What it reads now: one sample. */
  read(): Float32Array;
}

/** Opens the device when subscribed to; it gives samples, one at a time. An error of `open` is final. */
export function givingDevice(
  open: (give: (sample: Float32Array) => void) => Promise<Device> | Device
): Observable<LiveBlock | LiveNews> {
  return new Observable((subscriber) => {
    let device: Device | undefined;
    const give = (samples: Float32Array): void =>
      subscriber.next({
        kind: 'samples',
        samples,
        channels: samples.length,
        receivedAt: performance.now()
      });
    subscriber.next({ kind: 'state', state: 'connecting', detail: 'Opening the device.' });
    void (async () => {
      try {
        device = await open(give);
      } catch (error) {
        subscriber.error(error);
        return;
      }
      if (subscriber.closed) device.close();
      else subscriber.next({ kind: 'state', state: 'open', detail: device.detail });
    })();
    return () => device?.close();
  });
}

/** Opens the device when subscribed to and reads it every `everyMs`. */
export function sampledDevice(
  everyMs: number,
  open: () => Promise<SampledDevice> | SampledDevice
): Observable<LiveBlock | LiveNews> {
  return givingDevice(async (give) => {
    const { close, detail, read } = await open();
    const timer = setInterval(() => give(read()), everyMs);
    return {
      detail,
      close: () => {
        clearInterval(timer);
        close();
      }
    };
  });
}
