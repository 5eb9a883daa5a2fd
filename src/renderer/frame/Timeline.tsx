import { type JSX, Show } from 'solid-js';
import type { Lab } from '../lab/lab';
import { recordedSpan } from '../lab/recordedSpan';
import { sampled } from '../lab/sampled';

/** A slider over the recorded past: panels of time end where it stands, and every panel marks that instant. The run is not touched. */
export function Timeline(props: { lab: Lab }): JSX.Element {
  const status = sampled(() => props.lab.status());
  const span = () => {
    status();
    return recordedSpan(props.lab.recording());
  };
  const at = () => props.lab.scrubbed() ?? span()?.to ?? 0;
  const said = (): string => {
    const steps = props.lab.opened()?.shape.steps ?? 1;
    const tick = Math.max(0, at() - 1);
    return `trial ${Math.floor(tick / steps)}, tick ${tick % steps}`;
  };
  return (
    <Show when={span()}>
      {(recorded) => (
        <div class="timeline">
          <label class="timeline-label">
            <span>Recorded time</span>
            <input
              type="range"
              min={recorded().from}
              max={recorded().to}
              value={at()}
              aria-valuetext={said()}
              title="Shows the past in every panel of time; maps of weights and images stay those of now. The run goes on."
              onInput={({ currentTarget: { valueAsNumber } }) =>
                props.lab.scrub(valueAsNumber >= recorded().to ? undefined : valueAsNumber)
              }
            />
          </label>
          <output class="timeline-at" data-readout="scrubbed">
            {props.lab.scrubbed() === undefined ? 'now' : said()}
          </output>
          <button
            type="button"
            class="button small"
            disabled={props.lab.scrubbed() === undefined}
            onClick={() => props.lab.scrub(undefined)}
          >
            Back to now
          </button>
        </div>
      )}
    </Show>
  );
}
