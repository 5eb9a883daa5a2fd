/** How a task is asked to end before it is done. */

/** Whether whoever asked wants no more. */
export type Stopped = () => boolean;

/** Thrown within a task when it was stopped. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';
}

/** Lets other things happen, and ends the task where nobody waits for it. */
export async function breathe(stopped: Stopped): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  if (stopped()) throw new StoppedError('stopped');
}
