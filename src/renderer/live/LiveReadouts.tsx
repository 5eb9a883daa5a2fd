/** How a live source fares, for the status line. */
import { type JSX, Show } from 'solid-js';
import type { LiveStatus } from '../../session/live/live';
import { sayCount, sayFixed } from '../words';

export function LiveReadouts(props: { live: LiveStatus }): JSX.Element {
  return (
    <>
      <span class="number" title={props.live.detail}>
        live <b data-readout="live-state">{props.live.state}</b>
      </span>
      <span class="number" title="Samples that came in the last second">
        <b data-readout="live-rate">{sayCount(props.live.perSecond)}</b> samples/s
      </span>
      <span class="number" title="Samples that came since this source was opened">
        <b data-readout="live-received">{sayCount(props.live.received)}</b> received
      </span>
      <span class="number" title="Samples that found no room and were not learned from">
        <b data-readout="live-dropped">{sayCount(props.live.dropped)}</b> dropped
      </span>
      <Show when={props.live.lost > 0}>
        <span
          class="number"
          title="Messages that found no room on the way here, before anyone could count their samples"
        >
          <b data-readout="live-lost">{sayCount(props.live.lost)}</b> messages lost
        </span>
      </Show>
      <span class="number" title="Samples that wait for the model, of what may wait">
        <b data-readout="live-waiting">{sayCount(props.live.waiting)}</b> of {sayCount(props.live.room)} wait
      </span>
      <span class="number" title="From a sample's arrival to its use, median over the last second">
        <b data-readout="live-latency">{sayFixed(props.live.latencyMs, 1)}</b> ms late
      </span>
      <span class="number" title="Times the connection was made again">
        <b data-readout="live-reconnects">{props.live.reconnects}</b>{' '}
        {props.live.reconnects === 1 ? 'reconnect' : 'reconnects'}
      </span>
    </>
  );
}
