/** Saving the open experiment and opening it again. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { button, dropFile, trial, waiting } from './learningPage';
import { type BuiltPage, noChromium, openBuiltPage } from './page';

interface Session {
  ask(name: string, ask: object): Promise<never>;
}

interface Moment {
  stateHash: string;
  ticks: number;
  experiment: { edits: object[] };
  backend: string;
}

const asked = <Reply>(page: Page, name: string, ask: object = {}): Promise<Reply> =>
  page.evaluate(
    ([request, what]) => (window as unknown as { engramSession: Session }).engramSession.ask(request, what),
    [name, ask] as const
  );

async function saved(page: Page, act: () => Promise<void>): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([page.waitForEvent('download'), act()]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
}

describe.skipIf(noChromium)('an experiment as a file', () => {
  let opened: BuiltPage;
  const page = () => opened.page;
  let before: Moment;
  let text: string;
  beforeAll(async () => {
    opened = await openBuiltPage({ graphics: 'none' });
    // Choosers are taken from the browser as long as somebody listens; to begin only with the key comes too late at times.
    page().on('filechooser', () => undefined);
  });
  afterAll(() => opened?.close());

  const open = async (name: string, content: string): Promise<void> => {
    const chooser = page().waitForEvent('filechooser');
    await page().keyboard.press('Control+o');
    await (await chooser).setFiles({ name, mimeType: 'application/json', buffer: Buffer.from(content) });
  };

  const byMenu = async (): Promise<void> => {
    await button(page(), 'Save').click();
    await page().getByRole('menuitem', { name: 'Save experiment' }).click();
  };

  it('is saved with its edits by shortcut, in a field too, and by button', async () => {
    await expect.poll(() => trial(page()), waiting).toBeGreaterThan(0);
    await page()
      .locator('input.field')
      .and(page().getByLabel(/^Learning rate/))
      .fill('0.004');
    await page()
      .locator('input.field')
      .and(page().getByLabel(/^Learning rate/))
      .press('Enter');
    await expect
      .poll(async () => (await asked<Moment>(page(), 'recipe')).experiment.edits.length, waiting)
      .toBe(1);
    await button(page(), 'Pause').click();
    await button(page(), 'Run').waitFor();
    before = await asked<Moment>(page(), 'recipe');
    const file = await saved(page(), () => page().keyboard.press('Control+s'));
    expect(file.name).toBe('evidence.engram');
    expect(JSON.parse(file.text)).toEqual(before.experiment);
    await page().getByLabel('Seed').focus();
    expect((await saved(page(), () => page().keyboard.press('Control+s'))).text).toBe(file.text);
    expect((await saved(page(), byMenu)).text).toBe(file.text);
    ({ text } = file);
  });

  it('comes to the same state when it is opened again', async () => {
    await page().reload();
    await expect.poll(() => trial(page()), waiting).toBeGreaterThan(0);
    await page()
      .locator('body')
      .click({ position: { x: 2, y: 300 } });
    await open('mine.engram', text);
    await expect
      .poll(async () => (await asked<Moment>(page(), 'recipe')).experiment, waiting)
      .toEqual(before.experiment);
    const again = await page().evaluate(
      async ({ backend, experiment, ticks }) => {
        const { engramSession } = window as unknown as { engramSession: Session };
        await engramSession.ask('open', { experiment, backend });
        await engramSession.ask('step', { level: 'tick', count: ticks });
        return ((await engramSession.ask('hash', {})) as { stateHash: string }).stateHash;
      },
      { ...before, experiment: JSON.parse(text) as object }
    );
    expect(again).toBe(before.stateHash);
  }, 120_000);

  it('keeps what this version does not know through opening, editing and saving', async () => {
    const { model, ...rest } = JSON.parse(text) as { model: object };
    const more = { ...rest, model: { ...model, note: { by: 'A. Person' } }, author: ['A', 'B'] };
    await dropFile(page(), 'noted.engram', new TextEncoder().encode(JSON.stringify(more)));
    await expect
      .poll(async () => (await asked<Moment>(page(), 'recipe')).experiment, waiting)
      .toMatchObject({ author: ['A', 'B'] });
    await page().getByLabel('Seed').fill('9');
    await page().getByLabel('Seed').press('Enter');
    await expect
      .poll(async () => (await asked<Moment>(page(), 'recipe')).experiment, waiting)
      .toMatchObject({ seed: 9 });
    const file = await saved(page(), byMenu);
    expect(file.name).toBe('evidence-accumulation.engram');
    expect(JSON.parse(file.text)).toMatchObject({
      seed: 9,
      author: ['A', 'B'],
      model: { note: { by: 'A. Person' } }
    });
  });

  it('refuses one of a newer version and one cut short, and leaves the run alone', async () => {
    const was = (await asked<Moment>(page(), 'recipe')).experiment;
    await open('newer.engram', text.replace('"format": 1', '"format": 7'));
    await page()
      .getByRole('alert')
      .filter({
        hasText: 'newer.engram: This experiment has format 7, newer than this version reads (1). Update'
      })
      .waitFor();
    await open('cut.engram', text.slice(0, 80));
    await page().getByRole('alert').filter({ hasText: 'cut.engram is not a whole experiment' }).waitFor();
    expect((await asked<Moment>(page(), 'recipe')).experiment).toEqual(was);
    expect(opened.errors).toEqual([]);
  });
});
