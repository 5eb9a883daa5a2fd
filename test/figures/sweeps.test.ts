import { describe, expect, it } from 'vitest';
import { bandOf, seriesOf } from '../../src/figures/sweeps/bands';
import { axisAlong, metricAxis } from '../../src/figures/sweeps/metricAxis';
import { multiples } from '../../src/figures/sweeps/multiples';
import { overlay } from '../../src/figures/sweeps/overlay';
import { printSweep } from '../../src/figures/sweeps/print';
import { sweepFigures } from '../../src/figures/sweeps/registry';
import type { Mark } from '../../src/figures/scene';
import { themes } from '../../src/figures/theme';
import { printedSvg } from '../../src/figures/exportFigure';
import { presets } from '../../src/presets/registry';
import { type PointOutcome, type SweepPlan, sweepPoints } from '../../src/session/sweep/plan';
import { summarise } from '../../src/session/sweep/summary';
import { version } from '../../src/session/version';

const plan: SweepPlan = {
  sweep: 1,
  version,
  experiment: presets[0].experiment,
  axes: [
    { setting: 'learningRate', values: [0.001, 0.01, 0.1] },
    { setting: 'feedback', values: ['random', 'symmetric'] }
  ],
  seeds: [1, 2, 3],
  trials: 4,
  backend: 'wasm'
};
const outcomes: PointOutcome[] = sweepPoints(plan).map((point) => ({
  ...point,
  metrics: { error: point.seed / 10 },
  curves: [{ series: 'error', trials: [0, 1, 2, 3], values: [1, 0.5, 0.25, point.seed / 10] }],
  trials: 4,
  stateHash: '0123456789abcdef',
  backend: 'wasm'
}));
const groups = summarise(outcomes);
const context = {
  theme: themes.light,
  size: { width: 900, height: 500 },
  axes: plan.axes,
  series: 'error',
  metric: 'error'
};
const flat = (marks: readonly Mark[]): Mark[] =>
  marks.flatMap((mark) => (mark.kind === 'group' ? flat(mark.marks) : [mark]));
const texts = (marks: readonly Mark[]): string[] =>
  flat(marks).flatMap((mark) => (mark.kind === 'text' ? [mark.text] : []));

describe('a band', () => {
  it('is the mean over seeds, with an interval around it that no seed lies beyond', () => {
    const { high, low, mean, trials } = bandOf(groups[0], 'error');
    expect(trials).toEqual([0, 1, 2, 3]);
    expect(mean[3]).toBeCloseTo(0.2, 12);
    expect([low[3] >= 0.1, low[3] < 0.2, high[3] > 0.2, high[3] <= 0.3]).toEqual([true, true, true, true]);
    expect(seriesOf(groups)).toEqual(['error']);
  });

  it('has no interval of two seeds, and only trials that all have', () => {
    const [a, b] = groups[0].results;
    const short = { ...b, curves: [{ series: 'error', trials: [0, 1], values: [1, 1] }] };
    const { low, mean } = bandOf({ results: [a, short] }, 'error');
    expect(mean).toEqual([1, 0.75]);
    expect(low.every(Number.isNaN)).toBe(true);
  });
});

describe('pictures of a sweep', () => {
  it('give every combination a plot with its settings and n', () => {
    const said = texts(multiples.draw(groups, { ...context, size: { width: 1600, height: 500 } }).marks);
    expect(said.filter((text) => text.includes('n = 3'))).toHaveLength(6);
    expect(said).toContain('learningRate = 0.1, feedback = symmetric · n = 3');
  });

  it('leave out a setting that one of several runs does not have', () => {
    const [first] = groups;
    const without = { ...first, settings: { learningRate: 0.001 } };
    const said = texts(overlay.draw([without], context).marks);
    expect(said).toContain('learningRate = 0.001 0.2');
    expect(said.join()).not.toContain('undefined');
  });

  it('keep n where names do not fit', () => {
    const said = texts(multiples.draw(groups, context).marks);
    expect(said).toContain('0.1, symmetric · n = 3');
  });

  it('say how many plots do not fit', () => {
    const small = multiples.draw(groups, { ...context, size: { width: 330, height: 120 } });
    expect(texts(small.marks)).toContain('4 more in the table');
  });

  it('tell lines of an overlay apart by more than colour', () => {
    const lines = flat(overlay.draw(groups, context).marks).flatMap((mark) =>
      mark.kind === 'polyline' ? [`${mark.stroke.colour} ${mark.stroke.dash}`] : []
    );
    expect(new Set(lines).size).toBe(6);
  });

  it('draw a metric along the numbers, by ratio where they span a factor of ten', () => {
    expect(axisAlong(plan.axes)?.setting).toBe('learningRate');
    const { marks } = metricAxis.draw(groups, context);
    expect(texts(marks)).toEqual(expect.arrayContaining(['0.001', '0.01', '0.1', 'feedback = random']));
    const [line] = flat(marks).flatMap((mark) => (mark.kind === 'polyline' ? [[...mark.points]] : []));
    expect(line[2] - line[0]).toBeCloseTo(line[4] - line[2], 2);
    expect(metricAxis.table(groups, context).rows[0].slice(0, 3)).toEqual([0.001, 'random', 3]);
  });

  it('say what they will show while there is nothing', () => {
    for (const figure of sweepFigures) {
      expect(texts(figure.draw([], context).marks).join(' ')).toBe(figure.emptyMessage);
      expect(figure.summary([], context)).toBe(figure.emptyMessage);
    }
  });

  it('carry the plan on paper', () => {
    for (const figure of sweepFigures) {
      const size = { widthMm: 183, heightMm: 120 } as const;
      const printed = printSweep(figure, groups, { plan, series: 'error', metric: 'error', ...size });
      expect(JSON.parse(printed.recipe)).toEqual(plan);
      expect(printed.description).toContain('Varied: learningRate = 0.001, 0.01, 0.1;');
      expect(printedSvg(printed, size)).toContain('<metadata');
    }
  });
});
