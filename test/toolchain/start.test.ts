import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { electronVersion, installedElectron } from '../../scripts/electron-binary.mjs';

// A copy of the project as it is after a build, with a page of one line: the launcher itself is what runs here.
let project: string;
const running: ChildProcess[] = [];

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'engram-start-'));
  mkdirSync(join(project, 'out/renderer'), { recursive: true });
  writeFileSync(join(project, 'out/renderer/index.html'), '<!doctype html>');
  for (const part of ['scripts', 'src/main', 'package.json', 'node_modules/electron/package.json'])
    cpSync(part, join(project, part), { recursive: true });
  chmodSync(project, 0o755);
});
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

const asRoot = process.getuid?.() === 0;
const nobody = { uid: 65534, gid: 65534 };

interface Started {
  readonly output: string;
  /** Null while it still runs. */
  readonly code: number | null;
}

/** Starts the launcher and waits until it serves a page or ends. */
function start(args: readonly string[], env: NodeJS.ProcessEnv = {}, user = {}): Promise<Started> {
  const { DISPLAY: _, WAYLAND_DISPLAY: __, ...rest } = process.env;
  const child = spawn(process.execPath, ['scripts/start.mjs', ...args], {
    cwd: project,
    env: { ...rest, XDG_CACHE_HOME: join(project, 'no-cache'), ...env },
    ...user
  });
  running.push(child);
  return new Promise((done) => {
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (/Engram runs at .*\n/.test(output)) done({ output, code: null });
      });
    child.once('close', (code) => done({ output, code }));
  });
}

const urlIn = (output: string): string => /http:\/\/127\.0\.0\.1:\d+\//.exec(output)?.[0] ?? 'no address';

describe('npm start', () => {
  it('serves the page and prints its address when asked for the browser', async () => {
    const { output } = await start(['--browser', '--no-open', '--port', '5990']);
    expect(output.trimEnd().split('\n')).toHaveLength(1);
    const answer = await fetch(urlIn(output));
    expect(await answer.text()).toBe('<!doctype html>');
    expect(answer.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
  });

  it('takes the next port when the first is taken', async () => {
    const first = urlIn((await start(['--browser', '--no-open', '--port', '5960'])).output);
    const second = urlIn((await start(['--browser', '--no-open', '--port', '5960'])).output);
    expect(new URL(second).port).not.toBe(new URL(first).port);
    expect((await fetch(second)).status).toBe(200);
  });

  it.each([
    [['--port', '0'], '--port 0 is not a port. Expected a whole number from 1 to 65535.'],
    [['--port', 'x'], '--port x is not a port.'],
    [['--prot', '1'], "Unknown option '--prot'"]
  ])('refuses %j with exit code 2', async (args, message) => {
    const { output, code } = await start(args);
    expect(output).toContain(message);
    expect(code).toBe(2);
  });
});

describe.skipIf(process.platform !== 'linux')('npm start on Linux', () => {
  it('says in one line that there is no display, and serves the page', async () => {
    const { output } = await start(['--no-open']);
    expect(output).toMatch(/^There is no display; showing the same page in a browser\.\nEngram runs at /);
  });

  it.runIf(asRoot)('does not run Electron as root', async () => {
    const { output } = await start(['--no-open'], { DISPLAY: ':9' });
    expect(output).toMatch(/^Electron keeps its sandbox and does not run as root; showing/);
  });
});

describe.skipIf(process.platform !== 'linux')('npm start with a display', () => {
  let mirror: Server;
  let asked: string[];
  let status: number;
  beforeAll(async () => {
    mirror = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.writeHead(status).end();
    });
    await new Promise<void>((done) => mirror.listen(0, '127.0.0.1', done));
  });
  afterAll(() => mirror.close());

  const withDisplay = (env: NodeJS.ProcessEnv): Promise<Started> => {
    asked = [];
    const port = (mirror.address() as AddressInfo).port;
    const desktop = { DISPLAY: ':9', ELECTRON_MIRROR: `http://127.0.0.1:${port}/`, ...env };
    return start(['--no-open'], desktop, asRoot ? nobody : {});
  };
  const fake = (name: string, script: string): string => {
    const path = join(project, name);
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
    return path;
  };

  it('asks once for the exact archive and serves the page when it cannot be had', async () => {
    status = 404;
    const { output } = await withDisplay({ ELECTRON_OVERRIDE_DIST_PATH: join(project, 'none') });
    const archive = `electron-v${electronVersion}-linux-${process.arch}.zip`;
    expect(asked).toEqual([`HEAD /v${electronVersion}/${archive}`]);
    expect(output).toMatch(/^Electron \S+ is not here and \S+ cannot be reached \(status 404\); showing/);
  });

  const installer = (script: string): void =>
    writeFileSync(join(project, 'node_modules/electron/install.js'), script);

  it('fetches Electron when the archive can be had, and opens the window', async () => {
    status = 302;
    chmodSync(join(project, 'node_modules/electron'), 0o777);
    installer(`
      const { chmodSync, mkdirSync, writeFileSync } = require('fs');
      mkdirSync(__dirname + '/dist');
      writeFileSync(__dirname + '/dist/version', '${electronVersion}');
      writeFileSync(__dirname + '/dist/electron', '#!/bin/sh\\necho fetched window');
      chmodSync(__dirname + '/dist/electron', 0o755);
      writeFileSync(__dirname + '/path.txt', 'electron');
    `);
    const { output, code } = await withDisplay({});
    rmSync(join(project, 'node_modules/electron/dist'), { recursive: true });
    expect([output, code]).toEqual([`Fetching Electron ${electronVersion}, once.\nfetched window\n`, 0]);
  });

  it('says why Electron could not be fetched, and serves the page', async () => {
    status = 200;
    installer("console.error('Error: checksum mismatch'); process.exitCode = 1;");
    const { output } = await withDisplay({});
    expect(output).toMatch(/could not be fetched \(Error: checksum mismatch\); showing the same page/);
  });

  it('hands the project to Electron and ends with it', async () => {
    const binary = fake('electron-ok', 'echo "window for $1"');
    const { output, code } = await withDisplay({ ELECTRON_EXEC_PATH: binary });
    expect([output, code]).toEqual([`window for ${project}/\n`, 0]);
    expect(asked).toEqual([]);
  });

  it('serves the page when Electron dies at once', async () => {
    const { output } = await withDisplay({ ELECTRON_EXEC_PATH: fake('electron-bad', 'exit 127') });
    expect(output).toMatch(/^Electron did not start \(exit 127\); showing/);
  });
});

describe('the search for Electron', () => {
  it('takes the binary that is named, and not one that is missing', () => {
    expect(installedElectron({ ELECTRON_EXEC_PATH: process.execPath })).toBe(process.execPath);
    expect(installedElectron({ ELECTRON_EXEC_PATH: '/missing/electron' })).toBeNull();
  });

  it('does not take a binary of another version', () => {
    const dist = join(project, 'dist');
    mkdirSync(dist);
    writeFileSync(join(dist, 'version'), '0.0.1');
    expect(installedElectron({ ELECTRON_OVERRIDE_DIST_PATH: dist })).toBeNull();
  });
});
