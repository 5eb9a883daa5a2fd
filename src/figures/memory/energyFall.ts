/** A state on its way down: its energy, or how far it still is from the pattern asked for, after every update. */
import { hopfieldProbes } from '../../models/memory/hopfield/probes';
import { type RecordingReader, rowsBetween } from '../../session/recording';
import { curvePlot, type Place } from '../curvePlot';
import { type Figure, type FigureContext, settingOf } from '../figure';
import { emptyScene } from '../layout';
import { sayFixed, shortNumber } from '../numbers';
import { extent, roundRange } from '../ranges';

import { rowOf, trialAt } from './trialAt';

/** Trials before, shown pale. */
const before = 12;

const quantities = {
  energy: { probe: hopfieldProbes.energy, title: 'Energy E', word: 'energy' },
  distance: { probe: hopfieldProbes.patternDistance, title: 'Distance to the pattern', word: 'distance' }
} as const;

function shownOf(reader: RecordingReader, context: FigureContext) {
  const quantity = quantities[String(settingOf(energyFall, context, 'shown')) as keyof typeof quantities];
  const now = trialAt(reader, quantity.probe, context);
  const series = reader.series(quantity.probe);
  if (!now || !series) return undefined;
  const { steps } = context.shape;
  const { begun, rows, tick } = now;
  const past = rowsBetween(series, begun - before * steps, begun);
  const pale = new Map<number, Place[]>();
  past.times.forEach((time, r) => {
    const trial = Math.floor(time / steps);
    pale.set(trial, [...(pale.get(trial) ?? []), [time % steps, past.data[r * past.width]]]);
  });
  const fall = Array.from(rows.times, (time, r): Place => [time - begun, rows.data[r * rows.width]]);
  const at: Place = [tick - begun, rowOf(rows, tick)[0] ?? Number.NaN];
  return {
    ...quantity,
    at,
    fall,
    pale: [...pale.values()],
    range: extent([...past.data, ...rows.data]),
    trial: begun / steps
  };
}

export const energyFall: Figure = {
  id: 'energyFall',
  title: 'Fall of the energy',
  symbol: 'E(ξ)',
  unit: '',
  help: 'The state of a modern Hopfield network on its way down, one dot an update; pale lines are the falls before it. Update 0 is the cue. Each update ξ ← Xᵀ softmax(βXξ) is attention with the stored patterns as keys and values, and by the concave-convex procedure the energy never rises (Ramsauer et al. 2020). A line that stays high and flat rests at a mean of several patterns: β is too small to part them. Hold time to look at another fall.',
  probes: [hopfieldProbes.energy, hopfieldProbes.patternDistance],
  settings: [
    {
      name: 'shown',
      label: 'Shown',
      group: 'Run',
      live: true,
      kind: 'choice',
      default: 'energy',
      options: [
        { value: 'energy', label: 'Energy' },
        { value: 'distance', label: 'Distance to the pattern asked for' }
      ],
      help: 'Which number is drawn over updates.'
    }
  ],
  emptyMessage: 'A state falling down its energy, update by update. Press Run or step a tick.',

  draw(reader, context) {
    const shown = shownOf(reader, context);
    if (!shown) return emptyScene(context, this.emptyMessage);
    const { at, fall, pale, range, title, trial, word } = shown;
    const { theme } = context;
    const held = reader.series(hopfieldProbes.energyRise);
    const rises = held ? trialAt(reader, hopfieldProbes.energyRise, context)?.rows.data : undefined;
    const rise = rises && rises.length > 0 ? Math.max(...rises) : undefined;
    return curvePlot(context, {
      curves: [
        ...pale.map((line) => ({
          name: 'before',
          colour: theme.muted,
          pale: true,
          shape: 'circle' as const,
          line,
          found: []
        })),
        { name: `trial ${trial + 1}`, colour: theme.categories[0], shape: 'circle', line: fall, found: fall }
      ],
      xTitle: 'Update',
      yTitle: title,
      xRange: [0, context.shape.steps - 1],
      yRange: roundRange([Math.min(0, range[0]), range[1]]),
      words: [
        { text: `trial ${trial + 1}`, colour: theme.categories[0] },
        {
          text: `${word} ${shortNumber(fall[0][1])} to ${shortNumber(fall[fall.length - 1][1])}`,
          colour: theme.text
        },
        ...(rise === undefined ? [] : [{ text: `greatest rise ${sayRise(rise)}`, colour: theme.text }]),
        ...(pale.length > 0 ? [{ text: `${pale.length} before`, colour: theme.muted }] : [])
      ],
      ...(context.selection?.tick !== undefined &&
        Number.isFinite(at[1]) && {
          callout: { at, words: `update ${at[0]}: ${sayFixed(at[1], 3)}`, side: 'above' as const }
        })
    });
  },

  summary(reader, context) {
    const shown = shownOf(reader, context);
    if (!shown) return this.emptyMessage;
    const { at, fall, trial, word } = shown;
    return `In trial ${trial + 1} the ${word} is ${shortNumber(fall[0][1])} at the cue and ${shortNumber(at[1])} after ${at[0]} ${at[0] === 1 ? 'update' : 'updates'}.`;
  },

  table(reader, context) {
    const shown = shownOf(reader, context);
    return {
      columns: ['update', shown?.title ?? 'Energy E'],
      rows: shown?.fall.map(([update, value]) => [update, value]) ?? []
    };
  }
};

/** Rounding is told by its size. */
const sayRise = (rise: number): string => (rise <= 0 ? 'none' : shortNumber(rise));
