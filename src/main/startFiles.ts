/** The files that a command line names: what the system hands over when a file is double-clicked. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * @param argv with the program itself first
 * @param folder the paths are relative to
 */
export function startFiles(argv: readonly string[], folder: string): string[] {
  return argv
    .slice(1)
    .filter((argument) => !argument.startsWith('-'))
    .map((argument) => resolve(folder, argument))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true);
}
