/** The Learning lab as a person meets it: buttons by name, numbers as they stand, pixels as they are. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

export function button(page: Page, name: string): Locator {
  return page.getByRole('button', { name, exact: true });
}

export function readout(page: Page, name: string): Promise<string> {
  return page.locator(`[data-readout="${name}"]`).first().innerText();
}

export async function trial(page: Page): Promise<number> {
  return Number(await readout(page, 'trial'));
}

export async function tick(page: Page): Promise<number> {
  return Number(await readout(page, 'tick'));
}

/** A number that two different pictures of a panel hardly share. */
export function pixels(page: Page, figure: string): Promise<number> {
  return page.locator(`canvas[data-plot="${figure}"]`).evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    let hash = 0x811c9dc5;
    for (const byte of data) hash = Math.imul(hash ^ byte, 0x01000193);
    return hash >>> 0;
  });
}

/** Different colours on a panel: an empty or a black one has one or two. */
export function colours(page: Page, figure: string): Promise<number> {
  return page.locator(`canvas[data-plot="${figure}"]`).evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size;
  });
}

/** Lets the page draw `count` frames. */
export function frames(page: Page, count: number): Promise<void> {
  return page.evaluate(
    (wanted) =>
      new Promise<void>((resolve) => {
        let left = wanted;
        const next = (): void => {
          if (left-- > 0) requestAnimationFrame(next);
          else resolve();
        };
        next();
      }),
    count
  );
}

/** Presses Pause and waits until nothing is drawn any more. */
export async function pause(page: Page): Promise<void> {
  await button(page, 'Pause').click();
  await button(page, 'Run').waitFor();
  await expect
    .poll(async () => {
      const before = await pixels(page, 'spikeRaster');
      await frames(page, 20);
      return (await pixels(page, 'spikeRaster')) === before;
    }, waiting)
    .toBe(true);
}

/** Types a value into a setting. */
export async function changeSetting(page: Page, name: string, value: string): Promise<void> {
  const field = page.locator(`[data-setting="${name}"] input`).first();
  await field.fill(value);
  await field.press('Enter');
}

/** The newest row of a series of the session. */
export function newestRow(page: Page, name: string): Promise<number[]> {
  return page.evaluate(async (wanted) => {
    const { series } = await window.engramSession!.ask('collect', {});
    const rows = series.find(({ probe }) => probe.name === wanted)?.rows;
    return rows ? [...rows.data.slice(-rows.width)] : [];
  }, name);
}

/** Chooses a file through the button, as the browser's own dialog would. */
export async function chooseFile(page: Page, name: string, text: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await button(page, 'Open file').click();
  await (await chooser).setFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
}

/** Drops a file on the middle of the page. */
export async function dropFile(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const carried = await page.evaluateHandle(
    ([file, content]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(content)], file));
      return transfer;
    },
    [name, [...bytes]] as const
  );
  for (const event of ['dragover', 'drop'])
    await page.dispatchEvent('main, .app', event, { dataTransfer: carried });
}

type AxeResult = { violations: { id: string; impact?: string; nodes: { html: string }[] }[] };

/** What axe-core finds serious or critical in a theme, which the page is left in. */
export async function seriousFindings(page: Page, theme: 'Light' | 'Dark'): Promise<string[]> {
  await page.getByRole('radio', { name: theme }).check({ force: true });
  return seriousNow(page);
}

/** As above, of the page as it stands, dialogs included. */
export async function seriousNow(page: Page): Promise<string[]> {
  await page.evaluate(readFileSync('node_modules/axe-core/axe.min.js', 'utf8'));
  await frames(page, 3);
  return page.evaluate(async () => {
    const axe = (window as unknown as { axe: { run(): Promise<AxeResult> } }).axe;
    const { violations } = await axe.run();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  });
}

/** For `expect.poll`: generous, since tests share the processor with the simulation they watch. */
export const waiting = { timeout: 40_000, interval: 100 };
