import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeNpy } from '../../src/formats/npy';
import { button, seriousNow, trial, waiting } from './learningPage';
import { type BuiltPage, noChromium, openBuiltPage } from './page';

const megabyte = 2 ** 20;

describe.skipIf(noChromium)('a file too large to hold', () => {
  let opened: BuiltPage;
  const page = () => opened.page;
  const dialog = () => page().getByRole('dialog');
  const said = () => dialog().innerText();
  const source = () =>
    page().evaluate(async () => (await window.engramSession!.ask('collect', {})).experiment.source);

  /** A file of a head and one stretch over and over, made in the page, which can refer to it many times. */
  async function dropRepeated(
    name: string,
    head: string | readonly number[],
    row: string,
    times: number
  ): Promise<void> {
    const carried = await page().evaluateHandle(
      ([file, begin, line, count]) => {
        const lines = line.repeat(Math.ceil(2 ** 20 / line.length));
        const piece = new Blob([lines]);
        const first = typeof begin === 'string' ? begin : Uint8Array.from(begin);
        const transfer = new DataTransfer();
        transfer.items.add(new File([first, ...Array.from({ length: count }, () => piece)], file));
        return transfer;
      },
      [name, head, row, times] as const
    );
    for (const event of ['dragover', 'drop'])
      await page().dispatchEvent('main, .app', event, { dataTransfer: carried });
  }

  beforeAll(async () => {
    opened = await openBuiltPage({ graphics: 'none' });
    await button(page(), 'Pause').click();
  });
  afterAll(() => opened?.close());

  it('is shown by its first rows, and its reading can be stopped', async () => {
    const before = await source();
    await dropRepeated('steps.csv', 'left,right,turn\n', '0.5,1.25,stay\n1.5,-2,go\n', 260);
    await expect
      .poll(said, waiting)
      .toMatch(/About [\d\s,]+ rows in 27\d MB, looked through when it is opened/);
    expect(await said()).toMatch(/2 inputs, 2 classes/);
    expect(await seriousNow(page())).toEqual([]);
    await dialog().getByRole('button', { name: 'Open and run' }).click();
    await dialog().getByText('Finding the rows of steps.csv').waitFor(waiting);
    await dialog().getByRole('button', { name: 'Stop reading' }).click();
    await expect.poll(said, waiting).toContain('The file was not read to its end; what was open stays open.');
    expect(await source()).toEqual(before);
    await dialog().getByRole('button', { name: 'Close' }).click();
    await dialog().waitFor({ state: 'detached' });
  });

  it('flows in from where it lies', async () => {
    // 260 MB of 32-bit numbers, 64 a row.
    const rows = (260 * megabyte) / 4 / 64;
    const header = writeNpy({ shape: [1, 1], data: Float32Array.of(0) }).slice(0, 128);
    const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, 64), }`;
    header.set(new TextEncoder().encode(text.padEnd(117)), 10);
    // As numbers these letters are all of one size.
    await dropRepeated('wide.npy', [...header], '@@@?@@`?@@p?@P@?', 260);
    await expect.poll(said, waiting).toMatch(/1[\s,]?064[\s,]?960 rows in 273 MB/);
    await dialog().getByRole('button', { name: 'Open and run' }).click();
    await dialog().waitFor({ state: 'detached', timeout: 120_000 });
    await expect.poll(() => trial(page()), waiting).toBeGreaterThan(0);
    await button(page(), 'Pause').click();
    expect(await source()).toMatchObject({
      id: 'file',
      settings: { file: 'wide.npy', heldOut: expect.any(Number) }
    });
    expect(opened.errors).toEqual([]);
  });
});
