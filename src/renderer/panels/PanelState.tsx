import { type JSX, Show } from 'solid-js';
import type { Figure } from '../../figures/figure';
import type { Bench } from '../lab/bench';
import { codeSweepFigures } from '../lab/codeSweep';

/** How far what a panel waits for has come, in its head. */
export function SweepProgress(props: { figure: Figure; bench: Bench }): JSX.Element {
  const { codeSweep, sweeps } = props.bench;
  const under = () =>
    props.figure.needs === 'sweep'
      ? sweeps
      : codeSweepFigures.includes(props.figure.id)
        ? codeSweep
        : undefined;
  return (
    <Show when={under()?.progress()}>
      {(progress) => (
        <span class="panel-progress">
          <progress value={progress().done} max={progress().of} aria-label="Points of the sweep done" />
          <span class="quiet number" data-readout="sweep">
            {Math.floor(progress().done)} of {progress().of}
          </span>
          <button type="button" class="button small" onClick={() => under()?.stop()}>
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
