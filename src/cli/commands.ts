/** Every command there is: one line each. */
import type { Command } from './command';
import { attention } from './commands/attention';
import { bench } from './commands/bench';
import { blahut } from './commands/blahut';
import { compare } from './commands/compare';
import { corpus } from './commands/corpus';
import { cost } from './commands/cost';
import { exportRun } from './commands/export';
import { gradient } from './commands/gradient';
import { list } from './commands/list';
import { pagerank } from './commands/pagerank';
import { point } from './commands/point';
import { retrieve } from './commands/retrieve';
import { run } from './commands/run';
import { successor } from './commands/successor';
import { sweep } from './commands/sweep';
import { verify } from './commands/verify';

export const commands: readonly Command[] = [
  list,
  run,
  compare,
  sweep,
  point,
  exportRun,
  pagerank,
  successor,
  retrieve,
  blahut,
  gradient,
  attention,
  cost,
  corpus,
  verify,
  bench
];
