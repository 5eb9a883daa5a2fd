import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. */
export const projectRoot = fileURLToPath(new URL('..', import.meta.url));

/**
 * Every file at or below the given paths, sorted, relative to the project, with forward slashes.
 * Paths that do not exist are left out, and so is whatever `skip` says.
 * @param {string[]} paths relative to the project
 * @param {(path: string) => boolean} [skip]
 * @returns {string[]}
 */
export function filesUnder(paths, skip = () => false) {
  /** @type {string[]} */
  const found = [];
  /** @param {string} path */
  const visit = (path) => {
    const full = join(projectRoot, path);
    const name = relative(projectRoot, full).replaceAll('\\', '/');
    if (!existsSync(full) || skip(name)) return;
    if (!statSync(full).isDirectory()) found.push(name);
    else for (const entry of readdirSync(full)) visit(`${name}/${entry}`);
  };
  for (const path of paths) visit(path);
  return found.sort();
}

/**
 * A hash of names and contents, so that a fresh clone and a touched file are judged by what they say.
 * @param {string[]} files relative to the project
 * @param {unknown} [settings] anything else that decides the output
 * @returns {string} hexadecimal, 16 characters
 */
export function hashFiles(files, settings = null) {
  const hash = createHash('sha256').update(JSON.stringify(settings));
  for (const file of files) {
    hash.update(`\0${file}\0`).update(readFileSync(join(projectRoot, file)));
  }
  return hash.digest('hex').slice(0, 16);
}
