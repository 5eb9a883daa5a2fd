import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { centreFrequencies, erbNumber } from '../../src/session/live/cochlea/erb';
import { melBounds } from '../../src/renderer/live/microphone';
import type {} from '../../src/renderer/exposed';
import { button, readout, waiting } from './learningPage';
import { type BuiltPage, noChromium, openBuiltPage } from './page';

const toneHz = 440;

/** A tone of half the full scale as a WAV file of whole periods, so that it goes on without a click when it is played again. */
function toneFile(): Uint8Array {
  const rate = 48000;
  const samples = Int16Array.from({ length: 2 * rate }, (_, n) =>
    Math.round(16384 * Math.sin((2 * Math.PI * toneHz * n) / rate))
  );
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + samples.byteLength, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(2 * rate, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples.byteLength, 40);
  return Buffer.concat([head, new Uint8Array(samples.buffer)]);
}

describe.skipIf(noChromium)('devices on the page', () => {
  let opened: BuiltPage;
  let folder: string;
  const page = () => opened.page;
  const dialog = () => page().getByRole('dialog', { name: 'Live input' });
  const count = async (name: string): Promise<number> =>
    Number((await readout(page(), name)).replace(/[^\d.]/g, ''));

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'engram-tone-'));
    const tone = join(folder, 'tone.wav');
    writeFileSync(tone, toneFile());
    opened = await openBuiltPage({
      graphics: 'none',
      switches: [
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
        `--use-file-for-fake-audio-capture=${tone}`
      ]
    });
    await button(page(), 'Run').or(button(page(), 'Pause')).first().waitFor();
  });
  afterAll(async () => {
    await opened?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens what the dialog says, with these settings, and waits for so many samples to be learned from. */
  const learn = async (
    from: string,
    settings: Record<string, string>,
    rows: number,
    meanwhile: () => Promise<void> = async () => undefined
  ): Promise<number[][]> => {
    await button(page(), 'Live input').click();
    await dialog().getByLabel('From').selectOption(from);
    for (const [name, value] of Object.entries(settings)) {
      const field = dialog().locator(`[data-setting=${name}]`).locator('select, input:not([type=range])');
      if (await field.evaluate((element) => element.tagName === 'SELECT')) await field.selectOption(value);
      else {
        await field.fill(value);
        await field.press('Enter');
      }
    }
    await button(page(), 'Open and run').click();
    await expect.poll(() => readout(page(), 'live-state'), waiting).toBe('open');
    const until = async (most: number): Promise<{ channels: number; samples: number[] }> => {
      for (;;) {
        await meanwhile();
        const tape = await page().evaluate(async () => {
          const { tape } = await window.engramSession!.ask('collect', {});
          return { channels: tape!.channels, samples: Array.from(tape!.samples) };
        });
        if (tape.samples.length / tape.channels >= most) return tape;
      }
    };
    const { channels, samples } = await until(rows);
    return Array.from({ length: samples.length / channels }, (_, r) =>
      samples.slice(r * channels, (r + 1) * channels)
    );
  };

  const meanOf = (rows: readonly (readonly number[])[]): number[] =>
    rows[0].map((_, c) => rows.reduce((sum, row) => sum + row[c], 0) / rows.length);
  const loudest = (levels: readonly number[]): number => levels.indexOf(Math.max(...levels));

  it('hear a tone loudest in the mel band it lies in', async () => {
    const bands = 16;
    const rows = await learn('microphone', { trialSteps: '20' }, 100);
    const levels = meanOf(rows.slice(50));
    const bounds = melBounds(bands, 50, 8000);
    expect(levels).toHaveLength(bands);
    expect(levels[loudest(levels)]).toBeGreaterThan(0.5);
    expect(bounds[loudest(levels)]).toBeLessThan(toneHz);
    expect(bounds[loudest(levels) + 1]).toBeGreaterThan(toneHz);
    expect(await count('live-rate')).toBeGreaterThan(0);
  });

  it('hear it loudest in the filter of the cochlea nearest to it, a hundred times a second', async () => {
    const rows = await learn('microphone', { hearing: 'cochlea', channels: '32', trialSteps: '20' }, 200);
    const rates = meanOf(rows.slice(50));
    const centres = [...centreFrequencies(32, 50, 8000)];
    const apart = centres.map((hz) => Math.abs(erbNumber(hz) - erbNumber(toneHz)));
    expect(loudest(rates)).toBe(apart.indexOf(Math.min(...apart)));
    // Half of full scale, in a filter that is a little beside it: 0.5^0.3 = 0.81 and somewhat less.
    expect(Math.max(...rates)).toBeGreaterThan(0.6);
    expect(Math.max(...rates)).toBeLessThan(0.85);
    expect(await count('live-rate')).toBeGreaterThan(50);
  });

  it('film frames of grey that change', async () => {
    const rows = await learn('camera', { channels: '256', trialSteps: '5' }, 20);
    expect(rows.flat().every((value) => value >= 0 && value <= 1)).toBe(true);
    const spread = (row: readonly number[]): number => Math.max(...row) - Math.min(...row);
    expect(spread(rows[10])).toBeGreaterThan(0.2);
    const different = new Set(rows.map((row) => row.map((value) => value.toFixed(3)).join()));
    expect(different.size).toBeGreaterThan(3);
  });

  it('say of a camera that the number of pixels is no square', async () => {
    await button(page(), 'Live input').click();
    await dialog().getByLabel('From').selectOption('camera');
    await dialog().getByLabel('Samples are').selectOption('values');
    const field = dialog().locator('[data-setting=channels] input:not([type=range])');
    await field.fill('60');
    await field.press('Enter');
    await button(page(), 'Preview').click();
    await dialog().getByRole('alert').filter({ hasText: 'choose 64, 256 or 784' }).waitFor();
    await page().keyboard.press('Escape');
  });

  it('follow letters as they are held and struck, and the pointer to where it is', async () => {
    const keys = await learn('keyboard', { samplesAre: 'values', trialSteps: '10' }, 60, async () => {
      await page().keyboard.down('c');
      await page().keyboard.press('x', { delay: 1 });
    });
    await page().keyboard.up('c');
    // The same letters work commands where they are not followed.
    expect(await page().getByRole('dialog').count()).toBe(0);
    const held = meanOf(keys);
    expect(loudest(held)).toBe(2);
    expect(held[23]).toBeGreaterThan(0);
    expect(held.filter((share) => share > 0)).toHaveLength(2);

    const [x, y] = [360, 675];
    const rows = await learn('pointer', { trialSteps: '10' }, 60, () => page().mouse.move(x, y));
    const last = rows[rows.length - 1];
    expect(last[0]).toBeCloseTo(x / 1440, 3);
    expect(last[1]).toBeCloseTo(y / 900, 3);
    expect(opened.errors).toEqual([]);
  });
});
