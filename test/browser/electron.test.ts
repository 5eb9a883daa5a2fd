import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, type ElectronApplication } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installedElectron } from '../../scripts/electron-binary.mjs';

const binary = installedElectron();
const noDisplay = process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
const asRoot = process.getuid?.() === 0;
const reason = !binary ? 'no Electron binary here' : noDisplay ? 'no display' : asRoot ? 'run as root' : '';

describe.skipIf(reason !== '')(`the desktop window${reason && ` (${reason})`}`, () => {
  let app: ElectronApplication;
  let folder: string;
  const launch = (...files: string[]) =>
    _electron.launch({
      ...(binary ? { executablePath: binary } : {}),
      // A memory of its own, so that the user's is neither read nor written.
      args: [`--user-data-dir=${join(folder, 'data')}`, resolve('.'), ...files]
    });
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'engram-electron-'));
    app = await launch();
  });
  afterAll(async () => {
    await app?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  /** Labels of the menu bar, or of one menu in it. */
  const menu = (label?: string) =>
    app.evaluate(({ Menu }, wanted) => {
      const bar = Menu.getApplicationMenu()?.items ?? [];
      const items = wanted ? bar.find((item) => item.label === wanted)?.submenu?.items : bar;
      return (items ?? []).map((item) => item.label);
    }, label);

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

  it('has the commands of the page in its menus, which do what they say', async () => {
    const page = await app.firstWindow();
    await page.getByRole('button', { name: 'Pause', exact: true }).waitFor();
    await expect.poll(() => menu()).toEqual(expect.arrayContaining(['File', 'Edit', 'Run', 'View', 'Help']));
    await expect.poll(() => menu('Run')).toContain('Pause');
    await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('run')?.click());
    await page.getByRole('button', { name: 'Run', exact: true }).waitFor();
    await expect.poll(() => menu('Run')).toContain('Run');
  });

  it('opens again where it was closed, with the file it was given among the recent ones', async () => {
    await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0].setBounds({ x: 60, y: 70, width: 1000, height: 700 })
    );
    const bounds = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0].getNormalBounds()
    );
    await app.close();
    const file = join(folder, 'mine.csv');
    writeFileSync(file, 'a,b\n1,2\n3,4\n');
    app = await launch(file);
    const page = await app.firstWindow();
    await page.getByRole('dialog').waitFor();
    expect(
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].getNormalBounds())
    ).toMatchObject({ width: bounds.width, height: bounds.height });
    const recent = () =>
      app.evaluate(({ Menu }) =>
        Menu.getApplicationMenu()
          ?.items.find(({ label }) => label === 'File')
          ?.submenu?.items.find(({ label }) => label === 'Recent files')
          ?.submenu?.items.map(({ label }) => label)
      );
    await expect.poll(recent).toEqual([expect.stringContaining('mine.csv')]);
  });
});
