/** Attention as a fall and over devices, on the built page. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { colours, trial, waiting } from './learningPage';
import { type BuiltPage, noChromium, openBuiltPage } from './page';

describe.skipIf(noChromium)('attention as an energy', () => {
  let opened: BuiltPage;
  afterAll(async () => {
    await opened?.close();
  });
  beforeAll(async () => {
    opened = await openBuiltPage({
      graphics: 'none',
      viewport: { width: 1920, height: 1600 },
      path: '#preset=energy-descent'
    });
  });

  it('falls on the page, with no panel of what it has not', async () => {
    const { page } = opened;
    await page.locator('canvas[data-plot="energyFall"]').waitFor();
    await expect.poll(() => trial(page), waiting).toBeGreaterThan(2);
    for (const id of ['energyFall', 'patternWeights', 'energyLandscape'])
      await expect.poll(() => colours(page, id), waiting).toBeGreaterThan(3);
    for (const id of ['networkLearning', 'rowReads', 'deviceRounds'])
      expect(await page.locator(`[data-figure="${id}"]`).count(), id).toBe(0);
    expect(opened.errors).toEqual([]);
  }, 60_000);

  it('goes over the devices, round by round', async () => {
    const second = await openBuiltPage({
      graphics: 'none',
      viewport: { width: 1920, height: 1600 },
      path: '#preset=tree-beats-ring'
    });
    try {
      await second.page.locator('canvas[data-plot="deviceRounds"]').waitFor();
      await expect.poll(() => trial(second.page), waiting).toBeGreaterThan(1);
      for (const id of ['deviceRounds', 'clusterTimes'])
        await expect.poll(() => colours(second.page, id), waiting).toBeGreaterThan(3);
      expect(second.errors).toEqual([]);
    } finally {
      await second.close();
    }
  }, 60_000);
});
