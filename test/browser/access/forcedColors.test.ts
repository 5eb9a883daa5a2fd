/** Where the system chooses the colours: what only a ground told is told by an edge, and plots follow. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { button, frames, trial, waiting } from '../learningPage';
import { type BuiltPage, noChromium, openBuiltPage } from '../page';
import { findings } from './checks';

describe.skipIf(noChromium).each(['light', 'dark'] as const)('colours forced by a %s system', (scheme) => {
  let opened: BuiltPage;
  beforeAll(async () => {
    opened = await openBuiltPage({
      graphics: 'none',
      path: '?preset=pattern',
      prepare: (page) => page.emulateMedia({ forcedColors: 'active', colorScheme: scheme })
    });
  });
  afterAll(async () => {
    await opened?.close();
  });

  it('opens, and has something to show', async () => {
    await expect.poll(() => trial(opened.page), waiting).toBeGreaterThan(3);
    await button(opened.page, 'Pause').click();
    await frames(opened.page, 3);
  });

  it('draws an edge around what is chosen', async () => {
    const edges = await opened.page.evaluate(() =>
      ['.rail-lab[aria-current]', '.segments label:has(input:checked)'].map((chosen) => {
        const element = document.querySelector(chosen);
        return element ? getComputedStyle(element).outlineStyle : 'not there';
      })
    );
    expect(edges).toEqual(['solid', 'solid']);
  });

  it('draws plots in ink that stands out from the ground of the system', async () => {
    const inks = await opened.page
      .locator('main .panel-canvas')
      .first()
      .evaluate((canvas: HTMLCanvasElement) => {
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        const lights = new Set<number>();
        for (let at = 0; at < data.length; at += 4)
          if (data[at + 3] === 255) lights.add((data[at] + data[at + 1] + data[at + 2]) / 3);
        return { most: Math.max(...lights), least: Math.min(...lights) };
      });
    if (scheme === 'dark') expect(inks.most).toBeGreaterThan(170);
    else expect(inks.least).toBeLessThan(100);
  });

  it('has nothing that axe finds serious', async () => {
    expect(await findings(opened.page)).toEqual([]);
  });
});
