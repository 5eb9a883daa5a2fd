/** Attention as a fall and over devices, on the built page. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { button, colours, trial, waiting } from './learningPage';
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

      // The same over threads of this machine: softmax to rounding, with the bytes of the formulas.
      await button(second.page, 'Pause').click();
      await button(second.page, 'Devices here').click();
      const dialog = second.page.getByRole('dialog', { name: 'Devices of this machine' });
      await dialog.getByLabel('Keys in all').selectOption('8192');
      await dialog.getByLabel('Joined at a node').selectOption('4');
      await button(second.page, 'Measure').click();
      const rows = dialog.locator('tbody tr');
      await expect.poll(() => rows.count(), waiting).toBe(4);
      await button(second.page, 'Measure').waitFor();
      const cells = (await rows.allInnerTexts()).map((row) =>
        row.replaceAll('\u202f', '').replaceAll('−', '-').split('\t')
      );
      expect(
        cells.map(([devices, , , steps, tree, ring]) => [devices, steps, tree, ring].map(Number))
      ).toEqual(
        [1, 2, 4, 8].map((devices) => [
          devices,
          // Up and down; four join at a node.
          devices === 1 ? 0 : devices === 8 ? 4 : 2,
          2 * (devices - 1) * (64 + 2) * 8,
          (devices - 1) * 8192 * 128 * 8
        ])
      );
      for (const [, us, , , , , off] of cells) {
        expect(Number(us)).toBeGreaterThan(0);
        expect(off).toMatch(/^(0|[\d.]+·10⁻¹[⁵-⁹])$/);
      }
      expect(cells[0][2]).toBe('1.00');
      const saved = second.page.waitForEvent('download');
      await button(second.page, 'Save as CSV').click();
      expect((await saved).suggestedFilename()).toBe('devices.csv');
      expect(second.errors).toEqual([]);
    } finally {
      await second.close();
    }
  }, 60_000);
});
