import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {} from '../../src/renderer/exposed';
import { classOf } from '../../src/session/classroom';
import { parseExperiment } from '../../src/session/experiment';
import { button, pause, seriousNow, trial, waiting } from './learningPage';
import { type BuiltPage, noChromium, openBuiltPage } from './page';

const setting = (page: Page, name: string) => page.locator(`.settings [data-setting="${name}"]`);
const access = (page: Page, label: string) =>
  page.getByLabel(`${label}: shown, locked or hidden`, { exact: true });
const panel = (page: Page, id: string) => page.locator(`[data-figure="${id}"]`);
const hash = (page: Page): Promise<string> =>
  page.evaluate(async () => (await window.engramSession!.ask('hash', {})).stateHash);

describe.skipIf(noChromium)('an experiment prepared for a class', () => {
  let teacher: BuiltPage;
  let link: string;
  let stateHash: string;
  const page = () => teacher.page;

  beforeAll(async () => {
    teacher = await openBuiltPage({ graphics: 'none', path: '#preset=deep-leak' });
    await page().context().grantPermissions(['clipboard-read', 'clipboard-write']);
  });
  afterAll(async () => {
    await teacher?.close();
  });

  it('is decided in a dialog and copied as a link', async () => {
    await expect.poll(() => trial(page()), waiting).toBeGreaterThan(3);
    await pause(page());
    stateHash = await hash(page());
    await page().keyboard.press('H');
    await page().getByRole('dialog').waitFor(waiting);
    expect(await seriousNow(page())).toEqual([]);
    await access(page(), 'All of Stream').selectOption('hidden');
    await access(page(), 'Learning rate').selectOption('locked');
    await access(page(), 'Learning rule').selectOption('locked');
    await access(page(), 'Layers').selectOption('locked');
    await access(page(), 'Seed').selectOption('locked');
    expect(await access(page(), 'All of Bars').inputValue()).toBe('');
    await page().getByRole('checkbox', { name: 'Weights', exact: true }).uncheck();
    await page().getByLabel('Begins with').selectOption({ label: 'How does credit reach the layer below?' });
    await page().getByLabel('Your question').fill('Will it learn without a leak?');
    await page()
      .getByLabel(/^Answers to choose from/)
      .fill('yes\nno');
    await page().getByLabel('Said with the answer').fill('Compare it with the leaks of the other preset.');
    await page().getByRole('dialog').getByRole('button', { name: 'Copy link' }).click();
    await page().getByText('Copied a link to this run').waitFor(waiting);
    link = await page().evaluate(() => navigator.clipboard.readText());
    // The teacher goes on seeing everything.
    await page().getByText('You see everything.').waitFor(waiting);
    expect(await setting(page(), 'learningRate').locator('.setting-number').isEnabled()).toBe(true);
    expect(await setting(page(), 'delaySteps').isVisible()).toBe(true);
  });

  it('shows whoever opens the link what was meant for them, and the same state', async () => {
    const other = await openBuiltPage({ graphics: 'none', path: link.slice(link.indexOf('#')) });
    const seen = other.page;
    try {
      await seen.getByText(/^Same state after \d+ ticks/).waitFor(waiting);
      expect(await hash(seen)).toBe(stateHash);
      await seen
        .getByText(/Prepared for a class: \d+ controls hidden, 4 locked, \d+ panels shown\./)
        .waitFor(waiting);
      // Hidden.
      expect(await setting(seen, 'delaySteps').count()).toBe(0);
      expect(await panel(seen, 'weightMatrix').count()).toBe(0);
      expect(await panel(seen, 'learningCurves').count()).toBe(1);
      // Locked, and why.
      const rate = setting(seen, 'learningRate');
      expect(await rate.locator('.setting-number').isDisabled()).toBe(true);
      expect(await rate.locator('.setting-slider').isDisabled()).toBe(true);
      expect(await rate.locator('.spoken').first().innerText()).toContain('Locked for this class.');
      await rate.hover();
      await seen.locator('.settings-help').getByText('Locked for this class.').waitFor(waiting);
      expect(await setting(seen, 'rule').locator('select').isDisabled()).toBe(true);
      expect(await setting(seen, 'layers').getByRole('button', { name: 'Add layer' }).isDisabled()).toBe(
        true
      );
      expect(await seen.getByLabel('Seed').isDisabled()).toBe(true);
      // Shown, as ever.
      expect(await setting(seen, 'dampening').count()).toBe(0);
      expect(await setting(seen, 'optimiser').locator('select').isEnabled()).toBe(true);
      // The lesson and the question stand beside it.
      await seen.getByRole('heading', { name: 'How does credit reach the layer below?' }).waitFor(waiting);
      expect(await seriousNow(seen)).toEqual([]);
      await seen.getByRole('radio', { name: 'yes' }).check();
      await button(seen, 'Predict').click();
      await seen.getByText('Noted. The run answers after 100 trials.').waitFor(waiting);
      await button(seen, 'Run').click();
      await seen
        .getByRole('button', { name: 'Show the answer of the run' })
        .first()
        .click({ timeout: 60_000 });
      await seen.getByText(/After \d+ trials, Error, mean of the last 10: [\d.]+\./).waitFor(waiting);
      await seen.getByText('Compare it with the leaks of the other preset.').waitFor(waiting);
      // Not security: one press shows all.
      await button(seen, 'Show all controls').click();
      expect(await setting(seen, 'delaySteps').isVisible()).toBe(true);
      expect(await rate.locator('.setting-number').isEnabled()).toBe(true);
      expect(await panel(seen, 'weightMatrix').count()).toBe(1);
      await button(seen, 'Show what the class sees').click();
      expect(await setting(seen, 'delaySteps').count()).toBe(0);
      expect(other.errors).toEqual([]);
    } finally {
      await other.close();
    }
  });

  it('is saved in the file of the experiment, and stays through a run that starts anew', async () => {
    await button(page(), 'Reset').click();
    await page().getByText('Prepared for a class').waitFor(waiting);
    const download = page().waitForEvent('download');
    await page().keyboard.press('Control+s');
    const stream = await (await download).createReadStream();
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    const saved = parseExperiment(JSON.parse(Buffer.concat(chunks).toString()));
    expect(classOf(saved)).toMatchObject({
      controls: { learningRate: 'locked', delaySteps: 'hidden', '@seed': 'locked' },
      lesson: 'depth',
      prompt: { question: 'Will it learn without a leak?', answers: ['yes', 'no'] }
    });
  });

  it('is gone with another preset', async () => {
    await page().locator('[data-control="preset"]').selectOption('evidence');
    await page().getByText('Prepared for a class').waitFor({ state: 'detached' });
    expect(teacher.errors).toEqual([]);
  });
});

describe.skipIf(noChromium)('the glossary', () => {
  let opened: BuiltPage;
  const page = () => opened.page;

  beforeAll(async () => {
    opened = await openBuiltPage({ graphics: 'none', path: '#preset=one-walk' });
  });
  afterAll(async () => {
    await opened?.close();
  });

  it('says what a panel is when its mark has the focus, and goes with Escape', async () => {
    const mark = page().getByRole('button', { name: 'What Successor matrix is' });
    await mark.focus();
    // By keyboard: the focus moves away and comes back.
    await page().keyboard.press('Tab');
    await page().keyboard.press('Shift+Tab');
    const card = page().locator('[role="tooltip"]');
    await card.waitFor(waiting);
    expect(await card.innerText()).toContain('Row i: where a walk from state i goes');
    expect(await card.innerText()).toContain('Dayan 1993');
    expect(await card.locator('math').count()).toBe(1);
    expect(await seriousNow(page())).toEqual([]);
    await page().keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });
  });

  it('says it when it is pointed at', async () => {
    const mark = page().getByRole('button', { name: 'What Recall from the cues is' });
    const card = page().locator('[role="tooltip"]', { hasText: 'PageRank' });
    // A card that has just gone may keep the next one from coming: a person points again.
    await expect
      .poll(async () => {
        await page().mouse.move(5, 500);
        await mark.hover();
        return card.waitFor({ timeout: 2000 }).then(
          () => true,
          () => false
        );
      }, waiting)
      .toBe(true);
    await page().mouse.move(5, 500);
    await card.waitFor({ state: 'detached' });
  });

  it('says of a setting what it does, its equation and where it comes from', async () => {
    await page().locator('.settings [data-setting="gamma"] .setting-number').focus();
    const help = page().locator('.settings-help');
    await expect.poll(() => help.innerText(), waiting).toContain('Dayan 1993; Millidge 2025');
    expect(await help.locator('math').count()).toBe(1);
    const spoken = page().locator('#setting-model-gamma-help');
    expect(await spoken.innerText()).toContain('See Dayan 1993, Millidge 2025.');
  });

  it('can be searched, and opens where it was asked', async () => {
    await page().getByRole('button', { name: 'What Recall from the cues is' }).click();
    const field = page().getByLabel('Find');
    await field.waitFor(waiting);
    expect(await field.inputValue()).toBe('Recall from the cues');
    await page().locator('[data-entry="panel-recall"]').waitFor(waiting);
    await page().keyboard.type('restart probability');
    await page().locator('[data-entry="restart-probability"]').waitFor(waiting);
    expect(await page().locator('[data-entry="panel-recall"]').count()).toBe(1);
    expect(await seriousNow(page())).toEqual([]);
    await field.fill('quantum gravity');
    await page().getByText('Nothing has these words.').waitFor(waiting);
    await page().keyboard.press('Escape');
    await field.waitFor({ state: 'detached' });
    // A dialog gives the focus back to what had it; asked from nowhere, nothing is looked for.
    await page().evaluate(() => (document.activeElement as HTMLElement).blur());
    await page().keyboard.press('q');
    await field.waitFor(waiting);
    expect(await field.inputValue()).toBe('');
    await page().keyboard.press('Escape');
    await field.waitFor({ state: 'detached' });
    // From a field, where letters are its own.
    await page().locator('.settings [data-setting="gamma"] .setting-number').press('F1');
    await field.waitFor(waiting);
    expect(await field.inputValue()).toBe('Discount');
    await page().locator('[data-entry="setting-maps-gamma"]').waitFor(waiting);
    await page().keyboard.press('Escape');
  });

  it('says of a quantity in the inspector what it is', async () => {
    await button(page(), 'Learning').click();
    const name = page().locator('.quantity .term', { hasText: 'Threshold' });
    const card = page().locator('[role="tooltip"]', { hasText: 'Bellec et al. 2020' });
    await expect
      .poll(async () => {
        await page().mouse.move(5, 500);
        await name.hover();
        return card.waitFor({ timeout: 2000 }).then(
          () => true,
          () => false
        );
      }, waiting)
      .toBe(true);
    expect(opened.errors).toEqual([]);
  });
});
