/** The plan of a run from what was typed. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { wordListNames } from '../../models/corpus/cleaning/wordLists';
import { keepRules } from '../../models/corpus/dedup/survivors';
import { type PolicyChanges, type PolicyName, policyNames, policyOf } from '../../models/corpus/policy';
import { LinearJudge, trainJudge } from '../../models/corpus/quality/classifier';
import { documentsOf } from '../../formats/corpus/documents';
import { usualReading } from '../../formats/corpus/rawDocument';
import { type Call, choice, type Option, UsageError, wholeNumber } from '../command';
import { readWhole } from '../files';
import { openContent } from './content';
import { commandOf } from './judgeProgram';
import { type CorpusPlan, corpusFiles, type FieldFloor, filesNamedIn, shardsOf } from './plan';

export const corpusOptions: readonly Option[] = [
  { name: 'policy', value: `<${policyNames.join('|')}>`, help: 'Whose stages; zyda1 by default.' },
  {
    name: 'out',
    value: '<folder>',
    help: 'Where kept/, removed/ and report.json go; the same command again goes on.'
  },
  { name: 'report', value: '<file.json>', help: 'Write the report there too.' },
  { name: 'text-field', value: '<name>', help: 'The field that holds the text; text by default.' },
  { name: 'source-field', value: '<name>', help: 'The field that names a source; otherwise the file does.' },
  { name: 'split', value: '<file|blank>', help: 'A plain text is one document, or one between blank lines.' },
  { name: 'ranking', value: '<a,b,…>', help: 'Sources by rank, best first; beginnings of names do.' },
  {
    name: 'keep',
    value: `<${keepRules.join('|')}>`,
    help: 'Of near-duplicates: one, or all of the best source (cross).'
  },
  { name: 'threshold', value: '<filter=n|off>', multiple: true, help: "A filter's threshold, or off." },
  { name: 'unfiltered', value: '<a,b,…>', help: 'Sources that filters leave alone.' },
  {
    name: 'words',
    value: '<list=file>',
    multiple: true,
    help: `A word list, one word a line or JSON: ${wordListNames.join(', ')}.`
  },
  { name: 'unit', value: '<words|characters>', help: 'What n-grams are made of.' },
  { name: 'ngram', value: '<n>', help: 'Length of an n-gram.' },
  { name: 'permutations', value: '<n>', help: 'Values of a signature.' },
  { name: 'jaccard', value: '<0..1>', help: 'Choose bands and rows for this similarity.' },
  { name: 'bands', value: '<n>', help: 'Bands; with --rows instead of --jaccard.' },
  { name: 'rows', value: '<n>', help: 'Values of a band.' },
  { name: 'seed', value: '<n>', help: 'Of the hash functions.' },
  {
    name: 'labels',
    value: '<file.jsonl>',
    help: 'Texts with "good": true or false; a judge of quality learns from them.'
  },
  {
    name: 'judge',
    value: '<file.json>',
    help: 'A judge of quality that was learned before; --labels leaves one in judge.json.'
  },
  {
    name: 'judge-command',
    value: '<program>',
    help: 'A judge of your own: reads {"text": …, "source": …, "more": n} a line, answers a number a line.'
  },
  { name: 'judge-wait', value: '<s>', help: 'Seconds it may take to answer; 600 by default.' },
  { name: 'least-quality', value: '<0..1>', help: 'What the judge lets stay; 0.5 by default.' },
  { name: 'judged', value: '<a,b,…>', help: 'Sources that are judged; all by default.' },
  {
    name: 'least-field',
    value: '<source:field=n>',
    multiple: true,
    help: 'After deduplication: the least number in a field.'
  },
  {
    name: 'weight',
    value: '<source=n>',
    multiple: true,
    help: 'How often a source is to be read, for the report.'
  },
  { name: 'longest', value: '<MB>', help: 'Of a document; longer ones are listed and left out (64).' },
  {
    name: 'damaged',
    value: '<stop|keep>',
    help: 'At a packed file that is damaged or cut off: end, or keep the documents before the damage and list it.'
  },
  { name: 'shard', value: '<MB>', help: 'Bytes of a shard, about (64).' },
  {
    name: 'memory',
    value: '<MB>',
    help: 'For the tables of one task (64); what does not fit waits on disk. Changes nothing in what comes out.'
  },
  { name: 'jobs', value: '<n>', help: 'Shards at a time; as many as there are processors.' },
  {
    name: 'engine',
    value: '<local|slurm>',
    help: 'Where shards are worked on; slurm needs --out on a shared disk.'
  },
  { name: 'sbatch', value: '<option>', multiple: true, help: 'Passed on to sbatch.' },
  {
    name: 'tasks',
    value: '<stage:n,…>',
    help: 'Make these tasks of the run in --out and nothing else; what jobs of a cluster run.'
  },
  { name: 'json', help: 'Print the report as one line of JSON.' }
];

const megabyte = 2 ** 20;
const usualShard = '64';
const usualMemory = '64';

/** Bytes that the tables of one task may take. Throws UsageError. */
export function memoryOf(call: Call): number {
  return numberOf('memory', call.get('memory') ?? usualMemory, 0.01) * megabyte;
}

/** Throws UsageError, FormatError and CorpusError. */
export async function corpusPlan(call: Call, cwd: string): Promise<CorpusPlan> {
  if (call.positionals.length === 0)
    throw new UsageError(
      "'engram corpus' needs files of documents, such as crawl.jsonl or books=b.jsonl.gz."
    );
  const policy = policyOf(choice(call, 'policy', policyNames), await changesOf(call));
  const files = corpusFiles(call.positionals, cwd);
  const sources = [...new Set(files.map(({ source }) => source))];
  const wordLists: CorpusPlan['wordLists'] = {};
  for (const text of call.all('words')) {
    const [name, file] = pairOf('words', text, 'list=file');
    const list = wordListNames.find((known) => known === name);
    if (!list) throw new UsageError(`Unknown word list '${name}'. Word lists: ${wordListNames.join(', ')}.`);
    wordLists[list] = wordsIn(new TextDecoder().decode(await readWhole(file, cwd)), file);
  }
  const quality = await qualityOf(call, cwd);
  const sourceField = call.get('source-field');
  return {
    corpus: 1,
    // The order in which sources are named ranks them where no policy does.
    policy: policy.ranking.length === 0 ? { ...policy, ranking: sources } : policy,
    reading: {
      textField: call.get('text-field') ?? usualReading.textField,
      split: choice(call, 'split', ['file', 'blank'] as const),
      damaged: choice(call, 'damaged', ['stop', 'keep'] as const),
      longest: (wholeNumber(call, 'longest', 1) ?? 64) * megabyte
    },
    ...(sourceField !== undefined && { sourceField }),
    wordLists,
    floors: call.all('least-field').map(floorOf),
    ...(quality && { quality }),
    weights: Object.fromEntries(
      call.all('weight').map((text) => {
        const [source, weight] = pairOf('weight', text, 'source=n');
        return [source, numberOf('weight', weight, 0)];
      })
    ),
    files,
    shards: await shardsOf(files, numberOf('shard', call.get('shard') ?? usualShard, 0.01) * megabyte)
  };
}

async function changesOf(call: Call): Promise<PolicyChanges> {
  const name: PolicyName = choice(call, 'policy', policyNames);
  const wholes = (['ngram', 'permutations', 'bands', 'rows', 'seed'] as const).flatMap((option) => {
    const value = wholeNumber(call, option, option === 'seed' ? 0 : 1);
    return value === undefined ? [] : [[option, value] as const];
  });
  const jaccard = call.get('jaccard');
  const thresholds: Record<string, number | undefined> = { ...policyOf(name).thresholds };
  for (const text of call.all('threshold')) {
    const [filter, value] = pairOf('threshold', text, 'filter=n');
    thresholds[filter] = value === 'off' ? undefined : numberOf('threshold', value, Number.NEGATIVE_INFINITY);
  }
  return {
    ...Object.fromEntries(wholes),
    ...(jaccard !== undefined && { jaccard: numberOf('jaccard', jaccard, 0) }),
    ...(call.get('unit') !== undefined && { unit: choice(call, 'unit', ['words', 'characters'] as const) }),
    ...(call.get('keep') !== undefined && { keep: choice(call, 'keep', keepRules) }),
    ...(call.get('ranking') !== undefined && { ranking: listOf(call, 'ranking') }),
    ...(call.get('unfiltered') !== undefined && { unfiltered: listOf(call, 'unfiltered') }),
    thresholds
  };
}

const listOf = (call: Call, name: string): string[] =>
  (call.get(name) ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');

function pairOf(option: string, text: string, form: string): [string, string] {
  const [, name, value] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new UsageError(`--${option} '${text}' is not ${form}.`);
  return [name.trim(), value.trim()];
}

function numberOf(option: string, text: string, least: number): number {
  const value = text === '' ? Number.NaN : Number(text);
  if (Number.isFinite(value) && value >= least) return value;
  throw new UsageError(
    `--${option} has '${text}'; expected a number${Number.isFinite(least) ? ` from ${least}` : ''}.`
  );
}

function floorOf(text: string): FieldFloor {
  const [, source, field, least] = /^([^:]+):([^=]+)=(.+)$/s.exec(text) ?? [];
  if (source === undefined || field === undefined || least === undefined)
    throw new UsageError(`--least-field '${text}' is not source:field=n, such as fwe:int_score=3.`);
  return { source, field, least: numberOf('least-field', least, Number.NEGATIVE_INFINITY) };
}

/** One a line, or JSON: a list, or an object with a list "words". */
function wordsIn(text: string, file: string): string[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  let words: unknown = lines;
  if (/^\s*[[{]/.test(text)) {
    try {
      const parsed: unknown = JSON.parse(text);
      words = Array.isArray(parsed) ? parsed : (parsed as { words?: unknown }).words;
    } catch {
      words = lines;
    }
  }
  const fits =
    Array.isArray(words) &&
    words.length > 0 &&
    words.every((word) => typeof word === 'string' && word !== '');
  if (fits) return words as string[];
  throw new UsageError(
    `${file} is no word list; expected a word a line, or JSON: a list of words, or {"words": […]}.`
  );
}

const judges = ['labels', 'judge', 'judge-command'] as const;

async function qualityOf(call: Call, cwd: string): Promise<CorpusPlan['quality']> {
  const given = judges.filter((name) => call.get(name) !== undefined);
  if (given.length === 0) {
    for (const name of ['least-quality', 'judged'])
      if (call.get(name) !== undefined)
        throw new UsageError(`--${name} needs --labels, --judge or --judge-command.`);
    return undefined;
  }
  if (given.length > 1)
    throw new UsageError(`Give one of ${judges.map((name) => `--${name}`).join(', ')}, not several.`);
  const [typed] = given.map((name) => call.get(name)!);
  const sources = listOf(call, 'judged');
  const least = (from: number): number => numberOf('least-quality', call.get('least-quality') ?? '0.5', from);
  if (given[0] === 'judge-command') {
    const command = commandOf(typed);
    const wait = numberOf('judge-wait', call.get('judge-wait') ?? '600', 0.1);
    return {
      program: { command, folder: cwd, wait },
      programFiles: filesNamedIn(command, cwd),
      // Scores of a program are whatever it means by them.
      least: least(Number.NEGATIVE_INFINITY),
      sources
    };
  }
  const judge = given[0] === 'labels' ? await learned(typed, cwd) : await readJudge(typed, cwd);
  return { judge: judge.toFile(), least: least(0), sources };
}

async function readJudge(file: string, cwd: string): Promise<LinearJudge> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder().decode(await readFile(resolve(cwd, file))));
  } catch (error) {
    throw new UsageError(`${file} cannot be read as a judge (${(error as Error).message}).`);
  }
  return LinearJudge.fromFile(parsed);
}

async function learned(file: string, cwd: string): Promise<LinearJudge> {
  const content = openContent(file, resolve(cwd, file));
  const labelled: { text: string; good: boolean }[] = [];
  try {
    for await (const items of documentsOf(file, content))
      for (const item of items) {
        const good = item.kind === 'document' ? item.fields['good'] : undefined;
        if (item.kind === 'bad' || typeof good !== 'boolean')
          throw new UsageError(
            `${file}, line ${item.line}, is no label; expected {"text": "…", "good": true or false} on each.`
          );
        labelled.push({ text: item.text, good });
      }
  } finally {
    content.close();
  }
  return trainJudge(labelled);
}
