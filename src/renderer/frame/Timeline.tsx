import { createEffect, type JSX } from 'solid-js';
import type { Lab } from '../lab/lab';
import { recordedEnd, recordedSpan } from '../lab/recordedSpan';
import type { Pasts } from '../lab/pasts';
import { sampled } from '../lab/sampled';

/** What maps and images are of. */
const imagesShown = {
  now: '',
  near: 'images: the nearest moment',
  exact: 'images: this moment',
  missing: 'images: now'
} as const;

/** A slider over the recorded past: every panel shows the run as it was where it stands. The run is not touched. */
export function Timeline(props: { lab: Lab; pasts: Pasts }): JSX.Element {
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
  let slider!: HTMLInputElement;
  // In this order: a value beyond the end as it was would be cut, and the thumb hang behind.
  createEffect(() => {
    const known = span();
    slider.min = String(known?.from ?? 0);
    slider.max = String(known?.to ?? 1);
    slider.value = String(known ? at() : 1);
  });
  // There from the start and after every restart, so that nothing below it jumps.
  return (
    <div class="timeline">
      <label class="timeline-label">
        <span>Recorded time</span>
        <input
          type="range"
          disabled={!span()}
          ref={slider}
          aria-valuetext={said()}
          title="Shows the past in every panel: those of time end there, maps and images are made again from there. The run goes on."
          onInput={({ currentTarget: { valueAsNumber } }) => {
            const { lab } = props;
            if (valueAsNumber >= (span()?.to ?? 0)) lab.scrub(undefined);
            else lab.scrub(recordedEnd(lab.recording(), valueAsNumber, lab.scrubbed()));
            // Where it stays as it was the thumb goes back to it.
            slider.value = String(at());
          }}
        />
      </label>
      <output class="timeline-at" data-readout="scrubbed">
        {props.lab.scrubbed() === undefined ? 'now' : said()}
      </output>
      <span
        class="timeline-images quiet"
        data-readout="past"
        data-state={props.pasts.state()}
        title={props.pasts.reason()}
      >
        {imagesShown[props.pasts.state()]}
      </span>
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
