import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { button, changeSetting, colours, newestRow, readout, trial, waiting } from './learningPage';
import { type BuiltPage, noChromium, openBuiltPage } from './page';

describe.skipIf(noChromium)('the Memory lab', () => {
  let opened: BuiltPage;
  const page = () => opened.page;
  const setting = (name: string) => page().locator(`[data-setting="${name}"]`);
  const change = (name: string, value: string) => changeSetting(page(), name, value);
  const newest = (name: string) => newestRow(page(), name);

  beforeAll(async () => {
    opened = await openBuiltPage({ graphics: 'none', viewport: { width: 1920, height: 1600 } });
  });
  afterAll(async () => {
    await opened?.close();
  });

  it('opens from the rail, running, with four memories side by side', async () => {
    await button(page(), 'Memory').click();
    await page().locator('canvas[data-plot="networkLearning"]').waitFor();
    expect(await button(page(), 'Memory').getAttribute('aria-current')).toBe('page');
    await expect.poll(() => trial(page()), waiting).toBeGreaterThan(3);
    const accuracies = await newest('networkAccuracy');
    expect(accuracies.length).toBe(4);
    for (const share of accuracies) expect(share >= 0 && share <= 1).toBe(true);
    await expect.poll(() => colours(page(), 'networkLearning'), waiting).toBeGreaterThan(8);
    await expect.poll(() => colours(page(), 'rowKeys'), waiting).toBeGreaterThan(20);
  }, 60_000);

  it('speaks of memories, says what each keeps, and shows no map that the layer looked at has not', async () => {
    const inspector = page().getByRole('complementary', { name: 'Inspector' });
    await expect.poll(() => inspector.innerText(), waiting).toContain('Kept of a sequence');
    expect(await inspector.innerText()).toContain('ssd state 16');
    expect(await page().locator('main').innerText()).not.toMatch(/neuron/i);
    expect(await page().locator('[data-figure="attentionMap"], [data-figure="stateMap"]').count()).toBe(0);
    // Softmax attention is the second network.
    await change('lookNetwork', '2');
    await page().locator('[data-figure="attentionMap"]').waitFor();
    await expect.poll(() => colours(page(), 'attentionMap'), waiting).toBeGreaterThan(8);
    await expect.poll(() => readout(page(), 'looked'), waiting).toBe('Layer 2, head 1 of softmax');
    expect(await page().locator('[data-figure="rowReads"]').count()).toBe(0);
    await change('lookNetwork', '4');
    await page().locator('[data-figure="stateMap"]').waitFor();
    await expect.poll(() => colours(page(), 'stateMap'), waiting).toBeGreaterThan(20);
  }, 60_000);

  it('learns on a harder stream while it runs, and starts anew with another memory', async () => {
    const slider = setting('pairs').locator('.setting-slider');
    await slider.press('ArrowRight');
    await expect.poll(() => readout(page(), 'edits'), waiting).not.toBe('0');
    const before = await trial(page());
    await expect.poll(() => trial(page()), waiting).toBeGreaterThan(before + 1);
    await change('beside', 'linear');
    await expect.poll(async () => (await newest('networkAccuracy')).length, waiting).toBe(2);
  }, 60_000);

  it('names what is wrong with networks that make no sense, and goes on', async () => {
    await change('beside', 'linear rows');
    await expect.poll(() => page().locator('body').innerText(), waiting).toContain("'rows' has no value");
    expect((await newest('networkAccuracy')).length).toBe(2);
  }, 60_000);

  it('trains a hybrid on text, which goes on with it', async () => {
    await page()
      .getByRole('combobox', { name: 'Preset' })
      .selectOption({ label: 'A hybrid learns to write' });
    await page().locator('canvas[data-plot="generated"]').waitFor();
    await expect
      .poll(async () => (await newest('networkAccuracy'))[0], { ...waiting, timeout: 90_000 })
      .toBeGreaterThan(0.5);
    const tokens = await newest('generated');
    expect(tokens.length).toBe(96);
    expect(new Set(tokens).size).toBeGreaterThan(5);
    expect(opened.errors).toEqual([]);
  }, 120_000);
});
