import { type JSX, Show } from 'solid-js';
import type { Lab } from '../lab/lab';
import { sayNumber } from '../words';

/** What measures the prediction, and where it stands. */
export function Metric(props: { lab: Lab; name: string }): JSX.Element {
  const label = () => props.lab.opened()?.probes.find(({ name }) => name === props.name)?.label ?? props.name;
  const measured = () => {
    const { recent, heldOut } = props.lab.status() ?? {};
    switch (props.name) {
      case 'error':
        return { value: recent?.error, over: 'mean of the last 10 trials' };
      case 'loss':
        return { value: recent?.loss, over: 'mean of the last 10 trials' };
      case 'heldOutError':
        return { value: heldOut?.error, over: 'when last scored' };
      case 'heldOutLoss':
        return { value: heldOut?.loss, over: 'when last scored' };
      default:
        return { value: undefined, over: '' };
    }
  };
  return (
    <>
      {label()}, {measured().over}:{' '}
      <b class="number" data-readout="metric">
        <Show when={measured().value !== undefined} fallback="not measured yet">
          {sayNumber(measured().value ?? Number.NaN, 3)}
        </Show>
      </b>
    </>
  );
}
