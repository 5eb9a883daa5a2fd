// How the built page keeps up: time to the first ticks, frames per second and long tasks of the main thread, with the
// default preset, with a large network, with three layers that learn in depth, and with an arena of 400 states in the Maps lab.
// Run `npm run build` first.
// usage: node bench/page.mjs [units|maps]   default 512; maps: the arena alone
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { servePage } from '../scripts/page-server.mjs';
import { projectRoot } from '../scripts/source-hash.mjs';

const arenaAlone = process.argv[2] === 'maps';
const units = arenaAlone ? '512' : (process.argv[2] ?? '512');
const settleMs = 4_000;
const measureMs = 8_000;

const server = await servePage(join(projectRoot, 'out/renderer'), 0);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  // Chromium's sandbox does not work for root, which is what a container usually is.
  args: ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])]
});
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
// Code of the page, as text: these checks are made for Node.
await page.addInitScript(`
  globalThis.seen = { frames: 0, tasks: [] };
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) seen.tasks.push(duration);
  }).observe({ type: 'longtask', buffered: true });
  const count = () => {
    seen.frames++;
    requestAnimationFrame(count);
  };
  requestAnimationFrame(count);
`);

/** @param {string} label */
async function measure(label) {
  await page.waitForTimeout(settleMs);
  /** @returns {Promise<{ frames: number, tasks: number[] }>} */
  const read = () => page.evaluate('seen');
  const before = await read();
  const start = performance.now();
  await page.waitForTimeout(measureMs);
  const after = await read();
  const fps = ((after.frames - before.frames) * 1000) / (performance.now() - start);
  const long = after.tasks.slice(before.tasks.length);
  const longest = long.length === 0 ? 'none' : `${long.length}, longest ${Math.max(...long)} ms`;
  const status = await page.locator('.status').innerText();
  console.log(`${label}: ${fps.toFixed(1)} frames/s; tasks over 50 ms: ${longest}`);
  console.log(`  ${status.replaceAll('\n', ' ')}`);
}

/** @param {string} address */
async function open(address) {
  // An address that differs in its hash alone would not load the page anew.
  await page.goto('about:blank');
  const opened = performance.now();
  await page.goto(address);
  const ticks = `['tick', 'trial'].map((name) =>
    Number(document.querySelector('[data-readout=' + name + ']')?.textContent ?? 0)).reduce((a, b) => a + b)`;
  while ((await page.evaluate(ticks)) === 0) await page.waitForTimeout(10);
  console.log(`first ticks on screen ${Math.round(performance.now() - opened)} ms after opening`);
}

async function networks() {
  await open(server.url);
  await measure('evidence, 40 units, batch 32');
  for (const [label, value] of [
    ['Units', units],
    ['Trials in parallel', '1']
  ]) {
    const field = page.getByLabel(label).first();
    await field.fill(value);
    await field.press('Enter');
  }
  await measure(`evidence, ${units} units, batch 1`);
  await open(`${server.url}#preset=deep-hierarchy`);
  await measure('hierarchical task, layers of 32 and 32 units, batch 48');
  await page.getByRole('button', { name: 'Add layer' }).click();
  await page.getByRole('textbox', { name: 'Layers, layer 3', exact: true }).waitFor();
  for (const [layer, width] of [64, 64, 32].entries()) {
    const field = page.getByRole('textbox', { name: `Layers, layer ${layer + 1}`, exact: true });
    if ((await field.inputValue()) === String(width)) continue;
    await field.fill(String(width));
    await field.press('Enter');
  }
  await page.waitForTimeout(settleMs);
  const widths = page.getByRole('textbox', { name: /^Layers, layer/ });
  const shown = await widths.evaluateAll((fields) => fields.map((field) => /** @type {any} */ (field).value));
  await measure(`hierarchical task, layers of ${shown.join(', ')} units, batch 48`);
}

/** An empty square at full speed, and the same while a wall goes up and down, which changes the walk and all that is exact. */
async function arena() {
  await open(`${server.url}#preset=one-walk`);
  await page.locator('body').press('w');
  await page.getByRole('dialog').getByRole('textbox', { name: 'The world as text' }).fill('box 20 20');
  await page.getByRole('button', { name: 'Use this world', exact: true }).click();
  const speed = page.getByLabel('Speed').first();
  await speed.selectOption({ label: 'fastest' });
  await measure('arena of 20 x 20 states, as fast as it goes');
  await page.getByRole('button', { name: 'Wall', exact: true }).click();
  const map = page.locator('canvas[data-plot="worldMap"]');
  const box = await map.boundingBox();
  if (!box) throw new Error('The map is not on the page; expected its canvas.');
  const walls = setInterval(() => {
    const at = box.width * (0.35 + 0.3 * Math.random());
    map.click({ position: { x: at, y: box.height / 2 } }).catch(() => {});
  }, 1000);
  await measure('the same, a wall drawn or taken down every second');
  clearInterval(walls);
}

if (!arenaAlone) await networks();
await arena();
await browser.close();
await server.close();
