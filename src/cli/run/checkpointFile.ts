/** The checkpoint of a run on disk: the newest, and the one before it, so that there is always a whole one. */
import { existsSync } from 'node:fs';
import { copyFile, rename } from 'node:fs/promises';
import { resolve } from 'node:path';
import { FormatError } from '../../formats/formatError';
import type { Checkpoint } from '../../session/checkpoint';
import { readCheckpoint, writeCheckpoint } from '../../session/checkpointFile';
import type { Experiment } from '../../session/experiment';
import { UsageError } from '../command';
import { readWhole, writeWhole } from '../files';

const previousOf = (name: string): string => `${name}.previous`;

/** Written aside and moved whole; what stood there becomes the previous one. Throws UsageError where it cannot be written. */
export async function saveCheckpoint(name: string, cwd: string, checkpoint: Checkpoint): Promise<void> {
  const path = resolve(cwd, name);
  if (existsSync(path)) {
    // A copy that takes its name at once: at no moment is there none.
    const aside = `${previousOf(path)}.${process.pid}.partial`;
    try {
      await copyFile(path, aside);
      await rename(aside, previousOf(path));
    } catch {
      // Without the previous one the newest is still worth writing.
    }
  }
  await writeWhole(name, cwd, writeCheckpoint(checkpoint));
}

/**
 * The newest checkpoint that is whole; undefined where there is none yet. `say` hears when it had to be the previous one. Throws
 * FormatError where neither reads, UsageError where it belongs to another run than `experiment`.
 */
export async function findCheckpoint(
  name: string,
  cwd: string,
  experiment: Experiment,
  say: (line: string) => void
): Promise<Checkpoint | undefined> {
  const found = await newest(name, cwd, say);
  if (found && runOf(found.experiment) !== runOf(experiment))
    throw new UsageError(
      `'${name}' is the checkpoint of another run ('${found.experiment.title}', seed ${found.experiment.seed}, or other settings). Name another file, or run what it is of.`
    );
  return found;
}

async function newest(
  name: string,
  cwd: string,
  say: (line: string) => void
): Promise<Checkpoint | undefined> {
  const there = [name, previousOf(name)].filter((file) => existsSync(resolve(cwd, file)));
  for (const [k, file] of there.entries()) {
    try {
      return readCheckpoint(file, await readWhole(file, cwd));
    } catch (error) {
      if (!(error instanceof FormatError) || k === there.length - 1) throw error;
      say(`${error.message} The one before it is taken.`);
    }
  }
  return undefined;
}

/** What decides a run; what is watched of it does not. */
function runOf({ edits, model, seed, source }: Experiment): string {
  const ordered = [...edits].sort((a, b) => a.tick - b.tick);
  return JSON.stringify([model, source, seed, ordered]);
}
