/** One lab, opened once: everything that is to hold in it, theme after theme and size after size. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { button, frames, readout, trial, waiting } from '../learningPage';
import { type BuiltPage, noChromium, openBuiltPage } from '../page';
import {
  chooseTheme,
  type DialogOpening,
  faultsOfDialog,
  faultsOfLayout,
  faultsOfPlots,
  faultsOfWalk,
  findings,
  findingsInMenus,
  smallTargets,
  themeNames
} from './checks';

export interface LabCase {
  name: string;
  path: string;
  /** Trials until every panel has something to show. */
  trials: number;
  dialogs: readonly DialogOpening[];
  /** Ids of panels that wait for something to be done first: they have words, and no data yet. */
  waiting: readonly string[];
  /** Done once the trials have been made. */
  prepare?(page: Page): Promise<void>;
}

const sizes = [
  ['Light', 1024, 768],
  ['Light', 1280, 800],
  ['Dark', 1920, 1080],
  ['Projector: large type for a class', 1920, 1080],
  ['Projector: large type for a class', 1024, 768]
] as const;

export const byKey = (name: string, key: string): DialogOpening => ({
  name,
  open: (page) => page.keyboard.press(key)
});

/** What the menu of a panel opens. */
export const ofPanel = (panel: string, item: string): DialogOpening => ({
  name: `${item} of ${panel}`,
  open: async (page) => {
    await button(page, `Menu of ${panel}`).press('Enter');
    // A menu takes the focus a moment after it has opened: whoever presses a key before presses it elsewhere.
    await page.waitForFunction(() => document.activeElement?.closest('[role="menu"]'));
    await page.getByRole('menuitem', { name: item, exact: true }).press('Enter');
  }
});

export function testAccess({ dialogs, name, path, prepare, trials, waiting: empty }: LabCase): void {
  describe.skipIf(noChromium)(`the ${name} lab`, () => {
    let opened: BuiltPage;
    const page = () => opened.page;

    beforeAll(async () => {
      opened = await openBuiltPage({ graphics: 'none', path, viewport: { width: 1280, height: 800 } });
    });
    afterAll(async () => {
      await opened?.close();
    });

    it('opens, and has something to show', async () => {
      await expect.poll(() => trial(page()), waiting).toBeGreaterThanOrEqual(trials);
      await button(page(), 'Pause').click();
      await button(page(), 'Run').waitFor();
      // Edits, so that what takes them back and does them again is there as well.
      const slider = page().locator('.setting-slider').first();
      const before = Number(await readout(page(), 'edits'));
      for (const more of [1, 2]) {
        await slider.press('ArrowRight');
        await expect.poll(() => readout(page(), 'edits'), waiting).toBe(String(before + more));
      }
      await button(page(), 'Undo').click();
      await button(page(), 'Redo').waitFor();
      await prepare?.(page());
    });

    it.each(themeNames)('has nothing that axe finds serious: %s', async (theme) => {
      await chooseTheme(page(), theme);
      expect(await findings(page())).toEqual([]);
    });

    it('nor in the menu of any panel, which gives the focus back', async () => {
      expect(await findingsInMenus(page())).toEqual([]);
    });

    it.each(dialogs.map((dialog, k) => [dialog.name, themeNames[k % themeNames.length], dialog] as const))(
      'nor in the dialog: %s, %s. It keeps the keys, and Escape leaves it',
      async (_dialog, theme, dialog) => {
        await chooseTheme(page(), theme);
        expect(await faultsOfDialog(page(), dialog)).toEqual([]);
      }
    );

    it.each(sizes)('lays itself out without fault: %s, %i x %i', async (theme, width, height) => {
      await page().setViewportSize({ width, height });
      await chooseTheme(page(), theme);
      expect(await faultsOfLayout(page())).toEqual([]);
    });

    it('has a full path of keys, with the focus always to be seen', async () => {
      await page().setViewportSize({ width: 1280, height: 800 });
      await chooseTheme(page(), 'Light');
      const { found, reached } = await faultsOfWalk(page());
      expect(found).toEqual([]);
      expect(reached).toBeGreaterThan(30);
    });

    it('says of every plot its name, what it shows, and what stands at its cursor', async () => {
      expect(await faultsOfPlots(page(), empty)).toEqual([]);
    });

    it('has no control smaller than 24 pixels, or than 44 under a finger', async () => {
      expect(await smallTargets(page(), 24)).toEqual([]);
      const devtools = await page().context().newCDPSession(page());
      await devtools.send('Emulation.setTouchEmulationEnabled', { enabled: true });
      await devtools.send('Emulation.setEmulatedMedia', { features: [] });
      await frames(page(), 4);
      expect(await page().evaluate(() => matchMedia('(pointer: coarse)').matches)).toBe(true);
      expect(await smallTargets(page(), 44)).toEqual([]);
      expect(await faultsOfLayout(page())).toEqual([]);
      await devtools.send('Emulation.setTouchEmulationEnabled', { enabled: false });
    });

    it('ends without an error', () => {
      expect(opened.errors).toEqual([]);
    });
  });
}
