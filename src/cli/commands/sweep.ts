/** `engram sweep`: one experiment with every combination of some settings, on all cores, as one table. */
import { availableParallelism } from 'node:os';
import { basename, resolve } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { presets } from '../../presets/registry';
import { type Call, type Command, parseCall, UsageError, wholeNumber } from '../command';
import type { Io } from '../io';
import { checked, findExperiment, withAssignments } from '../run/experiment';
import { type GridPoint, gridPoints, readAxes } from '../run/grid';
import { inPool, inProcess, inThisProcess, type Outcome, type RunOnce } from '../run/pool';
import { duration } from '../run/progress';
import { run } from './run';

interface Point {
  settings: Readonly<Record<string, string>>;
  seed: number;
  metrics?: Readonly<Record<string, number>>;
  stateHash?: string;
  /** Why it has no metrics. */
  failed?: string;
}

const interruptedCode = 130;

export const sweep: Command = {
  name: 'sweep',
  positional: '<preset|experiment.json>',
  summary: 'Run an experiment with every combination of some settings, on all cores, and print one table.',
  options: [
    {
      name: 'over',
      value: '<name=v1,v2,…>',
      multiple: true,
      help: 'A setting and the values it takes; several make a grid.'
    },
    { name: 'set', value: '<name=value>', multiple: true, help: 'A setting that is the same in all runs.' },
    { name: 'seeds', value: '<n>', help: "How many seeds each, from the experiment's own on; 1 by default." },
    { name: 'trials', value: '<n>', help: 'How many trials each run makes.' },
    { name: 'workers', value: '<n>', help: 'Runs at a time; by default as many as there are cores.' },
    { name: 'out', value: '<file.csv>', help: 'Write the table there, one row a run.' },
    { name: 'json', help: 'Print every run as one list of JSON.' }
  ],
  details: () =>
    'Example: engram sweep rd-shapes --over loss=action,vanilla --over beta=1,0.3,0.1 --seeds 5\n' +
    'Ctrl-C stops; the runs that have ended are printed all the same.\n',
  async run(call, io) {
    const asked = await findExperiment(required(call), io.cwd);
    const count = wholeNumber(call, 'seeds', 1) ?? 1;
    const seeds = Array.from({ length: count }, (_, k) => asked.experiment.seed + k);
    const axes = readAxes(call.all('over'));
    const points = gridPoints(axes, seeds);
    // Every point is checked before the first one runs.
    for (const point of points)
      checked(withAssignments(asked.experiment, [...call.all('set'), ...assignments(point)]));
    const workers = wholeNumber(call, 'workers', 1) ?? availableParallelism();
    const { interrupted, results } = await runAll(call, points, workers, io);
    const rows = points.flatMap((point, k) => (results[k] ? [pointOf(point, results[k])] : []));
    const out = call.get('out');
    if (out !== undefined) await writeFile(resolve(io.cwd, out), csv(rows));
    io.out(call.has('json') ? `${JSON.stringify(rows)}\n` : table(rows));
    for (const { failed, settings, seed } of rows)
      if (failed !== undefined) io.err(`engram: ${inWords(settings)}, seed ${seed}: ${failed}\n`);
    if (interrupted) return interruptedCode;
    return rows.every(({ failed }) => failed === undefined) ? 0 : 1;
  }
};

async function runAll(
  call: Call,
  points: readonly GridPoint[],
  workers: number,
  io: Io
): Promise<{ interrupted: boolean; results: (Outcome | undefined)[] }> {
  const stop = new AbortController();
  const forget = io.onInterrupt(() => stop.abort());
  const trials = call.get('trials');
  const once = runner(io);
  const started = performance.now();
  const tell = (done: number): void => {
    if (io.columns === undefined) return;
    const seconds = (performance.now() - started) / 1000;
    const left = done > 0 ? `, ${duration((seconds / done) * (points.length - done))} left` : '';
    io.err(`\r\u001b[Krun ${done} of ${points.length}${left}`);
  };
  tell(0);
  const results = await inPool(
    points,
    workers,
    stop.signal,
    (point) => {
      const set = [...call.all('set'), ...assignments(point)].flatMap((text) => ['--set', text]);
      const more = trials === undefined ? [] : ['--trials', trials];
      const threads = workers > 1 ? ['--threads', '1'] : [];
      const seed = ['--seed', String(point.seed)];
      return once(['run', call.positionals[0], ...set, ...seed, ...more, ...threads, '--json'], stop.signal);
    },
    tell
  );
  if (io.columns !== undefined) io.err('\r\u001b[K');
  forget();
  return {
    interrupted: stop.signal.aborted,
    results: results.map((own) => (stopped(own) ? undefined : own))
  };
}

const stopped = (outcome: Outcome | undefined): boolean =>
  outcome !== undefined && 'failed' in outcome && outcome.failed === 'It was stopped.';

/** Another process of the same command line, where this is one. */
function runner(io: Io): RunOnce {
  const entry = process.argv[1] ?? '';
  if (/^engram(\.m?js)?$/.test(basename(entry))) return inProcess(entry, io.cwd);
  return inThisProcess(([, ...args], own) => run.run(parseCall(run, args), own), io);
}

const assignments = ({ settings }: GridPoint): string[] =>
  settings.map(({ name, value }) => `${name}=${value}`);

function pointOf({ seed, settings }: GridPoint, outcome: Outcome): Point {
  const named = Object.fromEntries(settings.map(({ name, value }) => [name, value]));
  if ('failed' in outcome) return { settings: named, seed, failed: outcome.failed };
  const { metrics, stateHash } = outcome.json as Required<Pick<Point, 'metrics' | 'stateHash'>>;
  return { settings: named, seed, metrics, stateHash };
}

const inWords = (settings: Readonly<Record<string, string>>): string =>
  Object.entries(settings)
    .map(([name, value]) => `${name} = ${value}`)
    .join(', ');

/** Names of all metrics, in the order they first occur. */
const metricNames = (rows: readonly Point[]): string[] => [
  ...new Set(rows.flatMap(({ metrics = {} }) => Object.keys(metrics)))
];

function cells(rows: readonly Point[], say: (value: number) => string): string[][] {
  const names = metricNames(rows);
  const axes = Object.keys(rows[0]?.settings ?? {});
  return [
    [...axes, 'seed', ...names],
    ...rows.map(({ metrics = {}, seed, settings }) => [
      ...axes.map((name) => settings[name]),
      String(seed),
      ...names.map((name) => (Number.isFinite(metrics[name]) ? say(metrics[name]) : ''))
    ])
  ];
}

function table(rows: readonly Point[]): string {
  if (rows.length === 0) return 'No run has ended.\n';
  const text = cells(rows, (value) => String(Number(value.toPrecision(4))));
  const widths = text[0].map((_, c) => Math.max(...text.map((row) => row[c].length)));
  return text.map((row) => `${row.map((cell, c) => cell.padStart(widths[c])).join('  ')}\n`).join('');
}

function csv(rows: readonly Point[]): string {
  const quoted = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return cells(rows, String)
    .map((row) => `${row.map(quoted).join(',')}\n`)
    .join('');
}

function required(call: Call): string {
  const [name] = call.positionals;
  if (name !== undefined) return name;
  throw new UsageError(
    `'engram sweep' needs a preset or an experiment file. Presets: ${presets.map(({ id }) => id).join(', ')}.`
  );
}
