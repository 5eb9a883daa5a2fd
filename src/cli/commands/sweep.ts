/** `engram sweep`: one experiment over seeds and settings, on all cores or on a cluster, as tables and a verdict. */
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { findModel } from '../../models/registry';
import { presets } from '../../presets/registry';
import { isFailure, type PointOutcome, type SweepPlan } from '../../session/sweep/plan';
import { type Group, summarise } from '../../session/sweep/summary';
import { pointsCsv, summaryCsv, summaryLatex } from '../../session/sweep/tables';
import { isJudged, judge, type Verdict } from '../../session/sweep/verdict';
import { type Call, type Command, choice, UsageError, wholeNumber } from '../command';
import type { Io } from '../io';
import { writeWhole } from '../files';
import { duration } from '../run/progress';
import { openSweepFolder, type SweepFolder } from '../sweep/folder';
import { plansOf } from '../sweep/plan';
import { makePoints } from '../sweep/pool';
import { failuresInWords, groupTable, verdictInWords } from '../sweep/report';
import { runOnSlurm } from '../sweep/slurm';
import { verdictsMarkdown } from '../sweep/verdicts';

const interruptedCode = 130;
const engines = ['local', 'slurm'] as const;

interface Swept {
  plan: SweepPlan;
  outcomes: readonly PointOutcome[];
  groups: readonly Group[];
  verdict?: Verdict;
  interrupted: boolean;
  /** Points that could not be written. */
  unwritten: number;
}

export const sweep: Command = {
  name: 'sweep',
  positional: '<preset|experiment.json|all>',
  summary:
    'Run an experiment over seeds and settings, on all cores, and say whether its prediction comes true.',
  options: [
    {
      name: 'over',
      value: '<name=v1,v2,…>',
      multiple: true,
      help: 'A setting and the values it takes; several make a grid. Values that hold commas are parted by ;.'
    },
    { name: 'random', value: '<n>', help: 'Only so many combinations of the grid, drawn at random.' },
    { name: 'seeds', value: '<n>', help: 'How many seeds each; 5 by default.' },
    { name: 'seed', value: '<n>', help: "The first of them; the experiment's own by default." },
    { name: 'set', value: '<name=value>', multiple: true, help: 'A setting that is the same in all runs.' },
    { name: 'trials', value: '<n>', help: 'How many trials each run makes.' },
    { name: 'backend', value: '<name>', help: 'auto, wasm, gpu or reference; auto by default.' },
    { name: 'lab', value: '<learning|maps|codes|memory>', help: "With 'all': only the presets of this lab." },
    {
      name: 'out',
      value: '<folder>',
      help: 'Keep every finished point and the tables there; the same command again goes on.'
    },
    {
      name: 'engine',
      value: '<local|slurm>',
      help: 'Where the runs are made; slurm needs --out on a shared disk.'
    },
    {
      name: 'jobs',
      value: '<n>',
      help: 'Runs at a time; by default as many as there are cores, or as the cluster gives.'
    },
    {
      name: 'sbatch',
      value: '<option>',
      multiple: true,
      help: 'Passed on to sbatch, such as --sbatch=--partition=short.'
    },
    { name: 'metrics', value: '<a,b,…>', help: 'Which metrics the table shows.' },
    { name: 'latex', help: 'Print the table as LaTeX.' },
    { name: 'json', help: 'Print plan, points, means and verdict as one line of JSON.' }
  ],
  details: () =>
    'Examples:\n' +
    '  engram sweep detour --seeds 10                       does the prediction come true?\n' +
    '  engram sweep rd-shapes --over loss=action,vanilla --over beta=1,0.3,0.1 --out shapes\n' +
    '  engram sweep all --lab maps                          the verdicts on all presets of a lab\n' +
    'A prediction is supported, not supported or undecided by 95 % intervals; see src/session/sweep/verdict.ts.\n' +
    'Ctrl-C stops; what has ended is printed, and kept where --out says.\n',
  async run(call, io) {
    const plans = await plansOf(call, io.cwd, ({ experiment }) => findModel(experiment.model.id).lab);
    const swept: Swept[] = [];
    for (const plan of plans) {
      const one = await sweepPlan(call, plan, plans.length > 1, io);
      swept.push(one);
      if (!call.has('json')) print(call, one, io);
      for (const line of failuresInWords(one.outcomes)) io.err(`engram: ${line}\n`);
      if (one.interrupted) break;
    }
    const out = call.get('out');
    if (plans.length > 1 && out !== undefined) await writeVerdicts(resolve(io.cwd, out), swept, io);
    if (call.has('json')) {
      const all = swept.map(asJson);
      io.out(`${JSON.stringify(plans.length > 1 ? all : all[0])}\n`);
    }
    if (swept.some(({ interrupted }) => interrupted)) return interruptedCode;
    return swept.every(({ outcomes, unwritten }) => unwritten === 0 && !outcomes.some(isFailure)) ? 0 : 1;
  }
};

async function sweepPlan(call: Call, plan: SweepPlan, several: boolean, io: Io): Promise<Swept> {
  const out = call.get('out');
  const engine = choice(call, 'engine', engines);
  if (engine === 'slurm' && out === undefined)
    throw new UsageError('--engine slurm needs --out, a folder that this machine and the nodes share.');
  const kept = out === undefined ? undefined : several ? join(out, plan.preset ?? 'sweep') : out;
  const scratch = kept === undefined ? await mkdtemp(join(tmpdir(), 'engram-sweep-')) : undefined;
  try {
    const folder = await openSweepFolder(kept ?? scratch!, io.cwd, plan);
    const made = await (engine === 'slurm' ? bySlurm(call, folder, io) : byPool(call, folder, io));
    const preset = presets.find(({ id }) => id === plan.preset);
    const groups = summarise(made.outcomes);
    const verdict = preset && isJudged(preset) ? judge(preset, made.outcomes) : undefined;
    const swept = { ...made, plan, groups, ...(verdict && verdict.n > 0 && { verdict }) };
    if (kept !== undefined) await writeTables(folder, swept, io);
    return swept;
  } finally {
    if (scratch !== undefined) await rm(scratch, { recursive: true, force: true });
  }
}

type Made = Pick<Swept, 'interrupted' | 'outcomes' | 'unwritten'>;

async function byPool(call: Call, folder: SweepFolder, io: Io): Promise<Made> {
  const before = await folder.finished();
  const there = new Set(before.map(({ index }) => index));
  const left = folder.points.filter(({ index }) => !there.has(index));
  const outcomes = [...before];
  let unwritten = 0;
  const stop = new AbortController();
  const forget = io.onInterrupt(() => stop.abort());
  const progress = showProgress(folder, before.length, io);
  progress.tell(before.length);
  await makePoints(left, {
    plan: folder.plan,
    folder: folder.path,
    workers: wholeNumber(call, 'jobs', 1) ?? availableParallelism(),
    stop: stop.signal,
    async ended(outcome) {
      outcomes.push(outcome);
      progress.tell(outcomes.length);
      try {
        await folder.keep(outcome);
      } catch (error) {
        unwritten++;
        progress.end();
        io.err(
          `engram: ${(error as Error).message} The run of this point is kept in memory and goes into what is printed.\n`
        );
      }
    }
  });
  progress.end();
  forget();
  return {
    outcomes: outcomes.sort((a, b) => a.index - b.index),
    interrupted: stop.signal.aborted,
    unwritten
  };
}

async function bySlurm(call: Call, folder: SweepFolder, io: Io): Promise<Made> {
  const there = new Set((await folder.finished()).map(({ index }) => index));
  const left = folder.points.filter(({ index }) => !there.has(index));
  const stop = new AbortController();
  const forget = io.onInterrupt(() => stop.abort());
  const progress = showProgress(folder, there.size, io);
  let job: string | undefined;
  const jobs = wholeNumber(call, 'jobs', 1);
  if (left.length > 0)
    await runOnSlurm(folder, left, {
      ...(jobs !== undefined && { jobs }),
      options: call.all('sbatch'),
      stop: stop.signal,
      tell(done, own) {
        if (job === undefined && !call.has('json'))
          io.err(`Job ${own} of Slurm; its logs are in ${join(folder.path, 'logs')}.\n`);
        job = own;
        progress.tell(done);
      }
    });
  progress.end();
  forget();
  const ended = await folder.outcomes();
  const known = new Set(ended.map(({ index }) => index));
  if (stop.signal.aborted) {
    io.err(
      `engram: job ${job} goes on by itself. The same command again waits for it; scancel ${job} ends it.\n`
    );
    return { outcomes: ended, interrupted: true, unwritten: 0 };
  }
  const lost = folder.points
    .filter(({ index }) => !known.has(index))
    .map((point) => ({ ...point, failed: `Its task left no result; see ${join(folder.path, 'logs')}.` }));
  return {
    outcomes: [...ended, ...lost].sort((a, b) => a.index - b.index),
    interrupted: false,
    unwritten: 0
  };
}

async function writeTables(folder: SweepFolder, { groups, outcomes, verdict }: Swept, io: Io): Promise<void> {
  try {
    await folder.write('points.csv', pointsCsv(outcomes));
    await folder.write('summary.csv', summaryCsv(groups));
    await folder.write('summary.tex', summaryLatex(groups));
    if (verdict) await folder.write('verdict.json', `${JSON.stringify(verdict, undefined, 2)}\n`);
  } catch (error) {
    io.err(`engram: ${(error as Error).message} The tables are only printed.\n`);
  }
}

/** One page of all verdicts, beside the folders of the presets. */
async function writeVerdicts(folder: string, swept: readonly Swept[], io: Io): Promise<void> {
  const verdicts = swept.flatMap(({ verdict }) => verdict ?? []);
  try {
    const text = new TextEncoder().encode(verdictsMarkdown(verdicts, presets));
    await writeWhole(join(folder, 'verdicts.md'), io.cwd, text);
  } catch (error) {
    io.err(`engram: ${(error as Error).message} The verdicts are only printed.\n`);
  }
}

function print(call: Call, { groups, plan, verdict }: Swept, io: Io): void {
  const metrics = call
    .get('metrics')
    ?.split(',')
    .map((name) => name.trim());
  if (call.has('latex')) {
    io.out(summaryLatex(groups, metrics));
    return;
  }
  // Of a preset as it stands the verdict says all the table would.
  if (plan.axes.length > 0 || !verdict || metrics) io.out(groupTable(groups, metrics));
  if (verdict) io.out(verdictInWords(verdict));
}

function asJson({ groups, outcomes, plan, verdict }: Swept): unknown {
  return {
    plan,
    points: outcomes.map((outcome) => {
      if (isFailure(outcome)) return outcome;
      // Pictures of the way there are in the folder, not in a line.
      const { curves: _, ...rest } = outcome;
      return rest;
    }),
    groups: groups.map(({ failed, metrics, results, settings }) => ({
      settings,
      n: results.length,
      failed,
      metrics
    })),
    ...(verdict && { verdict })
  };
}

function showProgress(
  folder: SweepFolder,
  before: number,
  io: Io
): { tell(done: number): void; end(): void } {
  const all = folder.points.length;
  const started = performance.now();
  return {
    tell(done) {
      if (io.columns === undefined) return;
      const own = done - before;
      const seconds = (performance.now() - started) / 1000;
      const left = own > 0 ? `, ${duration((seconds / own) * (all - done))} left` : '';
      const kept = before > 0 ? ` (${before} were there)` : '';
      io.err(`\r\u001b[K${folder.plan.preset ?? 'run'}: ${done} of ${all}${kept}${left}`);
    },
    end() {
      if (io.columns !== undefined) io.err('\r\u001b[K');
    }
  };
}
