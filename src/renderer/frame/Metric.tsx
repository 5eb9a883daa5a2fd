import { type JSX, Show } from 'solid-js';
import { progressTowards } from '../../session/goal';
import type { Lab } from '../lab/lab';
import { sampled } from '../lab/sampled';
import { sayNumber } from '../words';

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
        return { value: undefined, over: '' };
    }
  };
  /** The first number of the newest row. */
  const newest = (name: string): number | undefined =>
    props.lab.recording().series(name)?.latest(1).data.at(0);
  const goal = () => {
    status();
    const wanted = props.lab.preset()?.goal;
    return wanted && { ...wanted, ...progressTowards(wanted, props.lab.recording()) };
  };
  return (
    <>
      {label()}, {measured().over}:{' '}
      <b class="number" data-readout="metric">
        <Show when={measured().value !== undefined} fallback="not measured yet">
          {sayNumber(measured().value ?? Number.NaN, 3)}
        </Show>
      </b>
      <Show when={goal()}>
        {(wanted) => (
          <p class="quiet" data-readout="goal">
            Goal below {sayNumber(wanted().below)}:{' '}
            {wanted().reachedAfter === undefined
              ? 'not reached yet.'
              : `reached after ${wanted().reachedAfter} trials.`}
          </p>
        )}
      </Show>
    </>
  );
}
