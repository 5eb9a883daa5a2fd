/** Puts together what keeps the run of this window and offers those of windows that are gone. */
import { presets } from '../../presets/registry';
import type { Bench } from '../lab/bench';
import { createAutosave } from './autosave';
import { markLeft, own, takeLeft } from './owner';
import { createRecovery, type Recovery } from './recovery';
import { connectStore } from './storeClient';

/** How often it is looked whether something is to be written. */
const lookMs = 500;

export function keepRuns({ files, lab }: Pick<Bench, 'files' | 'lab'>): Recovery {
  const run = crypto.randomUUID();
  const worker = new Worker(new URL('./runStore.worker.ts', import.meta.url), { type: 'module' });
  const store = connectStore(worker);
  let told = false;
  /** Once: all else works. */
  const failed = (problem: unknown): void => {
    if (told) return;
    told = true;
    const why = problem instanceof Error ? problem.message : String(problem);
    lab.alerts.notice(
      `Runs cannot be kept for after a crash (${why}). All else works; save the experiment (Ctrl S) to be able to make a run again.`
    );
  };
  const autosave = createAutosave({
    lab,
    readFile: files.read,
    store,
    run,
    notice: lab.alerts.notice,
    failed
  });
  const recovery = createRecovery({
    lab,
    alerts: lab.alerts,
    store,
    autosave,
    presets,
    own,
    takeLeft
  });

  async function begin(): Promise<void> {
    // A run whose lock is free would be taken for one that has lost its window.
    await own(run);
    setInterval(() => void autosave.look(), lookMs);
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') void autosave.flush();
    });
    window.addEventListener('pagehide', () => {
      if (autosave.fresh()) markLeft(run);
    });
    window.addEventListener('pageshow', ({ persisted }) => {
      if (persisted) takeLeft(run);
    });
    await recovery.find(run);
  }

  begin().catch(failed);
  return recovery;
}
