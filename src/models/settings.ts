/**
 * A setting is described once, beside its model or source. The description makes the control on the page,
 * the CLI flag, the validation, the documentation and (later) the sweep axis.
 */

export type SettingValue = number | string | boolean;
export type Settings = Readonly<Record<string, SettingValue>>;

/** In the order a stream runs through a model. */
export const settingGroups = [
  'Stream',
  'World',
  'Animal',
  'Network',
  'Memory',
  'Code',
  'Query',
  'Classifiers',
  'Filters',
  'Near copies',
  'Quality',
  'Learning rule',
  'Recall',
  'Run'
] as const;
export type SettingGroup = (typeof settingGroups)[number];

interface Described {
  /** Identifier, camelCase: key in experiment files and of `--set name=value`. */
  name: string;
  /** Words for the control, sentence case. */
  label: string;
  /** Symbol as in the equations, for instance "τ_a". */
  symbol?: string;
  /** Heading it stands under. */
  group: SettingGroup;
  /** Acts at once on a running session; otherwise a change starts the run anew. */
  live: boolean;
  /** What it does, where it is sensible, its equation: one or two sentences. */
  help: string;
  /** Shown and used only while another setting has one of these values (a list: one of them among its entries). */
  when?: {
    name: string;
    is: readonly SettingValue[];
    /** A text setting, a list: also while one of its entries begins with one of these words ("ovq rows 64"). */
    orNamedIn?: string;
  };
  /** Neither shown nor used while a text setting ends in one of these, in whatever case: what a file's name rules out. */
  unless?: { name: string; endsWith: readonly string[] };
}

export interface NumberSetting extends Described {
  kind: 'number';
  default: number;
  min: number;
  max: number;
  integer?: boolean;
  unit?: string;
  scale: 'linear' | 'log';
}

export interface ChoiceSetting extends Described {
  kind: 'choice';
  default: string;
  options: readonly { value: string; label: string }[];
}

export interface ToggleSetting extends Described {
  kind: 'toggle';
  default: boolean;
}

/** Free text: a file name, a list of columns, a world. */
export interface TextSetting extends Described {
  kind: 'text';
  default: string;
  /** The text has many lines, and a panel of its own to write it. */
  document?: boolean;
  /** The text names a file; one in an experiment file is relative to that file. */
  namesFile?: boolean;
  /** A command writes it, not a person: it has no control, and what it says is said in words elsewhere. */
  written?: boolean;
}

/** A number per layer, written "64, 64, 32"; a single one holds for every layer. */
export interface NumbersSetting extends Described {
  kind: 'numbers';
  default: string;
  min: number;
  max: number;
  integer?: boolean;
  unit?: string;
  /** How many at most. */
  most: number;
}

/** A choice per layer, written "alif, leakyTanh"; a single one holds for every layer. */
export interface ChoicesSetting extends Described {
  kind: 'choices';
  default: string;
  options: readonly { value: string; label: string }[];
  most: number;
}

export type SettingDescription =
  | NumberSetting
  | ChoiceSetting
  | ToggleSetting
  | TextSetting
  | NumbersSetting
  | ChoicesSetting;

/** Raised for an unknown setting or a value that does not fit; the message is one line. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
}

/** Every described setting with its given or default value. Throws SettingError for unknown names and bad values. */
export function completeSettings(descriptions: readonly SettingDescription[], given: Settings): Settings {
  for (const name of Object.keys(given)) findSetting(descriptions, name);
  return Object.fromEntries(
    descriptions.map((description) => [
      description.name,
      checkSetting(description, given[description.name] ?? description.default)
    ])
  );
}

/** The description of `name`. Throws SettingError listing the names there are. */
export function findSetting(descriptions: readonly SettingDescription[], name: string): SettingDescription {
  const found = descriptions.find((description) => description.name === name);
  if (found) return found;
  const known = descriptions.map((description) => description.name).join(', ');
  throw new SettingError(`Unknown setting '${name}'. Settings here: ${known}.`);
}

/** The value itself when it fits its description. Throws SettingError otherwise. */
export function checkSetting(description: SettingDescription, value: SettingValue): SettingValue {
  if (description.kind === 'number') {
    const { min, max, integer } = description;
    const fits =
      typeof value === 'number' && value >= min && value <= max && (!integer || Number.isInteger(value));
    if (fits) return value;
  } else if (description.kind === 'choice') {
    if (description.options.some((option) => option.value === value)) return value;
  } else if (description.kind === 'toggle') {
    if (typeof value === 'boolean') return value;
  } else if (description.kind === 'text') {
    if (typeof value === 'string') return value;
  } else {
    const list = typeof value === 'number' ? String(value) : value;
    if (typeof list === 'string' && listFits(description, listOf(list))) return listOf(list).join(', ');
  }
  throw new SettingError(
    `Setting '${description.name}' is ${JSON.stringify(value)}; expected ${expectation(description)}.`
  );
}

/** The entries of a list setting's value. */
export function listOf(value: SettingValue): string[] {
  return String(value)
    .split(',')
    .map((entry) => entry.trim());
}

function listFits(description: NumbersSetting | ChoicesSetting, entries: readonly string[]): boolean {
  if (entries.length > description.most) return false;
  if (description.kind === 'choices')
    return entries.every((entry) => description.options.some(({ value }) => value === entry));
  const { min, max, integer } = description;
  return entries.every((entry) => {
    const value = entry === '' ? Number.NaN : Number(entry);
    return value >= min && value <= max && (!integer || Number.isInteger(value));
  });
}

/** The settings with a live one changed. Throws SettingError for an unknown one, one that is not live, and a value that does not fit. */
export function withLive(
  descriptions: readonly SettingDescription[],
  settings: Settings,
  name: string,
  value: SettingValue
): Settings {
  const description = findSetting(descriptions, name);
  if (!description.live)
    throw new SettingError(
      `Setting '${name}' cannot change while the session runs; open the experiment anew with it.`
    );
  return { ...settings, [name]: checkSetting(description, value) };
}

/** A value from text, as on a command line. Throws SettingError when the text does not read as one. */
export function parseSetting(description: SettingDescription, text: string): SettingValue {
  if (description.kind === 'number') {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (Number.isFinite(value)) return checkSetting(description, value);
    throw new SettingError(
      `Setting '${description.name}' is '${text}'; expected ${expectation(description)}.`
    );
  }
  if (description.kind === 'toggle' && (text === 'true' || text === 'false')) return text === 'true';
  return checkSetting(description, text);
}

/** What would fit, in words: "a whole number from 1 to 4096 (steps)". */
export function expectation(description: SettingDescription): string {
  switch (description.kind) {
    case 'number': {
      const unit = description.unit ? ` (${description.unit})` : '';
      return `a ${description.integer ? 'whole ' : ''}number from ${description.min} to ${description.max}${unit}`;
    }
    case 'choice':
      return `one of ${description.options.map((option) => option.value).join(', ')}`;
    case 'toggle':
      return 'true or false';
    case 'text':
      return 'text';
    case 'numbers': {
      const unit = description.unit ? ` (${description.unit})` : '';
      const whole = description.integer ? 'whole ' : '';
      return `1 to ${description.most} ${whole}numbers from ${description.min} to ${description.max}${unit}, separated by commas`;
    }
    case 'choices': {
      const values = description.options.map((option) => option.value).join(', ');
      return `1 to ${description.most} of ${values}, separated by commas`;
    }
  }
}

/** Whether the setting is in use, given the others (see `when` and `unless`). */
export function isInUse({ when, unless }: SettingDescription, settings: Settings): boolean {
  if (unless) {
    const text = String(settings[unless.name]).toLowerCase();
    if (unless.endsWith.some((end) => text.endsWith(end))) return false;
  }
  if (!when) return true;
  const value = settings[when.name];
  const named = when.orNamedIn === undefined ? [] : listOf(settings[when.orNamedIn] ?? '');
  return (
    named.some((entry) => when.is.includes(entry.split(/\s+/)[0])) ||
    when.is.includes(value) ||
    (typeof value === 'string' && listOf(value).some((entry) => when.is.includes(entry)))
  );
}
