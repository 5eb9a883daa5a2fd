import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eligibility } from '../../src/presets/lessons/eligibility';
import { lessons } from '../../src/presets/lessons/registry';
import { frames, seriousFindings, seriousNow, trial, waiting } from './learningPage';
import { type BuiltPage, noChromium, openBuiltPage } from './page';

/** The name of what has the focus, as a screen reader would begin to say it. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    return element?.getAttribute('aria-label') ?? element?.textContent?.trim() ?? '';
  });
}

/** Tab until the focus is on something of that name; as far as a patient person would go. */
async function tabTo(page: Page, name: RegExp, backwards = false): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if (name.test(await focused(page))) return;
    await page.keyboard.press(backwards ? 'Shift+Tab' : 'Tab');
  }
  throw new Error(`Tab leads to nothing called ${name}; it stands on '${await focused(page)}'.`);
}

describe.skipIf(noChromium)('the first lesson', () => {
  let opened: BuiltPage;
  const page = () => opened.page;
  const press = (key: string) => page().keyboard.press(key);
  const state = () => page().locator('[data-lesson-state]').getAttribute('data-lesson-state');
  const head = () => page().locator('h3[data-lesson-head]');

  /** The step shown is done; goes on to the next one from its head. */
  const goOn = async (): Promise<void> => {
    await expect.poll(state, waiting).toBe('done');
    await press('h');
    if (!(await page().locator('.lessons').isVisible())) await press('h');
    await expect.poll(() => head().evaluate((h) => h === document.activeElement), waiting).toBe(true);
    await press('Enter');
  };
  const atStep = async (number: number): Promise<void> => {
    await expect
      .poll(() => head().innerText(), waiting)
      .toBe(`${number}. ${eligibility.steps[number - 1].title}`);
    expect(await state()).toBe('open');
  };
  /** Presses the button of the step that points at its control, and waits until that has the focus. */
  const showWhere = async (name: RegExp): Promise<void> => {
    await tabTo(page(), /^Show me where$/);
    await press('Enter');
    await expect.poll(() => focused(page()), waiting).toMatch(name);
  };

  beforeAll(async () => {
    opened = await openBuiltPage({ graphics: 'none', viewport: { width: 1280, height: 800 } });
    await page().locator('[data-command="run"]', { hasText: 'Pause' }).waitFor(waiting);
  });
  afterAll(async () => {
    await opened?.close();
  });

  it('opens by its key, with the focus in it, and begins paused', async () => {
    await press('h');
    await expect.poll(() => focused(page()), waiting).toBe('Lessons');
    await tabTo(page(), new RegExp(`^Begin: ${eligibility.title.slice(0, 20)}`));
    await press('Enter');
    await atStep(1);
    await expect.poll(() => page().locator('[data-command="run"]').innerText(), waiting).toBe('Run');
    // It lies beside the panels, over none of them.
    const [pane, grid] = await Promise.all([
      page().locator('.lessons').boundingBox(),
      page().locator('main').boundingBox()
    ]);
    expect(grid!.x + grid!.width).toBeLessThanOrEqual(pane!.x + 0.5);
  });

  it('1: runs and pauses, and the step is ticked', async () => {
    await showWhere(/^Run$/);
    expect(await page().locator('[data-command="run"]').getAttribute('class')).toContain('pointed-out');
    await press('Enter');
    await expect.poll(() => trial(page()), waiting).toBeGreaterThan(3);
    expect(await state()).toBe('open');
    await press('Enter');
    await goOn();
  });

  it('2, 3: selects a unit that forgets, and one that remembers', async () => {
    await atStep(2);
    await press(']');
    await goOn();
    await atStep(3);
    await press('[');
    await goOn();
  });

  it('4: maximises a panel by its menu', async () => {
    await atStep(4);
    await showWhere(/^Menu of Eligibility traces$/);
    await press('Enter');
    const item = page().getByRole('menuitem', { name: 'Maximise' });
    await item.waitFor(waiting);
    for (let k = 0; k < 12 && !(await item.evaluate((one) => one === document.activeElement)); k++)
      await press('ArrowDown');
    await press('Enter');
    // The menu gives the focus back to its button as it goes.
    await expect.poll(() => focused(page()), waiting).toMatch(/^Menu of Eligibility traces$/);
    await goOn();
  });

  it('5: holds an instant in which the question is asked', async () => {
    await atStep(5);
    await press('Escape');
    const before = await trial(page());
    await press('Shift+ArrowRight');
    await expect.poll(() => trial(page()), waiting).toBe(before + 1);
    await showWhere(/^Selected unit\./);
    // The cursor begins at the end of what is drawn, which has to be the whole trial.
    await frames(page(), 5);
    await press('ArrowLeft');
    await expect
      .poll(() => page().locator('[data-figure="neuron"] [data-readout="cursor"]').innerText(), waiting)
      .toMatch(/, 2[0-2]\d ms/);
    await press('Enter');
    await goOn();
  });

  it('6: predicts, runs, and then sees what the run says', async () => {
    await atStep(6);
    await tabTo(page(), /^Show Learning$/);
    await press('Tab');
    // The radio buttons are one stop; arrows go on from the first.
    await press('Space');
    await press('ArrowDown');
    await tabTo(page(), /^Predict$/);
    await press('Enter');
    await page().getByText('Noted. The run has not answered yet').waitFor(waiting);
    expect(await state()).toBe('open');
    await showWhere(/^Run$/);
    await press('Enter');
    await page().getByRole('button', { name: 'Show the answer of the run' }).waitFor({ timeout: 60_000 });
    await press('Space');
    await press('h');
    await tabTo(page(), /^Show the answer of the run$/);
    await press('Enter');
    const outcome = page().locator('.prediction-outcome');
    await outcome.waitFor(waiting);
    expect(await outcome.innerText()).toMatch(/In this run it was so after \d+ trials\./);
    await goOn();
  });

  it('7: takes the memory away, and is told what is left', async () => {
    await atStep(7);
    await tabTo(page(), /^Show Learning$/);
    await press('Tab');
    await press('Space');
    await press('ArrowDown');
    await tabTo(page(), /^Predict$/);
    await press('Enter');
    await page().getByText('Noted. The run has not answered yet').waitFor(waiting);
    await showWhere(/^LIF/);
    // The list of unit types has the focus; letters choose in it.
    expect(await page().evaluate(() => document.activeElement?.id)).toBe('setting-model-unit');
    await press('L');
    await press('I');
    await press('F');
    await expect
      .poll(async () => {
        const opened = await page().evaluate(
          () => document.querySelector<HTMLSelectElement>('#setting-model-unit')?.value
        );
        return opened;
      }, waiting)
      .toBe('lif');
    await press('F6');
    await press('Space');
    await page().getByRole('button', { name: 'Show the answer of the run' }).waitFor({ timeout: 60_000 });
    await press('Space');
    await tabTo(page(), /^Show the answer of the run$/);
    await press('Enter');
    await page().getByText('✓ As you predicted.').waitFor(waiting);
    expect(await page().locator('.prediction-outcome').innerText()).toMatch(
      /The mean error of the last 50 trials is 0\.\d+\./
    );
    await goOn();
  });

  it('8: gives it back, and the lesson is over', async () => {
    await atStep(8);
    await press('Control+z');
    await expect.poll(state, waiting).toBe('done');
    await page().getByText('✓ Done. This was the last step.').waitFor(waiting);
    await tabTo(page(), /^All lessons$/, true);
    await press('Enter');
    await page().locator('[data-lesson="eligibility"]').getByText('✓ done').waitFor(waiting);
    expect(await focused(page())).toBe('Lessons');
  });

  it('closes from within, and keeps the place over a reload', async () => {
    await tabTo(page(), /^Continue: How can a synapse/);
    await press('Enter');
    await expect.poll(() => head().innerText(), waiting).toContain('8.');
    await tabTo(page(), /^Back$/);
    await press('Enter');
    await expect.poll(() => head().innerText(), waiting).toContain('7.');
    await page().reload();
    await expect.poll(() => head().innerText(), waiting).toContain('7.');
    await page().getByText('✓ As you predicted.').waitFor(waiting);
    await press('h');
    await press('h');
    await page().locator('.lessons').waitFor({ state: 'detached' });
    expect(await focused(page())).toBe('Lessons');
    expect(opened.errors).toEqual([]);
  });

  it.each(['Light', 'Dark'] as const)('has no serious finding of axe in %s', async (theme) => {
    await press('h');
    await page().locator('.lessons').waitFor(waiting);
    expect(await seriousFindings(page(), theme)).toEqual([]);
    await page().getByRole('button', { name: 'All lessons' }).first().click();
    expect(await seriousNow(page())).toEqual([]);
    await page().getByRole('button', { name: 'Continue: How can a synapse' }).click();
    await page().getByRole('button', { name: 'Close the lessons' }).click();
  });
});

describe.skipIf(noChromium)('every step of every lesson', () => {
  let opened: BuiltPage;
  const page = () => opened.page;

  beforeAll(async () => {
    opened = await openBuiltPage({ graphics: 'none', viewport: { width: 1280, height: 800 } });
    await page().locator('[data-command="run"]', { hasText: 'Pause' }).waitFor(waiting);
    await page().keyboard.press('h');
  });
  afterAll(async () => {
    await opened?.close();
  });

  it.each(lessons)('of $id points at what is there, or says the key', async ({ id, steps, title }) => {
    const list = page().locator(`[data-lesson="${id}"] button`);
    const back = page().getByRole('button', { name: 'All lessons' });
    // A lesson before that failed was left open.
    await list.or(back).first().waitFor(waiting);
    if (await back.count()) await back.first().click();
    await list.click();
    await page().getByRole('heading', { name: title }).waitFor(waiting);
    await page().locator('.lesson-elsewhere').waitFor({ state: 'detached' });
    for (const [k, step] of steps.entries()) {
      await page()
        .getByRole('button', { name: `Step ${k + 1}: ${step.title}` })
        .click();
      for (const [name, target] of [
        [/^Show (?!me where)/, step.look],
        ['Show me where', step.act]
      ] as const) {
        if (!target) continue;
        await page().locator('.lesson-step').getByRole('button', { name }).click();
        const outlined = page().locator('.pointed-out');
        const said = page().getByText('There is no button for it here; press');
        // Waited for within the page: an outline is gone after a few seconds.
        await outlined.or(said).first().waitFor(waiting);
        // Only a command may have no button just now.
        if ((await outlined.count()) === 0) expect(target).toHaveProperty('command');
        else expect(await outlined.first().isVisible()).toBe(true);
        for (const alert of await page().getByRole('button', { name: 'Dismiss' }).all()) await alert.click();
        await page().evaluate(() => {
          for (const shown of document.querySelectorAll('.pointed-out'))
            shown.classList.remove('pointed-out');
        });
      }
    }
    await page().getByRole('button', { name: 'All lessons' }).first().click();
    expect(opened.errors).toEqual([]);
  });
});
