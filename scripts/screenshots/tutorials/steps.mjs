// The hand of a reader: keys, buttons, menus.
import { untilTrial } from '../page.mjs';

/** @typedef {import('playwright-core').Page} Page */

/** A panel by its figure. @param {Page} page @param {string} figure */
export const panel = (page, figure) => page.locator(`[data-figure="${figure}"]`);

/** @param {Page} page @param {string} name */
export const press = (page, name) => page.getByRole('button', { name, exact: true }).click();

/** @param {Page} page @param {string} value */
export const speed = (page, value) => page.locator('[data-control="speed"]').selectOption({ label: value });

/** @param {Page} page @param {string} id */
export async function choosePreset(page, id) {
  await page.locator('[data-control="preset"]').selectOption(id);
  // A key that is pressed next is for the page, not for the list.
  await page.locator('[data-control="preset"]').blur();
}

/** Runs on until so many trials are made, then holds time. @param {Page} page @param {number} trial */
export async function runTo(page, trial) {
  const run = page.getByRole('button', { name: 'Run', exact: true });
  // What was just opened starts by itself, a moment later.
  await page.waitForTimeout(1500);
  if (await run.isVisible()) await run.click();
  await untilTrial(page, trial);
  await press(page, 'Pause');
}

/** @param {Page} page @param {string} title of a panel @param {string} item */
export async function fromMenu(page, title, item) {
  await press(page, `Menu of ${title}`);
  await page.getByRole('menuitem', { name: item }).click();
}

/** @param {Page} page @param {string} name of a setting @param {string} value */
export async function set(page, name, value) {
  const control = page.locator(`[data-setting="${name}"]`);
  const list = control.locator('select');
  if ((await list.count()) > 0) {
    await list.selectOption(value);
    return;
  }
  const field = control.locator('input').first();
  await field.fill(value);
  await field.press('Enter');
  await field.blur();
}

/** To the end of the trial. @param {Page} page */
export async function stepTrial(page) {
  const readout = page.locator('[data-readout="trial"]').first();
  const before = await readout.innerText();
  await page.keyboard.press('Shift+ArrowRight');
  while ((await readout.innerText()) === before) await page.waitForTimeout(50);
}

/** What a panel shows, by a choice of its menu. @param {Page} page @param {string} title of a panel @param {string} choice */
export async function choose(page, title, choice) {
  await press(page, `Menu of ${title}`);
  await page.getByRole('menuitemradio', { name: choice, exact: true }).click();
  await page.keyboard.press('Escape');
}
