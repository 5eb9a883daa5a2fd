/**
 * Asks the session for one frame at a time, at most one per frame of the display, so that neither side can flood
 * the other. A session that stands still is asked now and then.
 */
import type { SessionClient } from '../../session/client';
import type { Frame, Requests } from '../../session/protocol';

export interface FramePump {
  /** Asks at the next frame of the display, even while paused. */
  wake(): void;
  stop(): void;
}

export interface FramePumpOptions {
  client: SessionClient;
  /** What to ask for now. */
  ask(now: number): Requests['frame']['ask'];
  running(): boolean;
  /** What a frame is of. One asked for before the session was replaced is let go, whatever it brings. */
  session(): unknown;
  /** What came with the last frame is still being painted; the next one waits, so that all panels show the same. */
  busy(): boolean;
  /** A frame is asked for at every Nth frame of the display. */
  every(): number;
  take(frame: Frame): void;
  /** Called at every frame of the display, before asking for more. */
  paint(): void;
  failed(problem: unknown): void;
}

const idleFrames = 30;

export function pumpFrames(options: FramePumpOptions): FramePump {
  let asked = false;
  let awake = true;
  let count = 0;
  let handle = requestAnimationFrame(onDisplayFrame);

  function onDisplayFrame(now: number): void {
    handle = requestAnimationFrame(onDisplayFrame);
    count++;
    options.paint();
    const due = options.running() ? count % options.every() === 0 : awake || count % idleFrames === 0;
    if (due && !asked && !options.busy()) ask(now);
  }

  function ask(now: number): void {
    asked = true;
    awake = false;
    const session = options.session();
    const replaced = (): boolean => options.session() !== session;
    options.client
      .ask('frame', options.ask(now))
      .then((frame) => {
        if (!replaced()) options.take(frame);
      })
      .catch((problem: unknown) => {
        if (!replaced()) options.failed(problem);
      })
      .finally(() => {
        asked = false;
      });
  }

  return {
    wake: () => {
      awake = true;
    },
    stop: () => cancelAnimationFrame(handle)
  };
}
