import { createSocket } from 'node:dgram';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { pageHeaders } from '../../src/main/headers.mjs';
import { openShell, pageProtocol } from '../../src/main/shell';
import { examples } from './examples';
import { type StandIn, standIn } from './standIn';

let shell: StandIn;
const start = { argv: ['engram'], folder: '/', platform: 'linux' } as const;

beforeEach(async () => {
  shell = standIn();
  await openShell(shell.electron, start, '/built');
});

describe('the desktop shell', () => {
  it('locks itself down before Electron is ready and serves the page before it opens a window', () => {
    expect(shell.calls).toEqual([
      'enableSandbox',
      'registerSchemesAsPrivileged',
      'on web-contents-created',
      'on open-file',
      'whenReady',
      'setPermissionRequestHandler',
      'setPermissionCheckHandler',
      'setDevicePermissionHandler',
      'protocol.handle',
      'on window-all-closed',
      'BrowserWindow',
      'on close',
      'on ready-to-show',
      'on second-instance',
      'on closed',
      'on render-process-gone',
      'on render-process-gone',
      'on unresponsive',
      'on responsive',
      'on did-start-navigation',
      'loadURL'
    ]);
  });

  it('gives the page a sandbox, an isolated preload script and no Node', () => {
    expect(shell.given.get('BrowserWindow')?.[0]).toMatchObject({
      show: false,
      webPreferences: {
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        webviewTag: false,
        preload: join('/built', 'preload/index.cjs')
      }
    });
  });

  it('registers app:// as a secure standard scheme that does not bypass the CSP', () => {
    expect(shell.given.get('registerSchemesAsPrivileged')?.[0]).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } }
    ]);
    expect(shell.given.get('protocol.handle')?.[0]).toBe('app');
    expect(shell.given.get('loadURL')).toEqual(['app://engram/']);
  });

  it('shows the window once it has something to show, and quits when it is closed', () => {
    shell.listeners.get('ready-to-show')?.();
    expect(shell.calls.at(-1)).toBe('show');
    shell.listeners.get('window-all-closed')?.();
    expect(shell.calls.at(-1)).toBe('quit');
  });

  it.each([
    ['closed', undefined, true],
    ['render-process-gone', { reason: 'crashed' }, true],
    ['did-start-navigation', { isMainFrame: true, isSameDocument: false }, true],
    ['did-start-navigation', { isMainFrame: true, isSameDocument: true }, false],
    ['did-start-navigation', { isMainFrame: false, isSameDocument: false }, false]
  ])('with %s (%o) closes the UDP ports of its page: %s', async (event, details, closes) => {
    const senderFrame = { url: 'app://engram/', parent: null };
    const call = (channel: string, request: unknown): unknown =>
      shell.channels.get(channel)?.({ senderFrame }, request);
    const probe = createSocket('udp4');
    const port = await new Promise<number>((resolve) => probe.bind(0, () => resolve(probe.address().port)));
    await new Promise<void>((resolve) => probe.close(() => resolve()));
    const opened = await call('openUdp', { port, address: '127.0.0.1' });
    (shell.listeners.get(event) as (given: unknown, also: unknown) => void)(details, details);
    const read = call('readUdp', opened);
    if (closes) await expect(read).rejects.toThrow('The UDP port was closed.');
    else expect(await read).toMatchObject({ datagrams: [] });
    await call('closeUdp', opened);
  });

  it('answers exactly the functions of the contract', () => {
    expect([...shell.channels.keys()].sort()).toEqual(Object.keys(examples).sort());
  });
});

describe('the permissions', () => {
  type Answer = (granted: boolean) => void;
  type Details = { mediaTypes?: string[]; isMainFrame?: boolean };
  /** Whether the page at `url` is granted what it asks for. */
  const granted = (name: string, details: Details = {}, url = 'app://engram/'): boolean | undefined => {
    const [onRequest] = shell.given.get('setPermissionRequestHandler') as [
      (contents: { getURL(): string }, name: string, answer: Answer, details: Details) => void
    ];
    let answered: boolean | undefined;
    onRequest(
      { getURL: () => url },
      name,
      (answer) => {
        answered = answer;
      },
      { isMainFrame: true, ...details }
    );
    return answered;
  };
  const checked = (name: string, mediaType: string, origin = 'app://engram/'): boolean => {
    const [onCheck] = shell.given.get('setPermissionCheckHandler') as [
      (contents: null, name: string, origin: string, details: { mediaType: string }) => boolean
    ];
    return onCheck(null, name, origin, { mediaType });
  };
  const wish = async (medium: unknown, url = 'app://engram/'): Promise<unknown> =>
    shell.channels.get('allowMedia')?.({ senderFrame: { url, parent: null } }, { medium });

  it.each(['audio', 'video'])('open %s once for each wish of the page', async (medium) => {
    const details = { mediaTypes: [medium] };
    expect(granted('media', details)).toBe(false);
    expect(checked('media', medium)).toBe(false);
    await wish(medium);
    expect(checked('media', medium)).toBe(true);
    expect(granted('media', details)).toBe(true);
    expect(granted('media', details)).toBe(false);
    await wish(medium);
    expect(granted('media', details)).toBe(true);
  });

  it('open nothing but what was wished for', async () => {
    await wish('video');
    expect(granted('media', { mediaTypes: ['audio'] })).toBe(false);
    expect(granted('media', { mediaTypes: ['video', 'audio'] })).toBe(false);
    expect(granted('media')).toBe(false);
    expect(checked('media', 'audio')).toBe(false);
    await wish('audio');
    expect(granted('media', { mediaTypes: ['video', 'audio'] })).toBe(true);
  });

  it('forget a wish after ten seconds', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    try {
      await wish('audio');
      vi.advanceTimersByTime(9_999);
      expect(checked('media', 'audio')).toBe(true);
      vi.advanceTimersByTime(1);
      expect(checked('media', 'audio')).toBe(false);
      expect(granted('media', { mediaTypes: ['audio'] })).toBe(false);
    } finally {
      vi.useRealTimers();
    }
  });

  it('forget what was wished for when another page begins', async () => {
    await wish('audio');
    (shell.listeners.get('did-start-navigation') as (given: unknown) => void)({
      isMainFrame: true,
      isSameDocument: false
    });
    expect(granted('media', { mediaTypes: ['audio'] })).toBe(false);
  });

  it.each(['screen', undefined, ['audio']])('know no wish for %j', async (medium) => {
    await expect(wish(medium)).rejects.toThrow(/^allowMedia: /);
  });

  it('are refused otherwise, wished for or not, asked for or checked, for devices too', async () => {
    await expect(wish('video', 'https://example.org/')).rejects.toThrow('from outside the page');
    await wish('video');
    expect(granted('media', { mediaTypes: ['video'] }, 'https://example.org/')).toBe(false);
    expect(granted('media', { mediaTypes: ['video'], isMainFrame: false })).toBe(false);
    for (const name of ['geolocation', 'notifications', 'clipboard-read', 'display-capture'])
      expect(granted(name, { mediaTypes: ['video'] })).toBe(false);
    expect(checked('media', 'video', 'https://example.org/')).toBe(false);
    expect(checked('geolocation', 'video')).toBe(false);
    const [onDevice] = shell.given.get('setDevicePermissionHandler') as [() => boolean];
    expect(onDevice()).toBe(false);
    // None of these used the wish up.
    expect(granted('media', { mediaTypes: ['video'] })).toBe(true);
  });
});

describe('a window that tries to leave the page', () => {
  const listeners = new Map<string, (event: { url?: string; preventDefault(): void }) => void>();
  let openWindow: (() => { action: string }) | undefined;

  beforeEach(() => {
    const created = shell.listeners.get('web-contents-created') as (event: null, contents: unknown) => void;
    created(null, {
      on: (event: string, listener: (event: { preventDefault(): void }) => void) =>
        listeners.set(event, listener),
      setWindowOpenHandler: (handler: () => { action: string }) => {
        openWindow = handler;
      }
    });
  });

  const prevented = (event: string, url?: string): boolean => {
    let stopped = false;
    const preventDefault = (): void => {
      stopped = true;
    };
    listeners.get(event)?.({ ...(url === undefined ? {} : { url }), preventDefault });
    return stopped;
  };

  it.each([
    'https://example.org/',
    'file:///etc/passwd',
    'app://other/',
    'app://engram.evil/',
    'data:text/html,x'
  ])('is kept from %s', (url) => expect(prevented('will-navigate', url)).toBe(true));

  it('may move within the page', () => {
    expect(prevented('will-navigate', 'app://engram/#maps')).toBe(false);
  });

  it('gets no second window and no web view', () => {
    expect(openWindow?.()).toEqual({ action: 'deny' });
    expect(prevented('will-attach-webview')).toBe(true);
  });
});

describe('the app protocol', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'engram-app-'));
    mkdirSync(join(folder, 'renderer'));
    writeFileSync(join(folder, 'secret.txt'), 'secret');
    writeFileSync(join(folder, 'renderer/index.html'), '<!doctype html>');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const ask = (url: string, method = 'GET'): Promise<Response> =>
    pageProtocol(join(folder, 'renderer'))({ method, url });

  it('serves the page with the headers of the local server', async () => {
    const answer = await ask('app://engram/');
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('<!doctype html>');
    for (const [name, value] of Object.entries(pageHeaders)) expect(answer.headers.get(name)).toBe(value);
  });

  it.each([
    ['another host', 'app://other/index.html', 'GET'],
    ['another method', 'app://engram/', 'POST'],
    ['a way out', 'app://engram/%2e%2e/secret.txt', 'GET'],
    ['an encoded way out', 'app://engram/..%2fsecret.txt', 'GET']
  ])('refuses %s', async (_what, url, method) => {
    expect((await ask(url, method)).status).toBe(403);
  });

  it('has nothing where there is no file', async () => {
    expect((await ask('app://engram/missing.js')).status).toBe(404);
  });
});
