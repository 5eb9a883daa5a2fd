/** A thread that is one device: started with its keys, it answers each query in turn, asleep while it waits for others. */
import {
  createDevice,
  type Device,
  type DeviceQuery,
  type DeviceStart
} from '../../models/memory/workers/device';

let device: Device | undefined;

self.addEventListener('message', ({ data }: MessageEvent<DeviceStart | DeviceQuery>) => {
  if ('board' in data) device = createDevice(data);
  else self.postMessage({ stamp: data.stamp, whole: device!(data) });
});
