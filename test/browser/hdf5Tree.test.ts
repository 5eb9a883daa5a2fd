import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeHdf5 } from '../../src/formats/hdf5Write';
import { writeNwb } from '../../src/formats/nwbWrite';
import { button, dropFile, seriousNow, trial, waiting } from './learningPage';
import { type BuiltPage, noChromium, openBuiltPage } from './page';

const wave = (length: number, turn: number) =>
  Float32Array.from({ length }, (_, i) => Math.sin(i * turn) + 0.1 * Math.cos(7 * i));
const nwb = () =>
  writeNwb({
    identifier: 'test',
    description: 'test',
    startTime: '1970-01-01T00:00:00+00:00',
    script: { fileName: 'a', text: '' },
    software: '',
    acquisition: [
      {
        name: 'potential',
        description: '',
        unit: 'volts',
        data: wave(1200, 0.1),
        shape: [400, 3],
        times: { start: 0, rate: 250 }
      },
      {
        name: 'current',
        description: '',
        unit: 'amperes',
        data: wave(200, 0.2),
        shape: [200, 1],
        times: { start: 0, rate: 50 }
      }
    ],
    units: {
      description: '',
      resolution: 0.001,
      spikeTimes: Array.from({ length: 4 }, (_, unit) =>
        Float64Array.from({ length: 300 }, (__, k) => 0.05 * k + 0.01 * unit)
      )
    }
  });

describe.skipIf(noChromium)('an NWB file opened on the page', () => {
  let opened: BuiltPage;
  const page = () => opened.page;
  const dialog = () => page().getByRole('dialog');
  const item = (path: string) => page().locator(`[role="treeitem"][data-path="${path}"]`);
  const selected = () => page().locator('[role="treeitem"][aria-selected="true"]').getAttribute('data-path');
  const said = () => dialog().innerText();

  beforeAll(async () => {
    opened = await openBuiltPage({ graphics: 'none' });
    await button(page(), 'Pause').click();
    await dropFile(page(), 'session.nwb', await nwb());
  });
  afterAll(() => opened?.close());

  it('shows what it holds, and previews the largest series before anything runs', async () => {
    const before = await trial(page());
    await page().getByRole('tree').waitFor();
    expect(await selected()).toBe('acquisition/potential');
    const text = await item('acquisition/potential').innerText();
    for (const part of ['TimeSeries', '400 × 3', 'volts', '250 Hz']) expect(text).toContain(part);
    expect(await item('units').innerText()).toMatch(/Units[\s\S]*4 units, spike times/);
    await expect.poll(said, waiting).toMatch(/3 inputs, 3 outputs/);
    const words = await said();
    expect(words).toContain('400 rows at 250 Hz');
    // The rate is the duration of a tick: 4 ms.
    expect(await dialog().locator('[data-setting="tickMs"] input').first().inputValue()).toBe('4');
    expect(await dialog().locator('[data-setting="normalisation"] select').inputValue()).toBe('zScore');
    expect(await trial(page())).toBe(before);
    expect(await seriousNow(page())).toEqual([]);
  });

  it('is walked and chosen from by keys', async () => {
    await item('acquisition/potential').focus();
    await page().keyboard.press('ArrowLeft');
    await expect.poll(() => item('acquisition/potential').getAttribute('aria-expanded')).toBe('false');
    await page().keyboard.press('ArrowUp');
    await expect
      .poll(() => page().evaluate(() => document.activeElement?.getAttribute('data-path')))
      .not.toBe('acquisition/potential');
    await item('acquisition/current').focus();
    await page().keyboard.press('Enter');
    await expect.poll(said, waiting).toContain('200 rows at 50 Hz');
    await expect.poll(said, waiting).toMatch(/1 input, 1 output/);
    expect(await selected()).toBe('acquisition/current');
    // The focus stays where it was.
    expect(await page().evaluate(() => document.activeElement?.getAttribute('data-path'))).toBe(
      'acquisition/current'
    );
  });

  it('gives spikes to the source of spikes, and runs', async () => {
    await item('units').click();
    await expect.poll(said, waiting).toMatch(/4 units, 1200 spikes/);
    await expect.poll(said, waiting).toMatch(/4 inputs, 4 outputs/);
    await dialog().getByRole('button', { name: 'Open and run' }).click();
    await dialog().waitFor({ state: 'detached' });
    const source = await page().evaluate(
      async () => (await window.engramSession!.ask('collect', {})).experiment.source
    );
    expect(source).toEqual({ id: 'spikes', settings: { file: 'session.nwb' } });
    await expect.poll(() => trial(page()), waiting).toBeGreaterThan(0);
    await button(page(), 'Pause').click();
    expect(opened.errors).toEqual([]);
  });

  it('takes words of another dataset for labels', async () => {
    const y = Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? 'left' : 'right'));
    const x = wave(240, 0.3);
    const file = await writeHdf5({
      groups: { task: { datasets: { x: { data: x, shape: [60, 4] }, y: { data: y } } } }
    });
    await dropFile(page(), 'task.h5', file);
    await expect.poll(said, waiting).toMatch(/4 inputs, 2 classes/);
    await dialog().getByRole('button', { name: 'Open and run' }).click();
    await dialog().waitFor({ state: 'detached' });
    await expect.poll(() => trial(page()), waiting).toBeGreaterThan(0);
    await button(page(), 'Pause').click();
    expect(opened.errors).toEqual([]);
  });
});
