import { existsSync } from 'node:fs';

/** Where the systems we know keep Chromium or Chrome. */
const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:/Program Files/Google/Chrome/Application/chrome.exe'
];

/**
 * The browser to drive, or undefined where there is none and the browser tests are to be skipped.
 * @throws where one is named that does not exist, and where CI, which must drive the page, has none
 */
export function findChromium(
  env: { readonly CHROMIUM_PATH?: string | undefined; readonly CI?: string | undefined },
  exists: (path: string) => boolean = existsSync
): string | undefined {
  const named = env.CHROMIUM_PATH;
  if (named && !exists(named)) throw new Error(`CHROMIUM_PATH names ${named}, which does not exist.`);
  const found = named || usual.find((path) => exists(path));
  if (!found && env.CI === 'true')
    throw new Error(`No Chromium is at ${usual.join(', ')}, and CI must drive the page. Set CHROMIUM_PATH.`);
  return found;
}
