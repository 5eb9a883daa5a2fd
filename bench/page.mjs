// How the built page keeps up: time to the first ticks, frames per second and long tasks of the main thread, with the
// default preset and with a large network. Run `npm run build` first.
// usage: node bench/page.mjs [units]   default 512
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { servePage } from '../scripts/page-server.mjs';
import { projectRoot } from '../scripts/source-hash.mjs';

const units = process.argv[2] ?? '512';
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

const opened = performance.now();
await page.goto(server.url);
const ticks = `['tick', 'trial'].map((name) =>
  Number(document.querySelector('[data-readout=' + name + ']')?.textContent ?? 0)).reduce((a, b) => a + b)`;
while ((await page.evaluate(ticks)) === 0) await page.waitForTimeout(10);
console.log(`first ticks on screen ${Math.round(performance.now() - opened)} ms after opening`);
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
await browser.close();
await server.close();
