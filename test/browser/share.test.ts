import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {} from '../../src/renderer/exposed';
import { button, trial, waiting } from './learningPage';
import { type BuiltPage, noChromium, openBuiltPage } from './page';

describe.skipIf(noChromium)('a link to a run', () => {
  let opened: BuiltPage;
  const page = () => opened.page;
  let link: string;
  let stateHash: string;

  beforeAll(async () => {
    opened = await openBuiltPage({ graphics: 'none', path: '#preset=deep-leak' });
    await page().context().grantPermissions(['clipboard-read', 'clipboard-write']);
  });
  afterAll(async () => {
    await opened?.close();
  });

  it('is copied while the run goes on, with its edits in it', async () => {
    await expect.poll(() => trial(page()), waiting).toBeGreaterThan(3);
    await page().evaluate(async () => {
      await window.engramSession!.ask('edit', { setting: 'learningRate', value: 0.002 });
    });
    const edited = await trial(page());
    await expect.poll(() => trial(page()), waiting).toBeGreaterThan(edited + 2);
    await button(page(), 'Save').click();
    await page().getByRole('menuitem', { name: 'Copy link' }).click();
    await page().getByText('Copied a link to this run').waitFor(waiting);
    link = await page().evaluate(() => navigator.clipboard.readText());
    expect(link.startsWith(`${opened.url}#run=`)).toBe(true);
    await button(page(), 'Pause').waitFor();
  });

  it('opened in another browser gives the same run in the same state', async () => {
    const other = await openBuiltPage({ graphics: 'none', path: link.slice(link.indexOf('#')) });
    try {
      const said = other.page.getByText(/^Same state after \d+ ticks/);
      await said.waitFor(waiting);
      const { recipe } = await other.page.evaluate(async () => ({
        recipe: await window.engramSession!.ask('recipe', {})
      }));
      expect(recipe.experiment.edits).toMatchObject([{ setting: 'learningRate', value: 0.002 }]);
      expect(await said.innerText()).toContain(`after ${recipe.ticks} ticks`);
      stateHash = recipe.stateHash;
      expect(other.errors).toEqual([]);
    } finally {
      await other.close();
    }
  });

  it('opened in the page that is there gives it too', async () => {
    await page().evaluate((to) => {
      location.href = to;
    }, link);
    await page()
      .getByText(/^Same state after \d+ ticks/)
      .waitFor(waiting);
    const hash = await page().evaluate(async () => (await window.engramSession!.ask('hash', {})).stateHash);
    expect(hash).toBe(stateHash);
  });

  it('that was cut says so, and the page opens with its first preset', async () => {
    const other = await openBuiltPage({ graphics: 'none', path: link.slice(link.indexOf('#'), -20) });
    try {
      await other.page.getByText('The link: found a damaged recipe').waitFor(waiting);
      await expect.poll(() => trial(other.page), waiting).toBeGreaterThan(0);
    } finally {
      await other.close();
    }
  });

  it('where the clipboard is shut stands in the address bar', async () => {
    await page().evaluate(() => {
      Object.defineProperty(navigator, 'clipboard', { value: undefined });
    });
    await page().keyboard.press('k');
    await page().getByText('the link is in the address bar').waitFor(waiting);
    expect(await page().evaluate(() => location.hash)).toMatch(/^#run=[\w-]+$/);
    expect(opened.errors).toEqual([]);
  });
});
