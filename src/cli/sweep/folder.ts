/** The folder of a sweep: its plan, and every point that has ended. Nothing half-written is ever read. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ExperimentError } from '../../session/experiment';
import {
  isFailure,
  type PointOutcome,
  type SweepPlan,
  type SweepPoint,
  sweepPoints
} from '../../session/sweep/plan';
import { parseOutcome, parsePlan } from '../../session/sweep/planFile';
import { UsageError } from '../command';
import { writeWhole } from '../files';
import { withFilesFrom } from '../run/experiment';

export interface SweepFolder {
  readonly path: string;
  /** Names of data files in it lead from this folder. */
  readonly plan: SweepPlan;
  readonly points: readonly SweepPoint[];
  /** Of points that ended before, in the order of the plan; those that failed are to be tried again and not among them. */
  finished(): Promise<PointOutcome[]>;
  /** Throws UsageError where it cannot be written. */
  keep(outcome: PointOutcome): Promise<void>;
  /** Every outcome there is, failures included. */
  outcomes(): Promise<PointOutcome[]>;
  write(name: string, text: string): Promise<void>;
}

const planFile = 'plan.json';

/**
 * Makes the folder, or continues the one there is. `plan`: names of data files lead from `cwd`. Throws UsageError where another
 * sweep's results lie, or where nothing can be written.
 */
export async function openSweepFolder(name: string, cwd: string, plan: SweepPlan): Promise<SweepFolder> {
  const path = resolve(cwd, name);
  const own = { ...plan, experiment: withFilesFrom(plan.experiment, cwd, path) };
  if (existsSync(join(path, planFile))) {
    const { plan: there } = await readSweepFolder(name, cwd);
    if (baseOf(there) !== baseOf(own))
      throw new UsageError(
        `'${name}' holds the results of another sweep (${there.preset ?? there.experiment.title}: other settings, trials, backend or version). Choose another folder with --out.`
      );
  } else if (existsSync(path) && (await readdir(path)).some((entry) => !isPartial(entry))) {
    throw new UsageError(
      `'${name}' holds something else than a sweep. Choose an empty or a new folder with --out.`
    );
  }
  await makeFolder(path, name);
  // The plan first: a folder that is not empty and has none is somebody else's.
  await writeWhole(join(path, planFile), cwd, encoded(`${JSON.stringify(own, undefined, 2)}\n`));
  await makeFolder(join(path, 'points'), name);
  return folderOf(path, own);
}

async function makeFolder(path: string, name: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    throw new UsageError(
      `'${name}' cannot be written (${(error as NodeJS.ErrnoException).code ?? error}); choose another place.`
    );
  }
}

/** Left by a process that was killed while it wrote. */
const isPartial = (name: string): boolean => name.endsWith('.partial');

/** Throws UsageError where there is no sweep, ExperimentError where its plan does not read. */
export async function readSweepFolder(name: string, cwd: string): Promise<SweepFolder> {
  const path = resolve(cwd, name);
  if (!existsSync(join(path, planFile)))
    throw new UsageError(`'${name}' is no folder of a sweep; expected one made by 'engram sweep --out'.`);
  const text = await readFile(join(path, planFile), 'utf8');
  return folderOf(path, parsePlan(parsed(text, `${name}/${planFile}`)));
}

function folderOf(path: string, plan: SweepPlan): SweepFolder {
  const points = sweepPoints(plan);
  const outcomes = async (): Promise<PointOutcome[]> => {
    const found = await Promise.all(points.map((point) => readOutcome(path, point)));
    return found.filter((outcome) => outcome !== undefined);
  };
  return {
    path,
    plan,
    points,
    outcomes,
    finished: async () => (await outcomes()).filter((outcome) => !isFailure(outcome)),
    keep: (outcome) =>
      writeWhole(join(path, 'points', pointName(outcome)), path, encoded(`${JSON.stringify(outcome)}\n`)),
    write: (name, text) => writeWhole(join(path, name), path, encoded(text))
  };
}

/** Undefined where there is none, or none that reads: it is then made again. */
async function readOutcome(path: string, point: SweepPoint): Promise<PointOutcome | undefined> {
  let text: string;
  try {
    text = await readFile(join(path, 'points', pointName(point)), 'utf8');
  } catch {
    return undefined;
  }
  try {
    // Its place in the plan may be another by now.
    return { ...parseOutcome(parsed(text, 'a point')), index: point.index };
  } catch {
    return undefined;
  }
}

/** Readable, and different for different points whatever is in their settings. */
function pointName({ seed, settings }: Pick<SweepPoint, 'seed' | 'settings'>): string {
  const pairs = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  const words = [...pairs, `seed=${seed}`].join(',');
  const plain = words.replaceAll(/[^\w=.,+-]/g, '_').slice(0, 80);
  return plain === words
    ? `${plain}.json`
    : `${plain}-${createHash('sha256').update(words).digest('hex').slice(0, 8)}.json`;
}

/** What must be the same for results to belong together. */
const baseOf = ({ backend, experiment, preset, trials, version }: SweepPlan): string =>
  JSON.stringify({ backend, experiment, preset, trials, version });

const encoded = (text: string): Uint8Array => new TextEncoder().encode(text);

function parsed(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ExperimentError(`${name} is not JSON: ${(error as Error).message}.`);
  }
}
