import { For, type JSX } from 'solid-js';
import type { Alerts as AlertStore } from '../lab/alerts';
import { CloseIcon } from './icons';

/** Errors and short notices, above the panels and in the way of none. */
export function Alerts(props: { alerts: AlertStore }): JSX.Element {
  return (
    <div class="alerts">
      <For each={props.alerts.all()}>
        {(alert) => (
          <div class={`alert ${alert.kind}`} role={alert.kind === 'error' ? 'alert' : 'status'}>
            <span>{alert.message}</span>
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
    </div>
  );
}
