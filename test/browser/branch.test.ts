import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { button, readout, tick } from './learningPage';
import { type BuiltPage, noChromium, openBuiltPage } from './page';

interface Exposed {
  ask(name: string, ask: object): Promise<{ stateHash: string }>;
}

describe.skipIf(noChromium)('a branch beside its run', () => {
  let opened: BuiltPage;
  const page = () => opened.page;
  const hash = (of: 'engramSession' | 'engramBranch'): Promise<string> =>
    page().evaluate(
      async (name) => (await (window as unknown as Record<string, Exposed>)[name].ask('hash', {})).stateHash,
      of
    );
  const steps = async (count: number): Promise<void> => {
    for (let k = 0; k < count; k++) {
      const before = await tick(page());
      await button(page(), 'Step tick').click();
      await expect.poll(() => tick(page())).not.toBe(before);
    }
  };
  const bothAt = async (): Promise<[string, string]> => [
    await hash('engramSession'),
    await hash('engramBranch')
  ];

  beforeAll(async () => {
    opened = await openBuiltPage({ graphics: 'none' });
    await button(page(), 'Pause').click();
    await button(page(), 'Run').waitFor();
  });
  afterAll(() => opened?.close());

  it('goes the same way as long as nothing is changed', async () => {
    await button(page(), 'Branch from here').click();
    await page().getByRole('region', { name: 'Panels of branch B' }).waitFor();
    const left = await page().evaluate(async () => {
      const session = (
        window as unknown as Record<string, { ask(name: string, ask: object): Promise<never> }>
      ).engramSession;
      return ((await session.ask('checkpoint', {})) as { clock: { tick: number } }).clock.tick;
    });
    expect(left).toBeGreaterThan(0);
    expect(Number(await readout(page(), 'branch-tick'))).toBe(left);
    const [a, b] = await bothAt();
    expect(b).toBe(a);
    await steps(3);
    await button(page(), 'Run').click();
    await button(page(), 'Pause').click();
    await button(page(), 'Run').waitFor();
    await expect
      .poll(
        async () => {
          const [run, branch] = await bothAt();
          return run === branch && run !== a;
        },
        { timeout: 20_000 }
      )
      .toBe(true);
  });

  it('leaves the run as it would have been when the branch is changed', async () => {
    // What comes of the next ticks without any change, told by the second session before it is changed.
    const alone = await page().evaluate(async () => {
      const { engramSession, engramBranch } = window as unknown as Record<
        string,
        { ask(name: string, ask: object): Promise<never> }
      >;
      const checkpoint = await engramSession.ask('checkpoint', {});
      await engramBranch.ask('step', { level: 'tick', count: 40 });
      const { stateHash } = (await engramBranch.ask('hash', {})) as { stateHash: string };
      await engramBranch.ask('restore', { checkpoint });
      return stateHash;
    });
    await page().evaluate(() =>
      (window as unknown as Record<string, Exposed>).engramBranch.ask('edit', {
        setting: 'learningRate',
        value: 0.05
      })
    );
    await steps(40);
    const [a, b] = await bothAt();
    expect(a).toBe(alone);
    expect(b).not.toBe(a);
    expect(await readout(page(), 'branch-differences')).toContain('learningRate');
  }, 60_000);

  it('closes, and the run goes on alone', async () => {
    await button(page(), 'Close branch').first().click();
    await page().getByRole('region', { name: 'Panels of branch B' }).waitFor({ state: 'detached' });
    await steps(1);
    expect(opened.errors).toEqual([]);
  });
});
