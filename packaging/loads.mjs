// Loads the built main process and the built preload script where a stand-in is all there is of Electron.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { createContext, runInContext } from 'node:vm';

/** Electron as the main process finds it before it is ready, which it never becomes. It says what it was asked. */
const standIn = `
const asked = (name) => (...values) => { console.log('asked ' + name); return undefined; };
export const app = { enableSandbox: asked('enableSandbox'), requestSingleInstanceLock: () => true, on: asked('on'),
  quit: asked('quit'), exit: asked('exit'), getAppPath: () => '/nowhere', getPath: () => '/nowhere', getVersion: () => '0',
  whenReady: () => { console.log('asked whenReady'); return new Promise(() => {}); } };
export const protocol = { registerSchemesAsPrivileged: asked('registerSchemesAsPrivileged'), handle: asked('handle') };
export class BrowserWindow {}
export const dialog = {}, ipcMain = {}, Menu = {}, screen = {}, session = {}, shell = {};`;

/** @param {string} code */
const asModule = (code) => `data:text/javascript,${encodeURIComponent(code)}`;

const resolver = asModule(`export const resolve = (name, context, next) => name === 'electron'
  ? { url: ${JSON.stringify(asModule(standIn))}, shortCircuit: true } : next(name, context);`);

/**
 * @param {string} entry path of the main process's first file
 * @returns {Promise<string | undefined>} what is wrong
 */
export async function mainTrouble(entry) {
  const code = `import { register } from 'node:module'; register(${JSON.stringify(resolver)});
    await import(${JSON.stringify(pathToFileURL(entry).href)});`;
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', code], {
      timeout: 20_000
    });
    const asked = stdout.split('\n').flatMap((line) => line.match(/^asked (.*)/)?.[1] ?? []);
    const missing = ['enableSandbox', 'registerSchemesAsPrivileged', 'whenReady'].filter(
      (name) => !asked.includes(name)
    );
    return missing.length > 0 ? `it never asks Electron for ${missing.join(', ')}` : undefined;
  } catch (error) {
    const { stderr, message } = /** @type {Error & { stderr?: string }} */ (error);
    return (
      (stderr || message)
        .trim()
        .split('\n')
        .find((line) => /Error/.test(line)) ?? message
    );
  }
}

/**
 * @param {string} entry path of the preload script
 * @returns {string | undefined} what is wrong
 */
export function preloadTrouble(entry) {
  /** @type {string[]} */
  const exposed = [];
  /** @param {string} name */
  const require = (name) => {
    if (name !== 'electron') throw new Error(`it requires ${name}, which a sandbox does not have`);
    return {
      contextBridge: { exposeInMainWorld: (/** @type {string} */ world) => exposed.push(world) },
      ipcRenderer: {}
    };
  };
  try {
    runInContext(
      readFileSync(entry, 'utf8'),
      createContext({ require, module: { exports: {} }, exports: {} })
    );
  } catch (error) {
    return String(error);
  }
  return exposed.join() === 'desktop'
    ? undefined
    : `it puts ${exposed.join(', ') || 'nothing'} on the page, not desktop`;
}
