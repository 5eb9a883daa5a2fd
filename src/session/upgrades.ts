/** Older experiment files, brought to the present form one step at a time. */
export const currentFormat = 1;

type Fields = Readonly<Record<string, unknown>>;

/** `upgrades[n]` turns form n into form n + 1. Version 1 is the first, so there is none yet. */
const upgrades: Readonly<Record<number, (fields: Fields) => Fields>> = {};

/** The same experiment in the present form. `format` is a whole number from 1 to `currentFormat`. */
export function upgrade(fields: Fields, format: number): Fields {
  return format === currentFormat
    ? fields
    : upgrade({ ...upgrades[format](fields), format: format + 1 }, format + 1);
}
