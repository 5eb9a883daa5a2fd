import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { panelBoxes } from '../../src/figures/compose';
import { recipeOf } from '../../src/figures/recipeIn';
import type {} from '../../src/renderer/exposed';
import { button, seriousNow, trial, waiting } from './learningPage';
import { type BuiltPage, noChromium, openBuiltPage } from './page';

const poppler = ['/usr/bin/pdftoppm', '/usr/bin/pdftotext'].every((program) => existsSync(program));
const inkLimit = 200;

describe.skipIf(noChromium)('the composer', () => {
  let opened: BuiltPage;
  let folder: string;
  const page = () => opened.page;
  const pdf = (): string => join(folder, 'composed.pdf');

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'engram-composer-'));
    opened = await openBuiltPage({ graphics: 'none' });
  });
  afterAll(async () => {
    await opened?.close();
    rmSync(folder, { recursive: true });
  });

  it('lays out three panels, shows them and saves them as one PDF with one recipe', async () => {
    await expect.poll(() => trial(page()), waiting).toBeGreaterThan(2);
    await button(page(), 'Menu of Activity').click();
    await page().getByRole('menuitem', { name: 'Compose figure' }).click();
    const dialog = page().getByRole('dialog');
    for (const title of ['Learning', 'Output against target'])
      await dialog.getByLabel(title, { exact: true }).check();
    await dialog.getByRole('img', { name: 'Preview: Activity, Learning, Output against target' }).waitFor();
    const shot = process.env.ENGRAM_SHOTS;
    if (shot) await page().screenshot({ path: join(shot, 'composer.png') });
    const download = page().waitForEvent('download');
    await button(page(), 'Save figure').click();
    const file = await download;
    expect(file.suggestedFilename()).toBe('evidence-figure-seed1.pdf');
    const bytes = new Uint8Array(readFileSync(await file.path()));
    writeFileSync(pdf(), bytes);
    const { recipe } = recipeOf('', bytes);
    expect(recipe!.figures!.map(({ id }) => id)).toEqual(['spikeRaster', 'learningCurves', 'outputVsTarget']);
    const hash = await page().evaluate(async () => (await window.engramSession!.ask('hash', {})).stateHash);
    expect(recipe!.stateHash).toBe(hash);
    if (shot) writeFileSync(join(shot, 'composed.pdf'), bytes);
    expect(opened.errors).toEqual([]);
  });

  it.skipIf(!poppler)('prints three lettered panels that keep to their boxes (needs poppler)', () => {
    const words = execFileSync('pdftotext', ['-layout', pdf(), '-'], { encoding: 'utf8' });
    for (const word of ['a Activity', 'b Learning', 'c Output against target', 'Error ε'])
      expect(words.replace(/ +/g, ' ')).toContain(word);
    // One dot a point.
    const pgm = execFileSync('pdftoppm', ['-r', '72', '-gray', pdf()], { maxBuffer: 2 ** 26 });
    const [head, columns] = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(pgm.toString('latin1', 0, 40))!;
    const ink = (x: number, y: number): boolean =>
      pgm[head.length + Math.round(y) * Number(columns) + Math.round(x)] < inkLimit;
    const boxes = panelBoxes(3, { columns: 2, widthMm: 183, rowHeightMm: 60 });
    for (const { height, width, x, y } of boxes) {
      let dark = 0;
      for (let i = 1; i < width - 1; i++) for (let j = 1; j < height - 1; j++) if (ink(x + i, y + j)) dark++;
      expect(dark).toBeGreaterThan(200);
    }
    const [{ height, width }] = boxes;
    for (let y = 0; y < height; y++) expect(ink(width + 5, y)).toBe(false);
    for (let x = 0; x < Number(columns); x++) expect(ink(x, height + 5)).toBe(false);
  });

  it('shows the stretch of time that is asked for, and says what is wrong with one that is not there', async () => {
    await button(page(), 'Menu of Activity').click();
    await page().getByRole('menuitem', { name: 'Compose figure' }).click();
    const dialog = page().getByRole('dialog');
    const picture = dialog.getByRole('img', { name: 'Preview: Activity, Learning' });
    await dialog.getByLabel('Learning', { exact: true }).check();
    await picture.waitFor();
    await dialog.getByLabel('Time').selectOption('chosen');
    const write = async (from: string, to: string): Promise<void> => {
      await dialog.getByLabel('From (ms)').fill(from);
      await dialog.getByLabel('To (ms)').fill(to);
    };
    for (const [from, to, words] of [
      ['3', '1', 'ends at 1 ms, not after its beginning at 3 ms'],
      ['', '1', 'needs two numbers in ms; recorded are 0 to'],
      ['0', '1000000', 'is not all recorded; choose times within 0 to'],
      ['1', '1.0001', 'holds less than two ticks; a tick is 1 ms']
    ]) {
      await write(from, to);
      await expect.poll(() => dialog.getByRole('alert').innerText(), waiting).toContain(words);
      expect(await button(page(), 'Save figure').isDisabled()).toBe(true);
    }
    await write('100', '500');
    await picture.waitFor();
    expect(await dialog.getByRole('alert').count()).toBe(0);
    await dialog.getByLabel('Format').selectOption('svg');
    const download = page().waitForEvent('download');
    await button(page(), 'Save figure').click();
    const bytes = new Uint8Array(readFileSync(await (await download).path()));
    expect(recipeOf('', bytes).recipe!.figures).toMatchObject([
      { id: 'spikeRaster', from: 100, until: 500 },
      { id: 'learningCurves', until: 500 }
    ]);
    // Trials of 230 ms: two had ended.
    expect(new TextDecoder().decode(bytes)).toContain('After trial 1,');
  });

  it.each(['Light', 'Dark'] as const)('has nothing that axe finds serious, %s', async (theme) => {
    await page().getByRole('radio', { name: theme }).check({ force: true });
    await button(page(), 'Menu of Activity').click();
    await page().getByRole('menuitem', { name: 'Compose figure' }).click();
    await page().getByRole('dialog').getByLabel('Time').selectOption('chosen');
    await page().getByRole('dialog').getByLabel('From (ms)').fill('-1');
    await page().getByRole('dialog').getByRole('alert').waitFor();
    expect(await seriousNow(page())).toEqual([]);
    await button(page(), 'Close').click();
  });

  it('remembers the last choice', async () => {
    await button(page(), 'Menu of Learning').click();
    await page().getByRole('menuitem', { name: 'Compose figure' }).click();
    const dialog = page().getByRole('dialog');
    await dialog.getByLabel('Width').selectOption('89');
    await dialog.getByLabel('Panel letters').uncheck();
    await button(page(), 'Close').click();
    await button(page(), 'Menu of Learning').click();
    await page().getByRole('menuitem', { name: 'Compose figure' }).click();
    expect(await dialog.getByLabel('Width').inputValue()).toBe('89');
    expect(await dialog.getByLabel('Panel letters').isChecked()).toBe(false);
  });
});
