/** `engram compare`: runs, sweeps and experiments side by side. */
import { overlay } from '../../figures/sweeps/overlay';
import { seriesOf } from '../../figures/sweeps/bands';
import { printSweep } from '../../figures/sweeps/print';
import { type PrintedFigure, printedSvg } from '../../figures/exportFigure';
import { compareSubjects, differencesOf, type Subject } from '../../session/sweep/comparison';
import type { SweepAxis } from '../../session/sweep/plan';
import type { Group } from '../../session/sweep/summary';
import { differingSettings, metricsOf, summaryCsv, summaryLatex } from '../../session/sweep/tables';
import { version } from '../../session/version';
import { differencesInWords } from '../compare/report';
import { readSubject } from '../compare/subjects';
import { type Call, type Command, UsageError, wholeNumber } from '../command';
import { writeWhole } from '../files';
import { pdfMaker, pngMaker } from '../run/printing';
import { failuresInWords, groupTable } from '../sweep/report';

const interruptedCode = 130;
const size = { widthMm: 183, heightMm: 90 } as const;
const dotsPerInch = 300;

export const compare: Command = {
  name: 'compare',
  positional: '<run|sweep|experiment|figure>…',
  summary: 'Put runs, sweeps and experiments side by side: settings that differ, means, paired differences.',
  options: [
    {
      name: 'seeds',
      value: '<n>',
      help: 'How many seeds of each experiment that has to be run; 1 by default.'
    },
    { name: 'trials', value: '<n>', help: 'How many trials those runs make.' },
    { name: 'metrics', value: '<a,b,…>', help: 'Which metrics are compared.' },
    { name: 'curve', value: '<series>', help: 'What --out draws over trials; error where there is one.' },
    {
      name: 'out',
      value: '<figure>',
      help: 'Draw all of them in one plot there: SVG, PDF or PNG by its ending.'
    },
    { name: 'csv', value: '<file.csv>', help: 'Write the table there.' },
    { name: 'latex', help: 'Print the table as LaTeX.' },
    { name: 'json', help: 'Print means and differences as one line of JSON.' }
  ],
  details: () =>
    "Folders of 'engram run --out' and 'engram sweep --out' are read; presets and experiment files are run.\n" +
    'Example: engram compare deep-hierarchy deep-leak --seeds 5 --out both.svg\n',
  async run(call, io) {
    const names = call.positionals;
    if (names.length === 0)
      throw new UsageError(
        "'engram compare' needs folders of results, presets, experiment files or figures."
      );
    const twice = names.find((name, k) => names.indexOf(name) !== k);
    if (twice !== undefined) throw new UsageError(`'${twice}' is named twice; name each once.`);
    const out = call.get('out');
    if (out !== undefined && !/\.(svg|pdf|png)$/i.test(out))
      throw new UsageError(`--out is '${out}'; expected a file ending in .svg, .pdf or .png.`);
    const stop = new AbortController();
    const forget = io.onInterrupt(() => stop.abort());
    const running = {
      seeds: wholeNumber(call, 'seeds', 1) ?? 1,
      trials: wholeNumber(call, 'trials', 1),
      stop: stop.signal
    };
    const subjects: Subject[] = [];
    for (const name of names) if (!stop.signal.aborted) subjects.push(await readSubject(name, io, running));
    forget();
    const groups = compareSubjects(subjects);
    const metrics = chosenMetrics(call, groups);
    const differences = differencesOf(groups, metrics);
    const csv = call.get('csv');
    if (csv !== undefined) await writeWhole(csv, io.cwd, new TextEncoder().encode(summaryCsv(groups)));
    if (out !== undefined)
      await writeWhole(out, io.cwd, await inFormatOf(out, picture(subjects, groups, call.get('curve'))));
    if (call.has('json'))
      io.out(
        `${JSON.stringify({
          groups: groups.map(({ failed, metrics: own, results, settings }) => ({
            settings,
            n: results.length,
            failed,
            seeds: results.map(({ seed }) => seed),
            metrics: own
          })),
          differences
        })}\n`
      );
    else if (call.has('latex')) io.out(summaryLatex(groups, metrics));
    else io.out(groupTable(groups, metrics) + (groups.length > 1 ? differencesInWords(differences) : ''));
    const failures = failuresInWords(subjects.flatMap(({ outcomes }) => outcomes));
    for (const line of failures) io.err(`engram: ${line}\n`);
    if (stop.signal.aborted) return interruptedCode;
    return failures.length > 0 ? 1 : 0;
  }
};

/** Those that were named, else those that all have. Throws UsageError for one that none has. */
function chosenMetrics(call: Call, groups: readonly Group[]): readonly string[] {
  const all = metricsOf(groups);
  const named = call
    .get('metrics')
    ?.split(',')
    .map((name) => name.trim());
  const unknown = named?.find((name) => !all.includes(name));
  if (unknown !== undefined)
    throw new UsageError(`There is no metric '${unknown}'. Metrics here: ${all.join(', ') || 'none'}.`);
  if (named) return named;
  const shared = all.filter((name) => groups.every(({ metrics }) => Object.hasOwn(metrics, name)));
  return shared.length > 0 ? shared : all;
}

async function inFormatOf(out: string, printed: PrintedFigure): Promise<Uint8Array> {
  if (/\.pdf$/i.test(out)) return (await pdfMaker())(printed);
  if (/\.png$/i.test(out)) return (await pngMaker(dotsPerInch))(printed, size);
  return new TextEncoder().encode(printedSvg(printed, size));
}

function picture(
  subjects: readonly Subject[],
  groups: readonly Group[],
  wanted: string | undefined
): PrintedFigure {
  const all = seriesOf(groups);
  const series = wanted ?? (all.includes('error') ? 'error' : all[0]);
  if (series === undefined || !all.includes(series))
    throw new UsageError(
      `There is no curve of '${series ?? 'anything'}' to draw. Curves here: ${all.join(', ') || 'none'}.`
    );
  const axes = differingSettings(groups).map(
    (setting): SweepAxis => ({
      setting,
      values: [
        ...new Set(
          groups.flatMap(({ settings }) => (Object.hasOwn(settings, setting) ? [settings[setting]] : []))
        )
      ]
    })
  );
  const results = groups.flatMap((group) => group.results);
  const { experiment } = subjects[0];
  return printSweep(overlay, groups, {
    plan: {
      sweep: 1,
      version,
      experiment: { ...experiment, title: subjects.map(({ name }) => name).join(' and ') },
      axes,
      seeds: [...new Set(results.map(({ seed }) => seed))],
      trials: Math.max(...results.map(({ trials }) => trials)),
      backend: 'auto'
    },
    recipe: JSON.stringify({
      comparison: 1,
      version,
      of: subjects.map(({ experiment: own, name, outcomes }) => ({
        name,
        experiment: own,
        points: outcomes.map(({ seed, settings, ...rest }) => ({
          seed,
          settings,
          ...('stateHash' in rest && { stateHash: rest.stateHash, trials: rest.trials })
        }))
      }))
    }),
    series,
    metric: '',
    ...size
  });
}
