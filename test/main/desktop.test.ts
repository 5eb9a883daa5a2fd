import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openShell, type Start } from '../../src/main/shell';
import { examples } from './examples';
import { type StandIn, standIn } from './standIn';

type Listen = (...values: unknown[]) => unknown;

let folder: string;
let shell: StandIn;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'engram-desktop-'));
  shell = standIn(folder);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const start = async (given: Partial<Start> = {}): Promise<void> =>
  openShell(shell.electron, { argv: ['engram'], folder, platform: 'linux', ...given }, '/built');
const call = async (channel: string, request?: unknown): Promise<unknown> =>
  shell.channels.get(channel)?.({ senderFrame: { url: 'app://engram/', parent: null } }, request);
const happens = (event: string, ...values: unknown[]): unknown =>
  (shell.listeners.get(event) as Listen | undefined)?.(...values);
const file = (name: string, text = '{}'): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const heard = (kind: string): unknown[] => shell.news.filter(([one]) => one === kind).map(([, news]) => news);
const opened = (): string[] => heard('opened').map((one) => (one as { name: string }).name);

describe('files from outside the page', () => {
  it('of the command line wait until the page is there, then come once', async () => {
    file('run.engram');
    await start({ argv: ['/usr/bin/engram', '--flag', 'run.engram', 'missing.engram', '.'] });
    expect(shell.news).toEqual([]);
    await call('setMenu', examples.setMenu);
    await expect.poll(opened).toEqual(['run.engram']);
    await call('setMenu', examples.setMenu);
    expect(opened()).toEqual(['run.engram']);
  });

  it('wait again while another page begins', async () => {
    const path = file('run.engram');
    await start();
    await call('setMenu', examples.setMenu);
    happens('did-start-navigation', { isMainFrame: true, isSameDocument: false });
    happens('open-file', { preventDefault: () => {} }, path);
    expect(opened()).toEqual([]);
    await call('setMenu', examples.setMenu);
    await expect.poll(opened).toEqual(['run.engram']);
  });

  it('come by the event of Apple, which is taken over', async () => {
    const path = file('run.engram');
    await start({ platform: 'darwin' });
    await call('setMenu', examples.setMenu);
    let taken = false;
    happens('open-file', { preventDefault: () => (taken = true) }, path);
    await expect.poll(opened).toEqual(['run.engram']);
    expect(taken).toBe(true);
  });

  it('of a second start come to the first window, which is shown', async () => {
    file('other.engram');
    await start();
    await call('setMenu', examples.setMenu);
    shell.answers.minimised = true;
    happens('second-instance', {}, ['engram', '--switch', 'other.engram'], folder);
    expect(shell.calls.slice(-2)).toEqual(['restore', 'focus']);
    await expect.poll(opened).toEqual(['other.engram']);
  });

  it('that cannot be read are said', async () => {
    await start();
    await call('setMenu', examples.setMenu);
    happens('open-file', { preventDefault: () => {} }, join(folder, 'gone.engram'));
    await expect.poll(() => heard('trouble').length).toBe(1);
    expect(String(heard('trouble')[0])).toContain('gone.engram');
  });
});

describe('a second start', () => {
  it('ends at once, without a window', async () => {
    shell.answers.alone = false;
    await start();
    expect(shell.calls).toEqual(['quit']);
  });
});

describe('recent files', () => {
  const recent = (): { id: number; name: string; folder: string }[] =>
    heard('recent').at(-1) as { id: number; name: string; folder: string }[];
  const openByDialog = async (path: string): Promise<void> => {
    shell.answers.open = { canceled: false, filePaths: [path] };
    await call('openFile', { extensions: [] });
  };

  it('are those that were opened and the experiments that were saved, newest first and once each', async () => {
    await start();
    await call('setMenu', examples.setMenu);
    await openByDialog(file('a.csv'));
    await openByDialog(file('b.csv'));
    await openByDialog(join(folder, 'a.csv'));
    for (const name of ['figure.svg', 'run.engram']) {
      shell.answers.save = { canceled: false, filePath: join(folder, name) };
      await call('saveFile', { name, bytes: new Uint8Array([123, 125]) });
    }
    expect(recent().map(({ name }) => name)).toEqual(['run.engram', 'a.csv', 'b.csv']);
    expect(recent()[0].folder).toBe(folder);
    expect(shell.given.get('addRecentDocument')).toEqual([join(folder, 'run.engram')]);
  });

  it('outlive the window, ten of them', async () => {
    await start();
    await call('setMenu', examples.setMenu);
    for (let k = 0; k < 12; k++) await openByDialog(file(`f${k}.csv`));
    shell = standIn(folder);
    await start();
    await call('setMenu', examples.setMenu);
    expect(recent().map(({ name }) => name)).toEqual(Array.from({ length: 10 }, (_, k) => `f${11 - k}.csv`));
  });

  it('open by their place in the list; one that is gone is said and taken off', async () => {
    await start();
    await call('setMenu', examples.setMenu);
    await openByDialog(file('stays.csv', 'a\n1\n'));
    await openByDialog(file('goes.csv'));
    const [goes, stays] = recent();
    expect(await call('openRecent', { id: stays.id })).toMatchObject({ name: 'stays.csv' });
    rmSync(join(folder, 'goes.csv'));
    await expect(call('openRecent', { id: goes.id })).rejects.toThrow('goes.csv is no longer in');
    expect(recent().map(({ name }) => name)).toEqual(['stays.csv']);
    await expect(call('openRecent', { id: goes.id })).rejects.toThrow('no longer among the recent ones');
  });

  it('are forgotten on request', async () => {
    await start();
    await call('setMenu', examples.setMenu);
    await openByDialog(file('a.csv'));
    await call('clearRecent');
    expect(recent()).toEqual([]);
    expect(shell.calls).toContain('clearRecentDocuments');
    expect(JSON.parse(readFileSync(join(folder, 'userData/window/recent.json'), 'utf8'))).toEqual([]);
    expect(existsSync(join(folder, 'a.csv'))).toBe(true);
  });
});

describe('a saved file', () => {
  it('can be shown in its folder, by the name it got, and no other file can', async () => {
    await start();
    const filePath = join(folder, 'chosen.svg');
    shell.answers.save = { canceled: false, filePath };
    await call('saveFile', { name: 'figure.svg', bytes: new Uint8Array(1) });
    await call('reveal', { name: 'chosen.svg' });
    expect(shell.given.get('showItemInFolder')).toEqual([filePath]);
    for (const name of ['figure.svg', '../chosen.svg', filePath])
      await expect(call('reveal', { name })).rejects.toThrow('was not saved since the window opened');
  });
});

describe('the page of releases', () => {
  it.each([
    ['https://example.org/releases', true],
    ['http://example.org/', false],
    ['file:///etc/passwd', false],
    [undefined, false]
  ])('at %s is shown, on request only: %s', async (homepage, shown) => {
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ homepage }));
    await start();
    expect(shell.calls).not.toContain('openExternal');
    expect(await call('showReleases')).toBe(shown);
    expect(shell.given.get('openExternal')).toEqual(shown ? [homepage] : undefined);
  });
});

describe('the window', () => {
  const options = () => shell.given.get('BrowserWindow')?.[0] as Record<string, number>;

  it('comes back where it was closed, maximised if it was', async () => {
    await start();
    expect(options()).toMatchObject({ width: 1440, height: 900 });
    shell.answers.maximised = true;
    happens('close');
    shell = standIn(folder);
    await start();
    expect(options()).toMatchObject({ x: 10, y: 20, width: 1000, height: 700 });
    happens('ready-to-show');
    expect(shell.calls.slice(-2)).toEqual(['maximize', 'show']);
  });

  it('opens in its first form where what was kept is damaged', async () => {
    await start();
    happens('close');
    writeFileSync(join(folder, 'userData/window/state.json'), '{"bounds":{"width":"wide"');
    shell = standIn(folder);
    await start();
    expect(options()).toMatchObject({ width: 1440, height: 900 });
    expect(options().x).toBeUndefined();
  });
});

describe('a page in trouble', () => {
  beforeEach(() => start());
  const loads = (): number => shell.calls.filter((name) => name === 'loadURL').length;

  it.each([
    ['crashed', 'app://engram/crashed.html#crash'],
    ['oom', 'app://engram/crashed.html#memory'],
    ['integrity-failure', 'app://engram/crashed.html#crash']
  ])('that ended by %s says so', (reason, url) => {
    happens('render-process-gone', {}, { reason });
    expect(shell.given.get('loadURL')).toEqual([url]);
  });

  it.each(['clean-exit', 'killed'])('is left alone after %s', (reason) => {
    happens('render-process-gone', {}, { reason });
    expect(loads()).toBe(1);
  });

  it('is not shown again where the page of words is what crashed', () => {
    shell.answers.url = 'app://engram/crashed.html#crash';
    happens('render-process-gone', {}, { reason: 'crashed' });
    expect(loads()).toBe(1);
  });

  it('that does not answer may be waited for', async () => {
    await happens('unresponsive');
    expect(shell.given.get('showMessageBox')?.[0]).toMatchObject({
      buttons: ['Wait', 'Load anew'],
      cancelId: 0
    });
    expect(shell.calls).not.toContain('forcefullyCrashRenderer');
  });

  it('that does not answer may be loaded anew', async () => {
    shell.answers.message = 1;
    await happens('unresponsive');
    expect(shell.calls.at(-1)).toBe('forcefullyCrashRenderer');
    happens('render-process-gone', {}, { reason: 'killed' });
    expect(loads()).toBe(2);
    expect(shell.given.get('loadURL')).toEqual(['app://engram/']);
  });

  it('that answers by itself takes its question away', async () => {
    shell.answers.message = 1;
    const asked = happens('unresponsive');
    const { signal } = shell.given.get('showMessageBox')![0] as { signal: AbortSignal };
    expect(signal.aborted).toBe(false);
    happens('responsive');
    await asked;
    expect(signal.aborted).toBe(true);
    expect(shell.calls).not.toContain('forcefullyCrashRenderer');
  });
});
