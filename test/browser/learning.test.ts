import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWasm } from '../../src/compute/wasm';
import { evidence } from '../../src/presets/evidence';
import { writeNpz } from '../../src/formats/npz';
import type {} from '../../src/renderer/exposed';
import { createSession } from '../../src/session/createSession';
import type { SessionHost } from '../../src/session/host';
import {
  button,
  chooseFile,
  colours,
  dropFile,
  frames,
  pause,
  pixels,
  readout,
  seriousFindings,
  tick,
  trial,
  waiting
} from './learningPage';
import { type BuiltPage, noChromium, openBuiltPage } from './page';

/** Two classes told apart by the sign of the first column. */
const goodCsv = [
  'a,b,species',
  ...Array.from({ length: 60 }, (_, i) => `${i % 2 ? 1 : -1}.${i},${(i * 7) % 5},${i % 2 ? 'finch' : 'wren'}`)
].join('\n');
const brokenCsv = goodCsv.replace('1.5,', 'oops,');

/** What a session needs of a host, with the backend of the page. */
const nodeSession: SessionHost = {
  createCompute: async () => ({ compute: await createWasm({ threads: 1 }), reason: '' }),
  files: { read: () => Promise.reject(new Error('no files')) },
  now: () => performance.now(),
  pause: () => new Promise((resolve) => setImmediate(resolve))
};

describe.skipIf(noChromium)('the Learning lab', () => {
  let opened: BuiltPage;
  const page = () => opened.page;

  beforeAll(async () => {
    opened = await openBuiltPage({ graphics: 'none' });
  });
  afterAll(async () => {
    await opened?.close();
  });

  it('opens running, with every panel drawn and moving', async () => {
    await expect.poll(() => trial(page()), waiting).toBeGreaterThan(1);
    for (const figure of ['spikeRaster', 'neuron', 'traceWaterfall', 'learningCurves', 'outputVsTarget']) {
      await expect.poll(() => colours(page(), figure), waiting).toBeGreaterThan(4);
      const before = await pixels(page(), figure);
      await expect.poll(() => pixels(page(), figure), waiting).not.toBe(before);
    }
  });

  it('says which backend runs and how fast', async () => {
    expect(await readout(page(), 'backend')).toContain('wasm');
    await expect.poll(async () => Number(await readout(page(), 'us-per-step')), waiting).toBeGreaterThan(0);
  });

  it('holds still when paused', async () => {
    await pause(page());
    const before = [await trial(page()), await tick(page()), await pixels(page(), 'learningCurves')];
    await frames(page(), 40);
    expect([await trial(page()), await tick(page()), await pixels(page(), 'learningCurves')]).toEqual(before);
  });

  it('steps to the end of a trial, by a tick, and runs on with the space bar', async () => {
    const ended = (await trial(page())) + 1;
    await button(page(), 'Step trial').click();
    await expect.poll(() => trial(page()), waiting).toBe(ended);
    expect(await tick(page())).toBe(0);
    await button(page(), 'Step tick').click();
    await expect.poll(() => tick(page()), waiting).toBe(1);
    expect(await trial(page())).toBe(ended);
    await button(page(), 'Step trial').click();
    await expect.poll(() => trial(page()), waiting).toBe(ended + 1);
    await page().locator('body').press('Space');
    await button(page(), 'Pause').waitFor();
    await expect.poll(() => trial(page()), waiting).toBeGreaterThan(ended + 1);
    await pause(page());
  });

  it('changes a live setting at once, writes it to the journal and takes it back', async () => {
    const before = await trial(page());
    const rate = page().getByLabel('Learning rate', { exact: false }).first();
    await rate.fill('0.001');
    await rate.press('Enter');
    await expect.poll(() => readout(page(), 'edits'), waiting).toBe('1');
    expect(await trial(page())).toBe(before);
    const edits = await page().evaluate(async () => {
      const { status } = await window.engramSession!.ask('frame', {
        probes: [],
        rows: 1,
        imagesEveryMs: 1000
      });
      return status.edits;
    });
    expect(edits).toMatchObject([{ setting: 'learningRate', value: 0.001 }]);
    await button(page(), '1 changed').waitFor();
    await button(page(), 'Undo').click();
    await expect.poll(() => rate.inputValue(), waiting).toBe('0.005');
    await button(page(), 'Redo').click();
    await expect.poll(() => readout(page(), 'edits'), waiting).toBe('3');
    await button(page(), 'Undo').click();
    await expect.poll(() => readout(page(), 'edits'), waiting).toBe('4');
  });

  it('replays what was edited, taken back and done again to the same state in Node', async () => {
    await button(page(), 'Step trial').click();
    const recipe = await page().evaluate(() => window.engramSession!.ask('recipe', {}));
    expect(recipe.experiment.edits.map(({ value }) => value)).toEqual([0.001, 0.005, 0.001, 0.005]);
    const session = await createSession({ ...recipe.experiment, probes: [] }, nodeSession);
    await session.step('tick', recipe.ticks);
    expect(await session.stateHash()).toBe(recipe.stateHash);
    session.dispose();
  });

  it('scrubs back through recorded time in every panel at once, and returns', async () => {
    const timeline = page().getByLabel('Recorded time');
    await timeline.waitFor();
    const panels = ['spikeRaster', 'neuron', 'traceWaterfall', 'outputVsTarget'];
    const picture = async () => [...(await Promise.all(panels.map((panel) => pixels(page(), panel))))];
    // Images of then are made again by replay, which takes its time.
    const settled = async () => {
      await expect
        .poll(() => page().locator('[data-readout="past"]').getAttribute('data-state'), waiting)
        .not.toBe('near');
      await frames(page(), 30);
      return picture();
    };
    // A neuron gets the liveliest of its synapses with the first frame after it was chosen.
    await page()
      .locator('.inspector')
      .getByText(/^From (input|unit) /)
      .first()
      .waitFor();
    const now = await settled();
    const newest = Number(await timeline.getAttribute('max'));
    const past = String(newest - 150);
    await timeline.fill(past);
    expect(await readout(page(), 'scrubbed')).toContain('tick');
    const then = await settled();
    then.forEach((one, k) => {
      expect(one, panels[k]).not.toBe(now[k]);
    });
    // The same past is the same picture; one arrow key is one tick.
    await timeline.press('ArrowRight');
    await timeline.press('ArrowLeft');
    expect(await settled()).toEqual(then);
    // However it was come to: what was seen elsewhere on the way leaves no axis changed.
    await timeline.fill(String((newest + Number(await timeline.getAttribute('min'))) / 2));
    await settled();
    await timeline.fill(past);
    expect(await settled()).toEqual(then);
    await button(page(), 'Back to now').click();
    expect(await readout(page(), 'scrubbed')).toBe('now');
    expect(await settled()).toEqual(now);
  });

  it('refuses a value out of range beside its control', async () => {
    const rate = page().getByLabel('Learning rate', { exact: false }).first();
    await rate.fill('7');
    await rate.press('Enter');
    await expect
      .poll(() => page().getByRole('alert').allInnerTexts(), waiting)
      .toContainEqual(expect.stringContaining('1e-7 to 1'));
    await rate.press('Escape');
    await expect.poll(() => page().getByRole('alert').count(), waiting).toBe(0);
  });

  it('follows the neuron that is clicked, in every panel', async () => {
    const raster = page().locator('canvas[data-plot="spikeRaster"]');
    const box = (await raster.boundingBox())!;
    const before = await readout(page(), 'unit');
    await raster.click({ position: { x: box.width * 0.5, y: box.height * 0.55 } });
    await expect.poll(() => readout(page(), 'unit'), waiting).not.toBe(before);
    const ended = (await trial(page())) + 1;
    await button(page(), 'Step trial').click();
    await expect.poll(() => trial(page()), waiting).toBe(ended);
    await expect.poll(() => colours(page(), 'traceWaterfall'), waiting).toBeGreaterThan(12);
    await expect.poll(() => page().locator('.equations math').count(), waiting).toBeGreaterThan(3);
  });

  it('exports a figure as SVG with real text and the experiment inside', async () => {
    await button(page(), 'Menu of Learning').click();
    const download = page().waitForEvent('download');
    await page().getByRole('menuitem', { name: 'Export SVG' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe('evidence-learningCurves-seed1.svg');
    const svg = readFileSync(await file.path(), 'utf8');
    const parsed = await page().evaluate((text) => {
      const document = new DOMParser().parseFromString(text, 'image/svg+xml');
      return {
        broken: document.querySelector('parsererror') !== null,
        words: [...document.querySelectorAll('text')].map((element) => element.textContent),
        recipe: JSON.parse(document.querySelector('metadata')?.textContent ?? 'null')
      };
    }, svg);
    expect(parsed.broken).toBe(false);
    expect(parsed.words).toContain('Trial');
    expect(parsed.recipe).toMatchObject({
      recipe: 1,
      experiment: { format: 1, model: { id: 'eprop' }, seed: 1 }
    });
    expect(parsed.recipe.experiment.edits).toHaveLength(4);
  });

  it('starts anew from another seed, and reset leads back to the first tick', async () => {
    const seed = page().getByLabel('Seed');
    await seed.fill('7');
    await seed.press('Enter');
    await expect.poll(() => trial(page()), waiting).toBe(0);
    await button(page(), 'Step trial').click();
    await expect.poll(() => trial(page()), waiting).toBe(1);
    await button(page(), 'Reset').click();
    await expect.poll(() => trial(page()), waiting).toBe(0);
    expect(await seed.inputValue()).toBe('7');
  });

  it('says what is wrong with a broken file while the session goes on', async () => {
    await button(page(), 'Run').click();
    await button(page(), 'Pause').waitFor();
    await chooseFile(page(), 'broken.csv', brokenCsv);
    const dialog = page().getByRole('dialog');
    const said = dialog.getByRole('alert');
    await said.waitFor();
    expect(await said.innerText()).toMatch(
      /broken\.csv, row 7, column 0 \(a\): found 'oops'; expected a number/
    );
    expect(await dialog.getByRole('button', { name: 'Open and run' }).isDisabled()).toBe(true);
    const before = await trial(page());
    await expect.poll(() => trial(page()), waiting).toBeGreaterThan(before);
    await dialog.getByRole('button', { name: 'Close' }).click();
    await dialog.waitFor({ state: 'detached' });
  });

  it('learns from a file of the user’s own', async () => {
    await chooseFile(page(), 'birds.csv', goodCsv);
    const dialog = page().getByRole('dialog');
    await expect.poll(() => dialog.innerText(), waiting).toContain('2 inputs, 2 classes');
    await dialog.getByRole('button', { name: 'Open and run' }).click();
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => trial(page()), waiting).toBeGreaterThan(5);
    expect(await page().locator('.experiment').innerText()).toContain('60 rows');
    await pause(page());
  });

  it('reads an NPZ file dropped on the page, by the names of its arrays', async () => {
    const rows = 60;
    const npz = writeNpz({
      spectra: { shape: [rows, 3], data: Float32Array.from({ length: rows * 3 }, (_, i) => Math.sin(i)) },
      kind: { shape: [rows], data: Int32Array.from({ length: rows }, (_, i) => i % 3) }
    });
    await dropFile(page(), 'spectra.npz', npz);
    const dialog = page().getByRole('dialog');
    await expect.poll(() => dialog.innerText(), waiting).toContain('3 inputs, 3 outputs');
    expect(await dialog.getByLabel('Input array').inputValue()).toBe('spectra');
    await dialog.getByLabel('Answer array').selectOption('kind');
    await expect.poll(() => dialog.innerText(), waiting).toContain('3 inputs, 3 classes');
    await dialog.getByRole('button', { name: 'Open and run' }).click();
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => trial(page()), waiting).toBeGreaterThan(5);
  });

  it('goes from one experiment to any other, the last one asked for, without a complaint', async () => {
    const preset = page().locator('select.preset');
    const cues = page().locator('[data-setting="cues"]');
    for (const id of ['digits', 'evidence', 'pattern', 'digits', 'evidence']) await preset.selectOption(id);
    // Each is opened in turn; only the last one stays long enough to run on.
    await expect
      .poll(async () => [await preset.inputValue(), await cues.count(), (await trial(page())) > 20], waiting)
      .toEqual(['evidence', 1, true]);
    expect(await page().locator('[data-setting="file"]').count()).toBe(0);
    expect(await page().getByRole('alert').allInnerTexts()).toEqual([]);
    await pause(page());
  });

  it('exports no panel that has nothing to show', async () => {
    await button(page(), 'Reset').click();
    await expect.poll(() => trial(page()), waiting).toBe(0);
    await frames(page(), 40);
    await button(page(), 'Menu of Learning').click();
    await page().getByRole('menuitem', { name: 'Export SVG' }).click();
    await expect
      .poll(() => page().getByRole('alert').allInnerTexts(), waiting)
      .toContainEqual(expect.stringContaining("'Learning' has nothing to export yet"));
    // Not by its place: a notice that goes at this moment would move it.
    await page()
      .locator('.alert.error')
      .getByRole('button', { name: 'Dismiss' })
      .first()
      .dispatchEvent('click');
  });

  it('has no serious fault of accessibility, light or dark', async () => {
    for (const theme of ['Light', 'Dark'] as const) expect(await seriousFindings(page(), theme)).toEqual([]);
    expect(await page().locator('html').getAttribute('data-theme')).toBe('dark');
  });

  it('comes to the same state as the same experiment in Node', async () => {
    const trials = 2;
    const { experiment } = evidence;
    const inPage = await page().evaluate(
      async ([asked, count]) => {
        const session = window.engramSession!;
        await session.ask('open', { experiment: asked, backend: 'wasm' });
        await session.ask('step', { level: 'trial', count });
        return (await session.ask('hash', {})).stateHash;
      },
      [experiment, trials] as const
    );
    const session = await createSession(experiment, nodeSession);
    await session.step('trial', trials);
    expect(await session.stateHash()).toBe(inPage);
    session.dispose();
  });

  it('has written no error to the console', () => {
    expect(opened.errors).toEqual([]);
  });
});
