/** This command line as another process. */
import { existsSync } from 'node:fs';
import { shipped } from '../../files';

/** What to spawn for `engram <args>`. Built on first use, as for anybody. */
export function engramProcess(args: readonly string[]): readonly [string, ...string[]] {
  const launcher = shipped('bin/engram.mjs');
  if (!existsSync(launcher))
    throw new Error(`${launcher} is missing; expected the launcher of the command line.`);
  return [process.execPath, launcher, ...args];
}
