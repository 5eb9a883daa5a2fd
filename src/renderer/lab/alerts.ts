/** What went wrong or was done, in a line each, until dismissed. Nothing fails silently. */
import { type Accessor, createSignal } from 'solid-js';

export interface Alert {
  id: number;
  kind: 'error' | 'notice';
  message: string;
}

export interface Alerts {
  all: Accessor<readonly Alert[]>;
  /** Stands until dismissed, by the number returned. */
  error(problem: unknown): number;
  /** A short note that goes away by itself. */
  notice(message: string): void;
  dismiss(id: number): void;
}

const noticeMs = 6000;
const most = 3;

export function createAlerts(): Alerts {
  const [all, setAll] = createSignal<readonly Alert[]>([]);
  let lastId = 0;

  const dismiss = (id: number): void => {
    setAll((alerts) => alerts.filter((alert) => alert.id !== id));
  };
  const raise = (kind: Alert['kind'], message: string): number => {
    const id = ++lastId;
    // The same words again replace themselves: a stream of equal errors must not bury the page.
    setAll((alerts) =>
      [...alerts.filter((alert) => alert.message !== message), { id, kind, message }].slice(-most)
    );
    return id;
  };

  return {
    all,
    error: (problem) => raise('error', problem instanceof Error ? problem.message : String(problem)),
    notice: (message) => {
      const id = raise('notice', message);
      setTimeout(() => dismiss(id), noticeMs);
    },
    dismiss
  };
}
