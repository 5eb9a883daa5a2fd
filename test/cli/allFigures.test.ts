import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main';
import { nodeHost } from '../../src/cli/host';
import { checked, withAssignments } from '../../src/cli/run/experiment';
import { figuresOf, sweepResult, unitToWatch } from '../../src/cli/run/figures';
import { exportFigure } from '../../src/figures/exportFigure';
import { labFigures } from '../../src/figures/labFigures';
import { recipeOf } from '../../src/figures/recipeIn';
import { escapeXml } from '../../src/figures/toSvg';
import { presets } from '../../src/presets/registry';
import { createSession } from '../../src/session/createSession';
import { axesOf, sidesWithNumbers } from '../figures/axisWords';
import { testIo } from './io';

/** Runs small enough for a test that together have something to show in every figure: preset, trials, settings. */
const runs: readonly (readonly [preset: string, trials: number, settings: readonly string[]])[] = [
  ['evidence', 3, ['units=8', 'batch=2']],
  ['deep-leak', 3, ['alignEvery=1']],
  ['detour', 4, []],
  ['transition-revaluation', 3, []],
  ['field-skew', 3, []],
  ['two-hop-recall', 3, []],
  ['communities', 3, []],
  ['rd-shapes', 3, ['steps=20', 'classifierSteps=20']],
  ['recall', 3, ['batch=4']],
  ['one-layer-induction', 3, ['batch=4']],
  ['letters', 3, ['batch=4']],
  ['near-copies', 2, []],
  ['hash-hop', 2, []],
  ['energy-descent', 3, []],
  ['tree-beats-ring', 3, []]
];

/** Figures that exist on a page alone, by name and with the reason. None does. */
const pageAlone: readonly string[] = [];

const everyFigure = Object.values(labFigures).flat();

describe('every figure of every lab without a page', () => {
  let folder: string;
  /** By id: the file, and the state of the run it is of. */
  const made = new Map<string, { svg: string; stateHash: string }>();
  async function engram(...args: string[]) {
    const io = testIo(folder);
    const code = await main(args, io);
    return { code, out: io.stdout, err: io.stderr };
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'engram-figures-'));
    for (const [id, trials, settings] of runs) {
      const preset = presets.find((each) => each.id === id)!;
      const experiment = checked(withAssignments(preset.experiment, settings));
      const session = await createSession(experiment, nodeHost(folder));
      try {
        await session.watch(unitToWatch(session, {}));
        await session.run({ trials });
        await session.collect();
        const recipe = await session.recipe();
        const { context, figures } = await figuresOf(session, {});
        for (const figure of figures) {
          if (made.has(figure.id)) continue;
          const seen = figure.needs === 'sweep' ? { ...context, sweep: sweepResult() } : context;
          const size = { widthMm: 120, heightMm: 75 };
          const svg = exportFigure(figure, session.recording, seen, { ...size, recipe });
          made.set(figure.id, { svg, stateHash: recipe.stateHash });
        }
      } finally {
        session.dispose();
      }
    }
  }, 300_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is made by one of the runs, but for those named', () => {
    expect(everyFigure.filter(({ id }) => !made.has(id)).map(({ id }) => id)).toEqual(pageAlone);
  });

  it.each(everyFigure.map(({ id }) => [id]))('%s: a picture with its run inside', (id) => {
    const figure = everyFigure.find((each) => each.id === id)!;
    const { stateHash, svg } = made.get(id)!;
    const { recipe } = recipeOf(`${id}.svg`, new TextEncoder().encode(svg));
    expect(recipe!.figures!.map((shown) => shown.id)).toEqual([id]);
    expect(recipe!.stateHash).toBe(stateHash);
    expect(svg).toContain(escapeXml(figure.title));
    // An empty panel has its background and words alone.
    expect(svg.match(/<(path|image|rect)\b/g)!.length).toBeGreaterThan(2);
    const words = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, said]) => said).join(' ');
    expect(words).not.toContain(escapeXml(figure.emptyMessage.split(' ').slice(0, 6).join(' ')));
  });

  it.each(everyFigure.map(({ id }) => [id]))('%s: every axis says what it measures, in its unit', (id) => {
    const { svg } = made.get(id)!;
    const axes = axesOf[id];
    expect(axes, 'test/figures/axisWords.ts says what its axes measure').toBeDefined();
    for (const [words, unit] of [...(axes.left ?? []), ...(axes.bottom ?? [])]) {
      expect(svg).toContain(escapeXml(words));
      if (unit !== 'count' && unit !== 'pure') expect(words).toContain(`(${unit})`);
    }
    for (const side of sidesWithNumbers(svg))
      expect(axes[side], `numbers stand along its ${side} side`).toBeDefined();
  });

  it('a figure of the Maps lab brings back its run and is drawn again alike', async () => {
    const run = await engram('run', 'one-walk', '--trials', '2', '--out', 'walk');
    expect(run).toMatchObject({ code: 0, err: '' });
    for (const id of ['worldMap', 'successorMatrix', 'recall', 'spread'])
      expect(existsSync(join(folder, `walk/figures/${id}.pdf`)), id).toBe(true);
    const figure = 'walk/figures/worldMap.svg';
    const { code, out } = await engram('run', figure, '--json');
    expect([code, JSON.parse(out).matches]).toEqual([0, true]);
    const once = await engram(
      'export',
      figure,
      '--figures',
      'worldMap,successorMatrix,spread',
      '--out',
      'maps.svg'
    );
    expect(once).toMatchObject({ code: 0, err: '' });
    const again = await engram('export', 'maps.svg', '--out', 'again.svg');
    expect(again).toMatchObject({ code: 0, err: '' });
    expect(readFileSync(join(folder, 'again.svg'), 'utf8')).toBe(
      readFileSync(join(folder, 'maps.svg'), 'utf8')
    );
  });

  it('shows the ticks that are asked for, and says where they are not there', async () => {
    const small = ['--set', 'units=8', '--set', 'batch=2', '--trials', '3'];
    const evidence = (...more: string[]) =>
      engram('export', 'evidence', ...small, '--figures', 'spikeRaster,learningCurves', ...more);
    const { recipe } = recipeOf('', new TextEncoder().encode(made.get('spikeRaster')!.svg));
    const steps = recipe!.ticks / 3;
    expect(await evidence('--from', '100', '--until', String(2 * steps), '--out', 'early.svg')).toMatchObject(
      { code: 0 }
    );
    const early = new Uint8Array(readFileSync(join(folder, 'early.svg')));
    expect(recipeOf('', early).recipe!.figures).toMatchObject([
      { id: 'spikeRaster', from: 100, until: 2 * steps },
      { id: 'learningCurves', until: 2 * steps }
    ]);
    // Curves over trials end with the range, and a figure made of the figure shows the same.
    expect(new TextDecoder().decode(early)).toContain('After trial 1,');
    await engram('export', 'early.svg', '--out', 'early2.svg');
    expect(readFileSync(join(folder, 'early2.svg'))).toEqual(Buffer.from(early));
    for (const [options, words] of [
      [['--until', '99999'], '--until is 99999, but the run makes'],
      [['--from', '10', '--until', '11'], 'less than two ticks'],
      [['--synapse', '5000'], '--synapse is 5000; expected a whole number from 0 to'],
      [['--unit', '5000'], 'no unit 5000']
    ] as const)
      expect((await evidence('--format', 'svg', ...options)).err).toContain(words);
  });
});
