import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { button, waiting } from './learningPage';
import { type BuiltPage, noChromium, openBuiltPage } from './page';

/** Chromium asks its maker's machines for this and that, whatever page is open. What the page asks of them is among its requests. */
const browsersOwn = /^(https?:\/\/)?([\w-]+\.)*(google|googleapis|gstatic|gvt1)\.com[:/]/;

/** Runs code of the page outside of the debugger, which is excused from the page's policy. */
const inPage = (attempt: string): string =>
  `new Promise((resolve) => setTimeout(() => {
    try { resolve('ran: ' + (${attempt})) } catch (error) { resolve('blocked: ' + error.name) }
  }))`;

describe.skipIf(noChromium)('the built page under its own headers', () => {
  let opened: BuiltPage;
  let proxy: Server;
  const page = () => opened.page;
  /** What left for another machine, by whichever part of the page: it goes through a proxy, ours does not. */
  const remote: string[] = [];
  const note = (url: string): void => void (browsersOwn.test(url) || remote.push(url));
  const asked: string[] = [];

  beforeAll(async () => {
    proxy = createServer((request, response) => {
      note(request.url ?? '');
      response.writeHead(502).end();
    });
    proxy.on('connect', (request, socket) => {
      note(request.url ?? '');
      socket.end('HTTP/1.1 502 No\r\n\r\n');
    });
    await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done));
    opened = await openBuiltPage({
      graphics: 'none',
      switches: [`--proxy-server=http://127.0.0.1:${(proxy.address() as AddressInfo).port}`],
      prepare: async (page) => {
        page.context().on('request', (request) => asked.push(request.url()));
        page.on('websocket', (socket) => asked.push(socket.url()));
        page.on('worker', (worker) => asked.push(worker.url()));
      }
    });
  });
  afterAll(async () => {
    await opened?.close();
    await new Promise((done) => proxy?.close(done));
  });

  it('blocks a script written into the page, and code made of text', async () => {
    await button(page(), 'Pause').waitFor(waiting);
    expect(await page().evaluate(inPage("eval('1 + 1')"))).toBe('blocked: EvalError');
    expect(await page().evaluate(inPage("new Function('return 2')()"))).toBe('blocked: EvalError');
    await page().evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.wasRun = true;';
      document.head.append(script);
      const image = document.createElement('img');
      image.setAttribute('onerror', 'window.wasRun = true;');
      image.src = 'data:image/png;base64,';
      document.body.append(image);
    });
    await page().evaluate(inPage('0'));
    expect(await page().evaluate(() => 'wasRun' in window)).toBe(false);
  });

  it('has these blocked by its headers and by nothing else', async () => {
    const other = await page().context().newPage();
    try {
      await other.setContent('<p>no headers</p>');
      expect(await other.evaluate(inPage("eval('1 + 1')"))).toBe('ran: 2');
      await other.evaluate(() => {
        const script = document.createElement('script');
        script.textContent = 'window.wasRun = true;';
        document.head.append(script);
      });
      expect(await other.evaluate(() => 'wasRun' in window)).toBe(true);
    } finally {
      await other.close();
    }
  });

  it('lets WebAssembly compile, which the kernels are', async () => {
    const made = await page().evaluate(
      inPage(
        'new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])) instanceof WebAssembly.Module'
      )
    );
    expect(made).toBe('ran: true');
  });

  it.each([
    ['Learning', 'spikeRaster'],
    ['Maps', 'worldMap'],
    ['Codes', 'rateAccuracy']
  ])('asks no other machine for anything while the %s lab runs', async (word, figure) => {
    await button(page(), word).click();
    await page().locator(`canvas[data-plot="${figure}"]`).waitFor(waiting);
    for (const key of ['j', 'x', '?']) {
      await page().keyboard.press(key);
      const dialog = page().getByRole('dialog');
      await dialog.waitFor(waiting);
      await page().keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    }
    const own = (url: string): boolean => url.startsWith(opened.url) || /^(blob|data):/.test(url);
    expect(asked.length).toBeGreaterThan(3);
    expect(asked.filter((url) => !own(url))).toEqual([]);
    expect(remote).toEqual([]);
  });

  it('could not ask one if it wanted to', async () => {
    const tried = await page().evaluate(async () => {
      const attempt = (act: () => unknown): Promise<string> =>
        Promise.resolve()
          .then(act)
          .then(
            () => 'sent',
            () => 'refused'
          );
      return [
        await attempt(() => fetch('http://elsewhere.invalid/a')),
        await attempt(
          () =>
            new Promise((_, refuse) =>
              new WebSocket('ws://elsewhere.invalid/').addEventListener('error', refuse)
            )
        ),
        await attempt(
          () =>
            new Promise((resolve, reject) => {
              const image = new Image();
              image.onload = resolve;
              image.onerror = reject;
              image.src = 'http://elsewhere.invalid/b.png';
            })
        )
      ];
    });
    expect(tried).toEqual(['refused', 'refused', 'refused']);
    await page().evaluate(() => navigator.sendBeacon('http://elsewhere.invalid/c', 'x'));
    expect(remote).toEqual([]);
  });

  it('is watched by a proxy that would have told', async () => {
    const other = await page().context().newPage();
    await other.goto('http://elsewhere.invalid/').catch(() => {});
    await other.close();
    expect(remote).toEqual(['http://elsewhere.invalid/']);
  });
});
