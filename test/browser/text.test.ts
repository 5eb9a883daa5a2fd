import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  button,
  changeSetting,
  chooseFile,
  colours,
  newestRow,
  readout,
  trial,
  waiting
} from './learningPage';
import { type BuiltPage, noChromium, openBuiltPage } from './page';

describe.skipIf(noChromium)('the Text lab', () => {
  let opened: BuiltPage;
  const page = () => opened.page;
  const setting = (name: string) => page().locator(`[data-setting="${name}"]`);
  const change = (name: string, value: string) => changeSetting(page(), name, value);
  const preset = (label: string): Promise<unknown> =>
    page().getByRole('combobox', { name: 'Preset' }).selectOption({ label });
  const inspector = () => page().getByRole('complementary', { name: 'Inspector' });
  const newest = (name: string) => newestRow(page(), name);

  beforeAll(async () => {
    opened = await openBuiltPage({ graphics: 'none', viewport: { width: 1920, height: 1600 } });
  });
  afterAll(async () => {
    await opened?.close();
  });

  it('opens from the rail, running, with documents flowing through', async () => {
    await button(page(), 'Text').click();
    await page().locator('canvas[data-plot="ledger"]').waitFor();
    expect(await button(page(), 'Text').getAttribute('aria-current')).toBe('page');
    await expect.poll(() => trial(page()), waiting).toBeGreaterThan(2);
    const counts = await newest('fateCounts');
    expect(counts[0]).toBeGreaterThan(0);
    expect(counts.reduce((sum, count) => sum + count, 0) % 64).toBe(0);
    for (const figure of ['ledger', 'fateCounts', 'candidates', 'readerLearning', 'componentSizes'])
      await expect.poll(() => colours(page(), figure), waiting).toBeGreaterThan(4);
    expect(await page().locator('main').innerText()).not.toMatch(/neuron/i);
  }, 60_000);

  it('tells of single documents what became of them, and why', async () => {
    await expect.poll(() => inspector().innerText(), waiting).toContain('Near copy');
    await button(page(), 'Pause').click();
    // What was asked for before the pause has come.
    await expect
      .poll(async () => {
        const before = await inspector().innerText();
        await page().waitForTimeout(1000);
        return (await inspector().innerText()) === before;
      }, waiting)
      .toBe(true);
    const removed = inspector().locator('.passage', { hasText: 'Removed' }).first();
    await removed.locator('summary').click();
    await expect.poll(() => removed.innerText(), waiting).toMatch(/expected at (least|most) [\d.]+\./);
    expect((await removed.locator('.passage-whole').innerText()).length).toBeGreaterThan(20);
  }, 60_000);

  it('takes a threshold from the next document on', async () => {
    await change('minLength', '100000');
    await expect.poll(() => readout(page(), 'edits'), waiting).not.toBe('0');
    const step = async (): Promise<number[]> => {
      const before = await trial(page());
      await button(page(), 'Step trial').click();
      await expect.poll(() => trial(page()), waiting).toBe(before + 1);
      return newest('fateCounts');
    };
    const before = await step();
    const after = await step();
    expect(after[1]).toBe(before[1] + 64);
  }, 60_000);

  it('names what is wrong with bands that need more values than there are, and goes on', async () => {
    await change('bandRows', '40');
    await expect.poll(() => trial(page()), waiting).toBe(0);
    await change('bands', '40');
    await expect
      .poll(() => page().locator('body').innerText(), waiting)
      .toContain("a signature has 128. Set 'permutations' higher");
  }, 60_000);

  it('walks from a question to passages that share no word with it', async () => {
    await preset('Two facts');
    await page().locator('canvas[data-plot="passageGraph"]').waitFor();
    await expect.poll(async () => (await newest('methodRecall')).length, waiting).toBe(3);
    for (const figure of ['passageGraph', 'methodsCompared', 'massSpread', 'walkMass'])
      await expect.poll(() => colours(page(), figure), waiting).toBeGreaterThan(4);
    await expect.poll(() => inspector().innerText(), waiting).toContain('BM25');
    const first = inspector().locator('.passages', { hasText: 'MixPR' }).locator('.passage').first();
    await first.locator('summary').click();
    await expect.poll(() => first.innerText(), waiting).toContain('An answer needs it.');
    expect(await page().locator('[data-figure="ledger"]').count()).toBe(0);
    expect(opened.errors).toEqual([]);
  }, 90_000);

  it('asks a text of the user, and cleans documents of theirs', async () => {
    const text = 'Anna lives in Bern.\nBern lies on the river Aare.\nThe Rhine is long.\n';
    await chooseFile(page(), 'rivers.txt', text);
    await expect.poll(() => setting('asked').locator('input').inputValue(), waiting).toContain('Anna lives');
    await change('asked', 'Where does Anna live?');
    await change('cutInto', 'line');
    await expect
      .poll(() => inspector().innerText(), waiting)
      .toContain('The best for "Where does Anna live?"');
    const walk = inspector().locator('.passages', { hasText: 'MixPR' });
    expect(await walk.innerText()).toContain('Bern lies on the river Aare.');
    // A whole book is not read at the speed of a lesson.
    const book = Array.from({ length: 6000 }, (_, k) => `Anna${k} lives in town ${k % 97}.`).join('\n');
    await chooseFile(page(), 'book.txt', book);
    await expect
      .poll(() => page().locator('body').innerText(), waiting)
      .toContain('it is read as fast as can be');
    expect(await page().locator('[data-control="speed"]').inputValue()).toBe('0');
    await preset('Near copies found by hashing');
    await page().locator('canvas[data-plot="ledger"]').waitFor();
    const page1 = `${'Several scholars examined ancient manuscripts throughout yesterday afternoon, '.repeat(4)}`;
    const records = [page1, page1, 'short', `${page1} Nobody interrupted them.`];
    const jsonl = records
      .map((one, i) => JSON.stringify({ id: `r${i}`, text: one, source: 'mine' }))
      .join('\n');
    await chooseFile(page(), 'mine.jsonl', `${jsonl}\nnot json`);
    await expect
      .poll(async () => (await newest('fateCounts')).reduce((sum, n) => sum + n, 0), waiting)
      .toBe(4);
    const counts = await newest('fateCounts');
    expect([counts[0], counts[1], counts[19]]).toEqual([1, 1, 2]);
    expect(opened.errors).toEqual([]);
  }, 90_000);
});
