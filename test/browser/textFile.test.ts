import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { button, dropFile, seriousNow, trial, waiting } from './learningPage';
import { type BuiltPage, noChromium, openBuiltPage } from './page';

describe.skipIf(noChromium)('a text opened on the page', () => {
  let opened: BuiltPage;
  const page = () => opened.page;
  const dialog = () => page().getByRole('dialog');
  const said = () => dialog().innerText();

  beforeAll(async () => {
    opened = await openBuiltPage({ graphics: 'none' });
    await button(page(), 'Pause').click();
  });
  afterAll(() => opened?.close());

  it('is shown as it begins, read as a text or as a table, and learned from', async () => {
    await dropFile(page(), 'tides.txt', new Uint8Array(readFileSync('examples/tides.txt')));
    await expect.poll(said, waiting).toMatch(/4823 characters, 25 different, entropy of single ones/);
    expect(await said()).toContain('It is one in the morning');
    expect(await seriousNow(page())).toEqual([]);
    const as = dialog().locator('select').first();
    await as.selectOption('table');
    await expect.poll(said, waiting).not.toContain('entropy');
    await as.selectOption('text');
    await expect.poll(said, waiting).toContain('entropy of single ones');
    await dialog().getByRole('button', { name: 'Open and run' }).click();
    await dialog().waitFor({ state: 'detached' });
    await expect.poll(() => trial(page()), waiting).toBeGreaterThan(0);
    await button(page(), 'Pause').click();
    const source = await page().evaluate(
      async () => (await window.engramSession!.ask('collect', {})).experiment.source
    );
    expect(source).toEqual({ id: 'text', settings: { file: 'tides.txt' } });
    expect(opened.errors).toEqual([]);
  });
});
