import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recipeOf } from '../../src/figures/recipeIn';
import type {} from '../../src/renderer/exposed';
import { button, pixels, readout, trial, waiting } from './learningPage';
import { type BuiltPage, noChromium, openBuiltPage } from './page';

describe.skipIf(noChromium).each([
  ['evidence', 'weightMatrix', 'weights', 'spikeRaster', 200],
  ['one-walk', 'successorMatrix', 'successor', 'worldMap', 1]
] as const)('the past of %s', (preset, figure, image, ofTime, trials) => {
  let opened: BuiltPage;
  const page = () => opened.page;

  beforeAll(async () => {
    opened = await openBuiltPage({ graphics: 'none', path: `#preset=${preset}` });
  });
  afterAll(() => opened?.close());

  const scrub = async (share: number): Promise<void> => {
    const slider = page().getByLabel('Recorded time');
    await expect.poll(() => slider.isEnabled(), waiting).toBe(true);
    await slider.evaluate((element, wanted) => {
      const slider = element as HTMLInputElement;
      slider.value = String(
        Math.round(Number(slider.min) + (Number(slider.max) - Number(slider.min)) * wanted)
      );
      slider.dispatchEvent(new InputEvent('input', { bubbles: true }));
    }, share);
  };

  it('is found while the run goes on', async () => {
    await expect.poll(() => trial(page()), waiting).toBeGreaterThan(4);
    await scrub(0.5);
    await expect.poll(() => readout(page(), 'past'), waiting).toBe('images: this moment');
    const before = await trial(page());
    const seen = await pixels(page(), ofTime);
    await expect.poll(() => trial(page()), waiting).toBeGreaterThan(before + trials);
    // What the run records meanwhile does not push out what is looked at.
    expect(await pixels(page(), ofTime)).toBe(seen);
    expect(await readout(page(), 'past')).toBe('images: this moment');
    await button(page(), 'Back to now').click();
    await expect.poll(() => readout(page(), 'past'), waiting).toBe('');
  });

  it('goes into a figure with the recipe of its own moment', async () => {
    await expect.poll(() => trial(page()), waiting).toBeGreaterThan(4);
    await scrub(0.4);
    await expect.poll(() => readout(page(), 'past'), waiting).toBe('images: this moment');
    const slider = page().getByLabel('Recorded time');
    await page()
      .locator(`[data-figure="${figure}"]`)
      .getByRole('button', { name: /^Menu of / })
      .click();
    const download = page().waitForEvent('download');
    await page().getByRole('menuitem', { name: 'Export SVG' }).click();
    const { recipe } = recipeOf('past.svg', new Uint8Array(readFileSync(await (await download).path())));
    const { stateHash } = await page().evaluate(() => window.engramSession!.ask('pastHash', {}));
    expect(recipe).toMatchObject({ ticks: Number(await slider.inputValue()), stateHash });
    await button(page(), 'Back to now').click();
    await expect.poll(() => readout(page(), 'past'), waiting).toBe('');
  });

  it('is in every panel what a run made anew has at that tick, to the bit', async () => {
    await expect.poll(() => trial(page()), waiting).toBeGreaterThan(4);
    await button(page(), 'Pause').click();
    await button(page(), 'Run').waitFor();
    await page().locator(`canvas[data-plot="${figure}"]`).scrollIntoViewIfNeeded();
    await expect.poll(() => pixels(page(), figure), waiting).not.toBe(0);
    const now = await pixels(page(), figure);
    // Moved on and on: only where it comes to rest counts.
    for (const share of [0.9, 0.7, 0.1, 0.3]) await scrub(share);
    await expect.poll(() => readout(page(), 'past'), waiting).toBe('images: this moment');
    await expect.poll(() => pixels(page(), figure), waiting).not.toBe(now);
    const same = await page().evaluate(async (name) => {
      const client = window.engramSession!;
      const slider = document.querySelector<HTMLInputElement>('.timeline input')!;
      const tick = slider.valueAsNumber;
      const then = (await client.ask('pastHash', {})).stateHash;
      const ask = { tick, images: [name], unit: undefined, near: false };
      const past = await client.ask('past', ask);
      const { experiment, backend } = await client.ask('recipe', {});
      await client.ask('open', { experiment, backend });
      await client.ask('step', { level: 'tick', count: tick });
      const fresh = await client.ask('frame', { probes: [name], rows: 1, imagesEveryMs: 0 });
      const [a, b] = [past.images[0].data, fresh.images[0].data];
      return {
        tick,
        then,
        hash: (await client.ask('hash', {})).stateHash,
        exact: past.exact,
        equal: a.length === b.length && a.every((value, i) => Object.is(value, b[i])),
        numbers: a.length
      };
    }, image);
    expect(same.tick).toBeGreaterThan(1);
    expect(same).toMatchObject({ exact: true, equal: true, hash: same.then });
    expect(same.numbers).toBeGreaterThan(10);
    expect(opened.errors).toEqual([]);
  });
});
