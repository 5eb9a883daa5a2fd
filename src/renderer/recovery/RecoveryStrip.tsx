import { createSignal, type JSX, onCleanup, Show } from 'solid-js';
import { CloseIcon } from '../frame/icons';
import { duration } from '../sweep/duration';
import type { Recovery } from './recovery';

/** A run that lost its window, and what may become of it. */
export function RecoveryStrip(props: { recovery: Recovery }): JSX.Element {
  const [now, setNow] = createSignal(Date.now());
  const timer = setInterval(() => setNow(Date.now()), 10_000);
  onCleanup(() => clearInterval(timer));
  return (
    <Show when={props.recovery.offer()}>
      {(offer) => (
        <section class="recovery-strip" aria-label="A run that stopped">
          <span role="status">
            A run of <strong>{offer().saved.head.title}</strong> stopped at trial{' '}
            <span data-readout="stopped-trial">{offer().saved.head.trial}</span>,{' '}
            {saidAge(offer().saved.head.savedAt, now())}.
            <Show when={offer().more > 0}>
              <span class="quiet"> {offer().more} more after it.</span>
            </Show>
          </span>
          <span class="spring" />
          <button
            type="button"
            class="button small"
            title="Opens it in exactly the state that was saved, in place of what is open now"
            disabled={props.recovery.busy()}
            onClick={() => void props.recovery.resume()}
          >
            Continue it
          </button>
          <button
            type="button"
            class="button small"
            title="Deletes what was saved of it"
            disabled={props.recovery.busy()}
            onClick={() => void props.recovery.discard()}
          >
            Discard
          </button>
          <button
            type="button"
            class="button plain icon small"
            aria-label="Not now"
            title="Not now: it is offered again when the page is opened next"
            disabled={props.recovery.busy()}
            onClick={() => props.recovery.later()}
          >
            <CloseIcon />
          </button>
        </section>
      )}
    </Show>
  );
}

const dayMs = 86_400_000;

/** "saved 12 s ago"; the day and hour where that is longer ago than a day. */
export function saidAge(savedAt: number, now: number): string {
  const age = now - savedAt;
  if (age < dayMs) return `saved ${duration(Math.max(0, age) / 1000)} ago`;
  const when = new Date(savedAt);
  return `saved on ${when.toLocaleDateString('en-GB', { day: 'numeric', month: 'long' })} at ${when.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}`;
}
