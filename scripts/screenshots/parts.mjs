// Some parts of labs after some learning, each on a page of its own. Those named after pictures in docs/ are made to replace them.
import { untilTrial } from './page.mjs';

export const learningMs = 10_000;
const shownInDocs = { width: 1440, height: 960 };
const wide = { width: 1440, height: 900 };

/**
 * @typedef {import('playwright-core').Page} Page
 * @type {readonly { name: string, theme: string, viewport: { width: number, height: number }, hash?: string, act?: (page: Page) => Promise<void> }[]}
 */
export const parts = [
  { name: 'tall', theme: 'light', viewport: { width: 1440, height: 1700 } },
  { name: 'digits', theme: 'dark', viewport: wide, hash: '#preset=digits' },
  { name: 'deep', theme: 'light', viewport: wide, hash: '#preset=deep-hierarchy', act: switchRule },
  {
    name: 'deep-tall',
    theme: 'dark',
    viewport: { width: 1440, height: 1700 },
    hash: '#preset=deep-hierarchy',
    act: switchRule
  },
  {
    name: 'deep-lab',
    theme: 'light',
    viewport: shownInDocs,
    hash: '#preset=deep-hierarchy',
    act: trainedInDepth
  },
  {
    name: 'synapse-story',
    theme: 'light',
    viewport: shownInDocs,
    hash: '#preset=deep-hierarchy',
    act: explainWithoutQuestion
  },
  { name: 'deep-story', theme: 'light', viewport: wide, hash: '#preset=deep-hierarchy', act: explain },
  { name: 'deep-sweep', theme: 'light', viewport: wide, hash: '#preset=deep-hierarchy', act: sweep },
  { name: 'maps-lab', theme: 'light', viewport: shownInDocs, hash: '#preset=detour' },
  {
    name: 'rat-fields',
    theme: 'light',
    viewport: { width: 1440, height: 1240 },
    hash: '#preset=open-field',
    act: fieldAtTheWall
  },
  {
    name: 'codes-lab',
    theme: 'light',
    viewport: { width: 1440, height: 1160 },
    hash: '#preset=rd-compression',
    act: trainedCodes
  },
  {
    name: 'memory-lab',
    theme: 'light',
    viewport: { width: 1440, height: 1160 },
    hash: '#preset=recall',
    act: recalling
  },
  { name: 'letters-dark', theme: 'dark', viewport: { width: 1440, height: 1160 }, hash: '#preset=letters' },
  {
    name: 'letters-narrow',
    theme: 'light',
    viewport: { width: 1024, height: 700 },
    hash: '#preset=letters'
  },
  {
    name: 'letters-projector',
    theme: 'projector',
    viewport: { width: 1920, height: 1080 },
    hash: '#preset=letters'
  },
  {
    name: 'text-lab',
    theme: 'light',
    viewport: { width: 1440, height: 1160 },
    hash: '#preset=near-copies'
  },
  { name: 'text-dark', theme: 'dark', viewport: { width: 1440, height: 1160 }, hash: '#preset=two-facts' },
  {
    name: 'text-narrow',
    theme: 'light',
    viewport: { width: 1024, height: 700 },
    hash: '#preset=near-copies'
  },
  {
    name: 'text-projector',
    theme: 'projector',
    viewport: { width: 1920, height: 1080 },
    hash: '#preset=two-facts'
  },
  {
    name: 'energy-dark',
    theme: 'dark',
    viewport: { width: 1440, height: 1160 },
    hash: '#preset=energy-descent'
  },
  {
    name: 'devices-light',
    theme: 'light',
    viewport: { width: 1440, height: 1160 },
    hash: '#preset=tree-beats-ring'
  },
  { name: 'codes-dark', theme: 'dark', viewport: wide, hash: '#preset=rd-digits', act: trainedCodes },
  {
    name: 'codes-narrow',
    theme: 'light',
    viewport: { width: 1024, height: 700 },
    hash: '#preset=rd-invariance',
    act: trainedCodes
  },
  {
    name: 'codes-projector',
    theme: 'projector',
    viewport: { width: 1920, height: 1080 },
    hash: '#preset=rd-compression',
    act: trainedCodes
  },
  { name: 'maps-tall', theme: 'dark', viewport: { width: 1440, height: 1700 }, hash: '#preset=one-walk' },
  {
    name: 'deep-projector',
    theme: 'projector',
    viewport: { width: 1920, height: 1080 },
    hash: '#preset=deep-hierarchy',
    act: switchRule
  },
  { name: 'sweep-dark', theme: 'dark', viewport: wide, hash: '#preset=evidence', act: sweepOfRates },
  {
    name: 'sweep-projector',
    theme: 'projector',
    viewport: { width: 1920, height: 1080 },
    hash: '#preset=detour',
    act: sweepOfSeeds
  },
  {
    name: 'sweep-narrow',
    theme: 'light',
    viewport: { width: 1024, height: 700 },
    hash: '#preset=evidence',
    act: sweepOfRates
  },
  { name: 'compare-dark', theme: 'dark', viewport: wide, hash: '#preset=pattern', act: compareTwo },
  {
    name: 'compare-projector',
    theme: 'projector',
    viewport: { width: 1920, height: 1080 },
    hash: '#preset=pattern',
    act: compareTwo
  }
];

/** @param {Page} page */
async function switchRule(page) {
  await page.getByLabel('Learning rule', { exact: true }).selectOption('spatial');
  await page.waitForTimeout(learningMs);
}

/** Room for the panels, and the exact rule to compare. @param {Page} page */
async function trainedInDepth(page) {
  await page.getByRole('button', { name: 'Hide the question' }).click();
  await page.getByLabel('Learning rule', { exact: true }).selectOption('bptt');
  await page.waitForTimeout(learningMs);
  await page.locator('.rule-memory').evaluate((element) => element.scrollIntoView({ block: 'center' }));
  await page.waitForTimeout(500);
}

/** @param {Page} page */
async function explainWithoutQuestion(page) {
  await page.getByRole('button', { name: 'Hide the question' }).click();
  await explain(page);
}

/** All of the recording, then the field of a bin in the middle of a wall. @param {Page} page */
async function fieldAtTheWall(page) {
  await page.getByLabel('Speed').selectOption('0');
  await page.waitForTimeout(2 * learningMs);
  await page.getByRole('button', { name: 'Pause' }).click();
  const map = page.locator('canvas[data-plot="worldMap"]');
  const box = await map.boundingBox();
  // From the foot of the panel up to the lowest row of bins.
  for (let y = (box?.height ?? 0) - 4; y > 0; y -= 6) {
    await map.click({ position: { x: (box?.width ?? 0) * 0.4, y } });
    if (/,14$/.test(await page.locator('[data-readout="unit"]').innerText())) break;
  }
  await page.waitForTimeout(2000);
}

/** Until the coders are past the classifiers and have settled. @param {Page} page */
async function trainedCodes(page) {
  await untilTrial(page, 80);
  await page.waitForTimeout(1000);
}

/** @param {Page} page */
async function recalling(page) {
  await untilTrial(page, 200);
  await page.waitForTimeout(1000);
}

/** @param {Page} page */
async function explain(page) {
  await page.getByRole('button', { name: 'Explain this synapse' }).click();
  await page.waitForTimeout(2000);
}

/** @param {Page} page */
async function sweep(page) {
  await page.locator('body').press('d');
  await page.locator('[data-readout="sweep"]').waitFor({ state: 'detached', timeout: 120_000 });
}

/** Two learning rates, three seeds each, in the dialog of sweeps. @param {Page} page */
async function sweepOfRates(page) {
  await page.keyboard.press('v');
  await page.locator('[data-axis="list"]').fill('0.001, 0.01');
  await page.locator('[data-sweep="seeds"]').fill('3');
  await page.locator('[data-sweep="trials"]').fill('40');
  await swept(page, 'Start sweep');
}

/** @param {Page} page */
async function sweepOfSeeds(page) {
  await page.locator('.verdict-row input').fill('3');
  await page.locator('.verdict-row input').press('Enter');
  await swept(page, 'Run 3 seeds');
}

/** @param {Page} page @param {string} name of the button that starts it */
async function swept(page, name) {
  await page.getByRole('button', { name, exact: true }).click();
  await page
    .locator('[data-readout="sweep-progress"]', { hasText: /^Done/ })
    .waitFor({ state: 'attached', timeout: 120_000 });
}

/** A run kept, and the run that goes on with another learning rate. @param {Page} page */
async function compareTwo(page) {
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await page.keyboard.press('c');
  await page.getByRole('button', { name: 'Keep this run', exact: true }).click();
  await page.keyboard.press('Escape');
  const rate = page.locator('[data-setting="learningRate"] input').first();
  await rate.fill('0.002');
  await rate.press('Enter');
  await rate.blur();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.waitForTimeout(learningMs);
  await page.keyboard.press('c');
  await page.waitForTimeout(1000);
}
