import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main';
import { panelBoxes } from '../../src/figures/compose';
import { recipeOf } from '../../src/figures/recipeIn';
import { testIo } from './io';

const poppler = ['/usr/bin/pdftoppm', '/usr/bin/pdftotext'].every((program) => existsSync(program));
const ids = ['spikeRaster', 'learningCurves', 'neuron'];
const grid = { columns: 2, widthMm: 183, rowHeightMm: 50 };

describe('engram export of figures', () => {
  let folder: string;
  async function engram(...args: string[]) {
    const io = testIo(folder);
    const code = await main(args, io);
    return { code, out: io.stdout, err: io.stderr };
  }
  const small = ['--set', 'units=8', '--set', 'batch=2', '--trials', '3'];
  const composed = [
    '--figures',
    ids.join(','),
    '--columns',
    '2',
    '--width',
    '183',
    '--height',
    '50',
    '--letters'
  ];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'engram-export-'));
    for (const format of ['pdf', 'svg', 'png']) {
      const done = await engram('export', 'evidence', ...small, ...composed, '--format', format);
      expect(done).toMatchObject({ code: 0, err: '' });
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(['svg', 'pdf', 'png'])('puts three panels and one recipe into a %s', async (format) => {
    const bytes = new Uint8Array(readFileSync(join(folder, `evidence.${format}`)));
    expect(recipeOf('', bytes).recipe?.figures?.map(({ id }) => id)).toEqual(ids);
    const { code, out } = await engram('run', `evidence.${format}`, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out).matches).toBe(true);
  });

  it('makes the same figure of a figure', async () => {
    const { code } = await engram('export', 'evidence.pdf', ...composed, '--out', 'again.pdf');
    expect(code).toBe(0);
    expect(readFileSync(join(folder, 'again.pdf'))).toEqual(readFileSync(join(folder, 'evidence.pdf')));
  });

  it.skipIf(!poppler)('prints letters as text and ink in every panel, none between (needs poppler)', () => {
    const pdf = join(folder, 'evidence.pdf');
    const words = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' });
    for (const word of ['Activity', 'Learning', 'a', 'b', 'c'])
      expect(words).toMatch(new RegExp(`(^|\\s)${word}(\\s|$)`, 'm'));
    // One dot a point.
    const pgm = execFileSync('pdftoppm', ['-r', '72', '-gray', pdf], { maxBuffer: 2 ** 26 });
    const [head, columns, rows] = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(pgm.toString('latin1', 0, 40))!;
    const ink = (x: number, y: number): boolean =>
      pgm[head.length + Math.round(y) * Number(columns) + Math.round(x)] < 200;
    expect([Number(columns), Number(rows)]).toEqual([519, expect.closeTo(2 * 141.7 + 10, -1)]);
    const boxes = panelBoxes(3, grid);
    for (const { height, width, x, y } of boxes) {
      let dark = 0;
      for (let i = 1; i < width - 1; i++) for (let j = 1; j < height - 1; j++) if (ink(x + i, y + j)) dark++;
      expect(dark).toBeGreaterThan(200);
    }
    const gutter = boxes[0].width + 5;
    for (let y = 0; y < boxes[0].height; y++) expect(ink(gutter, y)).toBe(false);
    for (let x = 0; x < Number(columns); x++) expect(ink(x, boxes[0].height + 5)).toBe(false);
  });

  it('says what it can write', async () => {
    expect((await engram('export', 'evidence')).err).toContain(
      '--format is missing; expected one of svg, pdf, png'
    );
    expect(
      (await engram('export', 'evidence', ...small, '--format', 'svg', '--figures', 'spikes')).err
    ).toContain("There is no figure 'spikes' of this run.");
  });
});
