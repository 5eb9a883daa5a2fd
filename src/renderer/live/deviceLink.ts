/** The page's devices for the worker that owns the session, over a channel of their own named after the worker. */
import { Observable, type Subscription } from 'rxjs';
import type { LiveAccess, LiveBlock, LiveNews, LiveRequest } from '../../session/live/live';
import { pageLive, socketInput } from './pageLive';

type Ask = { id: number; open: LiveRequest } | { id: number; close: true };
type Answer = { id: number; event: LiveBlock | LiveNews } | { id: number; failed: string };

/** In the page: opens what the worker called `name` asks for. */
export function offerDevices(name: string): void {
  const channel = new BroadcastChannel(name);
  const open = new Map<number, Subscription>();
  channel.addEventListener('message', ({ data }: MessageEvent<Ask>) => {
    const { id } = data;
    const answer = (message: Answer): void => channel.postMessage(message);
    if ('close' in data) {
      open.get(id)?.unsubscribe();
      open.delete(id);
      return;
    }
    open.set(
      id,
      pageLive.open(data.open).subscribe({
        next: (event) => answer({ id, event }),
        error: (error: unknown) =>
          answer({ id, failed: error instanceof Error ? error.message : String(error) })
      })
    );
  });
}

/** In the worker: sockets of its own, devices of the page's. */
export function workerLive(name: string): LiveAccess {
  const channel = new BroadcastChannel(name);
  let last = 0;
  return {
    open(request) {
      if (request.kind === 'websocket') return socketInput(request);
      return new Observable((subscriber) => {
        const id = ++last;
        const hear = ({ data }: MessageEvent<Answer>): void => {
          if (data.id !== id) return;
          if ('failed' in data) subscriber.error(new Error(data.failed));
          // The clocks of page and worker begin at different times; the way between is short.
          else if (data.event.kind === 'samples')
            subscriber.next({ ...data.event, receivedAt: performance.now() });
          else subscriber.next(data.event);
        };
        const ask = (message: Ask): void => channel.postMessage(message);
        channel.addEventListener('message', hear);
        ask({ id, open: request });
        return () => {
          channel.removeEventListener('message', hear);
          ask({ id, close: true });
        };
      });
    }
  };
}
