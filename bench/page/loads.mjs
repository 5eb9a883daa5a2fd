// Heavier runs than the presets: a large network, layers that learn in depth, an arena of 400 states whose walls change.
import { withPage } from './browser.mjs';

const settleMs = 4_000;
const measureMs = 8_000;

const watch = `
  globalThis.seen = { frames: 0, tasks: [] };
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) seen.tasks.push(duration);
  }).observe({ type: 'longtask', buffered: true });
  const count = () => {
    seen.frames++;
    requestAnimationFrame(count);
  };
  requestAnimationFrame(count);
`;

/** @param {string} units */
export async function loads(units) {
  await withPage({ watch }, async (page, url) => {
    await networks(page, url, units);
    await arena(page, url);
  });
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} label
 */
async function measure(page, label) {
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

/**
 * @param {import('playwright-core').Page} page
 * @param {string} address
 */
async function open(page, address) {
  // An address that differs in its hash alone would not load the page anew.
  await page.goto('about:blank');
  await page.goto(address);
  await page.locator('main .panel-canvas').first().waitFor();
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} url
 * @param {string} units
 */
async function networks(page, url, units) {
  await open(page, url);
  await measure(page, 'evidence, 40 units, batch 32');
  for (const [label, value] of [
    ['Units', units],
    ['Trials in parallel', '1']
  ]) {
    const field = page.getByLabel(label).first();
    await field.fill(value);
    await field.press('Enter');
  }
  await measure(page, `evidence, ${units} units, batch 1`);
  await open(page, `${url}#preset=deep-hierarchy`);
  await measure(page, 'hierarchical task, layers of 32 and 32 units, batch 48');
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
  await measure(page, `hierarchical task, layers of ${shown.join(', ')} units, batch 48`);
}

/**
 * An empty square at full speed, and the same while a wall goes up and down, which changes the walk and all that is exact.
 * @param {import('playwright-core').Page} page
 * @param {string} url
 */
async function arena(page, url) {
  await open(page, `${url}#preset=one-walk`);
  await page.locator('body').press('w');
  await page.getByRole('dialog').getByRole('textbox', { name: 'The world as text' }).fill('box 20 20');
  await page.getByRole('button', { name: 'Use this world', exact: true }).click();
  const speed = page.getByLabel('Speed').first();
  await speed.selectOption({ label: 'fastest' });
  await measure(page, 'arena of 20 x 20 states, as fast as it goes');
  await page.getByRole('button', { name: 'Wall', exact: true }).click();
  const map = page.locator('canvas[data-plot="worldMap"]');
  const box = await map.boundingBox();
  if (!box) throw new Error('The map is not on the page; expected its canvas.');
  const walls = setInterval(() => {
    const at = box.width * (0.35 + 0.3 * Math.random());
    map.click({ position: { x: at, y: box.height / 2 } }).catch(() => {});
  }, 1000);
  await measure(page, 'the same, a wall drawn or taken down every second');
  clearInterval(walls);
}
