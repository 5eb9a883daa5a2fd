import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { _electron, type ElectronApplication } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installedElectron } from '../../scripts/electron-binary.mjs';

const binary = installedElectron();
const noDisplay = process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
const asRoot = process.getuid?.() === 0;
const reason = !binary ? 'no Electron binary here' : noDisplay ? 'no display' : asRoot ? 'run as root' : '';

describe.skipIf(reason !== '')(`the desktop window${reason && ` (${reason})`}`, () => {
  let app: ElectronApplication;
  beforeAll(async () => {
    app = await _electron.launch({ ...(binary ? { executablePath: binary } : {}), args: [resolve('.')] });
  });
  afterAll(() => app?.close());

  it('shows the built page, isolated, with the desktop functions and without Node', async () => {
    const page = await app.firstWindow();
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(page.url()).toBe('app://engram/');
    const seen = await page.evaluate(async () => ({
      isolated: crossOriginIsolated,
      node: 'require' in globalThis || 'process' in globalThis,
      version: await window.desktop?.version()
    }));
    expect(seen).toEqual({ isolated: true, node: false, version });
  });
});
