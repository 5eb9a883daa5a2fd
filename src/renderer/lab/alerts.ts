/** What went wrong or was done, in a line each, until dismissed. Nothing fails silently. */
import { type Accessor, createSignal } from 'solid-js';

export interface Alert {
  id: number;
  kind: 'error' | 'notice';
  message: string;
  /** The file it tells of, by the name it was saved under. */
  saved?: string | undefined;
}

export interface Alerts {
  all: Accessor<readonly Alert[]>;
  /** Stands until dismissed, by the number returned. */
  error(problem: unknown): number;
  /** A short note that goes away by itself. `saved`: the name of a file it says was saved. */
  notice(message: string, saved?: string): void;
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
  const raise = (kind: Alert['kind'], message: string, saved?: string): number => {
    const id = ++lastId;
    // The same words again replace themselves: a stream of equal errors must not bury the page.
    setAll((alerts) =>
      [...alerts.filter((alert) => alert.message !== message), { id, kind, message, saved }].slice(-most)
    );
    return id;
  };

  return {
    all,
    error: (problem) => raise('error', problem instanceof Error ? problem.message : String(problem)),
    notice: (message, saved) => {
      const id = raise('notice', message, saved);
      setTimeout(() => dismiss(id), noticeMs);
    },
    dismiss
  };
}
