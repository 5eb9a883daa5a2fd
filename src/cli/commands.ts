/** Every command there is: one line each. */
import type { Command } from './command';
import { bench } from './commands/bench';
import { gradient } from './commands/gradient';
import { list } from './commands/list';
import { run } from './commands/run';
import { verdict } from './commands/verdict';
import { verify } from './commands/verify';

export const commands: readonly Command[] = [list, run, verdict, gradient, verify, bench];
