/** The journal of timed edits, and the two sides of a branch. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { button, dropFile, readout, tick, trial, waiting } from './learningPage';
import { type BuiltPage, noChromium, openBuiltPage } from './page';

interface Exposed {
  ask(name: string, ask: object): Promise<{ experiment: { edits: { tick: number; value: number }[] } }>;
}

const edits = async (
  page: Page,
  of: 'engramSession' | 'engramBranch' = 'engramSession'
): Promise<number[]> => {
  const { experiment } = await page.evaluate(
    (name) => (window as unknown as Record<string, Exposed>)[name].ask('recipe', {}),
    of
  );
  return experiment.edits.map(({ value }) => value);
};

describe.skipIf(noChromium)('the journal', () => {
  let opened: BuiltPage;
  const page = () => opened.page;
  const dialog = () => page().getByRole('dialog', { name: /^Journal/ });
  const rows = async (): Promise<string[]> =>
    (await dialog().locator('tbody tr').allInnerTexts()).map((row) => row.replace(/\s+/g, ' ').trim());
  const setRate = async (value: string): Promise<void> => {
    const field = page()
      .locator('input.field')
      .and(page().getByLabel(/^Learning rate/));
    await field.fill(value);
    await field.press('Enter');
    await field.blur();
  };

  beforeAll(async () => {
    opened = await openBuiltPage({ graphics: 'none' });
    await button(page(), 'Pause').click();
    await button(page(), 'Run').waitFor();
  });
  afterAll(() => opened?.close());

  it('lists edits as they are made, undone and done again, all by keyboard', async () => {
    await page().keyboard.press('j');
    await dialog().getByText('Nothing was edited in this run yet.').waitFor();
    await page().keyboard.press('Escape');
    await setRate('0.004');
    await setRate('0.003');
    await expect.poll(() => edits(page()), waiting).toEqual([0.004, 0.003]);
    await page().keyboard.press('j');
    await expect.poll(rows, waiting).toHaveLength(2);
    expect((await rows())[1]).toMatch(/Learning rate 0\.004 → 0\.003 done Go there$/);
    await dialog().getByRole('button', { name: 'Undo' }).focus();
    await page().keyboard.press('Enter');
    await expect.poll(rows, waiting).toHaveLength(3);
    expect((await rows()).map((row) => / (done|taken back|planned) /.exec(row)?.[1])).toEqual([
      'done',
      'taken back',
      'done'
    ]);
    await dialog().getByRole('button', { name: 'Redo' }).focus();
    await page().keyboard.press('Enter');
    await expect.poll(() => edits(page()), waiting).toEqual([0.004, 0.003, 0.004, 0.003]);
    await page().keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
  });

  it('leads to the recorded instant of an edit', async () => {
    const at = await trial(page());
    await button(page(), 'Step trial').click();
    await expect.poll(() => trial(page()), waiting).toBe(at + 1);
    await button(page(), 'Step tick').click();
    await page().keyboard.press('j');
    await dialog().getByRole('button', { name: 'Go there' }).first().click();
    await dialog().waitFor({ state: 'detached' });
    expect(await readout(page(), 'scrubbed')).toMatch(/^trial \d+, tick \d+$/);
    await button(page(), 'Back to now').click();
  });

  it('takes a planned edit away for good, and undo plans it again', async () => {
    const planned = await page().evaluate(async () => {
      const { experiment } = (await (window as unknown as Record<string, Exposed>).engramSession.ask(
        'recipe',
        {}
      )) as { experiment: object };
      return { ...experiment, edits: [{ tick: 1e9, setting: 'learningRate', value: 0.5 }] };
    });
    await dropFile(page(), 'planned.engram', new TextEncoder().encode(JSON.stringify(planned)));
    await expect.poll(() => edits(page()), waiting).toEqual([0.5]);
    await button(page(), 'Pause').click();
    await page().keyboard.press('j');
    await dialog().getByRole('button', { name: 'Remove' }).click();
    await dialog().getByText('Nothing was edited').waitFor();
    await page().keyboard.press('Escape');
    await page().keyboard.press('r');
    await expect.poll(() => tick(page()), waiting).toBe(0);
    expect(await edits(page())).toEqual([]);
    await page().keyboard.press('Control+z');
    await expect.poll(() => edits(page()), waiting).toEqual([0.5]);
  });

  it('means the side of a branch that is chosen, as undo and reset do', async () => {
    await page().keyboard.press('r');
    await button(page(), 'Step trial').click();
    await expect.poll(() => trial(page()), waiting).toBe(1);
    await button(page(), 'Branch from here').click();
    await page().getByRole('region', { name: 'Panels of branch B' }).waitFor();
    await setRate('0.002');
    await expect.poll(() => edits(page(), 'engramBranch'), waiting).toEqual([0.002, 0.5]);
    expect(await edits(page())).toEqual([0.5]);
    await page().keyboard.press('j');
    await page().getByRole('dialog', { name: 'Journal of branch B' }).waitFor();
    await expect.poll(rows, waiting).toHaveLength(2);
    await page().keyboard.press('Escape');
    await page().keyboard.press('Control+z');
    await expect.poll(async () => (await edits(page(), 'engramBranch')).length, waiting).toBe(3);
    expect(await edits(page())).toEqual([0.5]);
    const ticks = (of: string): Promise<number> =>
      page().evaluate(
        async (name) =>
          (
            (await (window as unknown as Record<string, Exposed>)[name].ask('recipe', {})) as unknown as {
              ticks: number;
            }
          ).ticks,
        of
      );
    const left = await ticks('engramSession');
    await button(page(), 'Reset').click();
    await expect.poll(() => ticks('engramBranch'), waiting).toBe(0);
    expect(await ticks('engramSession')).toBe(left);
  });

  it('closes the branch, and says so, when another experiment is opened', async () => {
    await page().locator('select.preset').selectOption('pattern');
    await page().getByRole('status').filter({ hasText: 'The branch was closed' }).waitFor();
    await page().getByRole('region', { name: 'Panels of branch B' }).waitFor({ state: 'detached' });
    expect(opened.errors).toEqual([]);
  });
});
