import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { readNpz } from '../../src/formats/npz';
import type {} from '../../src/renderer/exposed';
import { button, frames, readout, seriousFindings, waiting } from './learningPage';
import { type BuiltPage, noChromium, openBuiltPage } from './page';

const channels = 4;

/** Sends [rows, channels] in float32 at a rate, however late its timer, and counts what it sent. */
class Sender {
  sent = 0;
  private readonly server: WebSocketServer;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(server: WebSocketServer) {
    this.server = server;
  }

  static open(port = 0): Promise<Sender> {
    return new Promise((resolve) => {
      const server: WebSocketServer = new WebSocketServer({ host: '127.0.0.1', port }, () =>
        resolve(new Sender(server))
      );
    });
  }

  get port(): number {
    return (this.server.address() as { port: number }).port;
  }

  /** To the connection that comes next. */
  start(perSecond: number): void {
    this.server.on('connection', (socket) => {
      const began = performance.now();
      let due = 0;
      this.timer = setInterval(() => {
        const rows = Math.floor(((performance.now() - began) / 1000) * perSecond) - due;
        if (rows <= 0) return;
        const samples = Float32Array.from({ length: rows * channels }, (_, i) =>
          Math.sin(0.01 * (due + Math.floor(i / channels)) + (i % channels))
        );
        due += rows;
        this.sent += rows;
        socket.send(new Uint8Array(samples.buffer));
      }, 5);
    });
  }

  stop(): void {
    clearInterval(this.timer);
  }

  async close(): Promise<void> {
    this.stop();
    for (const client of this.server.clients) client.terminate();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}

describe.skipIf(noChromium)('live input on the page', () => {
  let opened: BuiltPage;
  let sender: Sender;
  const page = () => opened.page;
  const count = async (name: string): Promise<number> =>
    Number((await readout(page(), name)).replace(/[^\d.]/g, ''));

  beforeAll(async () => {
    [opened, sender] = await Promise.all([openBuiltPage({ graphics: 'none' }), Sender.open()]);
    await button(page(), 'Run').or(button(page(), 'Pause')).first().waitFor();
  });
  afterAll(async () => {
    await opened?.close();
    await sender?.close();
  });

  it('shows in its dialog what comes, before anything runs', async () => {
    await button(page(), 'Live input').click();
    const dialog = page().getByRole('dialog', { name: 'Live input' });
    await dialog.getByLabel('Address').fill(`ws://127.0.0.1:${sender.port}`);
    await dialog.getByLabel('Address').press('Enter');
    await dialog
      .getByRole('spinbutton', { name: 'Channels' })
      .or(dialog.getByLabel('Channels'))
      .first()
      .fill(String(channels));
    await dialog.getByLabel('Channels').first().press('Enter');
    sender.start(10_000);
    await button(page(), 'Preview').click();
    await dialog.getByRole('img', { name: /latest 300 samples/ }).waitFor({ timeout: 20_000 });
    await button(page(), 'Stop preview').click();
    sender.stop();
    sender.sent = 0;
  });

  it('takes 10,000 samples a second, drops what a slow model cannot use, and counts all of it', async () => {
    await button(page(), 'Open and run').click();
    await expect.poll(() => count('live-received'), waiting).toBeGreaterThan(0);
    // A model far too slow for it.
    await page().evaluate(() => window.engramSession!.ask('pace', { ticksPerSecond: 500 }));
    await expect.poll(() => count('live-rate'), waiting).toBeGreaterThan(9000);
    await expect.poll(() => count('live-dropped'), waiting).toBeGreaterThan(20_000);
    // The page still draws: sixty frames in less than ten seconds on a busy machine.
    const began = performance.now();
    await frames(page(), 60);
    expect(performance.now() - began).toBeLessThan(10_000);
    sender.stop();
    await expect.poll(() => count('live-received'), waiting).toBe(sender.sent);
    await button(page(), 'Pause').click();
    const { tape } = await page().evaluate(async () => {
      const collected = await window.engramSession!.ask('collect', {});
      return { tape: { rows: collected.tape!.samples.length / collected.tape!.channels } };
    });
    await expect
      .poll(async () => tape.rows + (await count('live-waiting')) + (await count('live-dropped')), waiting)
      .toBe(sender.sent);
    const download = page().waitForEvent('download');
    await button(page(), 'Save').click();
    await page().getByRole('menuitem', { name: 'Save tape' }).click();
    const saved = readNpz('tape.npz', readFileSync(await (await download).path())).get('samples');
    expect(saved?.shape).toEqual([tape.rows, channels]);
    expect(await seriousFindings(page(), 'Light')).toEqual([]);
  });

  it('connects again when the sender was gone, and says so', async () => {
    const { port } = sender;
    await sender.close();
    await expect.poll(() => readout(page(), 'live-state'), waiting).toBe('lost');
    await page().getByRole('alert').filter({ hasText: 'trying again' }).waitFor();
    sender = await Sender.open(port);
    await expect.poll(() => readout(page(), 'live-reconnects'), waiting).toBe('1');
    expect(await readout(page(), 'live-state')).toBe('open');
    await expect.poll(() => page().getByRole('alert').count(), waiting).toBe(0);
  });

  it('learns from the pointer, through the page', async () => {
    await button(page(), 'Live input').click();
    const dialog = page().getByRole('dialog', { name: 'Live input' });
    await dialog.getByLabel('From').selectOption('pointer');
    await button(page(), 'Open and run').click();
    await expect.poll(() => readout(page(), 'live-state'), waiting).toBe('open');
    for (let k = 0; k < 20; k++) await page().mouse.move(100 + 20 * k, 300);
    await expect.poll(() => count('live-received'), waiting).toBeGreaterThan(50);
    expect(await count('live-dropped')).toBe(0);
    expect(opened.errors.filter((error) => !error.includes('WebSocket'))).toEqual([]);
  });
});
