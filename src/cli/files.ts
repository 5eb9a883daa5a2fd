/** Files as commands read and write them: whole or not at all. */
import { existsSync, rmdirSync, rmSync } from 'node:fs';
import {
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  rmdir,
  stat,
  writeFile
} from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FormatError } from '../formats/formatError';
import type { FileAccess } from '../session/source';
import { UsageError } from './command';
import { LargeFiles } from './largeFiles';
import { readFitting } from './manyFiles';

const examplePrefix = 'example:';

/** Whether `name` is that of a shipped example rather than of a file on disk. */
export function isExample(name: string): boolean {
  return name.startsWith(examplePrefix);
}

/**
 * Reads `example:` names from the shipped examples and every other relative to `cwd`; one with a star in its last part is all files
 * of that folder it fits, one after another.
 */
export function fileAccess(cwd: string): FileAccess {
  const opened = new LargeFiles(cwd);
  return {
    async read(name) {
      if (basename(name).includes('*') && !existsSync(resolve(cwd, name)))
        return readFitting(name, cwd, (one) => readWhole(one, cwd));
      if (!isExample(name)) return opened.read(name) ?? readWhole(name, cwd);
      const folder = dirname(shipped(join('examples', 'digits.csv.gz')));
      const wanted = name.slice(examplePrefix.length);
      const there = (await readdir(folder)).filter((file) => file !== 'README.md');
      if (there.includes(wanted)) return readWhole(wanted, folder);
      throw new FormatError({
        file: name,
        found: 'no such example',
        expected: `example:${there.join(' or example:')}`
      });
    }
  };
}

/** Throws FormatError for a file that is missing or cannot be read. */
export async function readWhole(name: string, cwd: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(resolve(cwd, name)));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const found =
      code === 'ENOENT' || code === 'ENOTDIR'
        ? 'no such file'
        : code === 'EISDIR'
          ? 'a folder'
          : code === 'EACCES' || code === 'EPERM'
            ? 'no permission to read it'
            : code === 'ERR_FS_FILE_TOO_LARGE'
              ? 'more than 2 GB'
              : `an error of the system (${code ?? error})`;
    throw new FormatError({ file: name, found, expected: 'a file that can be read' });
  }
}

/** A path within the package, from its sources and from its built command line alike. Throws FormatError. */
export function shipped(path: string): string {
  const start = dirname(fileURLToPath(import.meta.url));
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, path))) return join(folder, path);
    if (folder === dirname(folder)) break;
  }
  throw new FormatError({
    file: path,
    found: 'nothing in the package',
    expected: 'this part of Engram beside the program; install it again'
  });
}

/** Writes a file that appears whole. Throws UsageError where it cannot be written. */
export async function writeWhole(name: string, cwd: string, bytes: Uint8Array): Promise<void> {
  const path = resolve(cwd, name);
  const aside = `${path}.${process.pid}.partial`;
  try {
    const file = await open(aside, 'w');
    try {
      await file.writeFile(bytes);
      // On the disk before it gets its name: after a loss of power too it is whole or not there.
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true });
    throw cannotWrite(name, error);
  }
}

/** As `writeWhole`, piece by piece; returns how many bytes there were. Throws UsageError, and what makes the pieces throws. */
export async function writePieces(name: string, cwd: string, pieces: Iterable<Uint8Array>): Promise<number> {
  const path = resolve(cwd, name);
  const aside = `${path}.${process.pid}.partial`;
  let bytes = 0;
  try {
    const file = await open(aside, 'w').catch((error) => {
      throw cannotWrite(name, error);
    });
    try {
      for (const piece of pieces) {
        await file.writeFile(piece).catch((error) => {
          throw cannotWrite(name, error);
        });
        bytes += piece.length;
      }
    } finally {
      await file.close();
    }
    await rename(aside, path).catch((error) => {
      throw cannotWrite(name, error);
    });
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
  return bytes;
}

/** A folder in the making, beside the place where it will stand or, where there is one already, within it. */
export interface FolderDraft {
  write(name: string, content: Uint8Array | string): Promise<void>;
  /** Moves everything to its place; files of the same names that stood there are replaced, others stay. */
  publish(): Promise<void>;
  /** Leaves nothing behind. */
  discard(): Promise<void>;
}

/** What tells a program to end. */
const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Throws UsageError where the folder could not be written. A signal that ends the program, because nothing else listens for
 * it any more, takes the draft away first.
 */
export async function draftFolder(
  name: string,
  cwd: string,
  program: Pick<NodeJS.Process, 'on' | 'off' | 'listenerCount' | 'kill' | 'pid'> = process
): Promise<FolderDraft> {
  const path = resolve(cwd, name);
  let draft: string;
  /** The outermost folder made on the way. */
  let made: string | undefined;
  try {
    if (existsSync(path) && !(await stat(path)).isDirectory()) {
      throw new UsageError(`--out '${name}' is a file; expected a folder to write to.`);
    }
    // Within the folder where there is one: it may lie on another disk than what holds it, as a mounted volume does.
    const beside = existsSync(path) ? path : dirname(path);
    made = await mkdir(beside, { recursive: true });
    draft = await mkdtemp(join(beside, `.${basename(path)}-`));
  } catch (error) {
    throw cannotWrite(name, error);
  }
  const end = (signal: NodeJS.Signals): void => {
    if (program.listenerCount(signal) > 1) return;
    forget();
    // At once: nothing that waits is heard any more.
    rmSync(draft, { recursive: true, force: true });
    for (const folder of foldersMade(path, made)) {
      try {
        rmdirSync(folder);
      } catch {
        break;
      }
    }
    program.kill(program.pid, signal);
  };
  const forget = (): void => {
    for (const signal of endings) program.off(signal, end);
  };
  for (const signal of endings) program.on(signal, end);
  return {
    async write(file, content) {
      const to = join(draft, file);
      try {
        await mkdir(dirname(to), { recursive: true });
        await writeFile(to, content);
      } catch (error) {
        throw cannotWrite(join(name, file), error);
      }
    },
    async publish() {
      try {
        await checkPlace(draft, path);
        await moveInto(draft, path);
      } catch (error) {
        throw cannotWrite(name, error);
      } finally {
        await rm(draft, { recursive: true, force: true });
        forget();
      }
    },
    async discard() {
      await rm(draft, { recursive: true, force: true });
      forget();
      try {
        for (const folder of foldersMade(path, made)) await rmdir(folder);
      } catch {
        // It holds something by now: what was published, or what others put there.
      }
    }
  };
}

/** Folders made on the way to `path`, innermost first; `outermost` is undefined where there are none. */
function foldersMade(path: string, outermost: string | undefined): string[] {
  const folders: string[] = [];
  if (outermost === undefined) return folders;
  for (let folder = dirname(path); folder.length >= outermost.length; folder = dirname(folder))
    folders.push(folder);
  return folders;
}

/** Before anything moves: throws where a folder stands in the place of a file or a file in that of a folder. */
async function checkPlace(from: string, to: string): Promise<void> {
  if (!existsSync(to)) return;
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const target = join(to, entry.name);
    if (!existsSync(target)) continue;
    if ((await stat(target)).isDirectory() !== entry.isDirectory()) {
      const [there, wanted] = entry.isDirectory() ? ['file', 'folder'] : ['folder', 'file'];
      throw new UsageError(
        `'${target}' is a ${there}; a ${wanted} has to stand there. Choose another place.`
      );
    }
    if (entry.isDirectory()) await checkPlace(join(from, entry.name), target);
  }
}

async function moveInto(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await moveInto(source, target);
    else await rename(source, target);
  }
}

function cannotWrite(name: string, error: unknown): UsageError {
  if (error instanceof UsageError) return error;
  const { code } = error as NodeJS.ErrnoException;
  return new UsageError(`'${name}' cannot be written (${code ?? error}); choose another place.`);
}
