import { For, type JSX, Show } from 'solid-js';
import type { Alert, Alerts as AlertStore } from '../lab/alerts';
import { CloseIcon } from './icons';

/** Errors above the panels, which make room; notices, which soon go, float and move nothing. */
export function Alerts(props: {
  alerts: AlertStore;
  /** Shows a saved file in its folder, where there is a way. */
  reveal?: ((name: string) => void) | undefined;
}): JSX.Element {
  const list = (kind: Alert['kind']): JSX.Element => (
    <For each={props.alerts.all().filter((alert) => alert.kind === kind)}>
      {(alert) => (
        <div class={`alert ${kind}`} role={kind === 'error' ? 'alert' : 'status'}>
          <span>{alert.message}</span>
          <Show when={props.reveal && alert.saved}>
            {(name) => (
              <button type="button" class="button link" onClick={() => props.reveal?.(name())}>
                Show in folder
              </button>
            )}
          </Show>
          <button
            type="button"
            class="button plain icon small"
            aria-label="Dismiss"
            onClick={() => props.alerts.dismiss(alert.id)}
          >
            <CloseIcon />
          </button>
        </div>
      )}
    </For>
  );
  return (
    <div class="alerts">
      {list('error')}
      <div class="notices">{list('notice')}</div>
    </div>
  );
}
