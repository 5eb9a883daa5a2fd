import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fileHandlers } from '../../src/main/fileHandlers';
import { type Handlers, registerHandlers } from '../../src/main/handlers';
import { type StandIn, standIn } from './standIn';

let folder: string;
let shell: StandIn;
let handlers: Pick<Handlers, 'openFile' | 'saveFile' | 'version'>;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'engram-files-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  shell = standIn();
  handlers = fileHandlers(shell.electron.app, shell.electron.dialog);
});

describe('opening a file', () => {
  it('gives the name without its folder and every byte', async () => {
    const path = join(folder, 'trial.csv');
    writeFileSync(path, 'a,b\n1,2\n');
    shell.answers.open = { canceled: false, filePaths: [path] };
    const opened = await handlers.openFile({ extensions: ['csv', 'gz'] });
    expect(opened?.name).toBe('trial.csv');
    expect(new TextDecoder().decode(opened?.bytes)).toBe('a,b\n1,2\n');
    expect(shell.given.get('showOpenDialog')?.[0]).toMatchObject({
      properties: ['openFile'],
      filters: [{ extensions: ['csv', 'gz'] }]
    });
  });

  it('gives null when the user cancels', async () => {
    expect(await handlers.openFile({ extensions: [] })).toBeNull();
    expect(shell.given.get('showOpenDialog')?.[0]).toMatchObject({ filters: [] });
  });

  it('refuses a file that does not fit, saying how large it may be', async () => {
    const path = join(folder, 'huge.npy');
    writeFileSync(path, '');
    truncateSync(path, 2 ** 30 + 1);
    shell.answers.open = { canceled: false, filePaths: [path] };
    await expect(handlers.openFile({ extensions: [] })).rejects.toThrow(
      'huge.npy has 1073741825 bytes; at most 1073741824 are handed to the window.'
    );
  });

  it.each([
    ['nothing', undefined],
    ['no extensions', {}],
    ['extensions that are not a list', { extensions: 'csv' }],
    ['an extension with a dot', { extensions: ['.csv'] }],
    ['an extension with a slash', { extensions: ['../x'] }],
    ['too many extensions', { extensions: Array(17).fill('csv') }],
    ['a key it does not know', { extensions: [], path: '/etc/passwd' }]
  ])('refuses %s before any dialog', async (_what, request) => {
    await expect(handlers.openFile(request)).rejects.toThrow(/^openFile: /);
    expect(shell.calls).toEqual([]);
  });
});

describe('saving a file', () => {
  const bytes = new Uint8Array([1, 2, 3]);

  it('writes where the user chose and says under which name', async () => {
    const filePath = join(folder, 'chosen.svg');
    shell.answers.save = { canceled: false, filePath };
    expect(await handlers.saveFile({ name: 'figure.svg', bytes })).toBe('chosen.svg');
    expect([...readFileSync(filePath)]).toEqual([1, 2, 3]);
    expect(shell.given.get('showSaveDialog')?.[0]).toEqual({ defaultPath: 'figure.svg' });
  });

  it('writes nothing when the user cancels', async () => {
    shell.answers.save = { canceled: true, filePath: join(folder, 'never.svg') };
    expect(await handlers.saveFile({ name: 'figure.svg', bytes })).toBeNull();
    expect(existsSync(join(folder, 'never.svg'))).toBe(false);
  });

  it.each([
    ['a path', { name: '../figure.svg', bytes }],
    ['a Windows path', { name: 'a\\b.svg', bytes }],
    ['a hidden file', { name: '.profile', bytes }],
    ['a name with a line break', { name: 'a\nb', bytes }],
    ['an empty name', { name: '', bytes }],
    ['a very long name', { name: 'x'.repeat(121), bytes }],
    ['text for bytes', { name: 'figure.svg', bytes: 'abc' }],
    ['a missing request', undefined]
  ])('refuses %s before any dialog', async (_what, request) => {
    await expect(handlers.saveFile(request)).rejects.toThrow(/^saveFile: /);
    expect(shell.calls).toEqual([]);
  });
});

describe('a channel', () => {
  const call = (senderFrame: unknown): unknown => {
    registerHandlers(shell.electron.ipcMain, handlers);
    return shell.channels.get('version')?.({ senderFrame }, undefined);
  };

  it("answers the page's main frame", async () => {
    expect(await call({ url: 'app://engram/index.html', parent: null })).toBe('1.2.3');
  });

  it.each([
    ['another page', { url: 'https://example.org/', parent: null }],
    ['a page of a like name', { url: 'app://engram.evil/', parent: null }],
    ['a frame inside the page', { url: 'app://engram/', parent: {} }],
    ['a frame that is gone', null]
  ])('is deaf to %s', (_what, frame) => {
    expect(() => call(frame)).toThrow('version was called from outside the page and is refused.');
  });
});
