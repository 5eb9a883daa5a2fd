import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { button, dropFile, frames, trial, waiting } from '../learningPage';
import { type BuiltPage, noChromium, openBuiltPage } from '../page';

/** Ids of the panels in their order, with columns and rows. */
const stands = (page: Page): Promise<string[]> =>
  page.locator('main .panel').evaluateAll((panels) =>
    panels.map((panel) => {
      const { gridColumn, gridRow } = (panel as HTMLElement).style;
      return `${(panel as HTMLElement).dataset.figure} ${gridColumn.replace('span ', '')} ${gridRow.replace('span ', '')}`;
    })
  );

describe.skipIf(noChromium)('the layout of a lab', () => {
  let opened: BuiltPage;
  const page = () => opened.page;
  let usual: string[];

  /** Chooses in the menu of a panel by keys alone, without leaving the menu between. */
  const choose = async (panel: string, ...items: string[]): Promise<void> => {
    await button(page(), `Menu of ${panel}`).press('Enter');
    for (const item of items) await page().getByRole('menuitem', { name: item, exact: true }).press('Enter');
    if ((await page().locator('.menu').count()) > 0) await page().keyboard.press('Escape');
    await page().locator('.menu').waitFor({ state: 'detached' });
  };
  const toDefault = async (): Promise<void> => {
    await page().locator('body').press('y');
    await expect.poll(() => stands(page()), waiting).toEqual(usual);
  };

  beforeAll(async () => {
    opened = await openBuiltPage({
      graphics: 'none',
      prepare: (page) => page.emulateMedia({ contrast: 'more' })
    });
    await button(page(), 'Pause').click();
    await button(page(), 'Run').waitFor();
    usual = await stands(page());
  });
  afterAll(async () => {
    await opened?.close();
  });

  it('begins in high contrast where the system asks for more', async () => {
    expect(await page().locator('html').getAttribute('data-theme')).toBe('contrast');
    await page().getByRole('radio', { name: 'Light', exact: true }).check({ force: true });
  });

  it('is changed by keys, panel by panel', async () => {
    expect(usual.slice(0, 2)).toEqual(['spikeRaster 1 4', 'neuron 1 5']);
    await choose('Activity', 'Move after', 'Taller', 'Taller', 'Wider');
    expect((await stands(page())).slice(0, 2)).toEqual(['neuron 1 5', 'spikeRaster 2 6']);
    await choose('Activity', 'Move before', 'Shorter', 'Narrower');
    expect((await stands(page())).slice(0, 2)).toEqual(['spikeRaster 1 5', 'neuron 1 5']);
    await toDefault();
  });

  it('is changed by the mouse, and Escape gives up', async () => {
    const box = async (id: string) => (await page().locator(`.panel[data-figure="${id}"]`).boundingBox())!;
    const carry = async (): Promise<void> => {
      const [from, to] = [await box('spikeRaster'), await box('neuron')];
      await page().mouse.move(from.x + 150, from.y + 12);
      await page().mouse.down();
      await page().mouse.move(to.x + 100, to.y + 80, { steps: 4 });
    };
    await carry();
    await page().keyboard.press('Escape');
    await page().mouse.up();
    expect(await stands(page())).toEqual(usual);
    await carry();
    await page().mouse.up();
    expect((await stands(page())).slice(0, 2)).toEqual(['neuron 1 5', 'spikeRaster 1 4']);
    const corner = await box('neuron');
    await page().mouse.move(corner.x + corner.width - 6, corner.y + corner.height - 6);
    await page().mouse.down();
    await page().mouse.move(corner.x + corner.width * 1.8, corner.y + corner.height * 0.62, { steps: 4 });
    await page().mouse.up();
    expect((await stands(page()))[0]).toBe('neuron 2 3');
    await toDefault();
  });

  it('is changed by a finger', async () => {
    const head = page().locator('.panel[data-figure="neuron"] .panel-head');
    const to = (await page().locator('.panel[data-figure="spikeRaster"]').boundingBox())!;
    const from = (await head.boundingBox())!;
    const touch = await page().context().newCDPSession(page());
    const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', x: number, y: number) =>
      touch.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] });
    await send('touchStart', from.x + 100, from.y + 10);
    for (const share of [0.3, 0.6, 1])
      await send(
        'touchMove',
        from.x + 100 + (to.x - from.x) * share,
        from.y + 10 + (to.y + 60 - from.y) * share
      );
    await send('touchEnd', 0, 0);
    await expect.poll(async () => (await stands(page()))[0], waiting).toBe('neuron 1 5');
    await toDefault();
  });

  it('leaves the menu of a panel to the mouse as well', async () => {
    await button(page(), 'Menu of Activity').click();
    await page().getByRole('menuitem', { name: 'Explain', exact: true }).click();
    await page().getByRole('dialog').waitFor();
    await page().keyboard.press('Escape');
    await page().getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('leaves panels out, shows them again, and says so where none is left', async () => {
    await choose('Network', 'Hide');
    expect(await page().locator('.panel[data-figure="networkGraph"]').count()).toBe(0);
    await button(page(), 'Panels').press('Enter');
    const items = await page().getByRole('menuitemcheckbox').all();
    expect(items).toHaveLength(usual.length);
    await page().getByRole('menuitemcheckbox', { name: 'Network', exact: true }).press('Enter');
    await page().locator('.panel[data-figure="networkGraph"]').waitFor();
    for (const item of items) await item.press('Enter');
    await page().getByText('Every panel is hidden.').waitFor();
    await page().keyboard.press('Escape');
    await toDefault();
  });

  it('is kept by a reload, lab by lab', async () => {
    await choose('Activity', 'Move after', 'Taller');
    await choose('Weights', 'Hide');
    const mine = await stands(page());
    await page().reload();
    await expect.poll(() => trial(page()), waiting).toBeGreaterThan(0);
    expect(await stands(page())).toEqual(mine);
    await button(page(), 'Maps').click();
    await page().locator('.panel[data-figure="worldMap"]').waitFor();
    expect((await stands(page()))[0]).toBe('worldMap 1 6');
    await button(page(), 'Learning').click();
    await expect.poll(() => stands(page()), waiting).toEqual(mine);
  });

  it('is saved with the experiment, and stands as it was wherever that is opened', async () => {
    const mine = await stands(page());
    const download = page().waitForEvent('download');
    await page().locator('body').press('Control+s');
    const bytes = readFileSync(await (await download).path());
    const { layout } = JSON.parse(bytes.toString());
    expect(layout).toMatchObject({ version: 1, hidden: ['weightMatrix'] });
    await toDefault();
    // A panel that this version does not have keeps its place.
    const later = JSON.parse(bytes.toString());
    later.layout.panels.unshift({ id: 'aPanelOfTomorrow', columns: 1, rows: 3 });
    await dropFile(page(), 'mine.engram', Buffer.from(JSON.stringify(later)));
    await expect.poll(() => stands(page()), waiting).toEqual(mine);
    const again = page().waitForEvent('download');
    await choose('Activity', 'Taller');
    await page().locator('body').press('Control+s');
    const saved = JSON.parse(readFileSync(await (await again).path()).toString());
    expect(saved.layout.panels[0].id).toBe('aPanelOfTomorrow');
    // It was that experiment's: the next one has the user's own, which is the usual one.
    await page().getByLabel('Preset').selectOption('pattern');
    await expect.poll(async () => (await stands(page()))[0], waiting).toMatch(/^spikeRaster 1 4/);
  });

  it('never asks for more columns than there are', async () => {
    await page().getByLabel('Preset').selectOption('evidence');
    await choose('Activity', 'Wider');
    expect((await stands(page()))[0]).toBe('spikeRaster 2 4');
    await page().setViewportSize({ width: 640, height: 700 });
    await frames(page(), 4);
    expect((await stands(page()))[0]).toBe('spikeRaster 1 4');
    expect(
      await page().evaluate(
        () => document.documentElement.scrollWidth <= document.documentElement.clientWidth
      )
    ).toBe(true);
    expect(opened.errors).toEqual([]);
  });
});
