// Pictures of the built page after some learning. Into out/screenshots/: every lab in every theme and in a small window, and
// some parts of labs. Into docs/tutorials/: what a tutorial shows, by doing what it says. Names on the command line choose among
// them; "themes" is all of the first kind, "tutorials" all of the last, "learning-tutorial" those of one.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { painted, untilTrial, withBrowser } from './screenshots/page.mjs';
import { learningMs, parts } from './screenshots/parts.mjs';
import { smallPng } from './screenshots/smallPng.mjs';
import { labs, views } from './screenshots/themes.mjs';
import { tutorials } from './screenshots/tutorials.mjs';
import { projectRoot } from './source-hash.mjs';

/** @typedef {import('playwright-core').Browser} Browser */

const folder = join(projectRoot, 'out/screenshots');
const docs = join(projectRoot, 'docs/tutorials');
const wanted = process.argv.slice(2);
await mkdir(folder, { recursive: true });
await mkdir(docs, { recursive: true });
await withBrowser(async (browser, url) => {
  await takeThemes(browser, url);
  await takeParts(browser, url);
  await takeTutorials(browser, url);
});

/** @param {Browser} browser @param {string} url */
async function takeThemes(browser, url) {
  for (const [lab, { hash, trials }] of Object.entries(labs)) {
    const shots = views
      .map((view) => ({ ...view, name: `${lab}-${view.theme}${view.suffix}` }))
      .filter(({ name }) => wanted.length === 0 || wanted.includes('themes') || wanted.includes(name));
    if (shots.length === 0) continue;
    const page = await browser.newPage({ viewport: views[0].viewport });
    page.on('pageerror', (error) => console.error(`${lab}: ${error.message}`));
    await page.goto(url + hash);
    await untilTrial(page, trials);
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    for (const { name, theme, viewport } of shots) {
      await page.setViewportSize(viewport);
      await page.locator(`input[name="theme"][value="${theme}"]`).check({ force: true });
      await painted(page);
      const path = join(folder, `${name}.png`);
      await page.screenshot({ path });
      console.log(path);
    }
    await page.close();
  }
}

/** @param {Browser} browser @param {string} url */
async function takeParts(browser, url) {
  for (const { name, theme, viewport, hash = '', act } of parts) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const page = await browser.newPage({ viewport });
    await page.addInitScript((chosen) => localStorage.setItem('engram.theme', chosen), theme);
    page.on('pageerror', (error) => console.error(`${name}: ${error.message}`));
    await page.goto(url + hash);
    await page.waitForTimeout(learningMs);
    await act?.(page);
    const path = join(folder, `${name}.png`);
    await page.screenshot({ path });
    console.log(path);
    await page.close();
  }
}

/** A page for each tutorial, on which its steps are done in order. @param {Browser} browser @param {string} url */
async function takeTutorials(browser, url) {
  for (const [name, follow] of Object.entries(tutorials)) {
    const all = wanted.length === 0 || wanted.includes('tutorials');
    if (!all && !wanted.includes(`${name}-tutorial`)) continue;
    const page = await browser.newPage({ viewport: views[0].viewport });
    await page.addInitScript(() => localStorage.setItem('engram.theme', 'light'));
    page.on('pageerror', (error) => console.error(`${name}: ${error.message}`));
    await page.goto(url);
    await follow(page, async (shown, what) => {
      await painted(page);
      const path = join(docs, `${name}-${shown}.png`);
      await writeFile(path, smallPng(await (what ?? page).screenshot()));
      console.log(path);
    });
    await page.close();
  }
}
