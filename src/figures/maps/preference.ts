/** Revaluation: what each learner preferred before the world changed, and what it prefers now. */
import { type LearnerName, mapProbes } from '../../models/hippocampus/probes';
import { nameOf } from '../../models/hippocampus/world';
import type { RecordingReader } from '../../session/recording';
import { baseLine, bottomAxis, bottomMargin, linear } from '../axes';
import type { Figure, FigureContext } from '../figure';
import { emptyScene, inset, panel, scene } from '../layout';
import { shortNumber } from '../numbers';
import { signedRange } from '../ranges';
import { type Mark, segments, text } from '../scene';
import { textWidth } from '../textWidth';
import { learnerMark } from './learners';

interface Row {
  name: LearnerName;
  before: number;
  now: number;
}

function rowsOf(reader: RecordingReader, { maps }: FigureContext): Row[] {
  const preference = reader.series(mapProbes.preference)?.latest(1);
  const revaluation = reader.series(mapProbes.revaluation)?.latest(1);
  if (!preference || preference.times.length === 0 || !maps?.world.choice) return [];
  return maps.learners.flatMap((name, l) => {
    const now = preference.data[l];
    const score = revaluation?.data[l] ?? Number.NaN;
    return Number.isNaN(now) ? [] : [{ name, now, before: now + score }];
  });
}

export const preference: Figure = {
  id: 'preference',
  title: 'Preference before and after',
  symbol: 'V_a − V_b',
  unit: '',
  help: 'Which of the two states of the choice each learner values more: hollow before the world last changed, filled now. The number is the revaluation score, before less now: 0 is no revaluation. Reward changes move every learner with a map; changed transitions move only those that look at them again (MB, SR-MB, SR-Dyna).',
  probes: [mapProbes.preference, mapProbes.revaluation],
  settings: [],
  emptyMessage:
    'What each learner prefers, before and after the world changes. It needs a world with a choice of two states. Press Run.',

  draw(reader, context) {
    const rows = rowsOf(reader, context);
    if (rows.length === 0) return emptyScene(context, this.emptyMessage);
    const { maps, memory, theme } = context;
    const { hairline, lineWidth, space, textSize } = theme;
    const largest = Math.max(...rows.flatMap(({ before, now }) => [Math.abs(now), Math.abs(before) || 0]));
    const range = signedRange(memory?.ranges.get(this.id), largest * 1.05);
    memory?.ranges.set(this.id, range);
    const outer = panel(context);
    const labels = rows.map(({ name }) => learnerMark(name, theme));
    const scores = rows.map(({ before, now }) =>
      Number.isNaN(before) ? 'no change yet' : `Δ ${shortNumber(before - now)}`
    );
    const box = inset(outer, {
      left: Math.max(...labels.map(({ label }) => textWidth(label, textSize))) + space * 3,
      right: Math.max(...scores.map((score) => textWidth(score, textSize))) + space * 2.5,
      top: textSize + space * 2.5,
      bottom: bottomMargin(theme)
    });
    const x = linear(range, box.x, box.x + box.width);
    const step = box.height / rows.length;
    const [a, b] = maps!.world.choice!.map((state) => nameOf(maps!.world, state));
    const marks: Mark[] = [
      segments([x(0), box.y, x(0), box.y + box.height], { colour: theme.axis, width: hairline }),
      text(x(0) - space, box.y - space, `← prefers ${b}`, {
        size: textSize,
        fill: theme.muted,
        anchor: 'end'
      }),
      text(x(0) + space, box.y - space, `prefers ${a} →`, { size: textSize, fill: theme.muted })
    ];
    rows.forEach(({ before, now }, k) => {
      const y = box.y + step * (k + 0.5);
      const { colour, label, shape } = labels[k];
      const point = (value: number, hollow: boolean): Mark => ({
        kind: 'symbols',
        points: Float32Array.of(x(value), y),
        shape,
        radius: space,
        shades: [hollow ? theme.background : colour],
        stroke: { colour, width: lineWidth }
      });
      marks.push(
        segments([box.x, y, box.x + box.width, y], { colour: theme.grid, width: hairline }),
        ...(Number.isNaN(before)
          ? []
          : [segments([x(before), y, x(now), y], { colour, width: lineWidth * 1.5 }), point(before, true)]),
        point(now, false),
        text(box.x - space * 1.5, y, label, {
          size: textSize,
          fill: theme.text,
          anchor: 'end',
          align: 'middle'
        }),
        text(box.x + box.width + space, y, scores[k], { size: textSize, fill: theme.muted, align: 'middle' })
      );
    });
    marks.push(baseLine(box, theme), ...bottomAxis(box, x, theme, `V(${a}) − V(${b})`));
    return scene(context, marks);
  },

  summary(reader, context) {
    const rows = rowsOf(reader, context);
    if (rows.length === 0) return this.emptyMessage;
    return rows
      .map(({ before, name, now }) => {
        const { label } = learnerMark(name, context.theme);
        return Number.isNaN(before)
          ? `${label} prefers by ${shortNumber(now)}.`
          : `${label}: before ${shortNumber(before)}, now ${shortNumber(now)}, revaluation ${shortNumber(before - now)}.`;
      })
      .join(' ');
  },

  table(reader, context) {
    return {
      columns: ['learner', 'before', 'now', 'before − now'],
      rows: rowsOf(reader, context).map(({ before, name, now }) => [
        learnerMark(name, context.theme).label,
        before,
        now,
        before - now
      ])
    };
  }
};
