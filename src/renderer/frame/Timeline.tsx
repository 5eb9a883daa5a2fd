import type { JSX } from 'solid-js';
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
  // There from the start and after every restart, so that nothing below it jumps.
  return (
    <div class="timeline">
      <label class="timeline-label">
        <span>Recorded time</span>
        <input
          type="range"
          disabled={!span()}
          min={span()?.from ?? 0}
          max={span()?.to ?? 1}
          value={span() ? at() : 1}
          aria-valuetext={said()}
          title="Shows the past in every panel of time; maps of weights and images stay those of now. The run goes on."
          onInput={({ currentTarget: { valueAsNumber } }) =>
            props.lab.scrub(valueAsNumber >= (span()?.to ?? 0) ? undefined : valueAsNumber)
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
  );
}
