/** Windows that are killed, closed and reloaded, and what the next one offers of their runs. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { button, readout, trial, waiting } from './learningPage';
import { type BuiltPage, noChromium, openBuiltPage } from './page';

interface Session {
  ask(name: string, ask: object): Promise<never>;
}

interface Moment {
  stateHash: string;
  ticks: number;
  experiment: object;
  backend: string;
}

const moment = (page: Page): Promise<Moment> =>
  page.evaluate(() =>
    (window as unknown as { engramSession: Session }).engramSession.ask('recipe', {})
  ) as Promise<Moment>;

const strip = (page: Page) => page.getByRole('region', { name: 'A run that stopped' });

interface Kept {
  key: string;
  /** The experiment as its checkpoint has it. */
  seed: number;
}

/** What is kept; `cut` also cuts it short. */
const kept = (page: Page, act: 'look' | 'cut' = 'look'): Promise<Kept[]> =>
  page.evaluate(
    (what) =>
      new Promise<Kept[]>((resolve, reject) => {
        const found: Kept[] = [];
        const opening = indexedDB.open('engram-runs');
        // Not there yet: it is not this test that makes it.
        opening.onupgradeneeded = () => opening.transaction?.abort();
        opening.onerror = () => resolve([]);
        opening.onsuccess = () => {
          const database = opening.result;
          const transaction = database.transaction('runs', 'readwrite');
          transaction.onabort = () => reject(transaction.error);
          transaction.oncomplete = () => {
            database.close();
            resolve(found);
          };
          transaction.objectStore('runs').openCursor().onsuccess = ({ target }) => {
            const cursor = (target as IDBRequest<IDBCursorWithValue | null>).result;
            if (!cursor) return;
            const run = cursor.value as { bytes: Uint8Array };
            const seed = /"seed":(\d+)/.exec(new TextDecoder('latin1').decode(run.bytes))?.[1];
            found.push({ key: String(cursor.key), seed: Number(seed) });
            if (what === 'cut') cursor.update({ ...run, bytes: run.bytes.slice(0, -9) });
            cursor.continue();
          };
        };
      }),
    act
  );

/** Waits until so many runs are kept. */
const settles = (page: Page, count: number): Promise<void> =>
  expect.poll(async () => (await kept(page)).length, waiting).toBe(count);

describe.skipIf(noChromium)('a window that is lost', () => {
  let opened: BuiltPage;
  let page: Page;
  const errors: string[] = [];
  beforeAll(async () => {
    opened = await openBuiltPage({ graphics: 'none' });
    page = opened.page;
  });
  afterAll(() => opened?.close());

  async function another(hash = ''): Promise<Page> {
    const next = await opened.page.context().newPage();
    next.on('pageerror', ({ message }) => errors.push(message));
    next.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await next.goto(`${opened.url}${hash}`);
    await button(next, 'Pause').waitFor();
    return next;
  }

  async function crash(lost: Page): Promise<void> {
    const devtools = await lost.context().newCDPSession(lost);
    const gone = new Promise((resolve) => lost.once('crash', resolve));
    // It never answers.
    void devtools.send('Page.crash').catch(() => undefined);
    await gone;
    await lost.close();
  }

  it('is offered in the next one after a crash, and goes on to the state of a run never interrupted', async () => {
    await page.bringToFront();
    await expect.poll(() => trial(page), waiting).toBeGreaterThan(0);
    await page.evaluate(() =>
      (window as unknown as { engramSession: Session }).engramSession.ask('edit', {
        setting: 'learningRate',
        value: 0.004
      })
    );
    await button(page, 'Pause').click();
    await button(page, 'Run').waitFor();
    const before = await moment(page);
    const stoppedAt = await readout(page, 'trial');
    await settles(page, 1);
    // Lets the write of the last tick come, whichever was first.
    await page.waitForTimeout(2500);
    const next = await another();
    // A window that lives is nobody else's.
    await next.waitForTimeout(3500);
    expect(await strip(next).count()).toBe(0);
    await next.close();

    // The next window is there before, in a process of its own.
    const lost = page;
    page = await another('#preset=pattern');
    await crash(lost);
    await page.reload();
    await strip(page).waitFor();
    expect(await readout(page, 'stopped-trial')).toBe(stoppedAt);
    // Not forced: what the page opened runs meanwhile.
    await button(page, 'Pause').waitFor(waiting);
    await button(page, 'Continue it').click();
    await strip(page).waitFor({ state: 'detached' });
    expect(await moment(page)).toEqual(before);

    // From there on as if nothing had been.
    const resumedAt = await trial(page);
    await button(page, 'Run').click();
    await expect.poll(() => trial(page), waiting).toBeGreaterThan(resumedAt);
    await button(page, 'Pause').click();
    await button(page, 'Run').waitFor();
    const after = await moment(page);
    expect(after.ticks).toBeGreaterThan(before.ticks);
    const whole = await page.evaluate(async ({ backend, experiment, ticks }) => {
      const { engramSession } = window as unknown as { engramSession: Session };
      await engramSession.ask('open', { experiment, backend });
      await engramSession.ask('step', { level: 'tick', count: ticks });
      return ((await engramSession.ask('hash', {})) as { stateHash: string }).stateHash;
    }, after);
    expect(after.stateHash).toBe(whole);
    expect(errors).toEqual([]);
  });

  it('offers nothing of a preset that was reloaded untouched', async () => {
    await page.close();
    page = await another();
    // What the test before left behind.
    await strip(page).getByRole('button', { name: 'Discard' }).click();
    await strip(page).waitFor({ state: 'detached' });
    await expect.poll(() => trial(page), waiting).toBeGreaterThan(0);
    await button(page, 'Pause').click();
    await settles(page, 1);
    const [{ key }] = await kept(page);
    await page.reload();
    await button(page, 'Pause').waitFor();
    await expect.poll(async () => (await kept(page)).map((one) => one.key), waiting).not.toContain(key);
    expect(await strip(page).count()).toBe(0);
  });

  it('offers what was worked on after a reload, and again until it is answered', async () => {
    await page.getByLabel('Seed').fill('7');
    await page.getByLabel('Seed').press('Enter');
    await expect.poll(() => trial(page), waiting).toBeGreaterThan(0);
    await expect.poll(async () => (await kept(page)).map(({ seed }) => seed), waiting).toEqual([7]);
    await page.reload();
    await strip(page).waitFor();
    await strip(page).getByRole('button', { name: 'Not now' }).click();
    await strip(page).waitFor({ state: 'detached' });
    await page.reload();
    await strip(page).getByRole('button', { name: 'Continue it' }).click();
    await strip(page).waitFor({ state: 'detached' });
    expect((await moment(page)).experiment).toMatchObject({ seed: 7 });
    // It ran, so it runs.
    expect(await button(page, 'Pause').count()).toBe(1);
    // It goes on under the name of this window alone.
    await settles(page, 1);
  });

  it('discards one that is damaged, says so in one line, and goes on', async () => {
    await button(page, 'Pause').click();
    await page.waitForTimeout(2500);
    await kept(page, 'cut');
    await page.reload();
    await page.getByRole('alert').filter({ hasText: 'cut short or changed' }).waitFor();
    expect(await page.getByRole('alert').innerText()).toMatch(
      /^A run saved before a crash cannot be gone on with and was discarded\./
    );
    expect(await strip(page).count()).toBe(0);
    await expect.poll(() => trial(page), waiting).toBeGreaterThan(0);
    expect(errors).toEqual([]);
  });

  it('works without storage, and says so once', async () => {
    await page.close();
    page = await opened.page.context().newPage();
    await page.route('**/runStore.worker*.js', async (route) => {
      const answer = await route.fetch();
      const body = `Object.defineProperty(self, 'indexedDB', { value: undefined });\n${await answer.text()}`;
      await route.fulfill({ response: answer, body });
    });
    await page.goto(opened.url);
    const notice = page.getByRole('status').filter({ hasText: 'Runs cannot be kept for after a crash' });
    await notice.waitFor();
    await notice.getByRole('button', { name: 'Dismiss' }).click();
    await expect.poll(() => trial(page), waiting).toBeGreaterThan(0);
    await button(page, 'Pause').click();
    await button(page, 'Run').waitFor();
    await page.waitForTimeout(2500);
    expect(await notice.count()).toBe(0);
  });
});
