/** Which window a kept run belongs to: the one that holds the Web Lock of its name, which ends with the window however it ends. */

export type Release = () => void;

/** Takes the lock of a run; undefined while another window has it, for `waitMs` at most. Rejects where there are no Web Locks. */
export function own(run: string, waitMs = 0): Promise<Release | undefined> {
  // Missing where the page is not served securely, whatever its types say.
  const locks = navigator.locks as LockManager | undefined;
  if (!locks) return Promise.reject(new Error('this browser has no Web Locks here'));
  return new Promise((resolve, reject) => {
    const held = (lock: Lock | null): Promise<void> | undefined => {
      if (!lock) {
        resolve(undefined);
        return undefined;
      }
      return new Promise((release) => resolve(release));
    };
    const options = waitMs > 0 ? { signal: AbortSignal.timeout(waitMs) } : { ifAvailable: true };
    locks.request(`engram run ${run}`, options, held).catch((error: unknown) => {
      if (error instanceof DOMException && ['AbortError', 'TimeoutError'].includes(error.name))
        resolve(undefined);
      else reject(error);
    });
  });
}

const leftKey = (run: string): string => `engram.left.${run}`;

/** The window of `run` goes on purpose and nothing is lost with it. Told at once, which IndexedDB cannot do while a page goes. */
export function markLeft(run: string): void {
  try {
    localStorage.setItem(leftKey(run), '');
  } catch {
    // Storage may be forbidden; the run is then offered.
  }
}

/** Whether that was told; forgotten by being asked. */
export function takeLeft(run: string): boolean {
  try {
    const left = localStorage.getItem(leftKey(run)) !== null;
    localStorage.removeItem(leftKey(run));
    return left;
  } catch {
    return false;
  }
}
