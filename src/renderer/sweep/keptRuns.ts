/** Runs of this page set aside to be compared: what they gave, and the experiment that gave it. */
import { type Accessor, createSignal } from 'solid-js';
import type { Subject } from '../../session/sweep/comparison';
import { resultOf } from '../../session/sweep/runPoint';
import type { Lab } from '../lab/lab';
import { forgetRun, type KeptRun, keptRunsThere, storeRun } from './keptStore';

export interface KeptRuns {
  shown: Accessor<boolean>;
  setShown(shown: boolean): void;
  all: Accessor<readonly Subject[]>;
  /** Sets the open run aside as it stands; it must be held. */
  keep(): Promise<void>;
  forget(name: string): void;
}

/** `failed` hears that runs cannot be stored: they are then kept until the page is closed. */
export function createKeptRuns(lab: Lab, failed: (problem: unknown) => void): KeptRuns {
  const [shown, setShown] = createSignal(false);
  const [all, setAll] = createSignal<readonly KeptRun[]>([]);
  const stored = (done: Promise<unknown>): void => {
    done.catch((error) =>
      failed(
        `Kept runs cannot be stored (${error instanceof Error ? error.message : error}); they end with the page.`
      )
    );
  };
  // Where nothing can be stored there is nothing to fetch; that is told once something is to be kept.
  void keptRunsThere().then(
    (there) => setAll((own) => [...there, ...own]),
    () => undefined
  );
  return {
    shown,
    setShown,
    all,
    async keep() {
      const [opened, status] = [lab.opened(), lab.status()];
      if (!opened || !status) return;
      const { experiment, stateHash } = await lab.client.ask('recipe', {});
      const goals = lab.preset()?.goals ?? [];
      const point = { index: 0, settings: {}, seed: experiment.seed };
      const outcome = resultOf(point, { ...opened, status }, lab.recording(), goals, stateHash);
      const title = `${experiment.title}, ${outcome.trials} trials`;
      const run = {
        key: crypto.randomUUID(),
        keptAt: Date.now(),
        name: unused(title),
        experiment,
        outcomes: [outcome]
      };
      setAll((before) => [...before, run]);
      stored(storeRun(run, all()));
    },
    forget(name) {
      const run = all().find((each) => each.name === name);
      setAll((before) => before.filter((each) => each.name !== name));
      if (run) stored(forgetRun(run.key));
    }
  };

  /** Numbered, since names tell runs apart. */
  function unused(title: string): string {
    const names = all().map(({ name }) => name);
    let number = names.length + 1;
    while (names.some((name) => name.startsWith(`${number}: `))) number++;
    return `${number}: ${title}`;
  }
}
