/** How a session begins: anew from its seed, or from a checkpoint. */
import type { Checkpoint } from './checkpoint';
import type { Experiment } from './experiment';
import type { SessionHost } from './host';
import { assemble, type Parts } from './parts';
import type { BackendWish } from './protocol';
import { Session } from './session';

export interface SessionOptions {
  /** Default 'auto'. */
  backend?: BackendWish;
  /** Bytes that recordings may take; default 64 MB. */
  recordingBudget?: number;
}

const defaultBudget = 64 * 2 ** 20;

/** Starts `experiment` from its seed, at tick 0. Throws ExperimentError, SettingError, or what its source throws. */
export async function createSession(
  experiment: Experiment,
  host: SessionHost,
  { backend = 'auto', recordingBudget = defaultBudget }: SessionOptions = {}
): Promise<Session> {
  return start(await assemble(experiment, host, backend), recordingBudget, 0);
}

/** A session that goes on exactly as the one the checkpoint was taken of. */
export async function restoreSession(
  checkpoint: Checkpoint,
  host: SessionHost,
  options: SessionOptions = {}
): Promise<Session> {
  const { backend = 'auto', recordingBudget = defaultBudget } = options;
  const parts = await assemble(checkpoint.experiment, host, backend);
  const session = start(parts, recordingBudget, checkpoint.currentTrial ?? checkpoint.cursor);
  try {
    await session.resume(checkpoint);
  } catch (error) {
    session.dispose();
    throw error;
  }
  return session;
}

function start(parts: Parts, recordingBudget: number, cursor: number): Session {
  try {
    return new Session(parts, recordingBudget, cursor);
  } catch (error) {
    parts.model.dispose();
    parts.compute.dispose();
    throw error;
  }
}
