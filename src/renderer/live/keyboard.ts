/**
 * The letters a to z: 1 while held, or when struck since the last sample, else 0; 100 samples a second. While they are followed they
 * work no commands; what is written into a field, or held with Ctrl, Alt or Meta, is not followed.
 */
import type { LiveAccess } from '../../session/live/live';
import { sampledDevice } from './sampled';

const letters = 26;

export const keyboard = (): ReturnType<LiveAccess['open']> =>
  sampledDevice(10, () => {
    const held = new Float32Array(letters);
    const struck = new Float32Array(letters);
    const down = (event: KeyboardEvent): void => {
      const at = letterOf(event);
      if (at === undefined || event.ctrlKey || event.altKey || event.metaKey || isField(event.target)) return;
      // Commands leave alone what somebody else has taken.
      event.preventDefault();
      held[at] = 1;
      struck[at] = 1;
    };
    const up = (event: KeyboardEvent): void => {
      const at = letterOf(event);
      if (at !== undefined) held[at] = 0;
    };
    // Another window hears what is let go there.
    const release = (): void => void held.fill(0);
    window.addEventListener('keydown', down, { capture: true });
    window.addEventListener('keyup', up, { capture: true });
    window.addEventListener('blur', release);
    return {
      detail: 'The letters a to z are followed, and work no commands meanwhile.',
      read: () => {
        const now = struck.slice();
        struck.set(held);
        return now;
      },
      close: () => {
        window.removeEventListener('keydown', down, { capture: true });
        window.removeEventListener('keyup', up, { capture: true });
        window.removeEventListener('blur', release);
      }
    };
  });

/** From 0; undefined for every other key. */
function letterOf({ key }: KeyboardEvent): number | undefined {
  const at = key.length === 1 ? key.toLowerCase().charCodeAt(0) - 97 : -1;
  return at >= 0 && at < letters ? at : undefined;
}

function isField(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches('input:not([type=range]), select, textarea');
}
