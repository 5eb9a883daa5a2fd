import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rules } from '../../src/models/stack/stack';
import type {} from '../../src/renderer/exposed';
import {
  button,
  colours,
  frames,
  pixels,
  readout,
  seriousFindings,
  tick,
  trial,
  waiting
} from './learningPage';
import { type BuiltPage, noChromium, openBuiltPage } from './page';

/** Layers of the preset. */
const depth = 2;

describe.skipIf(noChromium)('deep credit in the Learning lab', () => {
  let opened: BuiltPage;
  const page = () => opened.page;
  const rule = () => page().getByLabel('Learning rule', { exact: true });
  const alerts = () => page().getByRole('alert').allInnerTexts();

  beforeAll(async () => {
    opened = await openBuiltPage({ graphics: 'none', path: '#preset=deep-hierarchy' });
  });
  afterAll(async () => {
    await opened?.close();
  });

  /** Cosines of the bottom layer measured so far under each rule, without taking rows from the page. */
  async function cosines(): Promise<Partial<Record<(typeof rules)[number], number[]>>> {
    const data = await page().evaluate(async () => {
      const { series } = await window.engramSession!.ask('collect', {});
      return [...series.find(({ probe }) => probe.name === 'alignment')!.rows.data];
    });
    const found: Partial<Record<(typeof rules)[number], number[]>> = {};
    const width = 3 * depth + 1;
    for (let row = 0; row < data.length; row += width) {
      const name = rules[data[row + width - 1]];
      found[name] = [...(found[name] ?? []), data[row]];
    }
    return found;
  }

  it('opens with the alignment, the layers and the filters of the cascade drawn', async () => {
    await expect.poll(() => trial(page()), waiting).toBeGreaterThan(20);
    for (const figure of ['alignment', 'networkGraph', 'cascade'])
      await expect.poll(() => colours(page(), figure), waiting).toBeGreaterThan(4);
    expect(await page().locator('select.preset').inputValue()).toBe('deep-hierarchy');
    expect(await page().locator('.layer-table tbody tr').count()).toBe(depth);
    // A figure that the session can never fill takes no room.
    expect(await page().locator('[data-figure="alignmentSweep"]').count()).toBe(0);
  });

  it('measures the running rule beside the run, and another one as soon as it is chosen', async () => {
    await expect.poll(async () => (await cosines()).cascade?.length ?? 0, waiting).toBeGreaterThan(3);
    const before = await pixels(page(), 'alignment');
    await rule().selectOption('immediate');
    await expect.poll(async () => (await cosines()).immediate?.length ?? 0, waiting).toBeGreaterThan(3);
    await expect.poll(() => pixels(page(), 'alignment'), waiting).not.toBe(before);
    expect(await readout(page(), 'edits')).toBe('1');
    // The trace is what carries credit over the delay: without it the lower layer hardly knows the gradient.
    const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    const { cascade, immediate } = await cosines();
    expect(mean(cascade!)).toBeGreaterThan(mean(immediate!));
    await rule().selectOption('cascade');
    await expect.poll(() => readout(page(), 'edits'), waiting).toBe('2');
  });

  it('says what to do before it explains, and freezes the frame when asked to', async () => {
    const panel = page().locator('[data-figure="synapseStory"]');
    await expect.poll(() => panel.innerText(), waiting).toContain('Pause to freeze the frame');
    await button(page(), 'Explain this synapse').click();
    await button(page(), 'Run').waitFor();
    await expect.poll(() => panel.locator('.panel-hint').count(), waiting).toBe(0);
    await expect.poll(() => colours(page(), 'synapseStory'), waiting).toBeGreaterThan(4);
    // At the end of a trial, where the credit of this task comes.
    await expect.poll(() => tick(page()), waiting).toBe(0);
    await button(page(), 'Step tick').click();
    await expect
      .poll(() => panel.locator('.panel-hint').allInnerTexts(), waiting)
      .toEqual(['No credit yet: step to the end of the trial.']);
    await button(page(), 'Step trial').click();
    await expect.poll(() => panel.locator('.panel-hint').count(), waiting).toBe(0);
  });

  it('tells another synapse by the keyboard, in numbers that multiply and add up', async () => {
    const told = async (): Promise<string> =>
      (await page().locator('canvas[data-plot="synapseStory"]').getAttribute('aria-label')) ?? '';
    const chosen = () => page().locator('.partners + h3, .inspector h3').last().innerText();
    const before = await chosen();
    await page().locator('body').press('}');
    await expect.poll(chosen, waiting).not.toBe(before);
    await frames(page(), 30);
    await expect.poll(told, waiting).toMatch(/ to unit |of unit /);

    await button(page(), 'Menu of Why this weight changes').click();
    await page().getByRole('menuitem', { name: 'Data table' }).click();
    const dialog = page().getByRole('dialog');
    const columns = await dialog.locator('th').allInnerTexts();
    const cells = await dialog.locator('td').allInnerTexts();
    const column = (at: number): number[] =>
      cells.filter((_, i) => i % columns.length === at).map((cell) => Number(cell));
    const signalAt = columns.findIndex((name) => name.startsWith('Learning signal'));
    const [trace, signal, credit, sum] = [-1, 0, 1, 2].map((step) => column(signalAt + step));
    expect(columns.slice(signalAt, signalAt + 3).join()).toMatch(
      /Learning signal.*Trace times signal.*Gradient/
    );
    expect(credit.length).toBeGreaterThan(10);
    let total = 0;
    credit.forEach((value, t) => {
      // The table writes six digits.
      expect(Math.abs(value - trace[t] * signal[t])).toBeLessThan(2e-5 * Math.abs(value) + 1e-12);
      total += value;
      expect(Math.abs(sum[t] - total)).toBeLessThan(1e-4 * Math.abs(total) + 1e-9);
    });
    expect(credit.some((value) => value !== 0)).toBe(true);
    await page().keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await button(page(), 'Restore the panel').click();
  });

  it('chose a synapse whose input changes, and asks for no mouse', async () => {
    await button(page(), 'Reset').click();
    await page().locator('body').press('Escape');
    await page().locator('body').press(']');
    await page().locator('body').press('Shift+ArrowRight');
    const chosen = () => page().locator('.inspector h3').last().innerText();
    await expect.poll(chosen, waiting).toContain('w = ');
    expect((await chosen()).toLowerCase()).not.toContain('bias');
  });

  it('has no serious accessibility findings, light or dark', async () => {
    for (const theme of ['Dark', 'Light'] as const) expect(await seriousFindings(page(), theme)).toEqual([]);
  });

  it('changes a layer in the table and adds one, each time from the first tick', async () => {
    const width = page().getByRole('textbox', { name: 'Layers, layer 2', exact: true });
    await width.fill('200');
    await width.press('Enter');
    await expect.poll(() => trial(page()), waiting).toBe(0);
    await expect.poll(() => page().locator('.setting.layers.changed').count(), waiting).toBe(1);
    // Typed on without waiting, the first change is not lost.
    const below = page().getByRole('textbox', { name: 'Layers, layer 1', exact: true });
    await below.fill('48');
    await below.press('Enter');
    await width.fill('100');
    await width.press('Enter');
    const shown = async () => [await below.inputValue(), await width.inputValue()];
    // What counts is what stays once both runs have started.
    await frames(page(), 60);
    expect(await shown()).toEqual(['48', '100']);
    await width.fill('200');
    await width.press('Enter');
    await width.fill('none');
    await width.press('Enter');
    await expect.poll(alerts, waiting).toContainEqual(expect.stringContaining('1 to 4096'));
    await expect.poll(() => width.inputValue(), waiting).toBe('200');
    await button(page(), 'Add layer').click();
    await expect.poll(() => page().locator('.layer-table tbody tr').count(), waiting).toBe(depth + 1);
    expect(await page().getByRole('textbox', { name: 'Layers, layer 3', exact: true }).inputValue()).toBe(
      '200'
    );
  });

  it('shows what each rule would need, refuses the one that is too big, and goes on', async () => {
    const rtrl = page().locator('.rule-memory [data-rule="rtrl"]');
    expect(await rtrl.innerText()).toContain('too big');
    expect(await page().locator('.rule-memory [data-rule="cascade"]').innerText()).not.toContain('too big');
    await rule().selectOption('rtrl');
    await expect.poll(alerts, waiting).toContainEqual(expect.stringContaining("The rule 'rtrl' needs"));
    await expect.poll(() => rule().inputValue(), waiting).toBe('cascade');
    await button(page(), 'Step tick').click();
    await expect.poll(() => tick(page()), waiting).toBe(1);
    await page().locator('.alert.error').getByRole('button', { name: 'Dismiss' }).click();
  });

  it('sweeps the alignment over networks in one click, point by point, until stopped', async () => {
    await button(page(), 'Experiments').click();
    await page().getByRole('menuitem', { name: 'Alignment against depth' }).click();
    const done = async (): Promise<number> => Number((await readout(page(), 'sweep')).split(' ')[0]);
    await expect.poll(done, waiting).toBeGreaterThan(3);
    await expect.poll(() => colours(page(), 'alignmentSweep'), waiting).toBeGreaterThan(4);
    await button(page(), 'Stop').click();
    expect(await page().locator('[data-readout="sweep"]').count()).toBe(0);
    await button(page(), 'Menu of Alignment over networks').click();
    await page().getByRole('menuitem', { name: 'Data table' }).click();
    expect(await page().getByRole('dialog').locator('tbody tr').count()).toBeGreaterThan(3);
    await page().keyboard.press('Escape');
  });

  it('keeps what a run recorded that diverged, says where, and starts anew', async () => {
    await page().locator('select.preset').selectOption('pattern');
    await expect.poll(() => page().locator('.layer-table').count(), waiting).toBe(0);
    const rate = page().getByRole('textbox', { name: 'Learning rate' }).first();
    await rate.fill('1');
    await rate.press('Enter');
    await expect
      .poll(alerts, waiting)
      .toContainEqual(expect.stringMatching(/diverged: .* at tick \d+ of trial/));
    await button(page(), 'Run').waitFor();
    const rows = await page().evaluate(async () => {
      const { series } = await window.engramSession!.ask('collect', {});
      return series.find(({ probe }) => probe.name === 'loss')!.rows.times.length;
    });
    expect(rows).toBeGreaterThan(2);
    await button(page(), 'Reset').click();
    await expect.poll(alerts, waiting).toEqual([]);
    await rate.fill('0.0001');
    await rate.press('Enter');
    await button(page(), 'Run').click();
    await expect.poll(() => trial(page()), waiting).toBeGreaterThan(2);
  });

  it('has complained of nothing else', async () => {
    expect(await alerts()).toEqual([]);
    expect(opened.errors).toEqual([]);
  });
});
