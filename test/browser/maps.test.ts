import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {} from '../../src/renderer/exposed';
import {
  button,
  colours,
  dropFile,
  frames,
  pixels,
  readout,
  seriousFindings,
  trial,
  waiting
} from './learningPage';
import { type BuiltPage, noChromium, openBuiltPage } from './page';

const graphml = `<?xml version="1.0"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="undirected">
<node id="here"/><node id="there"/><node id="beyond"/>
<edge source="here" target="there"/><edge source="there" target="beyond"/>
</graph></graphml>`;

describe.skipIf(noChromium)('the Maps lab', () => {
  let opened: BuiltPage;
  const page = () => opened.page;
  /** The world as the session has it, live edits included. */
  const world = (): Promise<string> =>
    page().evaluate(async () => {
      const { status } = await window.engramSession!.ask('frame', {
        probes: [],
        rows: 1,
        imagesEveryMs: 1000
      });
      const edit = status.edits.filter(({ setting }) => setting === 'world').at(-1);
      return String(edit?.value ?? '');
    });

  /** Largest differences of PPR and (1 - gamma) SR, of M's equation and of pi's, on the walk from the cues. */
  const residuals = (): Promise<number[]> =>
    page().evaluate(async () => {
      const { images } = await window.engramSession!.ask('collect', {});
      const data = images.find(({ probe }) => probe.name === 'residuals')?.data;
      return data ? [0, 6, 7].map((row) => data[3 * row]) : [];
    });
  const small = (values: number[]): boolean => values.length === 3 && values.every((value) => value < 1e-12);

  beforeAll(async () => {
    opened = await openBuiltPage({ graphics: 'none', path: '#preset=two-hop-recall' });
  });
  afterAll(async () => {
    await opened?.close();
  });

  it('opens from the rail, running, with its map drawn', async () => {
    await button(page(), 'Learning').click();
    await page().locator('canvas[data-plot="spikeRaster"]').waitFor();
    await button(page(), 'Maps').click();
    await expect.poll(() => trial(page()), waiting).toBeGreaterThan(0);
    await expect.poll(() => colours(page(), 'worldMap'), waiting).toBeGreaterThan(4);
    expect(await button(page(), 'Maps').getAttribute('aria-current')).toBe('page');
  });

  it('keeps both sides of the identity together while the discount is moved', async () => {
    const slider = page().getByLabel('Discount, slider');
    for (const key of ['Home', 'PageUp', 'PageUp', 'ArrowRight']) {
      const before = await page().locator('#restart-probability').inputValue();
      await slider.press(key);
      await expect.poll(() => page().locator('#restart-probability').inputValue(), waiting).not.toBe(before);
      await expect.poll(() => residuals(), waiting).toSatisfy(small);
    }
    const alpha = Number(await page().locator('#restart-probability').inputValue());
    const gamma = Number(await page().locator('[data-setting="gamma"] .setting-number').inputValue());
    expect(alpha + gamma).toBeCloseTo(1, 10);
  });

  it('exports the map as SVG with the experiment inside', async () => {
    await button(page(), 'Menu of World and animal').click();
    const download = page().waitForEvent('download');
    await page().getByRole('menuitem', { name: 'Export SVG' }).click();
    const svg = readFileSync(await (await download).path(), 'utf8');
    const recipe = await page().evaluate((text) => {
      const document = new DOMParser().parseFromString(text, 'image/svg+xml');
      return JSON.parse(document.querySelector('metadata')?.textContent ?? 'null');
    }, svg);
    expect(recipe).toMatchObject({ experiment: { model: { id: 'maps' }, source: { id: 'walk' } } });
  });

  it('builds a wall where the map is clicked, and takes it back and builds it again', async () => {
    await page().locator('body').press('w');
    const text = page().getByRole('dialog').getByRole('textbox', { name: 'The world as text' });
    await text.fill('maze\n.....\n.....\n.....\n.....\n....G');
    await button(page(), 'Use this world').click();
    await button(page(), 'Wall').click();
    const map = page().locator('canvas[data-plot="worldMap"]');
    await frames(page(), 10);
    const before = await pixels(page(), 'worldMap');
    const box = (await map.boundingBox())!;
    await map.click({ position: { x: box.width / 2, y: box.height / 2 } });
    await expect.poll(async () => (await world()).includes('#'), waiting).toBe(true);
    await expect.poll(() => pixels(page(), 'worldMap'), waiting).not.toBe(before);
    const walled = await world();
    await page().locator('body').press('Control+z');
    await expect.poll(() => world(), waiting).toBe('maze\n.....\n.....\n.....\n.....\n....G');
    await page().locator('body').press('Control+Shift+Z');
    await expect.poll(() => world(), waiting).toBe(walled);
  });

  it('is moved over and drawn on by keys as by clicks', async () => {
    const map = page().locator('canvas[data-plot="worldMap"]');
    await button(page(), 'Select').click();
    const box = (await map.boundingBox())!;
    await map.click({ position: { x: box.width / 2, y: box.height * 0.36 } });
    await expect.poll(() => readout(page(), 'unit'), waiting).toMatch(/^State \d,1$/);
    const [x] = (await readout(page(), 'unit')).replace('State ', '').split(',').map(Number);
    await map.press('ArrowUp');
    await expect.poll(() => readout(page(), 'unit'), waiting).toBe(`State ${x},0`);
    await map.press('ArrowUp');
    await map.press('ArrowRight');
    await expect.poll(() => readout(page(), 'unit'), waiting).toBe(`State ${x + 1},0`);
    const before = await world();
    await button(page(), 'Wall').click();
    await map.press('Enter');
    const walls = (text: string): number => text.split('#').length - 1;
    await expect.poll(async () => walls(await world()), waiting).toBe(walls(before) + 1);
    expect((await world()).split('\n')[1][x + 1]).toBe('#');
    await map.press('Enter');
    await expect.poll(() => world(), waiting).toBe(before);
  });

  it('shows at once how a wall changes a place field', async () => {
    await button(page(), 'Select').click();
    const map = page().locator('canvas[data-plot="worldMap"]');
    const box = (await map.boundingBox())!;
    // A cell above the middle; the wall of the test before stands in the middle.
    await map.click({ position: { x: box.width / 2, y: box.height * 0.36 } });
    await expect.poll(() => readout(page(), 'unit'), waiting).toMatch(/^State \d,1$/);
    const state = (await readout(page(), 'unit')).replace('State ', '');
    const field = (): Promise<number[]> =>
      page().evaluate(async (name) => {
        const { images } = await window.engramSession!.ask('collect', {});
        const { data } = images.find(({ probe }) => probe.name === 'exactSuccessor')!;
        const [x, y] = name.split(',').map(Number);
        return Array.from({ length: 25 }, (_, i) => data[i * 25 + 5 * y + x]);
      }, state);
    await page().getByRole('button', { name: 'Pause' }).click();
    await frames(page(), 30);
    const [was, drawn] = [await field(), await pixels(page(), 'placeField')];
    await button(page(), 'Wall').click();
    await map.click({ position: { x: box.width * 0.36, y: box.height * 0.36 } });
    await expect.poll(() => field(), waiting).not.toEqual(was);
    await expect.poll(() => pixels(page(), 'placeField'), waiting).not.toBe(drawn);
    const now = await field();
    expect(now.every((value, i) => value === was[i])).toBe(false);
    await page().getByRole('button', { name: 'Run', exact: true }).click();
  });

  it('recalls from the cues that are clicked', async () => {
    await button(page(), 'Cue').click();
    const map = page().locator('canvas[data-plot="worldMap"]');
    const box = (await map.boundingBox())!;
    const cues = () => page().locator('[data-setting="recallCues"] input').inputValue();
    await map.click({ position: { x: box.width / 2, y: box.height * 0.62 } });
    await expect.poll(cues, waiting).toMatch(/^\d,[34]$/);
    const recalled = (): Promise<number[]> =>
      page().evaluate(async () => {
        const { images } = await window.engramSession!.ask('collect', {});
        return [...images.find(({ probe }) => probe.name === 'recall')!.data.subarray(0, 25)];
      });
    const before = await recalled();
    await button(page(), 'Select').click();
    await map.click({ position: { x: box.width * 0.36, y: box.height * 0.62 }, modifiers: ['Shift'] });
    await expect.poll(cues, waiting).toMatch(/^\d,\d; \d,\d$/);
    await expect.poll(recalled, waiting).not.toEqual(before);
    await expect.poll(() => residuals(), waiting).toSatisfy(small);
  });

  it('spreads activation from the selected state', async () => {
    await page().locator('canvas[data-plot="spread"]').scrollIntoViewIfNeeded();
    await page().locator('body').press('a');
    await expect.poll(() => colours(page(), 'spread'), waiting).toBeGreaterThan(6);
  });

  it('takes a GraphML file for its world', async () => {
    await dropFile(page(), 'three.graphml', Buffer.from(graphml));
    await expect
      .poll(
        () => page().locator('[data-setting="world"] button.setting-document').getAttribute('title'),
        waiting
      )
      .toContain('beyond');
  });

  it('keeps the identity on a graph drawn by hand while the discount is moved', async () => {
    await page().locator('body').press('w');
    const text = page().getByRole('dialog').getByRole('textbox', { name: 'The world as text' });
    // Two far nodes hold the drawing's scale; all the rest is drawn.
    await text.fill('graph undirected\nnode a 0 0\nnode b 4 4\na b');
    await button(page(), 'Use this world').click();
    // Another node begins another run, so that the world is not among the live edits.
    const written = async (): Promise<string> =>
      (await page().locator('[data-setting="world"] button.setting-document').getAttribute('title')) ?? '';
    const map = page().locator('canvas[data-plot="worldMap"]');
    const corners = [
      [0.5, 0.5],
      [0.5, 0.25],
      [0.64, 0.5],
      [0.5, 0.72]
    ];
    const click = async (corner: number): Promise<void> => {
      const box = (await map.boundingBox())!;
      const [x, y] = corners[corner];
      await map.click({
        position: { x: box.width / 2 + (x - 0.5) * box.height, y: box.height * y }
      });
    };
    await button(page(), 'Node').click();
    for (let corner = 0; corner < corners.length; corner++) {
      await click(corner);
      await expect.poll(() => written(), waiting).toContain(`node ${corner + 2} `);
    }
    await button(page(), 'Edge').click();
    const edges = [
      [0, 1],
      [1, 2],
      [0, 2],
      [0, 3]
    ];
    for (const [from, to] of edges) {
      await click(from);
      await click(to);
      await expect.poll(() => written(), waiting).toMatch(new RegExp(`^(edge )?${from + 2} ${to + 2}$`, 'm'));
    }
    await button(page(), 'Cue').click();
    await click(3);
    const cues = page().locator('[data-setting="recallCues"] input');
    await expect.poll(() => cues.inputValue(), waiting).toMatch(/\b5$/);
    const slider = page().getByLabel('Discount, slider');
    for (const key of ['Home', 'PageUp', 'PageUp', 'End']) {
      const before = await page().locator('#restart-probability').inputValue();
      await slider.press(key);
      await expect.poll(() => page().locator('#restart-probability').inputValue(), waiting).not.toBe(before);
      await expect.poll(() => residuals(), waiting).toSatisfy(small);
    }
    const recalled = await page().evaluate(async () => {
      const { images } = await window.engramSession!.ask('collect', {});
      return [...images.find(({ probe }) => probe.name === 'recall')!.data.subarray(0, 6)];
    });
    // Recall from one part of the graph stays in it (images hold float32).
    expect(recalled.slice(0, 2)).toEqual([0, 0]);
    expect(recalled.slice(2).every((value) => value > 0)).toBe(true);
    expect(recalled.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 6);
  });

  it('ranks a large graph read in a worker', async () => {
    await page().locator('body').press('g');
    const rows = Array.from({ length: 2000 }, (_, i) => `n${i},n${(i + 1) % 2000}`);
    await page()
      .getByLabel('Edge list (CSV)')
      .setInputFiles({
        name: 'ring.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(['source,target', ...rows].join('\n'))
      });
    await expect.poll(() => readout(page(), 'large-graph'), waiting).toContain('2000 nodes');
    await page().getByLabel('Seeds').fill('n7');
    await page().getByLabel('Seeds').press('Enter');
    const first = page().locator('.ranking tbody tr').first();
    await expect.poll(() => first.innerText(), waiting).toMatch(/1\s+n7 seed\s+0\.15/);
    await page().keyboard.press('Escape');
  });

  it('has no serious finding of axe, in light and in dark', async () => {
    expect(await seriousFindings(page(), 'Light')).toEqual([]);
    expect(await seriousFindings(page(), 'Dark')).toEqual([]);
  });

  it('ran without an error', () => {
    expect(opened.errors).toEqual([]);
  });
});
