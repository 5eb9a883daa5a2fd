/** Every command there is: one line each. */
import type { Command } from './command';
import { bench } from './commands/bench';
import { blahut } from './commands/blahut';
import { compare } from './commands/compare';
import { gradient } from './commands/gradient';
import { list } from './commands/list';
import { pagerank } from './commands/pagerank';
import { run } from './commands/run';
import { successor } from './commands/successor';
import { sweep } from './commands/sweep';
import { verdict } from './commands/verdict';
import { verify } from './commands/verify';

export const commands: readonly Command[] = [
  list,
  run,
  compare,
  sweep,
  verdict,
  pagerank,
  successor,
  blahut,
  gradient,
  verify,
  bench
];
