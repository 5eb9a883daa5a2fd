// Pictures of the built page after some learning, into out/screenshots/: every lab in every theme and in a small window
// ("learning-light", "maps-contrast-1024", ...), and some parts of labs. Those named after pictures in docs/ are made to
// replace them. Names on the command line choose among them; "themes" is all of the first kind.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { servePage } from './page-server.mjs';
import { projectRoot } from './source-hash.mjs';

const learningMs = 10_000;
const shownInDocs = { width: 1440, height: 960 };
const wide = { width: 1440, height: 900 };

/**
 * @typedef {import('playwright-core').Page} Page
 * @type {readonly { name: string, theme: string, viewport: { width: number, height: number }, hash?: string, act?: (page: Page) => Promise<void> }[]}
 */
const pictures = [
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

/** Opened once each, and turned from theme to theme in place. */
const labs = {
  learning: { hash: '', trials: 300 },
  deep: { hash: '#preset=deep-hierarchy', trials: 60 },
  maps: { hash: '#preset=detour', trials: 200 },
  codes: { hash: '#preset=rd-shapes', trials: 40 }
};
const views = ['light', 'dark', 'contrast', 'projector'].flatMap((theme) => [
  { theme, viewport: theme === 'projector' ? { width: 1920, height: 1080 } : wide, suffix: '' },
  { theme, viewport: { width: 1024, height: 768 }, suffix: '-1024' }
]);

const folder = join(projectRoot, 'out/screenshots');
const wanted = process.argv.slice(2);
await mkdir(folder, { recursive: true });
const server = await servePage(join(projectRoot, 'out/renderer'), 0);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  // Chromium's sandbox does not work for root, which is what a container usually is.
  args: ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])]
});
for (const [lab, { hash, trials }] of Object.entries(labs)) {
  const shots = views
    .map((view) => ({ ...view, name: `${lab}-${view.theme}${view.suffix}` }))
    .filter(({ name }) => wanted.length === 0 || wanted.includes('themes') || wanted.includes(name));
  if (shots.length === 0) continue;
  const page = await browser.newPage({ viewport: wide });
  page.on('pageerror', (error) => console.error(`${lab}: ${error.message}`));
  await page.goto(server.url + hash);
  await untilTrial(page, trials);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  for (const { name, theme, viewport } of shots) {
    await page.setViewportSize(viewport);
    await page.locator(`input[name="theme"][value="${theme}"]`).check({ force: true });
    // Panels are painted a few at a time.
    await page.waitForTimeout(1000);
    const path = join(folder, `${name}.png`);
    await page.screenshot({ path });
    console.log(path);
  }
  await page.close();
}
for (const { name, theme, viewport, hash = '', act } of pictures) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const page = await browser.newPage({ viewport });
  await page.addInitScript((chosen) => localStorage.setItem('engram.theme', chosen), theme);
  page.on('pageerror', (error) => console.error(`${name}: ${error.message}`));
  await page.goto(server.url + hash);
  await page.waitForTimeout(learningMs);
  await act?.(page);
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path });
  console.log(path);
  await page.close();
}
await browser.close();
await server.close();

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

/** @param {Page} page @param {number} trial */
async function untilTrial(page, trial) {
  const readout = page.locator('[data-readout="trial"]');
  const until = Date.now() + 180_000;
  while (Number(await readout.innerText()) < trial && Date.now() < until) await page.waitForTimeout(500);
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
