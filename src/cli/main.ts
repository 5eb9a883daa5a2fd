/** The command line as a function of its arguments: finds the command, runs it, turns errors into one line and a code. */
import { ComputeError } from '../compute/compute';
import { FormatError } from '../formats/formatError';
import { CorpusError } from '../models/corpus/document';
import { GradientError } from '../models/eprop/gradient';
import { GraphError } from '../models/hippocampus/graph';
import { MemoryError } from '../models/memory/rows';
import { RateError } from '../models/rateDistortion/discreteSource';
import { SettingError } from '../models/settings';
import { ExperimentError } from '../session/experiment';
import { LiveError } from '../session/live/live';
import { commandHelp, definitions, parseCall, UsageError } from './command';
import { commands } from './commands';
import type { Io } from './io';
import { suggestion } from './nearest';

/** Errors that say what was wrong with what was asked. Any other is a fault of the program. */
const expected = [
  UsageError,
  SettingError,
  FormatError,
  ExperimentError,
  GradientError,
  CorpusError,
  GraphError,
  RateError,
  MemoryError,
  ComputeError,
  LiveError
];

/** Returns the exit code: 0 done, 1 a check or the program failed, 2 what was asked cannot be done. */
export async function main(args: readonly string[], io: Io): Promise<number> {
  try {
    const [name, ...rest] = args;
    if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
      io.out(overview());
      return 0;
    }
    const names = commands.map((command) => command.name);
    const command = commands.find((candidate) => candidate.name === name);
    if (!command) {
      const kind = name.startsWith('-') ? 'option' : 'command';
      throw new UsageError(
        `Unknown ${kind} '${name}'.${suggestion(name, names)} Commands: ${names.join(', ')}.`
      );
    }
    const call = parseCall(command, rest);
    if (call.has('help')) {
      io.out(commandHelp(command, call));
      return 0;
    }
    return await command.run(call, io);
  } catch (error) {
    if (expected.some((kind) => error instanceof kind)) {
      io.err(`engram: ${(error as Error).message.replace(/\s*\n\s*/g, ' ')}\n`);
      return 2;
    }
    io.err(`engram: unexpected error. ${error instanceof Error ? (error.stack ?? error.message) : error}\n`);
    return 1;
  }
}

function overview(): string {
  const rows = commands.map(({ name, positional, summary }) => [
    [name, positional].filter(Boolean).join(' '),
    summary
  ]);
  return `Engram: online learning in the brain, headless.

Usage: engram <command> [options]

${definitions(rows)}
'engram <command> --help' tells more about each.
`;
}
