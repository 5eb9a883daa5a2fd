import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main';
import { loadSnippet } from '../../src/session/export/snippets';
import { testIo } from '../cli/io';
import { button, readout, seriousNow, trial, waiting } from './learningPage';
import { type BuiltPage, noChromium, openBuiltPage } from './page';

const formats = ['csv', 'npz', 'nwb', 'parquet'] as const;

describe.skipIf(noChromium)('Export data on the page', () => {
  let opened: BuiltPage;
  let folder: string;
  const page = () => opened.page;
  const dialog = () => page().getByRole('dialog', { name: 'Export data' });

  /** The file the page gives for a format chosen in the dialog. */
  async function saved(format: (typeof formats)[number]): Promise<Uint8Array> {
    await dialog().locator(`input[value="${format}"]`).check();
    const download = page().waitForEvent('download', { timeout: 100_000 });
    await dialog().getByRole('button', { name: 'Save', exact: true }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe(`pattern-seed1.${format}`);
    return new Uint8Array(readFileSync(await file.path()));
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'engram-page-export-'));
    opened = await openBuiltPage({ graphics: 'none', path: '#preset=pattern' });
    await button(page(), 'Pause').click();
    // The command line watches the first neuron from the first tick on.
    await page().keyboard.press('Escape');
    await page().keyboard.press(']');
    await button(page(), 'Reset').click();
  });
  afterAll(async () => {
    await opened?.close();
    if (folder) rmSync(folder, { recursive: true });
  });

  it('offers every format with its size and its Python, by key and by button', async () => {
    await button(page(), 'Step trial').click();
    await expect.poll(() => trial(page()), waiting).toBe(1);
    await button(page(), 'Step trial').click();
    await expect.poll(() => trial(page()), waiting).toBe(2);
    await page().keyboard.press('x');
    await dialog().waitFor();
    await page().keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    await button(page(), 'Save').click();
    await page().getByRole('menuitem', { name: 'Export data' }).click();
    for (const format of formats)
      await expect.poll(() => readout(page(), `size-${format}`), waiting).toMatch(/^about [\d.]+ [kM]B$/);
    expect(await readout(page(), 'snippet')).toBe(loadSnippet('csv', 'pattern-seed1.csv'));
  });

  it.each(formats)(
    'gives the bytes of the command line: %s',
    async (format) => {
      const here = await saved(format);
      const io = testIo(folder);
      const name = `pattern-seed1.${format}`;
      // The page names its backend by itself, and a recipe names it; both are wasm here.
      expect(await main(['export', 'pattern', '--trials', '2', '--out', name, '--json'], io)).toBe(0);
      const there = new Uint8Array(readFileSync(join(folder, name)));
      expect(Buffer.compare(here, there)).toBe(0);
      // What is shown is what the command line writes beside its file.
      expect(await readout(page(), 'snippet')).toBe(readFileSync(join(folder, `${name}.py`), 'utf8'));
    },
    120_000
  );

  it('has nothing that a reader of screens would stumble over', async () => {
    expect(await seriousNow(page())).toEqual([]);
  });

  it('goes on with the run when it is closed, as it stood', async () => {
    // Keys are the dialog's, wherever the focus went when Save went away: r would start the run anew.
    await page().keyboard.press('r');
    expect(await trial(page())).toBe(2);
    await page().keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    await button(page(), 'Run').click();
    await expect.poll(() => trial(page()), waiting).toBeGreaterThan(2);
    await page().keyboard.press('x');
    await dialog().waitFor();
    await expect.poll(() => readout(page(), 'size-csv'), waiting).toMatch(/^about/);
    const held = await trial(page());
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await trial(page())).toBe(held);
    await page().keyboard.press('Escape');
    await expect.poll(() => trial(page()), waiting).toBeGreaterThan(held);
    await button(page(), 'Pause').click();
  }, 120_000);

  it('can be given up while it is written, and asked for again', async () => {
    // Long enough that a table of it takes a while.
    await page().keyboard.press('x');
    await dialog().waitFor();
    await expect.poll(() => readout(page(), 'size-parquet'), waiting).not.toBe('measuring');
    await dialog().locator('input[value="csv"]').check();
    const save = dialog().getByRole('button', { name: 'Save', exact: true });
    const cancel = dialog().getByRole('button', { name: 'Cancel', exact: true });
    // The click and its undoing in one turn of the page: nothing can be written between them.
    await page().evaluate(() => {
      const named = (name: string) =>
        [...document.querySelectorAll<HTMLButtonElement>('[role="dialog"] button')].find(
          (each) => each.textContent === name
        );
      named('Save')?.click();
      named('Cancel')?.click();
    });
    await save.waitFor();
    expect(await cancel.count()).toBe(0);
    const again = await saved('csv');
    expect(new TextDecoder().decode(again.subarray(0, 40))).toContain('variable,clock,at');
    expect(opened.errors).toEqual([]);
  }, 120_000);
});
