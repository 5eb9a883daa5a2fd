/** What a command is: its options are described once and give the parsing and the help. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { Io } from './io';
import { suggestion } from './nearest';

export interface Option {
  name: string;
  /** What stands for the value in the help, such as "<n>"; a switch has none. */
  value?: string;
  /** One letter that means the same. */
  short?: string;
  /** May be given several times. */
  multiple?: boolean;
  help: string;
}

/** What was typed, checked against the options. */
export interface Call {
  positionals: readonly string[];
  /** Whether the switch was given. */
  has(name: string): boolean;
  /** The value of an option, or undefined. */
  get(name: string): string | undefined;
  /** Every value of an option that may be repeated. */
  all(name: string): readonly string[];
}

export interface Command {
  name: string;
  /** What follows the options, such as "<preset|experiment.json>"; empty for nothing; "…" at its end for several. */
  positional: string;
  summary: string;
  options: readonly Option[];
  /** Further paragraphs of the help. */
  details?(call: Call): string;
  /** Returns the exit code. */
  run(call: Call, io: Io): Promise<number>;
}

/** What was asked cannot be done; the message is one line that says what can. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const helpOption: Option = { name: 'help', short: 'h', help: 'Show this and do nothing.' };

/** Throws UsageError for options the command does not have and for missing values. */
export function parseCall(command: Command, args: readonly string[]): Call {
  const options = [...command.options, helpOption];
  const config: NonNullable<ParseArgsConfig['options']> = Object.fromEntries(
    options.map(({ name, value, multiple, short }) => [
      name,
      value
        ? { type: 'string' as const, ...(multiple && { multiple }) }
        : { type: 'boolean' as const, ...(short && { short }) }
    ])
  );
  const { positionals, values } = parse(command, args, config);
  for (const [name, value] of Object.entries(values))
    if (value === '') throw lacksValue(command, `--${name}`);
  if (!values.help && command.positional === '' && positionals.length > 0) {
    throw new UsageError(
      `'engram ${command.name}' takes no '${positionals[0]}'. See 'engram ${command.name} --help'.`
    );
  }
  if (command.positional !== '' && !command.positional.endsWith('…') && positionals.length > 1) {
    throw new UsageError(
      `'engram ${command.name}' takes one ${command.positional}; found also '${positionals[1]}'.`
    );
  }
  return {
    positionals,
    has: (name) => values[name] === true,
    get: (name) => {
      const value = values[name];
      return typeof value === 'string' ? value : undefined;
    },
    all: (name) => {
      const value = values[name];
      return Array.isArray(value) ? value.map(String) : [];
    }
  };
}

function parse(command: Command, args: readonly string[], options: NonNullable<ParseArgsConfig['options']>) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const unknown = /^Unknown option '(--?[^']*)'/.exec(message)?.[1];
    const names = Object.keys(options).map((name) => `--${name}`);
    const lacking = /^Option '(?:-\w, )?(--[\w-]+)(?: <value>)?' argument/.exec(message)?.[1];
    if (lacking) throw lacksValue(command, lacking);
    const said = unknown
      ? `Unknown option '${unknown}'.${suggestion(unknown, names)}`
      : `${message.split('\n')[0].replace(/\.$/, '')}.`;
    throw new UsageError(`${said} See 'engram ${command.name} --help'.`);
  }
}

function lacksValue(command: Command, option: string): UsageError {
  return new UsageError(`Option '${option}' needs a value. See 'engram ${command.name} --help'.`);
}

/** The whole help of a command. */
export function commandHelp(command: Command, call: Call): string {
  const usage = ['engram', command.name, command.positional, '[options]'].filter(Boolean).join(' ');
  const rows = [...command.options, helpOption].map(({ name, value, multiple, help }) => [
    `--${name}${value ? ` ${value}` : ''}${multiple ? ' ...' : ''}`,
    help
  ]);
  const details = command.details?.(call);
  return `${command.summary}\n\nUsage: ${usage}\n\n${definitions(rows)}${details ? `\n${details}` : ''}`;
}

/** Two columns: terms, and what they mean. */
export function definitions(rows: readonly (readonly string[])[], indent = '  '): string {
  const width = Math.max(0, ...rows.map(([term]) => term.length));
  return rows.map(([term, text]) => `${indent}${term.padEnd(width)}  ${text}\n`).join('');
}

/** The whole number an option spells, at least `least`. Throws UsageError. */
export function wholeNumber(call: Call, name: string, least: number): number | undefined {
  const text = call.get(name);
  if (text === undefined) return undefined;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new UsageError(`--${name} is '${text}'; expected a whole number from ${least}.`);
}

/** One of `choices`, the first when the option is not given. Throws UsageError. */
export function choice<Choice extends string>(call: Call, name: string, choices: readonly Choice[]): Choice {
  const text = call.get(name) ?? choices[0];
  const found = choices.find((candidate) => candidate === text);
  if (found) return found;
  throw new UsageError(
    `--${name} is '${text}'; expected one of ${choices.join(', ')}.${suggestion(text, choices)}`
  );
}
