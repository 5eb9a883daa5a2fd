/** Runs whose windows are gone: found, checked, offered one at a time. Nothing is opened that was not asked for. */
import { type Accessor, createSignal } from 'solid-js';
import type { Preset } from '../../session/experiment';
import { parseExperiment } from '../../session/experiment';
import type { Alerts } from '../lab/alerts';
import type { Lab } from '../lab/lab';
import type { Autosave } from './autosave';
import type { Release } from './owner';
import type { SavedRun } from './savedRun';
import type { RunStore } from './storeClient';

export interface Offer {
  run: string;
  saved: SavedRun;
  /** Runs that are offered after this one. */
  more: number;
}

export interface Recovery {
  /** The newest run that waits for an answer. */
  offer: Accessor<Offer | undefined>;
  /** The answer is being carried out. */
  busy: Accessor<boolean>;
  /** Looks for runs that have lost their windows; `own` is this window's. Rejects where there is no storage. */
  find(own: string): Promise<void>;
  /** Goes on from exactly the state that was kept, running if it ran. What is open makes room. */
  resume(): Promise<void>;
  discard(): Promise<void>;
  /** Keeps it for the next time the page is opened. */
  later(): void;
}

export interface RecoveryOptions {
  lab: Pick<Lab, 'client' | 'openCheckpoint' | 'changePace' | 'run'>;
  alerts: Pick<Alerts, 'error' | 'notice'>;
  store: RunStore;
  autosave: Pick<Autosave, 'flush'>;
  presets: readonly Preset[];
  /** See `owner.ts`. */
  own(run: string, waitMs?: number): Promise<Release | undefined>;
  takeLeft(run: string): boolean;
}

/** A page that is reloaded may begin before the one before it has let go. */
const handOverMs = 3000;

interface Waiting {
  run: string;
  saved: SavedRun;
  release: Release;
}

export function createRecovery(options: RecoveryOptions): Recovery {
  const { alerts, autosave, lab, presets, store } = options;
  const [waiting, setWaiting] = createSignal<readonly Waiting[]>([]);
  const [busy, setBusy] = createSignal(false);
  const first = (): Waiting | undefined => waiting()[0];
  const drop = ({ run }: Waiting): void => {
    setWaiting((all) => all.filter((one) => one.run !== run));
  };

  /** What is kept under `run`, if its window is gone. */
  async function take(run: string): Promise<void> {
    const release = await options.own(run, handOverMs);
    if (!release) return;
    const { damaged, saved } = await store.read(run);
    const left = options.takeLeft(run);
    if (saved && !(left && saved.head.fresh)) {
      const newest = (a: Waiting, b: Waiting): number => b.saved.head.savedAt - a.saved.head.savedAt;
      setWaiting((all) => [...all, { run, saved, release }].sort(newest));
      return;
    }
    if (damaged !== undefined)
      alerts.error(
        `A run saved before a crash cannot be gone on with and was discarded. ${upperFirst(damaged)}`
      );
    await store.remove(run);
    release();
  }

  async function answer(act: (one: Waiting) => Promise<void>): Promise<void> {
    const one = first();
    if (!one || busy()) return;
    setBusy(true);
    try {
      await act(one);
    } catch (problem) {
      alerts.error(problem);
    } finally {
      setBusy(false);
    }
  }

  return {
    offer: () => {
      const one = first();
      return one && { run: one.run, saved: one.saved, more: waiting().length - 1 };
    },
    busy,
    async find(own) {
      const runs = (await store.ids()).filter((run) => run !== own);
      await Promise.all(runs.map(take));
    },
    resume: () =>
      answer(async (one) => {
        const { checkpoint, files, head } = one.saved;
        for (const { bytes, name } of files) await lab.client.ask('file', { name, bytes });
        const preset = presets.find(({ id }) => id === head.preset);
        const origin = { base: baseOf(one.saved), ...(preset && { preset }) };
        // Why not has then been said, and the run stays where it is.
        if (!(await lab.openCheckpoint(checkpoint, origin, head.backend))) return;
        await lab.changePace(head.pace);
        if (head.running) await lab.run();
        drop(one);
        alerts.notice(`'${head.title}' goes on from trial ${checkpoint.clock.trial}.`);
        // Only once it is kept under this window's name may it go from under the other.
        if (await autosave.flush()) await store.remove(one.run);
        one.release();
      }),
    discard: () =>
      answer(async (one) => {
        await store.remove(one.run);
        drop(one);
        one.release();
      }),
    later() {
      const one = first();
      if (!one || busy()) return;
      drop(one);
      one.release();
    }
  };
}

/** What "changed" is measured against; where an old one does not read, the run's own experiment. */
function baseOf({ checkpoint, head }: SavedRun): SavedRun['checkpoint']['experiment'] {
  try {
    return parseExperiment(head.base);
  } catch {
    return checkpoint.experiment;
  }
}

const upperFirst = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
