import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { servePage } from '../../scripts/page-server.mjs';
import { pageHeaders } from '../../src/main/headers.mjs';

let root: string;
let server: Awaited<ReturnType<typeof servePage>>;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'engram-server-'));
  writeFileSync(join(root, 'index.html'), '<!doctype html>');
  server = await servePage(root, 0);
});
afterAll(async () => {
  await server.close();
  rmSync(root, { recursive: true, force: true });
});

interface Answer {
  status: number | undefined;
  headers: Record<string, unknown>;
  text: string;
}

/** A request as sent: fetch would tidy the path and set the host itself. */
const ask = (path: string, options: { method?: string; host?: string } = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const headers = { host: options.host ?? `127.0.0.1:${server.port}` };
    const sent = request(
      { host: '127.0.0.1', port: server.port, path, method: options.method ?? 'GET', headers },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk) => {
          text += chunk;
        });
        answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, text }));
      }
    );
    sent.on('error', reject).end();
  });

describe('the local page server', () => {
  it('serves the built page with the page headers', async () => {
    const { status, headers, text } = await ask('/');
    expect([status, text]).toEqual([200, '<!doctype html>']);
    for (const [name, value] of Object.entries(pageHeaders)) expect(headers[name.toLowerCase()]).toBe(value);
  });

  it('answers HEAD without a body', async () => {
    const { status, headers, text } = await ask('/', { method: 'HEAD' });
    expect([status, headers['content-length'], text]).toEqual([200, '15', '']);
  });

  it('is reached as localhost too', async () => {
    expect((await ask('/', { host: `localhost:${server.port}` })).status).toBe(200);
  });

  it.each(['evil.example', '127.0.0.1', '127.0.0.1:1', 'localhost.evil.example:80'])(
    'refuses a request that names %s as its host',
    async (host) => expect((await ask('/', { host })).status).toBe(421)
  );

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('refuses %s', async (method) => {
    expect((await ask('/', { method })).status).toBe(405);
  });

  it.each(['/../package.json', '/%2e%2e/package.json', '/..%2fpackage.json'])('refuses %s', async (path) => {
    expect((await ask(path)).status).toBe(403);
  });

  it('takes the next free port where the wanted one is taken', async () => {
    const second = await servePage(root, server.port);
    try {
      expect(second.port).toBeGreaterThan(server.port);
      expect(second.url).toBe(`http://127.0.0.1:${second.port}/`);
    } finally {
      await second.close();
    }
  });

  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;

  it.skipIf(outside === undefined)('cannot be reached over the network', async () => {
    const reached = await new Promise((resolve) => {
      const socket = connect({ host: outside ?? '', port: server.port });
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    expect(reached).toBe(false);
  });
});
