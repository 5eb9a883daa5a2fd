import { type JSX, Show } from 'solid-js';
import type { Figure } from '../../figures/figure';
import type { Bench } from '../lab/bench';

/** How far what a panel waits for has come, in its head. */
export function SweepProgress(props: { figure: Figure; bench: Bench }): JSX.Element {
  const { sweeps } = props.bench;
  return (
    <Show when={props.figure.needs === 'sweep' && sweeps.progress()}>
      {(progress) => (
        <span class="panel-progress">
          <progress value={progress().done} max={progress().of} aria-label="Points of the sweep done" />
          <span class="quiet number" data-readout="sweep">
            {progress().done} of {progress().of}
          </span>
          <button type="button" class="button small" onClick={sweeps.stop}>
            Stop
          </button>
        </span>
      )}
    </Show>
  );
}

/** What to do to have the story of a synapse, or why there is none, over the foot of its panel. */
export function StoryHint(props: { figure: Figure; bench: Bench }): JSX.Element {
  const { stories } = props.bench;
  return (
    <Show when={props.figure.needs === 'story' && stories.hint()}>
      {(hint) => (
        <p class="panel-hint" role="status">
          {hint()}
        </p>
      )}
    </Show>
  );
}
