import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeHost } from '../../src/cli/host';
import { presets } from '../../src/presets/registry';
import { type PointResult, type SweepPlan, sweepPoints } from '../../src/session/sweep/plan';
import { runPoint } from '../../src/session/sweep/runPoint';
import { readFileSync } from 'node:fs';
import { button, colours, readout, waiting } from './learningPage';
import { type BuiltPage, noChromium, openBuiltPage } from './page';

const long = { ...waiting, timeout: 60_000 };

describe.skipIf(noChromium)('a sweep on the page', () => {
  let opened: BuiltPage;
  const page = () => opened.page;
  const field = (name: string) => page().locator(`[data-sweep="${name}"]`);
  const progress = () => readout(page(), 'sweep-progress');
  const ended = async (): Promise<number> => Number(/: (\d+) of/.exec(await progress())?.[1]);

  /** What the page keeps: its finished points and the plan of its last sweep. */
  const kept = (): Promise<{ last: { plan: SweepPlan } | undefined; results: PointResult[] }> =>
    page().evaluate(
      () =>
        new Promise((resolve, reject) => {
          const opening = indexedDB.open('engram-sweeps');
          opening.onerror = () => reject(opening.error);
          opening.onsuccess = () => {
            const store = opening.result.transaction('points').objectStore('points');
            const [keys, values] = [store.getAllKeys(), store.getAll()];
            store.transaction.oncomplete = () => {
              const last = keys.result.indexOf('last sweep');
              resolve({ last: values.result[last], results: values.result.filter((_, k) => k !== last) });
              opening.result.close();
            };
          };
        })
    );

  const seriousInDialog = async (): Promise<string[]> => {
    await page().evaluate(readFileSync('node_modules/axe-core/axe.min.js', 'utf8'));
    return page().evaluate(async () => {
      const { axe } = window as unknown as {
        axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> };
      };
      const { violations } = await axe.run();
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
    });
  };

  async function openDialog(): Promise<void> {
    await page().keyboard.press('v');
    await page().getByRole('dialog', { name: 'Sweep' }).waitFor();
  }

  beforeAll(async () => {
    opened = await openBuiltPage({ graphics: 'none' });
    await button(page(), 'Pause').click();
    await openDialog();
  });
  afterAll(async () => {
    await opened?.close();
  });

  it('says what does not fit before anything runs', async () => {
    const list = page().locator('[data-axis="list"]');
    await list.fill('0.001, fast');
    expect(await page().locator('.sweep-form [role="alert"]').innerText()).toContain("is 'fast'");
    expect(await button(page(), 'Start sweep').isDisabled()).toBe(true);
    await list.fill('0.001, 0.01');
    await field('seeds').fill('3');
    await field('trials').fill('40');
    expect(await readout(page(), 'sweep-count')).toBe('2 combinations, 6 runs');
  });

  it('pauses, and after a reload goes on without what had ended', async () => {
    await button(page(), 'Start sweep').click();
    await expect.poll(ended, long).toBeGreaterThan(0);
    await button(page(), 'Pause sweep').click();
    await expect.poll(progress, long).toMatch(/^(Paused|Done)/);
    const before = (await kept()).results.length;
    expect(before).toBe(await ended());
    expect(before).toBeLessThan(6);

    await page().reload();
    await button(page(), 'Pause').click();
    await openDialog();
    await expect.poll(progress, long).toMatch(new RegExp(`^Stopped: ${before} of 6 runs, ${before} kept`));
    await button(page(), 'Go on').click();
    await expect.poll(progress, long).toBe(`Done: 6 of 6 runs, ${before} kept from before`);
  }, 180_000);

  it('gives what the same plan gives elsewhere, bit for bit', async () => {
    const { last, results } = await kept();
    const { plan } = last!;
    const goals = presets.find(({ id }) => id === plan.preset)?.goals;
    expect(results).toHaveLength(6);
    for (const point of [sweepPoints(plan)[0], sweepPoints(plan)[4]]) {
      const here = await runPoint(plan, point, nodeHost(process.cwd()), goals);
      const there = results.find(({ index }) => index === point.index)!;
      expect([there.stateHash, there.metrics]).toEqual([here.stateHash, here.metrics]);
    }
  }, 120_000);

  it('shows curves, a metric along the setting, and a table to sort and open runs from', async () => {
    expect(await colours(page(), 'sweepMultiples')).toBeGreaterThan(8);
    for (const id of ['sweepOverlay', 'sweepMetric']) {
      await field('figure').selectOption(id);
      await expect.poll(() => colours(page(), id), waiting).toBeGreaterThan(8);
    }
    const table = page().locator('[data-table="sweep"]');
    const cells = async (): Promise<string[]> => table.locator('tbody td:first-child').allInnerTexts();
    expect(await cells()).toEqual(['0.001', '0.01']);
    const sort = table.getByRole('button', { name: 'learningRate' });
    await sort.click();
    await sort.click();
    expect(await cells()).toEqual(['0.01', '0.001']);
    expect(await seriousInDialog()).toEqual([]);
    await table.getByRole('button', { name: 'Open' }).first().click();
    const rate = page().locator('[data-setting="learningRate"] input').first();
    await expect.poll(() => rate.inputValue(), waiting).toBe('0.01');
  }, 60_000);

  it('judges a preset over seeds from its strip', async () => {
    await page().goto(`${opened.url}#preset=detour`);
    await page().reload();
    await button(page(), 'Pause').click();
    expect(await readout(page(), 'verdict-chip')).toContain('undecided, n = 0');
    const seeds = page().locator('.verdict-row input');
    await seeds.fill('2');
    await seeds.press('Enter');
    await button(page(), 'Run 2 seeds').click();
    await expect.poll(progress, long).toMatch(/^Done: 2 of 2/);
    // Two seeds cannot tell a share from one half.
    expect(await readout(page(), 'sweep-verdict')).toBe('undecided, n = 2');
    await page().keyboard.press('Escape');
    expect(await readout(page(), 'verdict-chip')).toContain('undecided, n = 2');
  }, 120_000);

  it('puts runs that were kept side by side', async () => {
    await page().goto(`${opened.url}#preset=pattern`);
    await page().reload();
    await expect.poll(async () => Number(await readout(page(), 'trial')), long).toBeGreaterThan(1);
    await button(page(), 'Pause').click();
    await page().keyboard.press('c');
    await button(page(), 'Keep this run').click();
    await page().keyboard.press('Escape');
    const rate = page().locator('[data-setting="learningRate"] input').first();
    await rate.fill('0.002');
    await rate.press('Enter');
    await button(page(), 'Step trial').click();
    await button(page(), 'Compare').click();
    await button(page(), 'Keep this run').click();
    const table = page().locator('[data-table="sweep"]');
    await expect.poll(() => table.locator('tbody tr').count(), waiting).toBe(2);
    expect(await colours(page(), 'sweepOverlay')).toBeGreaterThan(8);
  }, 90_000);

  it('has kept them when the page is opened again, until they are forgotten', async () => {
    const rows = page().locator('[data-table="sweep"] tbody tr');
    const again = async (): Promise<void> => {
      await page().reload();
      await button(page(), 'Pause').click();
      await page().keyboard.press('c');
    };
    await again();
    await expect.poll(() => rows.count(), waiting).toBe(2);
    await page()
      .getByRole('button', { name: /^Forget 1: / })
      .click();
    await expect.poll(() => rows.count(), waiting).toBe(1);
    await again();
    await expect.poll(() => rows.count(), waiting).toBe(1);
    expect(opened.errors).toEqual([]);
  }, 90_000);
});
