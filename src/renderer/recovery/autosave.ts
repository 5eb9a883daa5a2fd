/** Keeps the run of this window: looked at now and then, written when there is something new, one write at a time. */
import type { SessionClient } from '../../session/client';
import type { OpenedSession } from '../../session/protocol';
import { filesNamedIn, type OpenedFiles, sizeOfPageFile } from '../files/openedFiles';
import { sameEdits } from '../lab/experiments';
import type { Lab } from '../lab/lab';
import { sayBytes } from '../words';
import type { KeptFile } from './savedRun';
import type { RunStore } from './storeClient';

/** Between two writes of a run that goes on, and after a change by hand. */
const everyMs = 10_000;
const soonMs = 1000;
/** After a write that failed. */
const retryMs = 60_000;
/** A preset nobody touched is not worth an offer before it has run this long. */
const freshMs = 60_000;
/** Bytes of checkpoint and files. */
export const largestRun = 64 * 2 ** 20;

export interface AutosaveOptions {
  lab: Pick<Lab, 'opened' | 'status' | 'running' | 'preset' | 'base' | 'pace'> & {
    client: Pick<SessionClient, 'ask'>;
  };
  readFile: OpenedFiles['read'];
  store: Pick<RunStore, 'put'>;
  /** Name of this window's run. */
  run: string;
  notice(message: string): void;
  /** Storage is missing, forbidden or full; called at every write that fails. */
  failed(problem: unknown): void;
  /** Milliseconds on a steady clock, and since 1970. */
  now?(): number;
  date?(): number;
}

export interface Autosave {
  /** Looks whether a write is due and makes it. */
  look(): Promise<void>;
  /** Writes at once what is not written yet. True when the run as it stands is kept. */
  flush(): Promise<boolean>;
  /** Something is kept under this window's name or about to be, and it is a preset nobody has touched and that has hardly run. */
  fresh(): boolean;
}

export function createAutosave({
  lab,
  readFile,
  store,
  run,
  notice,
  failed,
  now = () => performance.now(),
  date = () => Date.now()
}: AutosaveOptions): Autosave {
  let session: OpenedSession | undefined;
  let edits: OpenedSession['experiment']['edits'] = [];
  let running = false;
  let lookedAt = now();
  let ranMs = 0;
  /** When something was changed by hand that is not written yet. */
  let stirredAt: number | undefined;
  /** When the last write ended well, or this session was first seen; `tick` is of that write. */
  let savedAt = now();
  let saved: { session: OpenedSession; tick: number; edits: typeof edits } | undefined;
  let writing: Promise<void> | undefined;
  let failedAt: number | undefined;
  let tooLarge: OpenedSession | undefined;
  let files: readonly KeptFile[] = [];

  function untouched(): boolean {
    const preset = lab.preset();
    return (
      preset !== undefined &&
      session !== undefined &&
      JSON.stringify(session.experiment) === JSON.stringify(preset.experiment) &&
      sameEdits(edits, preset.experiment.edits)
    );
  }
  const isFresh = (): boolean => untouched() && ranMs < freshMs;

  /** Sees what has changed since the last look. */
  function see(): void {
    const at = now();
    const opened = lab.opened();
    // A page that slept has not run all the while.
    if (running) ranMs += Math.min(at - lookedAt, 5000);
    lookedAt = at;
    const journal = lab.status()?.edits ?? [];
    const stirred = opened !== session || (running && !lab.running()) || !sameEdits(journal, edits);
    if (opened !== session) {
      session = opened;
      ranMs = 0;
      savedAt = at;
    }
    running = lab.running();
    edits = journal;
    if (stirred) stirredAt = at;
  }

  /** There is something to keep that is not kept. Samples of live input do not come again, so that its run cannot go on. */
  function isDirty(): boolean {
    const status = lab.status();
    if (!session || !status || status.live || tooLarge === session) return false;
    const { tick } = status.clock;
    if (tick === 0 && untouched()) return false;
    return saved?.session !== session || saved.tick !== tick || !sameEdits(saved.edits, edits);
  }

  function isDue(): boolean {
    const at = now();
    if (failedAt !== undefined && at - failedAt < retryMs) return false;
    return (stirredAt !== undefined && at - stirredAt >= soonMs) || at - savedAt >= everyMs;
  }

  async function write(): Promise<void> {
    const [opened, before, base] = [session, lab.status(), lab.base()];
    if (!opened || !before || !base) return;
    stirredAt = undefined;
    const asked = edits;
    try {
      const named = filesNamedIn(opened.experiment, readFile);
      // What is too large to hold is too large to be kept.
      const most = largestRun - named.reduce((sum, { bytes }) => sum + sizeOfPageFile(bytes), 0);
      const kept = named.filter((file): file is KeptFile => file.bytes instanceof Uint8Array);
      const { bytes, clock, size } = await lab.client.ask('checkpointFile', { most });
      // Another experiment was opened meanwhile.
      if (lab.opened() !== opened) return;
      if (!bytes) {
        tooLarge = opened;
        notice(
          `This run cannot be kept for after a crash: it takes ${sayBytes(size + largestRun - most)}, and at most ${sayBytes(largestRun)} are kept. Save the experiment (Ctrl S) to be able to make it again.`
        );
        return;
      }
      const preset = lab.preset()?.id;
      await store.put(run, {
        bytes,
        head: {
          form: 1,
          title: opened.experiment.title,
          trial: clock.trial,
          savedAt: date(),
          running: lab.running(),
          pace: lab.pace(),
          backend: before.backend.kind,
          ...(preset !== undefined && { preset }),
          base,
          fresh: isFresh()
        },
        // Files are handed over only when they are others than those that lie there.
        ...(!sameFiles(kept, files) && { files: kept })
      });
      files = kept;
      saved = { session: opened, tick: clock.tick, edits: asked };
      savedAt = now();
      failedAt = undefined;
    } catch (error) {
      failedAt = now();
      failed(error);
    }
  }

  const begin = (): Promise<void> => {
    writing = write().finally(() => {
      writing = undefined;
    });
    return writing;
  };

  return {
    async look() {
      see();
      if (!writing && isDirty() && isDue()) await begin();
    },
    async flush() {
      await writing;
      see();
      if (isDirty()) await begin();
      return saved !== undefined && saved.session === lab.opened();
    },
    fresh: () => {
      see();
      return (saved !== undefined || writing !== undefined) && isFresh();
    }
  };
}

function sameFiles(a: readonly KeptFile[], b: readonly KeptFile[]): boolean {
  return a.length === b.length && a.every(({ bytes, name }, k) => b[k].name === name && b[k].bytes === bytes);
}
