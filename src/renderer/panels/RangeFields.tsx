import { For, type JSX, Show } from 'solid-js';
import { timeUnit } from '../../figures/timeAxis';
import type { StreamShape } from '../../models/stream';
import type { RangeChoice, RangeKind } from './timeRange';

const kinds: readonly { kind: RangeKind; label: string }[] = [
  { kind: 'visible', label: 'Visible window' },
  { kind: 'whole', label: 'Whole recording' },
  { kind: 'chosen', label: 'From … to …' }
];

/** Which time panels show. A stretch of one's own is written in the run's units. */
export function RangeFields(props: {
  range: RangeChoice;
  shape: Pick<StreamShape, 'steps' | 'dtMs'>;
  /** What is wrong with the range, if anything; `problemId` is the element that says it. */
  problem: string | undefined;
  problemId: string;
  choose(changes: Partial<RangeChoice>): void;
}): JSX.Element {
  const field = (label: string, name: 'from' | 'to'): JSX.Element => (
    <label>
      {label} ({timeUnit(props.shape).unit})
      <input
        type="number"
        step="any"
        value={Number.isFinite(props.range[name]) ? props.range[name] : ''}
        aria-invalid={props.problem !== undefined}
        aria-describedby={props.problem === undefined ? undefined : props.problemId}
        onInput={(event) => props.choose({ [name]: event.currentTarget.valueAsNumber })}
      />
    </label>
  );
  return (
    <>
      <label>
        Time
        <select
          value={props.range.kind}
          title="Of panels of time. Panels over trials show all trials up to its end."
          onChange={(event) =>
            props.choose({ kind: kinds.find(({ kind }) => kind === event.currentTarget.value)!.kind })
          }
        >
          <For each={kinds}>{({ kind, label }) => <option value={kind}>{label}</option>}</For>
        </select>
      </label>
      <Show when={props.range.kind === 'chosen'}>
        {field('From', 'from')}
        {field('To', 'to')}
      </Show>
    </>
  );
}
