// Pictures of the built page after some learning, into out/screenshots/: light, dark, narrow, projector, a file of one's own.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { servePage } from './page-server.mjs';
import { projectRoot } from './source-hash.mjs';

const learningMs = 10_000;
const wide = { width: 1440, height: 900 };

/** @type {readonly { name: string, theme: string, viewport: { width: number, height: number }, hash?: string }[]} */
const pictures = [
  { name: 'light', theme: 'light', viewport: wide },
  { name: 'dark', theme: 'dark', viewport: wide },
  { name: 'narrow', theme: 'light', viewport: { width: 1024, height: 700 } },
  { name: 'projector', theme: 'projector', viewport: { width: 1920, height: 1080 } },
  { name: 'tall', theme: 'light', viewport: { width: 1440, height: 1700 } },
  { name: 'digits', theme: 'dark', viewport: wide, hash: '#preset=digits' }
];

const folder = join(projectRoot, 'out/screenshots');
const wanted = process.argv.slice(2);
await mkdir(folder, { recursive: true });
const server = await servePage(join(projectRoot, 'out/renderer'), 0);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  // Chromium's sandbox does not work for root, which is what a container usually is.
  args: ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])]
});
for (const { name, theme, viewport, hash = '' } of pictures) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const page = await browser.newPage({ viewport });
  await page.addInitScript((chosen) => localStorage.setItem('engram.theme', chosen), theme);
  page.on('pageerror', (error) => console.error(`${name}: ${error.message}`));
  await page.goto(server.url + hash);
  await page.waitForTimeout(learningMs);
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path });
  console.log(path);
  await page.close();
}
await browser.close();
await server.close();
