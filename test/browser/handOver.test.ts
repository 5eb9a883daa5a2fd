import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  button,
  changeSetting,
  colours,
  dropFile,
  newestRow,
  readout,
  seriousFindings,
  tick,
  trial,
  waiting
} from './learningPage';
import { type BuiltPage, noChromium, openBuiltPage } from './page';

describe.skipIf(noChromium)('text on its way from the Text lab to the Memory lab', () => {
  let opened: BuiltPage;
  const page = () => opened.page;
  const said = () => page().locator('body').innerText();
  const experiment = () =>
    page().evaluate(async () => (await window.engramSession!.ask('collect', {})).experiment);
  const stepTrial = async (): Promise<void> => {
    const before = await trial(page());
    await button(page(), 'Step trial').click();
    await expect.poll(() => trial(page()), waiting).toBe(before + 1);
  };

  beforeAll(async () => {
    opened = await openBuiltPage({ graphics: 'none', viewport: { width: 1920, height: 1400 } });
  });
  afterAll(async () => {
    await opened?.close();
  });

  it('is not there before a document has flowed in, and says so where nothing was kept', async () => {
    await button(page(), 'Text').click();
    await page().locator('canvas[data-plot="ledger"]').waitFor();
    await expect.poll(() => trial(page()), waiting).toBeGreaterThan(0);
    await button(page(), 'Pause').click();
    await button(page(), 'Reset').click();
    await expect.poll(() => tick(page()), waiting).toBe(0);
    const hand = button(page(), 'Learn from kept text');
    await expect.poll(() => hand.isDisabled(), waiting).toBe(true);
    expect(await hand.getAttribute('title')).toContain('exactly the documents kept so far');
    await changeSetting(page(), 'minLength', '100000');
    await stepTrial();
    await hand.click();
    await expect.poll(said, waiting).toContain('64 documents, of which none was kept');
    expect(await trial(page())).toBe(1);
    await changeSetting(page(), 'minLength', '100');
  }, 90_000);

  it('is learned letter by letter, as much as was kept, with what it was cleaned by', async () => {
    for (let k = 0; k < 3; k++) await stepTrial();
    const [kept] = await newestRow(page(), 'fateCounts');
    expect(kept).toBeGreaterThan(20);
    // Out of the field that was written in.
    await page().locator('canvas[data-plot="ledger"]').focus();
    await page().keyboard.press('n');
    await page().locator('canvas[data-plot="generated"]').waitFor();
    await expect.poll(said, waiting).toContain('Handed over to the Memory lab.');
    const note = /(\d+) documents kept of 256 that came; cleaned by 18 filters as in Zyda/.exec(await said());
    // A better copy may have come after one that was kept when it came.
    expect(Number(note?.[1])).toBeLessThanOrEqual(kept);
    expect(Number(note?.[1])).toBeGreaterThan(kept / 2);
    expect(await button(page(), 'Memory').getAttribute('aria-current')).toBe('page');
    const { source, title } = await experiment();
    expect(title).toBe('Kept text of Near copies found by hashing');
    expect(JSON.parse(String(source.settings['cleaning']))).toMatchObject({
      stream: 'pages',
      ticks: 256,
      edits: [
        { tick: 0, setting: 'minLength', value: 100_000 },
        { tick: 64, setting: 'minLength', value: 100 }
      ]
    });
    await expect.poll(() => trial(page()), waiting).toBeGreaterThan(3);
    const early = (await newestRow(page(), 'networkLoss'))[0];
    await expect
      .poll(async () => (await newestRow(page(), 'networkLoss'))[0], { ...waiting, timeout: 90_000 })
      .toBeLessThan(0.9 * early);
    await expect.poll(() => colours(page(), 'networkLearning'), waiting).toBeGreaterThan(4);
    for (const theme of ['Light', 'Dark'] as const)
      expect(await seriousFindings(page(), theme), theme).toEqual([]);
    expect(opened.errors).toEqual([]);
  }, 150_000);

  it('comes from a saved link or figure again: the recipe brings back the same state', async () => {
    await button(page(), 'Pause').click();
    const recipe = await page().evaluate(() => window.engramSession!.ask('recipe', {}));
    const again = await page().evaluate(async ({ experiment, ticks }) => {
      const session = window.engramSession!;
      await session.ask('open', { experiment, backend: 'auto' });
      await session.ask('step', { level: 'tick', count: ticks });
      return (await session.ask('hash', {})).stateHash;
    }, recipe);
    expect(again).toBe(recipe.stateHash);
  }, 150_000);

  it('leads back to the Text lab, and over again with all that came', async () => {
    await page().keyboard.press('5');
    await page().locator('canvas[data-plot="ledger"]').waitFor();
    await expect.poll(() => trial(page()), waiting).toBeGreaterThan(1);
    await button(page(), 'Learn from raw text').click();
    await page().locator('canvas[data-plot="generated"]').waitFor();
    await expect.poll(said, waiting).toMatch(/Raw: all [\d\u202f]+ documents that came/);
    await expect.poll(() => trial(page()), waiting).toBeGreaterThan(0);
    expect(opened.errors).toEqual([]);
  }, 90_000);

  it('is opened from what `engram corpus` left, packed, and names a field that is missing', async () => {
    const records = Array.from({ length: 40 }, (_, i) =>
      JSON.stringify({ body: `Story ${i}. Several scholars examined ancient manuscripts.` })
    );
    const bytes = new Uint8Array(gzipSync(`${records.join('\n')}\nnot json\n`));
    await dropFile(page(), 'kept.jsonl.gz', bytes);
    await expect.poll(said, waiting).toContain("no field 'text' (there are: body)");
    await changeSetting(page(), 'textField', 'body');
    await expect.poll(said, waiting).toContain('The run started anew');
    await dropFile(page(), 'kept.jsonl.gz', bytes);
    await expect.poll(said, waiting).toContain('kept.jsonl.gz: 40 documents, 1 left out (line 41:');
    await expect.poll(() => trial(page()), waiting).toBeGreaterThan(0);
    expect((await experiment()).source).toMatchObject({
      id: 'letters',
      settings: { file: 'kept.jsonl.gz', textField: 'body' }
    });
    expect(await readout(page(), 'edits')).toBe('0');
    expect(opened.errors).toEqual([]);
  }, 90_000);
});
