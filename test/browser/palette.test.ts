import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { button, seriousNow, waiting } from './learningPage';
import { type BuiltPage, noChromium, openBuiltPage } from './page';

describe.skipIf(noChromium)('commands', () => {
  let opened: BuiltPage;
  const page = () => opened.page;
  const field = () => page().getByRole('combobox', { name: 'Find a command, a preset or a panel' });
  const options = () => page().getByRole('option');
  const chosen = () => page().locator('[role="option"][aria-selected="true"]');

  beforeAll(async () => {
    opened = await openBuiltPage({ graphics: 'none', path: '#preset=evidence' });
    await button(page(), 'Pause').click();
    await button(page(), 'Run').waitFor();
  });
  afterAll(() => opened?.close());

  it('are found in the palette by a few letters, with the keyboard alone', async () => {
    await page().keyboard.press('Control+k');
    await field().waitFor();
    expect(await field().evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await options().count()).toBeGreaterThan(60);
    await page().keyboard.type('jour');
    await expect.poll(() => chosen().getAttribute('data-item'), waiting).toBe('journal');
    expect(await field().getAttribute('aria-activedescendant')).toBe(await chosen().getAttribute('id'));
    await page().keyboard.press('Enter');
    const journal = page().getByRole('dialog', { name: 'Journal' });
    await journal.waitFor(waiting);
    await expect
      .poll(() => journal.evaluate((dialog) => dialog.contains(document.activeElement)), waiting)
      .toBe(true);
    await page().keyboard.press('Escape');
    await journal.waitFor({ state: 'detached' });
  });

  it('are moved through by arrow keys, from the end back to the start', async () => {
    await page().keyboard.press('Control+Shift+P');
    await field().fill('step');
    const first = await chosen().innerText();
    const help = () => page().getByRole('dialog').getByRole('status').innerText();
    expect(await help()).toBe(await chosen().getAttribute('title'));
    await page().keyboard.press('ArrowDown');
    expect(await chosen().innerText()).not.toBe(first);
    expect(await help()).toBe(await chosen().getAttribute('title'));
    await page().keyboard.press('ArrowUp');
    expect(await chosen().innerText()).toBe(first);
    await page().keyboard.press('ArrowUp');
    expect(await chosen().innerText()).toBe(await options().last().innerText());
    await page().keyboard.press('ArrowDown');
    expect(await chosen().innerText()).toBe(first);
    await page().keyboard.press('Escape');
    await field().waitFor({ state: 'detached' });
  });

  it('that do not apply are shown with the reason and do nothing', async () => {
    await page().keyboard.press('Control+k');
    await field().fill('save tape');
    expect(await chosen().getAttribute('aria-disabled')).toBe('true');
    expect(await chosen().innerText()).toContain('Only a live run has a tape.');
    await page().keyboard.press('Enter');
    expect(await field().count()).toBe(1);
    await field().fill('qqqq');
    expect(await page().getByText('Nothing is called “qqqq”').count()).toBe(1);
    await page().keyboard.press('Enter');
    expect(await seriousNow(page())).toEqual([]);
    await page().keyboard.press('Escape');
  });

  it('open from a field that is typed in too', async () => {
    const seed = page().getByLabel('Seed');
    await seed.focus();
    await page().keyboard.press('Control+k');
    await field().waitFor();
    await page().keyboard.press('Escape');
    await expect
      .poll(() => seed.evaluate((element) => element === document.activeElement), waiting)
      .toBe(true);
  });

  it('lead to a panel, to its maximised form and to a preset', async () => {
    await page().keyboard.press('Control+k');
    await field().fill('go to activity');
    await page().keyboard.press('Enter');
    const plot = page().locator('canvas[data-plot="spikeRaster"]');
    await expect
      .poll(() => plot.evaluate((element) => element === document.activeElement), waiting)
      .toBe(true);
    await page().keyboard.press('m');
    await expect
      .poll(() => page().locator('.panel.maximised').getAttribute('data-figure'))
      .toBe('spikeRaster');
    await page().keyboard.press('m');
    await expect.poll(() => page().locator('.panel.maximised').count()).toBe(0);
    await page().keyboard.press('Control+k');
    await field().fill('one walk');
    expect(await chosen().getAttribute('data-item')).toBe('preset one-walk');
    await page().keyboard.press('Enter');
    await page().locator('canvas[data-plot="worldMap"]').waitFor(waiting);
    await page().keyboard.press('1');
    await plot.waitFor(waiting);
  });

  it('of a panel stand in its menu, opened by the right button where it was pressed', async () => {
    // At the top, where there is room for the whole menu below it.
    const plot = page().locator('canvas[data-plot="spikeRaster"]');
    const box = (await plot.boundingBox())!;
    await plot.click({ button: 'right', position: { x: 40, y: 20 } });
    const menu = page().getByRole('menu');
    await menu.waitFor();
    const at = (await menu.boundingBox())!;
    expect(Math.abs(at.x - (box.x + 40))).toBeLessThan(12);
    expect(Math.abs(at.y - (box.y + 20))).toBeLessThan(12);
    for (const name of [
      'Maximise',
      'Export SVG',
      'Export PDF',
      'Export PNG',
      'Compose figure',
      'Data table',
      'Explain'
    ])
      expect(await menu.getByRole('menuitem', { name }).count(), name).toBeGreaterThan(0);
    await menu.getByRole('menuitem', { name: 'Data table' }).click();
    await page().getByRole('dialog').getByRole('table').waitFor(waiting);
    await page().keyboard.press('Escape');
    await page().getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('of a panel open by Shift+F10 too, and act on that panel', async () => {
    await page().locator('canvas[data-plot="learningCurves"]').focus();
    await page().keyboard.press('Shift+F10');
    const menu = page().getByRole('menu');
    await menu.waitFor();
    await menu.getByRole('menuitem', { name: 'Maximise' }).click();
    await expect
      .poll(() => page().locator('.panel.maximised').getAttribute('data-figure'))
      .toBe('learningCurves');
    await page().keyboard.press('Escape');
  });

  it('all stand in the sheet with their keys, by group', async () => {
    await page().keyboard.press('Control+k');
    await field().waitFor();
    const commands = await options().evaluateAll((lines) =>
      lines.map((line) => line.getAttribute('data-item')!).filter((id) => /^[a-zA-Z]+$/.test(id))
    );
    await page().keyboard.press('Escape');
    await field().waitFor({ state: 'detached' });
    await page().keyboard.press('?');
    const sheet = page().getByRole('dialog', { name: 'Keyboard' });
    await sheet.waitFor();
    const listed = await sheet
      .locator('[data-command]')
      .evaluateAll((lines) => lines.map((line) => line.getAttribute('data-command')));
    expect(commands.length).toBeGreaterThan(40);
    expect([...listed].sort()).toEqual([...commands, 'palette'].sort());
    expect(await sheet.getByRole('heading', { level: 3 }).count()).toBeGreaterThan(5);
    expect(await seriousNow(page())).toEqual([]);
    await page().keyboard.press('Escape');
    expect(opened.errors).toEqual([]);
  });
});
