// `npm start`: the desktop window where Electron can be had, otherwise the same built page in a browser.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fetchElectron, installedElectron } from './electron-binary.mjs';
import { servePage } from './page-server.mjs';
import { projectRoot } from './source-hash.mjs';

const usage = 'npm start -- [--browser] [--port <1-65535>] [--no-open]';
/** An Electron that ends in error this soon never showed a window. */
const earlyExit = 5_000;
const page = join(projectRoot, 'out/renderer');
const hasDisplay =
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/** @param {string} line */
const say = (line) => console.log(line);

/**
 * @param {string} problem
 * @returns {never}
 */
function fail(problem) {
  console.error(problem);
  process.exit(2);
}

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        browser: { type: 'boolean', default: false },
        'no-open': { type: 'boolean', default: false },
        port: { type: 'string', default: '5173' }
      }
    });
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 1 || port > 65535)
      fail(`--port ${values.port} is not a port. Expected a whole number from 1 to 65535.`);
    return { browser: values.browser, open: !values['no-open'], port };
  } catch (error) {
    return fail(`${/** @type {Error} */ (error).message} Usage: ${usage}`);
  }
}

/**
 * Runs the window until it is closed.
 * @returns {Promise<string | null>} why there was no window, or null when there was one
 */
async function runDesktop() {
  if (!hasDisplay) return 'There is no display';
  if (process.platform === 'linux' && process.getuid?.() === 0)
    return 'Electron keeps its sandbox and does not run as root';
  let binary = installedElectron();
  try {
    binary ??= await fetchElectron(say);
  } catch (error) {
    return /** @type {Error} */ (error).message;
  }
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  const started = Date.now();
  const shell = spawn(binary, [projectRoot], { stdio: 'inherit', env });
  const ending = await new Promise((resolve) => {
    shell.once('error', (error) => resolve(error.message));
    shell.once('close', (code, signal) => resolve(code === 0 ? null : (signal ?? `exit ${code}`)));
  });
  if (ending === null) return null;
  if (Date.now() - started < earlyExit) return `Electron did not start (${ending})`;
  process.exitCode = 1;
  return null;
}

/** @param {string} url */
function openBrowser(url) {
  if (!hasDisplay) return;
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '', url]
        : ['xdg-open', url];
  // The URL is printed anyway; a machine without an opener loses nothing.
  spawn(command, args, { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}

const { browser, open, port } = readArguments();
if (!existsSync(join(page, 'index.html'))) fail('The page is not built yet. Run: npm run build');

const noWindow = browser ? '' : await runDesktop();
if (noWindow !== null) {
  if (noWindow) say(`${noWindow}; showing the same page in a browser.`);
  const server = await servePage(page, port);
  say(`Engram runs at ${server.url} (Ctrl+C stops it)`);
  if (open) openBrowser(server.url);
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
    process.once(signal, () => server.close().then(() => process.exit(0)));
}
