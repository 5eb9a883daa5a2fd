import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { fileHandlers } from '../../src/main/fileHandlers';
import { registerHandlers } from '../../src/main/handlers';
import { mediaAccess } from '../../src/main/mediaAccess';
import { udpAccess } from '../../src/main/udpHandlers';
import type { DesktopBridge } from '../../src/preload/contract';
import { examples } from '../main/examples';
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
  const listening = new Map<string, (event: unknown, news: unknown) => void>();
  const ipcRenderer = {
    on: (kind: string, listener: (event: unknown, news: unknown) => void) => listening.set(kind, listener),
    off: (kind: string) => listening.delete(kind),
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
  return { desktop: exposed.get('desktop') as DesktopBridge, listening, exposed, required, answers };
}

describe('the built preload script', () => {
  it('is one CommonJS file that needs only electron', () => {
    const { exposed, required } = runPreload();
    expect(new Set(required)).toEqual(new Set(['electron']));
    expect([...exposed.keys()]).toEqual(['desktop']);
  });

  it('gives the page the functions of the contract and nothing else', () => {
    const { desktop } = runPreload();
    expect(Object.keys(desktop).sort()).toEqual([...Object.keys(examples), 'on'].sort());
  });

  it('lets the page listen to the news of the contract and to nothing else', () => {
    const { desktop, listening } = runPreload();
    const heard: unknown[] = [];
    const stop = desktop.on('command', (...news) => heard.push(news));
    listening.get('command')?.({ sender: 'kept back' }, 'run');
    expect(heard).toEqual([['run']]);
    stop();
    expect(listening.size).toBe(0);
    for (const kind of ['toString', 'ipc-message', '__proto__', undefined])
      expect(() => desktop.on(kind as 'command', () => {}), String(kind)).toThrow(
        'on: expected one of command'
      );
    expect(() => desktop.on('command', 'alert(1)' as never)).toThrow('on: expected');
    expect(listening.size).toBe(0);
  });

  it('carries each request to its handler and the answer back', async () => {
    const { desktop, answers } = runPreload();
    answers.open = { canceled: false, filePaths: ['package.json'] };
    expect(await desktop.version()).toBe('1.2.3');
    expect((await desktop.openFile({ extensions: ['json'] }))?.name).toBe('package.json');
    expect(await desktop.saveFile({ name: 'figure.svg', bytes: new Uint8Array(1) })).toBeNull();
  });
});
