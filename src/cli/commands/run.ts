/** `engram run`: one experiment, headless, to its numbers and figures. */
import { resolve } from 'node:path';
import { ComputeError } from '../../compute/compute';
import { finalMetrics } from '../../session/finalMetrics';
import { tapeNpz } from '../../session/live/tape';
import type { Recipe } from '../../session/recipe';
import { type Reproduction, reproduction } from '../../session/reproduction';
import type { OpenedSession } from '../../session/protocol';
import { createSession, restoreSession } from '../../session/createSession';
import type { Session } from '../../session/session';
import { DivergenceError } from '../../models/training/divergence';
import { presets } from '../../presets/registry';
import { type Call, type Command, choice, definitions, UsageError, wholeNumber } from '../command';
import { settingLines } from '../describe';
import { draftFolder, type FolderDraft } from '../files';
import { nodeHost } from '../host';
import type { Io } from '../io';
import {
  type Asked,
  checked,
  findExperiment,
  recipeFile,
  settingsOf,
  withAssignments,
  withFilesFrom,
  withSource
} from '../run/experiment';
import { findCheckpoint, saveCheckpoint } from '../run/checkpointFile';
import { unitToWatch, writeFigures } from '../run/figures';
import { readingProgress, showProgress } from '../run/progress';
import { metricsCsv, recordingsNpz } from '../run/results';

const backends = ['auto', 'wasm', 'gpu', 'reference'] as const;
/** Trials of an experiment file that is not told how many. */
const defaultTrials = 200;
const trialsPerCheckpoint = 50;

export const run: Command = {
  name: 'run',
  positional: '<preset|experiment.json|figure|results folder>',
  summary: 'Run an experiment, or that of a figure, and print its metrics; a trial is one pass of the batch.',
  options: [
    {
      name: 'set',
      value: '<name=value>',
      multiple: true,
      help: 'Change a setting of the model or the source.'
    },
    {
      name: 'source',
      value: '<id>',
      help: 'Learn from another source, with its own defaults, such as live or replay; --set changes its settings.'
    },
    { name: 'seed', value: '<n>', help: 'Seed of everything random; same seed, same run.' },
    { name: 'trials', value: '<n>', help: 'How many trials to run.' },
    {
      name: 'backend',
      value: `<${backends.join('|')}>`,
      help: 'What computes; auto takes the fastest here.'
    },
    { name: 'threads', value: '<n>', help: 'Most threads that compute; all there are by default.' },
    {
      name: 'out',
      value: '<folder>',
      help: 'Write experiment.json, recipe.json, metrics.csv, recordings.npz and figures (SVG, PDF, PNG) there.'
    },
    {
      name: 'checkpoint',
      value: '<file>',
      help: 'Save the run there as it goes; where one is there, go on from it. What is recorded begins there.'
    },
    {
      name: 'every',
      value: '<n>',
      help: `Trials between two checkpoints; ${trialsPerCheckpoint} by default.`
    },
    { name: 'json', help: 'Print the result as one line of JSON.' }
  ],
  details,
  async run(call, io) {
    const asked = await findExperiment(required(call), io.cwd);
    const recipe = recipeToRepeat(call, asked);
    const trials = wholeNumber(call, 'trials', 1) ?? asked.trials ?? defaultTrials;
    const seed = wholeNumber(call, 'seed', 0) ?? asked.experiment.seed;
    const backend = call.get('backend') ? choice(call, 'backend', backends) : (recipe?.backend ?? 'auto');
    const followed = recipe?.figures?.find((figure) => figure.unit !== undefined) ?? {};
    const out = call.get('out');
    const experiment = checked(
      withAssignments(withSource({ ...asked.experiment, seed }, call.get('source')), call.all('set'))
    );

    const host = { ...nodeHost(io.cwd, wholeNumber(call, 'threads', 1)), progress: readingProgress(io) };

    // What is not written need not be recorded: a probe never changes a run.
    const probes = out === undefined ? [] : experiment.probes;
    const place = call.get('checkpoint');
    const before =
      place === undefined
        ? undefined
        : await findCheckpoint(place, io.cwd, experiment, (line) => io.err(`engram: ${line}\n`));
    const start = before
      ? restoreSession({ ...before, experiment: { ...before.experiment, probes } }, host, { backend })
      : createSession({ ...experiment, probes }, host, { backend });
    const session = await start.catch((error) => {
      // Elsewhere the figure's graphics may be missing; what differs is then told.
      if (recipe?.backend !== 'gpu' || call.get('backend') || !(error instanceof ComputeError)) throw error;
      return createSession({ ...experiment, probes }, host, {});
    });
    let folder: FolderDraft | undefined;
    try {
      for (const name of experiment.probes) session.probe(name);
      folder = out === undefined ? undefined : await draftFolder(out, io.cwd);
      if (folder) await session.watch(unitToWatch(session, followed));
      const { interrupted, diverged } = await runTrials(
        session,
        recipe ? { ticks: recipe.ticks } : { trials: Math.max(0, trials - (before?.clock.trial ?? 0)) },
        io,
        place === undefined ? undefined : saving(call, place, session, io)
      );
      const opened = session.describe();
      if (diverged !== undefined) io.err(`engram: ${diverged}\n`);
      const result = await summarise(asked.name, seed, session, recipe);
      let written = out;
      if (folder && out !== undefined) {
        const from = (folder: string) => withFilesFrom(experiment, io.cwd, resolve(io.cwd, out, folder));
        const made = await session.recipe();
        const recipeFrom = (folder: string): Recipe => ({ ...made, experiment: from(folder) });
        try {
          await writeResults(folder, recipeFrom('.'), session);
          await writeFigures(session, recipeFrom('figures'), recipe?.figures ?? [], followed, folder);
          await folder.publish();
        } catch (error) {
          if (!(error instanceof UsageError)) throw error;
          // A disk that is full by now costs the files, not the numbers of a long run.
          io.err(`engram: ${error.message} The numbers are only printed.\n`);
          written = undefined;
        }
      }
      const missed = opened.status.live ? (await session.collect()).tape?.missed : undefined;
      if (missed)
        io.err(
          `engram: the tape was full; the last ${missed} samples are not on it. Raise tapeRoom to replay the whole run.\n`
        );
      io.out(call.has('json') ? `${JSON.stringify(result)}\n` : inWords(result, opened, written));
      if (written !== out) return unwrittenCode;
      if (diverged !== undefined) return divergedCode;
      return interrupted ? interruptedCode : result.matches === false ? differentCode : 0;
    } finally {
      await folder?.discard();
      session.dispose();
    }
  }
};

/** What a shell expects of a command stopped by Ctrl-C. */
const interruptedCode = 130;
const divergedCode = 1;
const unwrittenCode = 1;
/** A figure's run did not come back. */
const differentCode = 1;

interface Result {
  preset: string;
  seed: number;
  /** Trials done, each a pass of the whole batch. */
  trials: number;
  metrics: Record<string, number>;
  stateHash: string;
  backend: string;
  /** Of a figure: whether this is the state it was made in. */
  matches?: boolean;
  /** The same in words. */
  reproduction?: string;
}

interface Ending {
  /** The user stopped it; the trial under way is finished and the held-out score measured all the same. */
  interrupted: boolean;
  /** Why it could not go on, in one line. */
  diverged: string | undefined;
}

/** What a figure's run is repeated for; undefined where something else was asked. */
function recipeToRepeat(call: Call, { recipe }: Asked): Recipe | undefined {
  const other = call.get('trials') !== undefined || call.get('seed') !== undefined || call.all('set').length;
  return other ? undefined : recipe;
}

interface Saving {
  every: number;
  save(): Promise<void>;
}

/** A checkpoint that cannot be written is told of once more each time, and the run goes on. */
function saving(call: Call, place: string, session: Session, io: Io): Saving {
  return {
    every: wholeNumber(call, 'every', 1) ?? trialsPerCheckpoint,
    async save() {
      try {
        await saveCheckpoint(place, io.cwd, await session.checkpoint());
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        io.err(`engram: ${error.message} The run goes on without this checkpoint.\n`);
      }
    }
  };
}

async function runTrials(
  session: Session,
  length: { trials: number } | { ticks: number },
  io: Io,
  checkpoints?: Saving
): Promise<Ending> {
  const { stepsPerTrial } = session.status().clock;
  const trials = 'trials' in length ? length.trials : Math.floor(length.ticks / stepsPerTrial);
  const ticks = 'ticks' in length ? length.ticks % stepsPerTrial : 0;
  let interrupted = false;
  const forget = io.onInterrupt(() => {
    interrupted = true;
    // Once more stops at once.
    forget();
    void session.pause();
  });
  const progress = showProgress(io, trials + ticks / stepsPerTrial, () => session.status());
  try {
    const every = checkpoints?.every ?? trials;
    for (let made = 0; made < trials && !interrupted; made += every) {
      await session.run({ trials: Math.min(every, trials - made) });
      await checkpoints?.save();
    }
    if (ticks > 0 && !interrupted) await session.step('tick', ticks);
    else if (interrupted) {
      const { tickInTrial } = session.status().clock;
      await session.run({ trials: tickInTrial % stepsPerTrial === 0 ? 0 : 1 });
    }
  } catch (error) {
    // What was recorded until then is worth keeping.
    if (error instanceof DivergenceError) return { interrupted, diverged: error.message };
    throw error;
  } finally {
    progress.stop();
    forget();
  }
  return { interrupted, diverged: undefined };
}

async function summarise(
  preset: string,
  seed: number,
  session: Session,
  recipe: Recipe | undefined
): Promise<Result> {
  const { status } = session.describe();
  const stateHash = await session.stateHash();
  const backend = status.backend.kind;
  const came: Reproduction | undefined =
    recipe && reproduction(recipe, { backend, stateHash, ticks: status.clock.tick });
  return {
    preset,
    seed,
    trials: status.clock.trial,
    metrics: finalMetrics(
      session.describe(),
      session.recording,
      presets.find(({ id }) => id === preset)?.goals
    ),
    stateHash,
    backend,
    ...(came && { matches: came.matches, reproduction: came.words })
  };
}

async function writeResults(folder: FolderDraft, recipe: Recipe, session: Session): Promise<void> {
  // Also brings every image in the recording up to date.
  const { tape } = await session.collect();
  if (tape) await folder.write('tape.npz', tapeNpz(tape));
  const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
  await folder.write('experiment.json', json(recipe.experiment));
  await folder.write(recipeFile, json(recipe));
  await folder.write('metrics.csv', metricsCsv(session.recording));
  await folder.write('recordings.npz', recordingsNpz(session.recording));
}

function inWords(
  result: Result,
  { experiment, status, sourceNote }: OpenedSession,
  out: string | undefined
): string {
  const rows = [
    ['trials', String(result.trials)],
    ...Object.entries(result.metrics).map(([name, value]) => [name, value.toPrecision(4)]),
    ['seed', String(result.seed)],
    ['backend', `${status.backend.description} (${status.backend.reason})`],
    ['state hash', result.stateHash],
    ...(result.reproduction === undefined ? [] : [['replay', result.reproduction]]),
    ...(sourceNote ? [['source', sourceNote]] : []),
    ...(out === undefined ? [] : [['written to', out]])
  ];
  return `${experiment.title}\n${definitions(rows)}`;
}

function required(call: Call): string {
  const [name] = call.positionals;
  if (name !== undefined) return name;
  throw new UsageError(
    `'engram run' needs a preset, an experiment file, a figure or a results folder. Presets: ${presets.map(({ id }) => id).join(', ')}.`
  );
}

/** The settings of the preset that was named, or the presets there are. */
function details(call: Call): string {
  const preset = presets.find(({ id }) => id === call.positionals[0]);
  if (!preset) {
    const rows = presets.map(({ id, title }) => [id, title]);
    return (
      `Presets (their settings: engram run <preset> --help)\n${definitions(rows)}\n` +
      'Data files named in an experiment file or a figure are looked for beside it; those given with --set, from here.\n'
    );
  }
  const { experiment, title, claim, prediction, metric, trials } = preset;
  const values = { ...experiment.model.settings, ...experiment.source.settings };
  return (
    `${title}. ${claim}\nPrediction: ${prediction} Metric: ${metric}. Trials: ${trials}.\n\n` +
    `Settings for --set\n${settingLines(settingsOf(experiment), values)}`
  );
}
