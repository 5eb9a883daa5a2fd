import { Index, type JSX, Show } from 'solid-js';
import { type Goal, type Progress, progressTowards } from '../../session/goal';
import type { Lab } from '../lab/lab';
import { sampled } from '../lab/sampled';
import { sayNumber } from '../words';

/** "Goal below 0.1", or "SR-TD, steps to the reward, below 13". */
function sayGoal({ above, below, label }: Goal): string {
  const bounds = [
    ...(above === undefined ? [] : [`above ${sayNumber(above)}`]),
    ...(below === undefined ? [] : [`below ${sayNumber(below)}`])
  ].join(' and ');
  return label === undefined ? `Goal ${bounds}` : `${label}, ${bounds}`;
}

function sayProgress(goal: Goal, progress: Progress | undefined): string {
  if (!progress) return 'not measured yet.';
  const now = goal.label === undefined ? '' : `now ${sayNumber(progress.latest, 3)}; `;
  if (progress.reachedAfter === undefined) return `${now}not reached yet.`;
  const lost = goal.lasting && !progress.holds ? ', but not any more' : '';
  return `${now}reached after ${progress.reachedAfter} trials${lost}.`;
}

/** What measures the prediction, where it stands, and whether the goal was reached. */
export function Metric(props: { lab: Lab; name: string }): JSX.Element {
  const status = sampled(props.lab.status);
  const label = () => props.lab.opened()?.probes.find(({ name }) => name === props.name)?.label ?? props.name;
  const measured = () => {
    const { recent, heldOut } = status() ?? {};
    switch (props.name) {
      case 'error':
        return { value: recent?.error, over: 'mean of the last 10 trials' };
      case 'loss':
        return { value: recent?.loss, over: 'mean of the last 10 trials' };
      case 'heldOutError':
        return { value: heldOut?.error, over: 'when last scored' };
      case 'heldOutLoss':
        return { value: heldOut?.loss, over: 'when last scored' };
      case 'alignment':
        return { value: newest('alignment'), over: 'cosine of the bottom layer' };
      default:
        return { value: newest(props.name), over: 'after the last trial' };
    }
  };
  /** The first number of the newest row. */
  const newest = (name: string): number | undefined =>
    props.lab.recording().series(name)?.latest(1).data.at(0);
  const goals = () => {
    status();
    return (props.lab.preset()?.goals ?? []).map((wanted) => ({
      ...wanted,
      progress: progressTowards(wanted, props.lab.recording())
    }));
  };
  return (
    <>
      {label()}, {measured().over}:{' '}
      <b class="number" data-readout="metric">
        <Show when={measured().value !== undefined} fallback="not measured yet">
          {sayNumber(measured().value ?? Number.NaN, 3)}
        </Show>
      </b>
      <Index each={goals()}>
        {(wanted) => (
          <p class="quiet" data-readout="goal">
            {sayGoal(wanted())}: {sayProgress(wanted(), wanted().progress)}
          </p>
        )}
      </Index>
    </>
  );
}
