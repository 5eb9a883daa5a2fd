/** The letters a to z: 1 while held, or when struck since the last sample, else 0; 100 samples a second. */
import type { LiveAccess } from '../../session/live/live';
import { sampledDevice } from './sampled';

const letters = 26;

export const keyboard = (): ReturnType<LiveAccess['open']> =>
  sampledDevice(10, () => {
    const held = new Float32Array(letters);
    const struck = new Float32Array(letters);
    const place = ({ key }: KeyboardEvent): number =>
      key.length === 1 ? key.toLowerCase().charCodeAt(0) - 97 : -1;
    const down = (event: KeyboardEvent): void => {
      const at = place(event);
      if (at < 0 || at >= letters) return;
      held[at] = 1;
      struck[at] = 1;
    };
    const up = (event: KeyboardEvent): void => {
      const at = place(event);
      if (at >= 0 && at < letters) held[at] = 0;
    };
    window.addEventListener('keydown', down);
    window.addEventListener('keyup', up);
    return {
      detail: 'The letters a to z are followed.',
      read: () => {
        const now = struck.slice();
        struck.set(held);
        return now;
      },
      close: () => {
        window.removeEventListener('keydown', down);
        window.removeEventListener('keyup', up);
      }
    };
  });
