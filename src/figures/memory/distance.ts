/** How often each network answers rightly, by how far back the answer stood or by how long the sequence was. */
import { distanceBins, memoryProbes } from '../../models/memory/model/probes';
import type { RecordingReader } from '../../session/recording';
import { curvePlot, type Place } from '../curvePlot';
import { type Figure, type FigureContext, settingOf } from '../figure';
import { emptyScene } from '../layout';
import { sayFixed } from '../numbers';
import { type NetworkMark, networkMarks } from './networks';

interface Line extends NetworkMark {
  /** [ticks ago or ticks of the trial, percent right]. */
  places: Place[];
}

/** What is counted, and what the axis of each count is called. */
const counted = {
  latest: { probe: memoryProbes.distanceAccuracy, held: false, axis: 'Ticks ago' },
  heldOut: { probe: memoryProbes.examinedDistance, held: true, axis: 'Ticks ago' },
  lengths: { probe: memoryProbes.examinedLength, held: true, axis: 'Ticks of the trial' }
} as const;

const countedIn = (context: FigureContext): (typeof counted)[keyof typeof counted] =>
  counted[settingOf(distance, context, 'trials') as keyof typeof counted];

/** Means over the newest rows that say anything of a bin. */
function linesOf(reader: RecordingReader, context: FigureContext): Line[] | undefined {
  const { sequences, theme } = context;
  const { held, probe } = countedIn(context);
  const rows = reader.series(probe)?.latest(held ? undefined : 50);
  if (!sequences || !rows || rows.times.length === 0) return undefined;
  // Held-out trials are the same at every look: the newest says all.
  const many = held ? 1 : rows.times.length;
  const lines = networkMarks(sequences, theme).map((mark, n) => ({
    ...mark,
    places: Array.from({ length: distanceBins }, (_, bin): Place => {
      let [sum, count] = [0, 0];
      for (let r = rows.times.length - 1; r >= 0 && count < many; r--) {
        const value = rows.data[r * rows.width + n * distanceBins + bin];
        if (Number.isFinite(value)) [sum, count] = [sum + value, count + 1];
      }
      return [2 ** bin, count > 0 ? (100 * sum) / count : Number.NaN];
    }).filter(([, share]) => Number.isFinite(share))
  }));
  return lines.some(({ places }) => places.length > 0) ? lines : undefined;
}

export const distance: Figure = {
  id: 'distance',
  title: 'Accuracy by distance',
  symbol: '',
  unit: '',
  help: 'The share of right answers by how many ticks ago the answer stood in the sequence, in octaves (2 means 2 or 3 ticks, 4 means 4 to 7, and so on). A memory that keeps everything is level; a window falls where it ends; a state of fixed size fades as it fills; a dictionary loses what it had no row for. Means of the last 50 trials, or of the held-out trials; those may also be told by their length, where they are longer than what was learned from.',
  probes: [memoryProbes.distanceAccuracy, memoryProbes.examinedDistance, memoryProbes.examinedLength],
  settings: [
    {
      name: 'trials',
      label: 'Trials',
      group: 'Run',
      live: true,
      kind: 'choice',
      default: 'latest',
      options: [
        { value: 'latest', label: 'The last 50' },
        { value: 'heldOut', label: 'Held-out' },
        { value: 'lengths', label: 'Held-out, by their length' }
      ],
      help: 'Which answers are counted.'
    }
  ],
  emptyMessage: 'How far back each memory can answer. Press Run or step a trial.',

  draw(reader, context) {
    const lines = linesOf(reader, context);
    if (!lines) return emptyScene(context, this.emptyMessage);
    const ticks = lines.flatMap(({ places }) => places.map(([ago]) => ago));
    const nearest = Math.min(...ticks);
    const farthest = Math.max(2 * nearest, ...ticks);
    return curvePlot(context, {
      curves: lines.map(({ colour, label, places, shape }) => ({
        name: label,
        colour,
        shape,
        line: places,
        found: places
      })),
      xTitle: countedIn(context).axis,
      yTitle: 'Right answers (%)',
      xRange: [nearest, axisEnd(nearest, farthest)],
      yRange: [0, 100],
      logarithmic: { x: true },
      xTicks: octaves(nearest, farthest),
      words: lines.map(({ colour, label }) => ({ text: label, colour }))
    });
  },

  summary(reader, context) {
    const lines = linesOf(reader, context);
    if (!lines) return this.emptyMessage;
    const ofTrials = countedIn(context) === counted.lengths;
    const where = (ticks: number): string =>
      ofTrials ? `in trials of ${ticks} ticks and more` : `${ticks} ticks back and more`;
    const said = lines.flatMap(({ label, places }) => {
      const last = places.at(-1);
      return last ? [`${label} ${sayFixed(last[1], 1)} % right ${where(last[0])}`] : [];
    });
    return `${said.join(', ')}.`;
  },

  table(reader, context) {
    const lines = linesOf(reader, context) ?? [];
    const bins = [...new Set(lines.flatMap(({ places }) => places.map(([ticks]) => ticks)))].sort(
      (a, b) => a - b
    );
    return {
      columns: [
        countedIn(context) === counted.lengths ? 'ticks of the trial from' : 'ticks ago from',
        ...lines.map(({ label }) => `right, ${label} (%)`)
      ],
      rows: bins.map((ticks) => [
        ticks,
        ...lines.map(({ places }) => places.find(([at]) => at === ticks)?.[1] ?? '')
      ])
    };
  }
};

/** Powers of two from `nearest` to `farthest`, not more than nine. */
function octaves(nearest: number, farthest: number): number[] {
  const first = Math.round(Math.log2(nearest));
  const count = Math.round(Math.log2(farthest)) - first;
  const step = Math.ceil((count + 1) / 9);
  return Array.from({ length: Math.floor(count / step) + 1 }, (_, k) => 2 ** (first + k * step));
}

/** Where the axis ends: the number of thousands of ticks needs room to the right. */
const axisEnd = (nearest: number, farthest: number): number =>
  farthest < 1000 ? farthest : farthest * (farthest / nearest) ** 0.06;
