/** What a session says goes wrong with it, told once each, and taken back when it is over. */
import type { SessionStatus } from '../../session/protocol';
import type { Alerts } from './alerts';

export interface Troubles {
  /** Tells what is new in `status` since `before`. */
  hear(status: SessionStatus, before: SessionStatus | undefined): void;
  /** Why the session failed is of no use once there is another. */
  forget(): void;
}

export function createTroubles(alerts: Alerts): Troubles {
  let failures: number[] = [];
  /** The alert that says the live connection is lost, while it is. */
  let lost: number | undefined;
  return {
    hear(status, before) {
      for (const what of ['failure', 'sampleFailure'] as const) {
        const problem = status[what];
        if (problem !== undefined && problem !== before?.[what]) failures.push(alerts.error(problem));
      }
      const { live } = status;
      if (live && live.state === 'lost' && before?.live?.state !== 'lost') lost = alerts.error(live.detail);
      if (lost !== undefined && live?.state !== 'lost') {
        alerts.dismiss(lost);
        lost = undefined;
      }
    },
    forget() {
      for (const id of failures) alerts.dismiss(id);
      failures = [];
    }
  };
}
