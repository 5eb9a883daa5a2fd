/** The proof: how far apart the algorithms are, each against its bound. */
import { mapProbes, residualNames, residualShortNames } from '../../models/hippocampus/probes';
import type { RecordingReader } from '../../session/recording';
import { bottomAxis, bottomMargin, logarithmic } from '../axes';
import type { Figure } from '../figure';
import { emptyScene, inset, panel, scene } from '../layout';
import { shortNumber } from '../numbers';
import { type Mark, segments, text } from '../scene';
import { boldWider, textWidth } from '../textWidth';

interface Row {
  name: string;
  short: string;
  distance: number;
  bound: number;
  work: number;
}

/** Below what float64 can tell apart; exact agreement is drawn there. */
const floor = 1e-18;

function rowsOf(reader: RecordingReader): Row[] {
  const image = reader.image(mapProbes.residuals);
  if (!image) return [];
  return residualNames.flatMap((name, k) => {
    const [distance, bound, work] = image.data.subarray(3 * k, 3 * k + 3);
    return Number.isNaN(distance) ? [] : [{ name, short: residualShortNames[k], distance, bound, work }];
  });
}

const holds = ({ bound, distance }: Row): boolean => distance <= bound;

export const residuals: Figure = {
  id: 'residuals',
  title: 'PPR = (1 − γ) SR: residuals',
  symbol: 'max |Δ|',
  unit: '',
  help: 'For the walk from the cues, the largest difference of each identity and algorithm from the exact answer, on a logarithmic scale. The short line is its bound: rounding for identities, the mass still to be pushed for push, five standard errors for Monte Carlo. Filled: within the bound. The first row is the claim itself: the personalised PageRank by one linear solve, and the row of the inverse times 1 − γ. They are computed anew whenever γ, the cues or the world change.',
  probes: [mapProbes.residuals],
  settings: [],
  emptyMessage:
    'How far personalised PageRank and the successor representation are apart, and every algorithm from both.',

  draw(reader, context) {
    const rows = rowsOf(reader);
    if (rows.length === 0) return emptyScene(context, this.emptyMessage);
    const { theme } = context;
    const { hairline, lineWidth, space, textSize } = theme;
    const outer = panel(context);
    const numbers = rows.map(({ distance }) => (distance === 0 ? '0' : shortNumber(distance)));
    // Bold letters are wider.
    const wide = (said: string, k: number): number => textWidth(said, textSize) * (k === 0 ? boldWider : 1);
    const right = Math.max(...numbers.map(wide)) + space * 2;
    const widest = (of: 'name' | 'short'): number =>
      Math.max(...rows.map((row, k) => wide(row[of], k))) + space * 2;
    const named = widest('name') < outer.width * 0.5 ? 'name' : 'short';
    const box = inset(outer, {
      left: widest(named),
      right,
      top: space,
      bottom: bottomMargin(theme)
    });
    const x = logarithmic([floor, 1], box.x, box.x + box.width);
    const step = box.height / rows.length;
    const marks: Mark[] = [
      segments(
        [1e-15, 1e-12, 1e-9, 1e-6, 1e-3].flatMap((at) => [x(at), box.y, x(at), box.y + box.height]),
        { colour: theme.grid, width: hairline }
      )
    ];
    rows.forEach((row, k) => {
      const colour = k === 0 ? theme.accent : theme.categories[0];
      const y = box.y + step * (k + 0.5);
      const tick = Math.min(step * 0.28, textSize * 0.6);
      marks.push(
        text(box.x - space * 1.5, y, row[named], {
          size: textSize,
          fill: k === 0 ? theme.text : theme.muted,
          anchor: 'end',
          align: 'middle',
          bold: k === 0
        }),
        segments([box.x, y, x(Math.max(floor, row.distance)), y], { colour, width: hairline, opacity: 0.5 }),
        segments([x(row.bound), y - tick, x(row.bound), y + tick], { colour: theme.text, width: lineWidth }),
        {
          kind: 'symbols',
          points: Float32Array.of(x(Math.max(floor, row.distance)), y),
          shape: holds(row) ? 'circle' : 'square',
          radius: space * 0.8,
          shades: [holds(row) ? colour : theme.background],
          stroke: { colour: holds(row) ? colour : theme.negative, width: lineWidth }
        },
        text(box.x + box.width + space, y, numbers[k], {
          size: textSize,
          fill: k === 0 ? theme.text : theme.muted,
          align: 'middle',
          bold: k === 0
        })
      );
    });
    marks.push(...bottomAxis(box, x, theme, 'Largest difference'));
    return scene(context, marks);
  },

  summary(reader) {
    const rows = rowsOf(reader);
    if (rows.length === 0) return this.emptyMessage;
    const outside = rows.filter((row) => !holds(row));
    const verdict =
      outside.length === 0
        ? `All ${rows.length} are within their bounds.`
        : `Outside their bounds: ${outside.map(({ name }) => name).join(', ')}.`;
    return `${rows[0].name}: largest difference ${shortNumber(rows[0].distance)}. ${verdict}`;
  },

  table(reader) {
    return {
      columns: ['what', 'largest difference', 'bound', 'operations', 'within'],
      rows: rowsOf(reader).map((row) => [
        row.name,
        row.distance,
        row.bound,
        row.work,
        holds(row) ? 'yes' : 'no'
      ])
    };
  }
};
