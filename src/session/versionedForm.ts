/** Parts of an experiment with a version of their own: a newer form is kept as it is, and not used. */
import * as v from 'valibot';

const newerForm = v.looseObject({ version: v.number() });

/**
 * @param own the form that is written; @param current its version, the newest that is understood.
 * @returns `form` reads `own`, and any newer form without looking into it; `understood` is what this version makes of a part that was
 * read so, as the type that `own` describes.
 */
export function versionedForm<Schema extends v.GenericSchema>(own: Schema, current: number) {
  const isNewer = (input: unknown): boolean =>
    typeof input === 'object' &&
    input !== null &&
    'version' in input &&
    typeof input.version === 'number' &&
    input.version > current;
  return {
    form: v.lazy((input: unknown): Schema | typeof newerForm => (isNewer(input) ? newerForm : own)),
    understood: <Own extends { version: number }>(part: { version: number } | undefined): Own | undefined =>
      part && !isNewer(part) ? (part as Own) : undefined
  };
}
