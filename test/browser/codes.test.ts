import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recipeOfPdf } from '../../src/figures/pdfRecipe';
import { textsOf } from '../figures/pdfParts';
import { button, colours, dropFile, pixels, readout, seriousFindings, trial, waiting } from './learningPage';
import { type BuiltPage, noChromium, openBuiltPage } from './page';

describe.skipIf(noChromium)('the Codes lab', () => {
  let opened: BuiltPage;
  const page = () => opened.page;
  const field = (name: string) => page().locator(`[data-setting="${name}"] input`).first();
  /** The newest row of a series of the session. */
  const newest = (name: string): Promise<number[]> =>
    page().evaluate(async (wanted) => {
      const { series } = await window.engramSession!.ask('collect', {});
      const rows = series.find(({ probe }) => probe.name === wanted)?.rows;
      return rows ? [...rows.data.slice(-rows.width)] : [];
    }, name);

  beforeAll(async () => {
    opened = await openBuiltPage({ graphics: 'none' });
  });
  afterAll(async () => {
    await opened?.close();
  });

  it('opens from the rail, running: classifiers first, then the coders', async () => {
    await button(page(), 'Codes').click();
    await page().locator('canvas[data-plot="rateAccuracy"]').waitFor();
    expect(await button(page(), 'Codes').getAttribute('aria-current')).toBe('page');
    // Fewer steps for the classifiers: this test is about the page.
    await field('classifierSteps').fill('100');
    await field('classifierSteps').press('Enter');
    // Anew: what was measured before is gone.
    const known = async (): Promise<boolean> => {
      const rates = await newest('rate');
      return rates.length === 3 && rates.every((rate) => rate >= 0) && (await trial(page())) < 20;
    };
    await expect.poll(known, { ...waiting, timeout: 60_000 }).toBe(true);
    await expect.poll(() => colours(page(), 'rateAccuracy'), waiting).toBeGreaterThan(8);
    await expect.poll(() => colours(page(), 'pairs'), waiting).toBeGreaterThan(20);
  }, 90_000);

  it('speaks of coders, not of neurons', async () => {
    const inspector = page().getByRole('complementary', { name: 'Inspector' });
    expect(await inspector.innerText()).toContain('action β = 0.1');
    expect(await page().locator('main').innerText()).not.toMatch(/neuron/i);
    expect(await button(page(), 'Experiments').count()).toBe(0);
  });

  it('follows beta, the query and the world while the run goes on', async () => {
    const setting = (name: string) => page().locator(`[data-setting="${name}"]`);
    const started = await trial(page());
    await field('beta').fill('20');
    await field('beta').press('Enter');
    // Nothing is worth that price.
    await expect
      .poll(async () => (await newest('rate'))[0], { ...waiting, timeout: 60_000 })
      .toBeLessThan(0.5);
    const inspector = page().getByRole('complementary', { name: 'Inspector' });
    await expect.poll(() => inspector.innerText(), waiting).toContain('Posterior collapse');
    await field('beta').fill('0.03');
    await field('beta').press('Enter');
    // Nothing lies over the list.
    await setting('query').locator('select').click({ trial: true });
    await setting('query').locator('select').selectOption('side');
    await expect.poll(() => inspector.innerText(), waiting).toContain('asked: Side');
    // [coder, factor] with shape and side: the answers to the new question come right.
    await expect
      .poll(async () => (await newest('accuracy'))[1], { ...waiting, timeout: 120_000 })
      .toBeGreaterThan(0.9);
    const before = await pixels(page(), 'pairs');
    await setting('places').locator('select').selectOption('left');
    // Held-out images are now all on the left.
    await expect.poll(() => pixels(page(), 'pairs'), waiting).not.toBe(before);
    await expect
      .poll(async () => {
        const map = await page().evaluate(async () => {
          const { images } = await window.engramSession!.ask('collect', {});
          return images.find(({ probe }) => probe.name === 'latentMap');
        });
        const [rows, columns] = map!.probe.size!;
        return Array.from({ length: rows }, (_, r) => map!.data[r * columns + 3]).every((side) => side === 0);
      }, waiting)
      .toBe(true);
    expect(await trial(page())).toBeGreaterThan(started);
    await expect.poll(() => page().locator('.status').innerText(), waiting).toContain('4 edits');
    await page().locator('canvas[data-plot="traversals"]').scrollIntoViewIfNeeded();
    await expect.poll(() => colours(page(), 'traversals'), waiting).toBeGreaterThan(10);
  }, 240_000);

  it('selects an image of the decoded plane by a click and by keys, and frames it on the map', async () => {
    await button(page(), 'Pause').click();
    await button(page(), 'Run').waitFor();
    const plane = page().locator('canvas[data-plot="plane"]');
    await plane.scrollIntoViewIfNeeded();
    const box = (await plane.boundingBox())!;
    const position = { x: box.width * 0.35, y: box.height * 0.4 };
    // Once it is there, there is something to point at.
    await expect
      .poll(async () => {
        await plane.hover({ position: { ...position, x: position.x + Math.random() } });
        return plane.evaluate((canvas) => canvas.style.cursor);
      }, waiting)
      .toBe('pointer');
    const before = await pixels(page(), 'plane');
    await plane.click({ position });
    await expect.poll(() => page().locator('[data-readout="code"]').count(), waiting).toBe(1);
    expect(await readout(page(), 'code')).toMatch(/^PC 1 −?\d+\.\d\d, PC 2 −?\d+\.\d\d$/);
    await expect.poll(() => pixels(page(), 'plane'), waiting).not.toBe(before);
    const first = await readout(page(), 'code');
    await page().locator('body').press(']');
    await expect.poll(() => readout(page(), 'code'), waiting).not.toBe(first);
    await page().locator('body').press('Escape');
    await expect.poll(() => page().locator('[data-readout="code"]').count(), waiting).toBe(0);
  });

  it('sweeps over beta beside the run, and stops when asked', async () => {
    await page().locator('body').press('b');
    await expect.poll(() => page().locator('[data-readout="sweep"]').count(), waiting).toBeGreaterThan(0);
    expect(await readout(page(), 'sweep')).toMatch(/^\d+ of 12$/);
    const share = () => page().locator('.panel-progress progress').first().getAttribute('value').then(Number);
    await expect.poll(share, { ...waiting, timeout: 60_000 }).toBeGreaterThan(0);
    await button(page(), 'Stop the sweep over β').click();
    await expect.poll(() => page().locator('[data-readout="sweep"]').count(), waiting).toBe(0);
    await button(page(), 'Sweep β').waitFor();
  }, 90_000);

  it('exports the figure of the lab as SVG with the experiment inside', async () => {
    await button(page(), 'Menu of What the code is worth').click();
    const download = page().waitForEvent('download');
    await page().getByRole('menuitem', { name: 'Export SVG' }).click();
    const svg = readFileSync(await (await download).path(), 'utf8');
    expect(svg).toContain('Rate R (bits)');
    expect(svg).toContain('&quot;vae&quot;');
  });

  it('exports it as PDF too, with letters to copy, and loads what writes it only then', async () => {
    const loaded = () =>
      page().evaluate(() =>
        performance
          .getEntriesByType('resource')
          .map(({ name }) => name)
          .filter((name) => /toPdf|\.ttf/.test(name))
      );
    expect(await loaded()).toEqual([]);
    await button(page(), 'Menu of What the code is worth').click();
    const download = page().waitForEvent('download');
    await page().getByRole('menuitem', { name: 'Export PDF' }).click();
    const saved = await download;
    expect(saved.suggestedFilename()).toMatch(/-rateAccuracy-seed\d+\.pdf$/);
    const pdf = new Uint8Array(readFileSync(await saved.path()));
    expect(Buffer.from(pdf.subarray(0, 9)).toString()).toBe('%PDF-1.7\n');
    expect(Buffer.from(pdf).toString('latin1')).toMatch(/\/MediaBox \[0 0 340\.157\d* 212\.598\d*\]/);
    expect(textsOf(pdf).map(({ text }) => text)).toContain('Rate R (bits)');
    expect(JSON.parse(recipeOfPdf(pdf)!)).toMatchObject({ experiment: { format: 1, model: { id: 'vae' } } });
    expect(await loaded()).toHaveLength(3);
  });

  it('opens images of the user, and learns to code them', async () => {
    await button(page(), 'Open images').click();
    const dialog = page().getByRole('dialog', { name: 'Open images' });
    await dialog.waitFor();
    await dropFile(page(), 'my-digits.csv.gz', new Uint8Array(readFileSync('examples/digits.csv.gz')));
    await dialog.getByText('my-digits.csv.gz').waitFor();
    const open = dialog.getByRole('button', { name: 'Open and run' });
    await expect.poll(() => open.isEnabled(), waiting).toBe(true);
    await open.click();
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => trial(page()), waiting).toBeGreaterThan(0);
    const shape = await page().evaluate(
      async () => (await window.engramSession!.ask('collect', {})).experiment.source
    );
    expect(shape).toMatchObject({ id: 'images', settings: { file: 'my-digits.csv.gz' } });
    await expect.poll(() => colours(page(), 'pairs'), waiting).toBeGreaterThan(20);
  }, 60_000);

  it('says what is wrong with a file that holds no images, and keeps the run', async () => {
    await button(page(), 'Open images').click();
    const dialog = page().getByRole('dialog', { name: 'Open images' });
    await dropFile(page(), 'notes.csv', new TextEncoder().encode('a,b,label\n1,hello,x\n2,world,y\n'));
    await dialog.getByText('notes.csv').waitFor();
    await dialog.getByRole('button', { name: 'Open and run' }).click();
    await expect.poll(() => dialog.getByRole('alert').count(), waiting).toBeGreaterThan(0);
    expect(await dialog.getByRole('alert').innerText()).toContain('notes.csv');
    await dialog.getByRole('button', { name: 'Close' }).click();
    expect(await trial(page())).toBeGreaterThan(0);
  });

  it('has no serious finding of accessibility and no error', async () => {
    for (const theme of ['Light', 'Dark'] as const)
      expect(await seriousFindings(page(), theme), theme).toEqual([]);
    expect(opened.errors).toEqual([]);
  });
});
