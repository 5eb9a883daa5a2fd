// The built page in a browser without a window, and what its pictures wait for.
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { servePage } from '../page-server.mjs';
import { projectRoot } from '../source-hash.mjs';

/** @typedef {import('playwright-core').Page} Page */

/**
 * @param {(browser: import('playwright-core').Browser, url: string) => Promise<void>} use
 */
export async function withBrowser(use) {
  const server = await servePage(join(projectRoot, 'out/renderer'), 0);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    // Chromium's sandbox does not work for root, which is what a container usually is.
    args: ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])]
  });
  try {
    await use(browser, server.url);
  } finally {
    await browser.close();
    await server.close();
  }
}

/** Panels are painted a few at a time. @param {Page} page */
export const painted = (page) => page.waitForTimeout(1000);

/** Until the run has made so many trials. @param {Page} page @param {number} trial */
export async function untilTrial(page, trial) {
  const readout = page.locator('[data-readout="trial"]').first();
  const until = Date.now() + 180_000;
  while (Number(await readout.innerText()) < trial) {
    if (Date.now() > until) throw new Error(`The run has not reached trial ${trial} in three minutes.`);
    await page.waitForTimeout(50);
  }
}
