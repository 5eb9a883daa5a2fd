/** A session behind a port with what the page knows of it, and a store in memory. */
import { MessageChannel } from 'node:worker_threads';
import type { AutosaveOptions } from '../../../src/renderer/recovery/autosave';
import { markOf, type RunRecord, readRun } from '../../../src/renderer/recovery/savedRun';
import type { RunStore } from '../../../src/renderer/recovery/storeClient';
import { connectSession, type SessionClient } from '../../../src/session/client';
import type { Experiment, Preset } from '../../../src/session/experiment';
import type { OpenedSession, SessionStatus } from '../../../src/session/protocol';
import { type Port, serveSession } from '../../../src/session/serve';
import { testHost } from '../../session/host';
import { shortEvidence } from '../../session/shortEvidence';

export const preset: Preset = {
  id: 'short',
  title: 'Short',
  claim: '',
  prediction: '',
  metric: 'error',
  experiment: shortEvidence,
  trials: 1
};

export interface Bed {
  lab: AutosaveOptions['lab'] & { client: SessionClient };
  /** Opens an experiment; without, the preset. */
  open(experiment?: Experiment): Promise<void>;
  step(ticks: number): Promise<void>;
  edit(setting: string, value: number): Promise<void>;
  /** As if it ran: what the page shows, not the session. */
  running(running: boolean): void;
  close(): void;
}

export function makeBed(): Bed {
  const channel = new MessageChannel();
  serveSession(channel.port2 as unknown as Port, testHost());
  const client = connectSession(channel.port1 as unknown as Port);
  let opened: OpenedSession | undefined;
  let status: SessionStatus | undefined;
  let base: Experiment | undefined;
  let isRunning = false;
  return {
    lab: {
      client,
      opened: () => opened,
      status: () => status,
      running: () => isRunning,
      preset: () => (base === shortEvidence ? preset : undefined),
      base: () => base,
      pace: () => 50
    },
    async open(experiment = shortEvidence) {
      opened = await client.ask('open', { experiment, backend: 'auto' });
      status = opened.status;
      base = experiment;
    },
    async step(count) {
      status = await client.ask('step', { level: 'tick', count });
    },
    async edit(setting, value) {
      status = await client.ask('edit', { setting, value });
    },
    running: (running) => {
      isRunning = running;
    },
    close: () => channel.port1.close()
  };
}

export interface MemoryStore extends RunStore {
  records: Map<string, { run: RunRecord; files: unknown }>;
  /** What every write says from now on; undefined: it succeeds. */
  refuses: Error | undefined;
  puts: number;
}

export function memoryStore(): MemoryStore {
  const store: MemoryStore = {
    records: new Map(),
    refuses: undefined,
    puts: 0,
    ids: async () => [...store.records.keys()],
    async put(run, { bytes, files, head }) {
      store.puts++;
      if (store.refuses) throw store.refuses;
      const before = store.records.get(run);
      const marks = files?.map(markOf) ?? before?.run.files ?? [];
      store.records.set(run, { run: { head, bytes, files: marks }, files: files ?? before?.files });
    },
    async read(run) {
      const found = store.records.get(run);
      if (!found) return {};
      try {
        return { saved: readRun(found.run, found.files) };
      } catch (error) {
        return { damaged: (error as Error).message };
      }
    },
    async remove(run) {
      store.records.delete(run);
    }
  };
  return store;
}
