// Finds Electron's binary without importing the electron package: that import would start a download and wait for it.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

const packageFile = createRequire(import.meta.url).resolve('electron/package.json');
const folder = dirname(packageFile);

/** The Electron this project is built for. @type {string} */
export const electronVersion = JSON.parse(readFileSync(packageFile, 'utf8')).version;

/** Milliseconds for the download host to answer, and for the download itself before the start goes on without it. */
const reachLimit = 4_000;
const downloadLimit = 15_000;

/**
 * The binary's path where one is installed.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | null}
 */
export function installedElectron(env = process.env) {
  const named = env.ELECTRON_EXEC_PATH;
  if (named) return existsSync(named) ? named : null;
  try {
    const dist = env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist');
    const version = readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '');
    const binary = join(dist, readFileSync(join(folder, 'path.txt'), 'utf8').trim());
    return version === electronVersion && existsSync(binary) ? binary : null;
  } catch {
    return null;
  }
}

/**
 * Fetches the binary if that can be expected to work: the archive lies in Electron's own cache, a proxy is configured,
 * or the download host answers. A slow download goes on after this has given up, for the next start to find.
 * @param {(line: string) => void} say
 * @returns {Promise<string>} the binary's path
 * @throws {Error} with the reason in words
 */
export async function fetchElectron(say) {
  const { href, host } = archiveUrl();
  if (!process.env.ELECTRON_GET_USE_PROXY && !existsSync(cachedArchive(href))) {
    try {
      const answer = await fetch(href, {
        method: 'HEAD',
        redirect: 'manual',
        signal: AbortSignal.timeout(reachLimit)
      });
      if (answer.status >= 400) throw new Error(`status ${answer.status}`);
    } catch (error) {
      throw new Error(
        `Electron ${electronVersion} is not here and ${host} cannot be reached (${reasonOf(error)})`
      );
    }
  }
  say(`Fetching Electron ${electronVersion}, once.`);
  const installer = spawn(process.execPath, [join(folder, 'install.js')], {
    stdio: ['ignore', 'ignore', 'pipe']
  });
  let log = '';
  installer.stderr.on('data', (chunk) => {
    log += chunk;
  });
  const slow = AbortSignal.timeout(downloadLimit);
  /** @type {number | 'slow'} */
  const ending = await new Promise((resolve) => {
    installer.once('close', resolve);
    slow.addEventListener('abort', () => resolve('slow'));
  });
  if (ending === 'slow')
    throw new Error(
      `Electron ${electronVersion} is still being fetched and opens its window at the next start`
    );
  const binary = installedElectron();
  if (ending === 0 && binary) return binary;
  throw new Error(
    `Electron ${electronVersion} could not be fetched (${log.trim().split('\n')[0] || `exit ${ending}`})`
  );
}

function archiveUrl() {
  const mirror = process.env.ELECTRON_MIRROR ?? 'https://github.com/electron/electron/releases/download/';
  const name = `electron-v${electronVersion}-${process.platform}-${process.arch}.zip`;
  return new URL(`${mirror.replace(/\/?$/, '/')}v${electronVersion}/${name}`);
}

/**
 * Where @electron/get keeps an archive: one folder per address, named by the hash of that address.
 * @param {string} href
 */
function cachedArchive(href) {
  const caches = {
    linux: process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
    darwin: join(homedir(), 'Library/Caches'),
    win32: process.env.LOCALAPPDATA ?? join(homedir(), 'AppData/Local')
  };
  const cache = caches[/** @type {keyof typeof caches} */ (process.platform)] ?? caches.linux;
  const inside = process.platform === 'win32' ? 'electron/Cache' : 'electron';
  const key = createHash('sha256')
    .update(href.slice(0, href.lastIndexOf('/')))
    .digest('hex');
  return join(
    process.env.electron_config_cache ?? join(cache, inside),
    key,
    href.slice(href.lastIndexOf('/') + 1)
  );
}

/** @param {unknown} error */
function reasonOf(error) {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'no answer';
  const cause = /** @type {NodeJS.ErrnoException | undefined} */ (error.cause);
  return cause?.code ?? error.message;
}
