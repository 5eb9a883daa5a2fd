/** `engram corpus`: documents filtered and deduplicated as Zyda-1 and Zyda-2 do it, out of core and on all cores. */
import { availableParallelism } from 'node:os';
import { filters } from '../../models/corpus/cleaning/filters';
import { type Command, choice, definitions, UsageError, wholeNumber } from '../command';
import { makeNamedTasks, onSlurm } from '../corpus/cluster';
import { type Engine, runCorpus } from '../corpus/engine';
import { openCorpusFolder, readCorpusFolder } from '../corpus/folder';
import { corpusOptions, corpusPlan, memoryOf } from '../corpus/options';
import { corpusPool } from '../corpus/pool';
import { reportInWords } from '../corpus/report';
import type { Stage } from '../corpus/tasks';
import { writeWhole } from '../files';

const interruptedCode = 130;
const stageWords: Readonly<Record<Stage, string>> = {
  sign: 'Reading and signing shards',
  pairs: 'Finding pairs in bands',
  join: 'Joining pairs',
  write: 'Writing shards'
};

export const corpus: Command = {
  name: 'corpus',
  positional: '<source=file>…',
  summary: 'Filter and deduplicate documents as Zyda-1 and Zyda-2 do, and say what went and why.',
  options: corpusOptions,
  details: () =>
    'Examples:\n' +
    '  engram corpus refinedweb=rw.jsonl.gz c4=c4.parquet --policy zyda1 --out clean\n' +
    '  engram corpus fwe=f.jsonl dclm=d.jsonl --policy zyda2 --least-field fwe:int_score=3 --out clean\n' +
    'Filters and their thresholds:\n' +
    definitions(
      filters.map(({ id, label, removes, threshold }) => [id, `${label}: ${removes} ${threshold} goes.`])
    ) +
    'kept/ holds what stays, with its fields; removed/ what went: reason, value, threshold, and of a duplicate the twin that is kept.\n' +
    'Ctrl-C stops; shards that are finished are kept, and the same command goes on. See docs/corpus.md.\n',
  async run(call, io) {
    const out = call.get('out');
    if (out === undefined)
      throw new UsageError("'engram corpus' needs --out, a folder for what is kept and removed.");
    const memory = memoryOf(call);
    const named = call.get('tasks');
    if (named !== undefined) {
      const ending = new AbortController();
      const deaf = io.onInterrupt(() => ending.abort());
      await makeNamedTasks(readCorpusFolder(out, io.cwd), named, {
        memory,
        stop: ending.signal
      }).finally(deaf);
      return ending.signal.aborted ? interruptedCode : 0;
    }
    const folder = openCorpusFolder(out, io.cwd, await corpusPlan(call, io.cwd));
    const stop = new AbortController();
    const forget = io.onInterrupt(() => stop.abort());
    const told = { done: 0, all: 0, stage: 'sign' as Stage };
    const tell = (stage: Stage, done: number, all: number): void => {
      Object.assign(told, { stage, done, all });
      if (io.columns !== undefined) io.err(`\r\u001b[K${stageWords[stage]}: ${done} of ${all}`);
    };
    const jobs = wholeNumber(call, 'jobs', 1);
    const workers = jobs ?? availableParallelism();
    const pool = corpusPool(folder, { workers, memory, stop: stop.signal });
    const cluster = {
      ...(jobs !== undefined && { jobs }),
      memory,
      options: call.all('sbatch'),
      stop: stop.signal
    };
    const make: Engine['make'] =
      choice(call, 'engine', ['local', 'slurm'] as const) === 'slurm'
        ? onSlurm(folder, cluster)
        : (_, tasks, ended) => pool.make(tasks, ended);
    try {
      const report = await runCorpus(folder, { stop: stop.signal, tell, make });
      if (io.columns !== undefined) io.err('\r\u001b[K');
      if (!report) {
        io.err(
          `engram: stopped while ${stageWords[told.stage].toLowerCase()}, ${told.done} of ${told.all} done and kept. The same command goes on.\n`
        );
        return interruptedCode;
      }
      const text = `${JSON.stringify(report)}\n`;
      const copy = call.get('report');
      if (copy !== undefined) await writeWhole(copy, io.cwd, new TextEncoder().encode(text));
      io.out(call.has('json') ? text : reportInWords(report));
      return 0;
    } finally {
      forget();
      await pool.close();
    }
  }
};
