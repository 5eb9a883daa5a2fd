// The built page in a browser of its own, with a fresh profile, and what it tells of itself.
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { servePage } from '../../scripts/page-server.mjs';
import { projectRoot } from '../../scripts/source-hash.mjs';

/** Labs by a preset whose every panel is filled. */
export const labs = {
  learning: 'evidence',
  deep: 'deep-hierarchy',
  maps: 'one-walk',
  codes: 'rd-compression',
  memory: 'one-layer-induction'
};

/**
 * Runs `body` with a page that has just been opened at about:blank; browser and server end with it.
 * @template Result
 * @param {{ width?: number, height?: number, watch?: string }} options `watch`: code of the page, run before its own.
 * @param {(page: import('playwright-core').Page, url: string) => Promise<Result>} body
 * @returns {Promise<Result>}
 */
export async function withPage({ width = 1440, height = 900, watch }, body) {
  const server = await servePage(join(projectRoot, 'out/renderer'), 0);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    // Chromium's sandbox does not work for root, which is what a container usually is.
    args: ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])]
  });
  try {
    const page = await browser.newPage({ viewport: { width, height } });
    if (watch) await page.addInitScript(watch);
    return await body(page, server.url);
  } finally {
    await browser.close();
    await server.close();
  }
}

/**
 * The middle of several numbers.
 * @param {readonly number[]} values
 */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}
