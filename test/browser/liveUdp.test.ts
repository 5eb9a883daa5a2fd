import { createSocket, type Socket } from 'node:dgram';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { udpAccess } from '../../src/main/udpHandlers';
import { button, readout, waiting } from './learningPage';
import { type BuiltPage, noChromium, openBuiltPage } from './page';

const channels = 2;
const address = '127.0.0.1';

/** The page with a bridge such as the desktop window gives, over the handlers of the main process. */
async function openWithBridge(): Promise<{ opened: BuiltPage; ports: ReturnType<typeof udpAccess> }> {
  const ports = udpAccess();
  const { openUdp, readUdp, closeUdp } = ports.handlers;
  const opened = await openBuiltPage({
    graphics: 'none',
    async prepare(page) {
      await page.exposeFunction('mainOpenUdp', openUdp);
      await page.exposeFunction('mainCloseUdp', closeUdp);
      await page.exposeFunction('mainReadUdp', async (request: unknown) => {
        const { datagrams, ...rest } = await readUdp(request);
        return { ...rest, datagrams: datagrams.map((bytes) => [...bytes]) };
      });
      await page.addInitScript(() => {
        type Main = Record<string, (request: unknown) => Promise<never>>;
        const main = window as unknown as Main;
        const desktop = {
          setMenu: async () => undefined,
          on: () => () => undefined,
          openUdp: (request: unknown) => main.mainOpenUdp(request),
          closeUdp: (request: unknown) => main.mainCloseUdp(request),
          readUdp: async (request: unknown) => {
            const batch: { datagrams: number[][] } = await main.mainReadUdp(request);
            return { ...batch, datagrams: batch.datagrams.map((bytes) => Uint8Array.from(bytes)) };
          }
        };
        Object.defineProperty(window, 'desktop', { value: desktop });
      });
    }
  });
  return { opened, ports };
}

describe.skipIf(noChromium)('UDP on the page', () => {
  let bridged: Awaited<ReturnType<typeof openWithBridge>>;
  let sender: Socket;
  let timer: ReturnType<typeof setInterval>;
  let port: number;
  let sent = 0;
  const page = () => bridged.opened.page;
  const dialog = () => page().getByRole('dialog', { name: 'Live input' });
  const count = async (name: string): Promise<number> =>
    Number((await readout(page(), name)).replace(/[^\d.]/g, ''));
  const send = (datagrams: number): void => {
    for (let k = 0; k < datagrams; k++) {
      sent++;
      sender.send(new Uint8Array(Float32Array.of(Math.sin(sent / 20), sent).buffer), port, address);
    }
  };

  beforeAll(async () => {
    sender = createSocket('udp4');
    const probe = createSocket('udp4');
    port = await new Promise<number>((resolve) =>
      probe.bind(0, address, () => resolve(probe.address().port))
    );
    await new Promise<void>((resolve) => probe.close(() => resolve()));
    bridged = await openWithBridge();
    await button(page(), 'Run').or(button(page(), 'Pause')).first().waitFor();
  });
  afterAll(async () => {
    clearInterval(timer);
    await bridged?.opened.close();
    bridged?.ports.closeAll();
    sender.close();
  });

  it('is offered with a bridge, and previews what comes', async () => {
    await button(page(), 'Live input').click();
    const from = dialog().getByLabel('From');
    expect(await from.locator('option[value=udp]').isDisabled()).toBe(false);
    await from.selectOption('udp');
    expect(await dialog().getByLabel('Listen on').inputValue()).toBe(address);
    for (const [label, value] of [
      ['Port', String(port)],
      ['Channels', String(channels)]
    ]) {
      const field = dialog().getByLabel(label).and(page().locator('input:not([type=range])'));
      await field.fill(value);
      await field.press('Enter');
    }
    await button(page(), 'Preview').click();
    await dialog().getByText(`Listening on UDP port ${port} of ${address}.`).waitFor();
    timer = setInterval(() => send(2), 10);
    await dialog()
      .getByRole('img', { name: /latest 300 samples/ })
      .waitFor(waiting);
  });

  it('learns from datagrams, and shows their rate, how late they are and what was dropped', async () => {
    await button(page(), 'Open and run').click();
    await expect.poll(() => readout(page(), 'live-state'), waiting).toBe('open');
    await expect.poll(() => count('live-rate'), waiting).toBeGreaterThan(50);
    await expect.poll(() => count('live-latency'), waiting).toBeGreaterThan(0);
    // A model far too slow, and a room that holds little.
    await page().evaluate(() => window.engramSession!.ask('pace', { ticksPerSecond: 10 }));
    clearInterval(timer);
    timer = setInterval(() => send(100), 20);
    await expect.poll(() => count('live-dropped'), waiting).toBeGreaterThan(100);
    clearInterval(timer);
    await button(page(), 'Pause').click();
    const { tape } = await page().evaluate(async () => {
      const collected = await window.engramSession!.ask('collect', {});
      return { tape: Array.from(collected.tape!.samples.slice(0, 400)) };
    });
    // Whole datagrams, in the order in which they were sent.
    const numbers = tape.filter((_, i) => i % channels === 1);
    expect(numbers.length).toBeGreaterThan(10);
    expect(numbers).toEqual(numbers.map((_, k) => numbers[0] + k));
  });

  it('starts anew on the same port, which the run before still holds', async () => {
    await button(page(), 'Reset').click();
    timer = setInterval(() => send(2), 10);
    await button(page(), 'Run').click();
    await expect.poll(() => readout(page(), 'live-state'), waiting).toBe('open');
    await expect.poll(() => count('live-received'), waiting).toBeGreaterThan(20);
    clearInterval(timer);
    expect(bridged.opened.errors).toEqual([]);
  });

  it('says of a message of another width what was expected, and closes the port', async () => {
    const said = page()
      .getByRole('alert')
      .filter({ hasText: "2 numbers in every sample (setting 'channels')" });
    // Again and again: a datagram that comes while the room is still full of those before is dropped.
    await expect
      .poll(() => {
        sender.send('[1, 2, 3]', port, address);
        return said.count();
      }, waiting)
      .toBeGreaterThan(0);
    // Free again.
    await expect
      .poll(async () => {
        const probe = createSocket('udp4');
        return new Promise<boolean>((resolve) => {
          probe.once('error', () => probe.close(() => resolve(false)));
          probe.bind({ port, address, exclusive: true }, () => probe.close(() => resolve(true)));
        });
      }, waiting)
      .toBe(true);
  });
});

describe.skipIf(noChromium)('UDP in a browser without a bridge', () => {
  let opened: BuiltPage;
  beforeAll(async () => {
    opened = await openBuiltPage({ graphics: 'none' });
  });
  afterAll(() => opened?.close());

  it('is shown, disabled, with the reason', async () => {
    await button(opened.page, 'Live input').click();
    const option = opened.page.getByRole('dialog').getByLabel('From').locator('option[value=udp]');
    expect(await option.isDisabled()).toBe(true);
    expect(await option.innerText()).toBe('UDP (needs the desktop window or the command line)');
  });
});
