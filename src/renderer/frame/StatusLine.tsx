import { type JSX, Show } from 'solid-js';
import type { Command } from '../commands';
import { sayCommand } from '../shortcuts';
import { LiveReadouts } from '../live/LiveReadouts';
import type { Lab } from '../lab/lab';
import type { SessionStatus } from '../../session/protocol';
import { sayBytes, sayCount, sayFixed } from '../words';
import { BackendChoice } from './BackendChoice';

/** What runs, how fast, and what it costs. `status` is sampled a few times a second so that it can be read. */
export function StatusLine(props: {
  lab: Lab;
  status: SessionStatus | undefined;
  journal: Command;
}): JSX.Element {
  return (
    <section class="status" aria-label="Status">
      <Show when={props.status}>
        {(status) => (
          <>
            <BackendChoice lab={props.lab} status={status()} />
            <span
              class="number"
              title="Time the model needs for one tick, measured over the last second of running"
            >
              <b data-readout="us-per-step">{sayFixed(status().microsecondsPerTick, 1)}</b> µs/step
            </span>
            <span class="number" title="Ticks a second, measured over the last second of running">
              <b>{sayCount(status().ticksPerSecond)}</b> steps/s
            </span>
            <span class="number" title="Trials a second; each is a batch in lock-step">
              <b>{sayFixed(status().trialsPerSecond, status().trialsPerSecond < 10 ? 1 : 0)}</b> trials/s
            </span>
            <Show when={status().live}>{(live) => <LiveReadouts live={live()} />}</Show>
            <Show when={!status().live && status().dropped > 0}>
              <span
                class="number"
                title="Trials a live source sent that found no room. A file or a task waits instead."
              >
                <b>{sayCount(status().dropped)}</b> dropped
              </span>
            </Show>
            <span
              class="number"
              title="What recordings take of what they may take. When it is full, the oldest rows make room."
            >
              history <b>{sayBytes(status().recordedBytes)}</b> of {sayBytes(status().recordingBudget)}
            </span>
            <span class="number" title="Model state, traces and history on the backend">
              model <b>{sayBytes(status().modelBytes)}</b>
            </span>
            <Show when={status().pass !== undefined}>
              <span class="number" title="Passes over the data so far">
                pass <b>{status().pass}</b>
              </span>
            </Show>
            <Show when={status().heldOut}>
              {(score) => (
                <span class="number" title="Error on trials never learned from, when last scored">
                  held-out error <b>{sayFixed(score().error, 3)}</b>
                </span>
              )}
            </Show>
            <button
              type="button"
              class="button plain number status-journal"
              title={`Timed edits in the journal of this run. ${sayCommand(props.journal)}`}
              data-command={props.journal.name}
              onClick={() => props.journal.do()}
            >
              <span>
                <b data-readout="edits">{status().edits.length}</b>{' '}
                {status().edits.length === 1 ? 'edit' : 'edits'}
              </span>
            </button>
          </>
        )}
      </Show>
    </section>
  );
}
