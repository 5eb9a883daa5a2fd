/** How far the session has read the large file of an experiment that is being opened, and a way out. */
import { type Accessor, createSignal } from 'solid-js';
import type { SessionClient } from '../../session/client';

export interface Reading {
  /** Asks the session, and watches it open what takes long. */
  client: SessionClient;
  /** Undefined where nothing is read. */
  progress: Accessor<{ doing: string; share: number } | undefined>;
  /** The opening fails; what is open stays open. */
  stop(): void;
}

/** How often the session is asked. */
const askMs = 200;

export function watchReading(client: SessionClient): Reading {
  const [progress, setProgress] = createSignal<{ doing: string; share: number }>();
  let openings = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** Asks again after the answer has come: a worker that reads a block answers late. */
  function look(): void {
    timer = setTimeout(async () => {
      const { reading } = await client.ask('opening', { stop: false });
      if (openings === 0) return;
      setProgress(reading);
      look();
    }, askMs);
  }

  return {
    progress,
    stop: () => void client.ask('opening', { stop: true }),
    client: {
      async ask(name, ask, transfer) {
        const answer = client.ask(name, ask, transfer);
        if (name !== 'open' && name !== 'restore') return answer;
        if (openings++ === 0) look();
        try {
          return await answer;
        } finally {
          if (--openings === 0) {
            clearTimeout(timer);
            setProgress(undefined);
          }
        }
      }
    }
  };
}
