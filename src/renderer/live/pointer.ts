/** Where the pointer is: x and y as shares of the window, 100 times a second. */
import type { LiveAccess } from '../../session/live/live';
import { sampledDevice } from './sampled';

export const pointer = (): ReturnType<LiveAccess['open']> =>
  sampledDevice(10, () => {
    let [x, y] = [0.5, 0.5];
    const follow = (event: PointerEvent): void => {
      x = event.clientX / window.innerWidth;
      y = event.clientY / window.innerHeight;
    };
    window.addEventListener('pointermove', follow);
    return {
      detail: 'The pointer is followed over this page.',
      read: () => Float32Array.of(x, y),
      close: () => window.removeEventListener('pointermove', follow)
    };
  });
