import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { fileHandlers } from '../../src/main/fileHandlers';
import { registerHandlers } from '../../src/main/handlers';
import { mediaAccess } from '../../src/main/mediaAccess';
import { udpAccess } from '../../src/main/udpHandlers';
import type { Desktop } from '../../src/preload/contract';
import { standIn } from '../main/standIn';

/** Runs the built preload script where `require('electron')` is all there is, wired to the real handlers. */
function runPreload() {
  const { electron, channels, answers } = standIn();
  registerHandlers(electron.ipcMain, {
    ...fileHandlers(electron.app, electron.dialog),
    ...udpAccess().handlers,
    ...mediaAccess().handlers
  });
  const exposed = new Map<string, unknown>();
  const required: string[] = [];
  const ipcRenderer = {
    invoke: async (channel: string, request: unknown) =>
      channels.get(channel)?.({ senderFrame: { url: 'app://engram/', parent: null } }, request)
  };
  const contextBridge = { exposeInMainWorld: (name: string, value: unknown) => exposed.set(name, value) };
  const require = (name: string): unknown => {
    required.push(name);
    return { ipcRenderer, contextBridge };
  };
  const context = createContext({ require, module: { exports: {} }, exports: {} });
  runInContext(readFileSync('out/preload/index.cjs', 'utf8'), context);
  return { desktop: exposed.get('desktop') as Desktop, exposed, required, answers };
}

describe('the built preload script', () => {
  it('is one CommonJS file that needs only electron', () => {
    const { exposed, required } = runPreload();
    expect(new Set(required)).toEqual(new Set(['electron']));
    expect([...exposed.keys()]).toEqual(['desktop']);
  });

  it('gives the page the functions of the contract and nothing else', () => {
    const { desktop } = runPreload();
    expect(Object.keys(desktop).sort()).toEqual([
      'allowMedia',
      'closeUdp',
      'openFile',
      'openUdp',
      'readUdp',
      'saveFile',
      'version'
    ]);
  });

  it('carries each request to its handler and the answer back', async () => {
    const { desktop, answers } = runPreload();
    answers.open = { canceled: false, filePaths: ['package.json'] };
    expect(await desktop.version()).toBe('1.2.3');
    expect((await desktop.openFile({ extensions: ['json'] }))?.name).toBe('package.json');
    expect(await desktop.saveFile({ name: 'figure.svg', bytes: new Uint8Array(1) })).toBeNull();
  });
});
