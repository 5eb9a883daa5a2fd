import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { button, frames, waiting } from './learningPage';
import { type BuiltPage, noChromium, openBuiltPage } from './page';

describe.skipIf(noChromium)('a button that moves while it is pressed', () => {
  let opened: BuiltPage;
  const page = () => opened.page;
  const explain = () => button(page(), 'Explain this synapse');

  beforeAll(async () => {
    opened = await openBuiltPage({ graphics: 'none', path: '#preset=deep-hierarchy' });
    await explain().waitFor();
    await button(page(), 'Pause').waitFor();
  });
  afterAll(async () => {
    await opened?.close();
  });

  /** The middle of the button, where the mouse is put. */
  async function moveToButton(): Promise<{ x: number; y: number }> {
    await explain().scrollIntoViewIfNeeded();
    const { height, width, x, y } = (await explain().boundingBox())!;
    const middle = { x: x + width / 2, y: y + height / 2 };
    await page().mouse.move(middle.x, middle.y);
    return middle;
  }

  /** Moves what lies in the inspector up or down, as numbers that take a line more do. */
  const shift = (pixels: number): Promise<void> =>
    page().evaluate((by) => {
      document.querySelector<HTMLElement>('.inspector header')!.style.marginTop = `${by}px`;
    }, pixels);
  const top = async (): Promise<number> => (await explain().boundingBox())!.y;

  it('keeps the room of numbers that take a line less', async () => {
    await button(page(), 'Pause').click();
    await button(page(), 'Run').waitFor();
    await frames(page(), 20);
    const numbers = page().locator('.equation-numbers').first();
    const text = await numbers.innerHTML();
    const room = (): Promise<number> => numbers.evaluate((element) => element.getBoundingClientRect().height);
    const before = await top();
    const usual = await room();
    await numbers.evaluate((element) => {
      element.innerHTML = Array.from({ length: 3 }, () => '<div>= 1</div>').join('');
    });
    await frames(page(), 3);
    const tall = await top();
    expect(tall).toBeGreaterThan(before);
    await numbers.evaluate((element, old) => {
      element.innerHTML = old;
    }, text);
    await frames(page(), 3);
    expect(await top()).toBe(tall);
    // As wide no more, as tall no more.
    await page().getByRole('radio', { name: 'Projector' }).check({ force: true });
    await page().getByRole('radio', { name: 'Light' }).check({ force: true });
    await expect.poll(room, waiting).toBe(usual);
  });

  it('is given up where the pointer is let go elsewhere', async () => {
    await button(page(), 'Run').click();
    await button(page(), 'Pause').waitFor();
    const { x, y } = await moveToButton();
    await page().mouse.down();
    await page().mouse.move(x - 400, y - 200, { steps: 4 });
    await page().mouse.up();
    await frames(page(), 20);
    expect(await button(page(), 'Pause').isVisible()).toBe(true);
    expect(await button(page(), 'Restore the panel').count()).toBe(0);
  });

  it('does what it says when another thing lies under the pointer by then', async () => {
    await moveToButton();
    await page().mouse.down();
    await shift(-60);
    await frames(page(), 2);
    await page().mouse.up();
    await button(page(), 'Run').waitFor();
    await button(page(), 'Restore the panel').click();
    await shift(0);
  });

  it('is any button of the page', async () => {
    await shift(0);
    const other = page().locator('.inspector li button[aria-pressed="false"]').nth(2);
    const name = (await other.innerText()).split('\n')[0].trim();
    const chosen = () => page().locator('.inspector h3').allInnerTexts();
    const named = expect.stringContaining(`From ${name} `);
    expect(await chosen()).not.toContainEqual(named);
    await other.scrollIntoViewIfNeeded();
    const { height, width, x, y } = (await other.boundingBox())!;
    await page().mouse.move(x + width / 2, y + height / 2);
    await page().mouse.down();
    await shift(-60);
    await frames(page(), 2);
    await page().mouse.up();
    await expect.poll(chosen, waiting).toContainEqual(named);
    await shift(0);
  });

  it('works by the keyboard as before', async () => {
    await button(page(), 'Run').focus();
    await page().keyboard.press('Enter');
    await button(page(), 'Pause').waitFor();
    await explain().focus();
    await page().keyboard.press('Enter');
    await button(page(), 'Run').waitFor();
    expect(opened.errors).toEqual([]);
  });
});

describe.skipIf(noChromium)('a dialog', () => {
  let opened: BuiltPage;
  const page = () => opened.page;
  beforeAll(async () => {
    opened = await openBuiltPage({ graphics: 'none' });
    await button(page(), 'Pause').waitFor();
  });
  afterAll(async () => {
    await opened?.close();
  });

  it.each(['removed', 'switched off'])(
    'keeps the focus when what had it is %s, and lets the page rest',
    async (how) => {
      await page().locator('body').press('v');
      const dialog = page().getByRole('dialog');
      await dialog.waitFor();
      await dialog.evaluate((element) => {
        const added = document.createElement('button');
        added.id = 'added';
        element.append(added);
        added.focus();
      });
      await page().evaluate((wanted) => {
        const added = document.querySelector<HTMLButtonElement>('#added')!;
        if (wanted === 'removed') added.remove();
        else added.disabled = true;
      }, how);
      const within = () => dialog.evaluate((element) => element.contains(document.activeElement));
      await expect.poll(within, waiting).toBe(true);
      for (let press = 0; press < 3; press++) {
        await page().keyboard.press('Tab');
        expect(await within()).toBe(true);
      }
      await page().keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    }
  );
});
