import { Index, type JSX, Show } from 'solid-js';
import { type Goal, type Progress, progressTowards, toldOf, verdictOf } from '../../session/goal';
import type { Lab } from '../lab/lab';
import { sampled } from '../lab/sampled';
import { sayNumber } from '../words';

/** "Goal below 0.1", or "SR-TD, steps to the reward". */
function sayGoal({ below, label }: Goal): string {
  return label ?? `Goal below ${sayNumber(below ?? Number.NaN)}`;
}

/** "below 0.5", "1.05 to 1.25". */
function sayBounds({ above, below, by, lasting }: Goal): string {
  if (by !== undefined && !lasting) return `by ${by}`;
  if (above === undefined) return `below ${sayNumber(below ?? Number.NaN)}`;
  if (below === undefined) return `above ${sayNumber(above)}`;
  return above < 0 && below < 1e-99 ? 'exactly 0' : `${sayNumber(above)} to ${sayNumber(below)}`;
}

function sayProgress(goal: Goal, progress: Progress | undefined): string {
  if (!progress) return 'not measured yet.';
  if (goal.label !== undefined) return `${sayNumber(toldOf(goal, progress), 3)} (${sayBounds(goal)})`;
  if (progress.reachedAfter === undefined) return 'not reached yet.';
  return `reached after ${progress.reachedAfter} trials.`;
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
  /** Of presets whose goals have names: whether all hold now. */
  const verdict = () => {
    status();
    const wanted = props.lab.preset()?.goals ?? [];
    return wanted.some(({ label: named }) => named !== undefined)
      ? verdictOf(wanted, props.lab.recording())
      : undefined;
  };
  return (
    <>
      <Show when={verdict()}>{(said) => <b data-readout="verdict">So far {said()}, n = 1. </b>}</Show>
      <Show when={!verdict()}>
        {label()}, {measured().over}:{' '}
        <b class="number" data-readout="metric">
          <Show when={measured().value !== undefined} fallback="not measured yet">
            {sayNumber(measured().value ?? Number.NaN, 3)}
          </Show>
        </b>
      </Show>
      <div class="goals">
        <Index each={goals()}>
          {(wanted) => (
            <p class="quiet goal" data-readout="goal">
              <Show when={wanted().label !== undefined}>
                <span
                  class="goal-mark"
                  classList={{ held: wanted().progress?.holds ?? false }}
                  title={wanted().progress?.holds ? 'As predicted' : 'Not as predicted, or not yet'}
                >
                  {wanted().progress?.holds ? '✓' : '○'}
                </span>
              </Show>
              {sayGoal(wanted())}: {sayProgress(wanted(), wanted().progress)}
            </p>
          )}
        </Index>
      </div>
    </>
  );
}
