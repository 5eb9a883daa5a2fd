import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeWeb } from '../../scripts/build-web.mjs';
import { createWasm } from '../../src/compute/wasm';
import { presets } from '../../src/presets/registry';
import type {} from '../../src/renderer/exposed';
import { createSession } from '../../src/session/createSession';
import { testHost } from '../session/host';
import { button, waiting } from './learningPage';
import { type BuiltPage, noChromium, openBuiltPage } from './page';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml'
};

describe.skipIf(noChromium)('the page on any web server', () => {
  let folder: string;
  let server: Server;
  let opened: BuiltPage;
  const page = () => opened.page;
  const asked: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'engram-web-'));
    writeWeb('out/renderer', join(folder, 'web'));
    // As plain as a server can be: a type, and no header more. The page lies two folders deep.
    server = createServer((request, response) => {
      const path = (request.url ?? '').split('?')[0];
      asked.push(path);
      const file = join(folder, 'web', path.replace(/^\/x\/y\//, '').replace(/^$/, 'index.html'));
      if (!path.startsWith('/x/y/') || !statSync(file, { throwIfNoEntry: false })?.isFile()) {
        response.writeHead(404).end();
        return;
      }
      response.writeHead(200, { 'Content-Type': types[extname(file)] ?? 'application/octet-stream' });
      response.end(readFileSync(file));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    opened = await openBuiltPage({ graphics: 'none' });
    await page().goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/x/y/#preset=pattern`);
  });
  afterAll(async () => {
    await opened?.close();
    await new Promise((done) => server?.close(done));
    rmSync(folder, { recursive: true, force: true });
  });

  it('runs without special headers, in a folder of its own', async () => {
    await button(page(), 'Pause').click();
    await button(page(), 'Run').waitFor(waiting);
    expect(await page().evaluate(() => crossOriginIsolated)).toBe(false);
    expect(asked.length).toBeGreaterThan(3);
    expect(asked.filter((path) => !path.startsWith('/x/y/') && path !== '/favicon.ico')).toEqual([]);
  });

  it('comes to the state that the command line comes to', async () => {
    const preset = presets.find(({ id }) => id === 'pattern')!;
    const session = await createSession(
      { ...preset.experiment, probes: [] },
      // The backend of the page, with one thread as there.
      {
        ...testHost(),
        createCompute: async () => ({ compute: await createWasm({ threads: 1 }), reason: '' })
      }
    );
    await session.step('trial', 3);
    const expected = await session.stateHash();
    session.dispose();
    const got = await page().evaluate(async (experiment) => {
      await window.engramSession!.ask('open', { experiment, backend: 'auto' });
      await window.engramSession!.ask('step', { level: 'trial', count: 3 });
      return (await window.engramSession!.ask('hash', {})).stateHash;
    }, preset.experiment);
    expect(got).toBe(expected);
  });

  it("carries the page's policy itself", async () => {
    const blocked = await page().evaluate(
      () =>
        new Promise<string>((resolve) => {
          document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), {
            once: true
          });
          const script = document.createElement('script');
          script.textContent = 'window.wasRun = true;';
          document.head.append(script);
        })
    );
    expect(blocked).toBe('script-src-elem');
    expect(await page().evaluate(() => 'wasRun' in window)).toBe(false);
  });
});
