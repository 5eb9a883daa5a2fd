import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main';
import { recipeOf } from '../../src/figures/recipeIn';
import type {} from '../../src/renderer/exposed';
import { testIo } from '../cli/io';
import { button, dropFile, pause, readout, tick, trial, waiting } from './learningPage';
import { type BuiltPage, noChromium, openBuiltPage } from './page';

describe.skipIf(noChromium)('a figure and the run that made it', () => {
  let opened: BuiltPage;
  let folder: string;
  const page = () => opened.page;
  const hashOfPage = () =>
    page().evaluate(async () => (await window.engramSession!.ask('hash', {})).stateHash);
  async function engram(...args: string[]): Promise<Record<string, unknown>> {
    const io = testIo(folder);
    await main([...args, '--json'], io);
    expect(io.stderr).toBe('');
    return JSON.parse(io.stdout);
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'engram-recipe-'));
    opened = await openBuiltPage({ graphics: 'none' });
  });
  afterAll(async () => {
    await opened?.close();
    rmSync(folder, { recursive: true });
  });

  it('of the command line comes back on the page, from SVG, PDF and PNG', async () => {
    await expect.poll(() => trial(page()), waiting).toBeGreaterThan(1);
    const set = ['units=12', 'batch=2'].flatMap((each) => ['--set', each]);
    const made = await engram('run', 'pattern', ...set, '--seed', '9', '--trials', '4', '--out', 'made');
    for (const ending of ['svg', 'pdf', 'png']) {
      const name = `spikeRaster.${ending}`;
      const bytes = new Uint8Array(readFileSync(join(folder, 'made/figures', name)));
      const { recipe } = recipeOf(name, bytes);
      await dropFile(page(), name, bytes);
      const said = page().getByText(`Same state after ${recipe!.ticks} ticks`);
      await said.waitFor(waiting);
      expect(await hashOfPage()).toBe(made.stateHash);
      expect(await trial(page())).toBe(4);
      expect(await page().getByLabel('Seed').inputValue()).toBe('9');
      await button(page(), 'Restore the panel').waitFor();
      expect(await page().locator('[data-figure="spikeRaster"]').getAttribute('class')).toContain(
        'maximised'
      );
      await page().locator('.notices').getByRole('button', { name: 'Dismiss' }).first().click();
    }
    await button(page(), 'Restore the panel').click();
  });

  it('of the page, made within a trial after an edit, comes back in the command line', async () => {
    await button(page(), 'Run').click();
    const before = await trial(page());
    await expect.poll(() => trial(page()), waiting).toBeGreaterThan(before + 3);
    await page().evaluate(async () => {
      await window.engramSession!.ask('edit', { setting: 'learningRate', value: 0.002 });
    });
    const edited = await trial(page());
    await expect.poll(() => trial(page()), waiting).toBeGreaterThan(edited + 3);
    await pause(page());
    for (let step = 0; step < 3; step++) {
      const before = await tick(page());
      await button(page(), 'Step tick').click();
      await expect.poll(() => tick(page()), waiting).not.toBe(before);
    }
    await expect.poll(() => tick(page()), waiting).toBeGreaterThan(0);
    const stateHash = await hashOfPage();
    for (const ending of ['svg', 'pdf', 'png']) {
      await button(page(), 'Menu of Activity').click();
      const download = page().waitForEvent('download');
      await page()
        .getByRole('menuitem', { name: `Export ${ending.toUpperCase()}` })
        .click();
      const file = await download;
      writeFileSync(join(folder, `page.${ending}`), readFileSync(await file.path()));
      const run = await engram('run', `page.${ending}`);
      expect(run).toMatchObject({ stateHash, matches: true, seed: 9 });
    }
  });

  it('of a run that goes on is of the very moment of its recipe', async () => {
    const exported = async (): Promise<Buffer> => {
      await button(page(), 'Menu of Activity').click();
      const download = page().waitForEvent('download');
      await page().getByRole('menuitem', { name: 'Export SVG' }).click();
      return readFileSync(await (await download).path());
    };
    await button(page(), 'Run').click();
    const before = await trial(page());
    await expect.poll(() => trial(page()), waiting).toBeGreaterThan(before + 1);
    const first = await exported();
    // The run went on.
    await button(page(), 'Pause').waitFor();
    const { ticks } = recipeOf('first.svg', new Uint8Array(first)).recipe!;
    await dropFile(page(), 'first.svg', new Uint8Array(first));
    await page().getByText(`Same state after ${ticks} ticks`).waitFor(waiting);
    // Whole files would fill the screen.
    expect((await exported()).equals(first)).toBe(true);
    await button(page(), 'Restore the panel').click();
  });

  it('that is none says so and leaves the run alone', async () => {
    const before = await hashOfPage();
    await dropFile(
      page(),
      'other.svg',
      new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>')
    );
    await page().getByText('other.svg: found no recipe inside').waitFor(waiting);
    expect(await hashOfPage()).toBe(before);
    expect(await readout(page(), 'backend')).toContain('wasm');
    expect(opened.errors).toEqual([]);
  });
});
