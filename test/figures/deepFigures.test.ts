import { expect, test } from 'vitest';
import { exportFigure } from '../../src/figures/exportFigure';
import { isOffered } from '../../src/figures/figure';
import { fitLabel } from '../../src/figures/labels';
import { flowsAt } from '../../src/figures/learning/flows';
import { learningFigures } from '../../src/figures/learning/registry';
import {
  meeting,
  sayMeeting,
  stagesShown,
  storyInstant,
  storyStart
} from '../../src/figures/learning/storyParts';
import { layerColour, layerMark, partnersOf, sayPartner, unitGroups } from '../../src/figures/learning/units';
import { restyle, sayCount, shortNumber } from '../../src/figures/numbers';
import { textWidth } from '../../src/figures/textWidth';
import { alignmentRow } from '../../src/models/stack/alignment';
import { randomStack } from '../../src/models/stack/randomStack';
import type { Rule } from '../../src/models/stack/stack';
import { synapseStory } from '../../src/models/stack/story';
import { Recording } from '../../src/session/recording';
import {
  deepContext,
  deepLayers,
  deepRecording,
  deepStory,
  deepSynapse,
  deepUnit,
  spikingLayers
} from './deepRecording';
import { evidenceShape, probe, recipe } from './syntheticRecording';

const deep = deepRecording();
const find = (id: string) => learningFigures.find((figure) => figure.id === id)!;
const { inputs, steps } = evidenceShape;

test('numbers are written in one style', () => {
  expect(shortNumber(3e-5)).toBe('3·10⁻⁵');
  expect(shortNumber(-2.5e-12)).toBe('−2.5·10⁻¹²');
  expect(shortNumber(1000)).toBe('1000');
  expect(restyle('1,000')).toBe('1000');
  expect(sayCount(12345)).toBe('12\u202f345');
});

test('groups of units are named by layer and kind', () => {
  const names = unitGroups(deepContext({ layers: spikingLayers })).map(({ label }) => label);
  expect(names).toEqual(['Layer 1 LIF', 'Layer 2 LIF', 'Layer 2 ALIF', 'Layer 3 LIF']);
  expect(sayPartner(inputs + 12, deepContext())).toBe('unit 12 (layer 1)');
  expect(sayPartner(inputs + 64, deepContext())).toBe('bias');
});

test('a unit has synapses from the layer below, its own layer and the bias', () => {
  const { channels, groups } = partnersOf(30, deepContext(), inputs + 64 + 1);
  expect(channels).toHaveLength(24 + 24 + 1);
  expect(channels[0]).toBe(inputs);
  expect(channels.at(-1)).toBe(inputs + 64);
  expect(groups.map(({ from, to }) => to - from)).toEqual([24, 24, 1]);
});

test('names that have no room are wrapped, then shortened, then cut', () => {
  const size = 12;
  const room = textWidth('Layer 1', size) + 1;
  expect(fitLabel('Layer 1 LIF', size, 200, 1)).toEqual(['Layer 1 LIF']);
  expect(fitLabel('Layer 1 LIF', size, room, 2)).toEqual(['Layer 1', 'LIF']);
  expect(fitLabel('Layer 1 LIF', size, room, 1, 'L1 LIF')).toEqual(['L1 LIF']);
  expect(fitLabel('right cue', size, textWidth('r. cue', size), 1)).toEqual(['r. cue']);
  expect(fitLabel('fluctuation', size, 30, 1)[0]).toMatch(/…$/);
});

test('the flows between layers are means of what was recorded', () => {
  const tick = 2 * steps - 10;
  const { signal, trace } = flowsAt(deep, deepContext(), tick);
  const row = deep.series('learningSignal')!.latest(10).data.subarray(0, 64);
  deepLayers.forEach(({ from, to }, l) => {
    const mean = row.subarray(from, to).reduce((sum, value) => sum + Math.abs(value), 0) / (to - from);
    expect(signal![l]).toBeCloseTo(mean, 6);
  });
  expect(trace).toHaveLength(3);
  const above = flowsAt(deepRecording({ watched: 30 }), deepContext({ selection: { unit: 30 } }), tick)
    .trace!;
  expect(above[0]).toBeNaN();
  expect(above[1]).toBeGreaterThan(0);
});

test('alignment says which rule runs and what theory expects', () => {
  const said = find('alignment').summary(deep, deepContext());
  expect(said).toContain('BPTT');
  expect(said).toContain('layer 3 1.000 (norm ratio 1, expected 1.0)');
  const svg = exportFigure(find('alignment'), deep, deepContext(), { widthMm: 183, heightMm: 90, recipe });
  for (const rule of ['cascade', 'spatial', 'BPTT']) expect(svg).toContain(`>${rule}</text>`);
  expect(svg).toContain('Layer 1 1.000, expected 1.0');
});

test('eight layers are told apart, and their values stand apart in a low panel', () => {
  const layers = Array.from({ length: 8 }, (_, l) => ({ ...deepLayers[0], label: `Layer ${l + 1}` }));
  const { theme } = deepContext();
  const looks = layers.map((_, l) => JSON.stringify([layerColour(l, theme), layerMark(l)]));
  expect(new Set(looks).size).toBe(8);
  const recording = new Recording();
  const readings = layers.map((_, l) => ({ cosine: 0.9 - 0.01 * l, ratio: 0.5, exact: false }));
  const row = alignmentRow({ rule: 'cascade', layers: readings });
  recording.open(probe('alignment', 25, { kind: 'sampled' }), 4).append(0, row);
  const size = { width: 320, height: 220 };
  const { marks } = find('alignment').draw(recording, deepContext({ layers, size }));
  const values = marks.flatMap((mark) =>
    mark.kind === 'text' && /^Layer \d \d/.test(mark.text) ? [mark] : []
  );
  const lines = values.map(({ y }) => y).sort((a, b) => a - b);
  for (let i = 1; i < lines.length; i++) expect(lines[i] - lines[i - 1]).toBeGreaterThan(theme.textSize);
  for (const end of ['Layer 1 0.900', 'Layer 8 0.830']) expect(values.map(({ text }) => text)).toContain(end);
});

test('a layer without a gradient leaves a gap in its alignment', () => {
  const none = new Recording();
  none.open(probe('alignment', 7, { kind: 'sampled' }), 4).append(0, [Number.NaN, 0.9, 0, 0.8, 0, 0, 6]);
  const layers = deepLayers.slice(0, 2);
  const context = deepContext({ layers });
  expect(find('alignment').summary(none, context)).toContain('layer 1 – (norm ratio 0)');
  expect(() => find('alignment').draw(none, context)).not.toThrow();
});

test('the cascade picks the synapse that lies there, and shows the chosen one alone', () => {
  const size = { width: 640, height: 400 };
  const figure = find('cascade');
  const picked = figure.draw(deep, deepContext({ size })).pick!(400, 60);
  expect(picked?.synapse).toBeGreaterThanOrEqual(0);
  const one = figure.table(deep, deepContext({ selection: { unit: deepUnit, synapse: deepSynapse } }));
  expect(one.columns).toEqual(['tick', 'stage', 'input 2 (left cue)']);
  // Three stages and F, two trials.
  expect(one.rows).toHaveLength(4 * 2 * steps);
});

test('the story finds the trace and the signal that made the credit', () => {
  const story = deepStory();
  const met = meeting(story.stages)!;
  expect(met.trace.symbol).toBe('f^1→3');
  expect(met.signal.label).toBe('Signal at the unit');
  expect(sayMeeting(story, 220)).toMatch(/^trace f\(1→3\) .* × signal σ¹ .* = credit −/);
  const unmet = { ...story, stages: story.stages.filter(({ kind }) => kind !== 'signal') };
  expect(sayMeeting(unmet, 220)).toMatch(/^credit −/);
});

test('the story of a rule is told by its own product', () => {
  const unit = { kind: 'leakyTanh', leak: 0.2 } as const;
  const problem = randomStack({ seed: 1, units: [unit, unit, unit] });
  const said = (rule: Rule, instant: number) => sayMeeting(synapseStory(problem, rule, 0, 3, 1, 40), instant);
  expect(said('cascade', 20)).toMatch(/^trace f\(1→3\) .* × signal σ¹ /);
  expect(said('deep', 20)).toMatch(/^sum over 16 units of ε\(1→3\) × δ³ = credit /);
  expect(said('bptt', 20)).toMatch(/^input x .* × signal /);
});

test('the story keeps what says most where there is little room', () => {
  const story = deepStory();
  const kinds = (most: number) => stagesShown(story, most).map((i) => story.stages[i].kind);
  expect(kinds(3)).toEqual(['filter', 'signal', 'credit']);
  expect(kinds(5)).toEqual(['input', 'filter', 'signal', 'credit', 'sum']);
  expect(kinds(99)).toHaveLength(story.stages.length);
});

test('the story is of the trial recorded last and looks at the selected instant', () => {
  const story = deepStory();
  expect(storyStart(deep, deepContext())).toBe(steps);
  expect(storyInstant(story, steps, steps + 17)).toBe(17);
  const largest = storyInstant(story, steps, 3);
  const { values } = story.stages.find(({ kind }) => kind === 'credit')!;
  expect(Math.abs(values[largest])).toBe(Math.max(...values.map(Math.abs)));
});

test('figures are offered where a session can fill them', () => {
  const offers = { probes: [{ name: 'alignment' }], story: false, sweep: true, spread: false, exact: false };
  expect(isOffered(find('alignment'), offers)).toBe(true);
  expect(isOffered(find('cascade'), offers)).toBe(false);
  expect(isOffered(find('synapseStory'), offers)).toBe(false);
  expect(isOffered(find('alignmentSweep'), offers)).toBe(true);
});

test.each(['spikeRaster', 'weightMatrix', 'traceWaterfall', 'networkGraph'])(
  '%s shows no selection on paper',
  (id) => {
    const context = deepContext({ selection: { unit: deepUnit, synapse: deepSynapse, tick: 300 } });
    const svg = exportFigure(find(id), deep, context, { widthMm: 183, heightMm: 90, recipe });
    expect(svg).not.toContain(context.theme.accent);
  }
);

test('a figure of one unit names its layer on paper', () => {
  const svg = exportFigure(find('cascade'), deep, deepContext(), { widthMm: 89, heightMm: 90, recipe });
  expect(svg).toContain('(unit 7, layer 1)');
});
