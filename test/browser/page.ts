import { type Browser, chromium, type Page } from 'playwright-core';
import { servePage } from '../../scripts/page-server.mjs';
import { findChromium } from './chromium';

const executablePath = findChromium(process.env);

/** For `describe.skipIf(noChromium)`: true where there is no browser to drive. */
export const noChromium = executablePath === undefined;

/**
 * How the graphics of a test run. All are software, so that every machine draws alike; without any the page is put
 * together far faster, which is what a test that needs no GPU wants.
 */
const graphics = {
  none: ['--disable-gpu'],
  webgl2: ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
  webgpu: [
    '--use-angle=swiftshader',
    '--enable-unsafe-swiftshader',
    '--enable-unsafe-webgpu',
    '--use-webgpu-adapter=swiftshader'
  ]
};

export interface BuiltPage {
  readonly page: Page;
  /** The address of the local server, with a slash at its end. */
  readonly url: string;
  /** Uncaught errors and console errors since the page opened; a good run ends with none. */
  readonly errors: readonly string[];
  close(): Promise<void>;
}

export interface OpenOptions {
  /** Which software graphics to allow; WebGL2 alone unless asked. */
  readonly graphics?: keyof typeof graphics;
  readonly colorScheme?: 'light' | 'dark';
  /** Pixels. */
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Path below the page's address, such as `?preset=pattern`. */
  readonly path?: string;
  /** Folder of the page; the built interface unless a test builds a page of its own. */
  readonly root?: string;
  /** Further switches of Chromium, such as those of its fake devices. */
  readonly switches?: readonly string[];
  /** Done to the page before its address is opened. */
  prepare?(page: Page): Promise<void>;
}

/**
 * Serves the built page on a free port and opens it in a browser of its own.
 * `npm test` builds first; by hand run `npm run build`.
 */
export async function openBuiltPage(options: OpenOptions = {}): Promise<BuiltPage> {
  const server = await servePage(options.root ?? 'out/renderer', 0);
  let browser: Browser | undefined;
  const close = async (): Promise<void> => {
    await browser?.close();
    await server.close();
  };
  try {
    // Chromium's sandbox does not work for root, which is what a container usually is.
    const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    browser = await chromium.launch({
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [...graphics[options.graphics ?? 'webgl2'], ...asRoot, ...(options.switches ?? [])]
    });
    // A context, so that a test may open a second window beside the first.
    const context = await browser.newContext({
      colorScheme: options.colorScheme ?? 'light',
      viewport: options.viewport ?? { width: 1440, height: 900 },
      acceptDownloads: true
    });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await options.prepare?.(page);
    await page.goto(server.url + (options.path ?? ''));
    return { page, url: server.url, errors, close };
  } catch (error) {
    await close();
    throw error;
  }
}
