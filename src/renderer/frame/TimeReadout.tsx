import type { JSX } from 'solid-js';
import type { SessionStatus } from '../../session/protocol';

/** Where time stands. Wide enough for long runs, so that nothing beside it moves. */
export function TimeReadout(props: { status: SessionStatus | undefined }): JSX.Element {
  const clock = () => props.status?.clock;
  return (
    <section class="time" aria-label="Time">
      <span>
        <span class="quiet">Trial </span>
        <output class="time-trial" data-readout="trial">
          {clock()?.trial ?? 0}
        </output>
      </span>
      <span>
        <span class="quiet">tick </span>
        <output class="time-tick" data-readout="tick">
          {clock()?.tickInTrial ?? 0}
        </output>
        <span class="quiet"> / {clock()?.stepsPerTrial ?? 0}</span>
      </span>
    </section>
  );
}
