import { describe, expect, it } from 'vitest';
import { composeFigures, panelBoxes } from '../../src/figures/compose';
import { learningFigures } from '../../src/figures/learning/registry';
import type { Group, Mark, Segments, Text } from '../../src/figures/scene';
import { evidenceContext, recipe as experiment, syntheticRecording } from './syntheticRecording';

const recording = syntheticRecording();
const context = evidenceContext();
const recipe = {
  recipe: 1,
  experiment,
  version: '1',
  backend: 'reference',
  ticks: 690,
  stateHash: '0123456789abcdef'
} as const;

function composed(
  ids: readonly string[],
  columns: number,
  more: { ownAxes?: boolean; letters?: boolean } = {}
) {
  const panels = ids.map((id) => ({ figure: learningFigures.find((each) => each.id === id)!, context }));
  return composeFigures(panels, recording, {
    widthMm: 183,
    rowHeightMm: 60,
    columns,
    letters: false,
    recipe,
    ...more
  });
}

const panelsOf = (marks: readonly Mark[]): Group[] =>
  marks.filter((mark): mark is Group => mark.kind === 'group');
function textsOf(marks: readonly Mark[]): Text[] {
  return marks.flatMap((mark) =>
    mark.kind === 'group' ? textsOf(mark.marks) : mark.kind === 'text' ? [mark] : []
  );
}
const count = (marks: readonly Mark[], words: string): number =>
  textsOf(marks).filter(({ text }) => text.startsWith(words)).length;
/** Ends of the longest level line of a panel: of its bottom axis. */
function bottomOf({ marks }: Group): { from: number; to: number; y: number } {
  const lines = marks
    .filter((mark): mark is Segments => mark.kind === 'segments')
    .filter(({ points, stroke }) => points.length === 4 && points[1] === points[3] && !stroke.dash);
  const [[from, y, to]] = lines
    .map(({ points }) => [...points])
    .sort((a, b) => b[2] - b[0] - (a[2] - a[0]) || b[1] - a[1]);
  return { from, to, y };
}

describe('panels that share an axis', () => {
  it('say the time of a column once, below, with plots in line', () => {
    const { heightMm, scene } = composed(['spikeRaster', 'outputVsTarget', 'neuron'], 1);
    expect(count(scene.marks, 'Time in trial')).toBe(1);
    const panels = panelsOf(scene.marks);
    expect(count(panels[2].marks, 'Time in trial')).toBe(1);
    const [first, ...others] = panels.map(bottomOf);
    for (const { from, to } of others) {
      expect(from).toBeCloseTo(first.from, 3);
      expect(to).toBeCloseTo(first.to, 3);
    }
    // Two rows give back what their axes took.
    const own = composed(['spikeRaster', 'outputVsTarget', 'neuron'], 1, { ownAxes: true });
    expect(count(own.scene.marks, 'Time in trial')).toBe(3);
    expect(own.heightMm - heightMm).toBeGreaterThan(8);
    expect(own.heightMm).toBeCloseTo(3 * 60 + (2 * 10 * 25.4) / 72, 6);
  });

  it('do so column by column, and keep a row as high as its highest panel', () => {
    const { heightMm, scene } = composed(['spikeRaster', 'learningCurves', 'outputVsTarget'], 2);
    expect(count(scene.marks, 'Time in trial')).toBe(1);
    expect(textsOf(scene.marks).filter(({ text }) => text === 'Trial')).toHaveLength(1);
    expect(heightMm).toBeCloseTo(2 * 60 + (10 * 25.4) / 72, 6);
  });

  it('draw curves over trials over the same trials', () => {
    const { scene } = composed(['learningCurves', 'firingRates'], 1);
    expect(textsOf(scene.marks).filter(({ text }) => text === 'Trial')).toHaveLength(1);
    const [upper, lower] = panelsOf(scene.marks).map(bottomOf);
    expect(upper.from).toBeCloseTo(lower.from, 3);
    expect(upper.to).toBeCloseTo(lower.to, 3);
  });

  it('say the quantity of a row once, at the left, with plots equally wide and level', () => {
    const { scene } = composed(['firingRates', 'firingRates'], 2, { letters: true });
    const [left, right] = panelsOf(scene.marks);
    expect(count(left.marks, 'Firing rate')).toBe(2);
    // The heading stays, what the axis measures is said at the left.
    expect(count(right.marks, 'Firing rate')).toBe(1);
    const [a, b] = [left, right].map(bottomOf);
    expect(a.to - a.from).toBeCloseTo(b.to - b.from, 3);
    expect(a.y).toBe(b.y);
    expect(right.clip.width).toBeLessThan(left.clip.width);
    expect(right.clip.x + right.clip.width).toBeCloseTo((183 * 72) / 25.4, 6);
  });

  it('keeps plots equally wide where other rows need more room for their left axis', () => {
    const { scene } = composed(['firingRates', 'firingRates', 'learningCurves', 'learningCurves'], 2);
    const [a, b] = panelsOf(scene.marks).map(bottomOf);
    expect(a.to - a.from).toBeCloseTo(b.to - b.from, 3);
  });

  it('leaves panels alone that measure different things', () => {
    const { heightMm, scene } = composed(['spikeRaster', 'learningCurves', 'weightMatrix'], 1);
    expect(count(scene.marks, 'Time in trial')).toBe(1);
    expect(textsOf(scene.marks).filter(({ text }) => text === 'Trial')).toHaveLength(1);
    expect(heightMm).toBeCloseTo(3 * 60 + (2 * 10 * 25.4) / 72, 6);
  });
});

it('places panels of given widths and heights without overlap', () => {
  const boxes = panelBoxes(
    4,
    { columns: 2, rowHeightMm: 25.4, widthMm: 254 },
    { cuts: [22, 0], widths: [300, 410] }
  );
  expect(boxes).toEqual([
    { x: 0, y: 0, width: 300, height: 50 },
    { x: 310, y: 0, width: 410, height: 50 },
    { x: 0, y: 60, width: 300, height: 72 },
    { x: 310, y: 60, width: 410, height: 72 }
  ]);
});
