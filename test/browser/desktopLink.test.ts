import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DesktopNews, MenuGroup } from '../../src/preload/contract';
import { button, waiting } from './learningPage';
import { type BuiltPage, noChromium, openBuiltPage } from './page';

interface StandIn {
  menus: MenuGroup[][];
  calls: string[];
  tell<Kind extends keyof DesktopNews>(kind: Kind, news: DesktopNews[Kind]): void;
}

/** A bridge as the preload script makes one, whose other side a test can look at. */
function standIn(): void {
  const listeners = new Map<string, (news: unknown) => void>();
  const desk: StandIn = {
    menus: [],
    calls: [],
    tell: (kind, news) => listeners.get(kind)?.(news)
  };
  const call =
    (name: string, answer?: unknown) =>
    async (request?: unknown): Promise<unknown> => {
      desk.calls.push(`${name} ${JSON.stringify(request) ?? ''}`.trim());
      return answer;
    };
  const csv = { name: 'mine.csv', bytes: new TextEncoder().encode('a,b\n1,2\n3,4\n') };
  Object.assign(window, {
    desk,
    desktop: {
      version: call('version', '1.2.3'),
      saveFile: async ({ name }: { name: string }) => name,
      setMenu: async ({ groups }: { groups: MenuGroup[] }) => void desk.menus.push(groups),
      openRecent: call('openRecent', csv),
      clearRecent: call('clearRecent'),
      reveal: call('reveal'),
      showReleases: call('showReleases', false),
      on: (kind: string, listener: (news: unknown) => void) => {
        listeners.set(kind, listener);
        return () => listeners.delete(kind);
      }
    }
  });
}

type Desk = Window & { desk: StandIn };

describe.skipIf(noChromium)('the page in the desktop window', () => {
  let opened: BuiltPage;
  const page = () => opened.page;
  const line = (name: string) =>
    page().evaluate(
      (wanted) =>
        (window as unknown as Desk).desk.menus
          .at(-1)
          ?.flatMap(({ lines }) => lines)
          .find((one) => one.name === wanted),
      name
    );
  const calls = () => page().evaluate(() => (window as unknown as Desk).desk.calls);
  const choose = (name: string) =>
    page().evaluate((wanted) => (window as unknown as Desk).desk.tell('command', wanted), name);

  beforeAll(async () => {
    opened = await openBuiltPage({
      graphics: 'none',
      prepare: async (page) => void (await page.addInitScript(standIn))
    });
    await button(page(), 'Pause').waitFor(waiting);
  });
  afterAll(() => opened?.close());

  it('announces its commands, and anew when one of them has changed but not with every frame', async () => {
    await expect
      .poll(() => line('run'), waiting)
      .toMatchObject({ label: 'Pause', enabled: true, keys: ['Space'] });
    expect(await line('saveTape')).toMatchObject({ enabled: false });
    expect(await line('clearRecent')).toMatchObject({ enabled: true });
    const before = await page().evaluate(() => (window as unknown as Desk).desk.menus.length);
    await choose('run');
    await expect.poll(() => line('run'), waiting).toMatchObject({ label: 'Run' });
    const after = await page().evaluate(() => (window as unknown as Desk).desk.menus.length);
    expect(after - before).toBeLessThanOrEqual(3);
  });

  it('does what is chosen in a menu, and nothing for a name it does not know', async () => {
    await choose('toString');
    await choose('journal');
    await page().getByRole('dialog', { name: 'Journal' }).waitFor(waiting);
    await page().keyboard.press('Escape');
    await page().getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('shows recent files, opens one and forgets them', async () => {
    expect(await button(page(), 'Recent').count()).toBe(0);
    await page().evaluate(() =>
      (window as unknown as Desk).desk.tell('recent', [{ id: 3, name: 'mine.csv', folder: '~/data' }])
    );
    await button(page(), 'Recent').click();
    await page().getByRole('menuitem', { name: 'mine.csv' }).click();
    await page().getByRole('dialog').getByText('mine.csv').first().waitFor(waiting);
    await page().keyboard.press('Escape');
    await page().getByRole('dialog').waitFor({ state: 'detached' });
    await page().keyboard.press('Control+k');
    await page().getByRole('combobox', { name: 'Find a command' }).fill('mine.csv');
    await page().keyboard.press('Enter');
    await page().getByRole('dialog').getByText('mine.csv').first().waitFor(waiting);
    await page().keyboard.press('Escape');
    await page().getByRole('dialog').waitFor({ state: 'detached' });
    await choose('clearRecent');
    expect(await calls()).toEqual(['openRecent {"id":3}', 'openRecent {"id":3}', 'clearRecent']);
  });

  it('opens what comes from outside, and says what could not', async () => {
    await page().evaluate(() => {
      const { desk } = window as unknown as Desk;
      desk.tell('trouble', 'gone.engram is no longer in ~/data.');
      desk.tell('opened', { name: 'dropped.csv', bytes: new TextEncoder().encode('a,b\n1,2\n3,4\n') });
    });
    await page().getByRole('dialog').getByText('dropped.csv').first().waitFor(waiting);
    await page().keyboard.press('Escape');
    await page().getByText('gone.engram is no longer in ~/data.').waitFor(waiting);
    await page().getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('offers to show a saved file in its folder', async () => {
    await choose('saveExperiment');
    await button(page(), 'Show in folder').click();
    await expect
      .poll(calls, waiting)
      .toContainEqual(expect.stringMatching(/^reveal \{"name":".+\.engram"\}$/));
    await choose('releases');
    await page().getByText('This build names no page of releases.').waitFor(waiting);
    expect(opened.errors).toEqual([]);
  });
});
