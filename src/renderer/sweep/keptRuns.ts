/** Runs of this page set aside to be compared: what they gave, and the experiment that gave it. */
import { type Accessor, createSignal } from 'solid-js';
import type { Subject } from '../../session/sweep/comparison';
import { resultOf } from '../../session/sweep/runPoint';
import type { Lab } from '../lab/lab';

export interface KeptRuns {
  shown: Accessor<boolean>;
  setShown(shown: boolean): void;
  all: Accessor<readonly Subject[]>;
  /** Sets the open run aside as it stands; it must be held. */
  keep(): Promise<void>;
  forget(name: string): void;
}

export function createKeptRuns(lab: Lab): KeptRuns {
  const [shown, setShown] = createSignal(false);
  const [all, setAll] = createSignal<readonly Subject[]>([]);
  let count = 0;
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
      const name = `${++count}: ${experiment.title}, ${outcome.trials} trials`;
      setAll((before) => [...before, { name, experiment, outcomes: [outcome] }]);
    },
    forget: (name) => setAll((before) => before.filter((subject) => subject.name !== name))
  };
}
