import type { SessionClient } from '../session/client';

declare global {
  interface Window {
    /** The session, for scripts in the console and for tests: `await engramSession.ask('hash', {})`. */
    engramSession?: SessionClient;
    /** The session of the branch, while there is one. */
    engramBranch?: SessionClient;
  }
}
