/** Alignment with the exact gradient against depth or spectral radius: what each rule loses, over many random networks. */
import { type AlignmentPoint, arrangements } from '../../models/stack/alignmentSweep';
import type { Rule } from '../../models/stack/stack';
import { bottomMargin, bottomTicks, bottomTitle, leftAxis, leftMargin, linear } from '../axes';
import { type Figure, type FigureContext, settingOf } from '../figure';
import { emptyScene, inset, panel, scene } from '../layout';
import { endValues } from '../marks/endValues';
import { pointLine } from '../marks/pointLine';
import { sayFixed } from '../numbers';
import type { Range } from '../ranges';
import { group, segments } from '../scene';
import { textWidth } from '../textWidth';
import { ruleMark, ruleNames } from './rules';

interface Line {
  rule: Rule;
  /** Ascending in x. */
  points: { x: number; mean: number; sd: number }[];
}

function layerShown(context: FigureContext): 'bottom' | 'top' {
  return settingOf(alignmentSweep, context, 'layer') === 'top' ? 'top' : 'bottom';
}

function linesOf(context: FigureContext): Line[] {
  const { sweep } = context;
  if (!sweep) return [];
  const layer = layerShown(context);
  const of = ({ layers }: AlignmentPoint) => (layer === 'top' ? layers[layers.length - 1] : layers[0]);
  return sweep.sweep.rules.flatMap((rule) => {
    const points = sweep.points
      .filter((point) => point.rule === rule && point.layers.length > 0)
      .map((point) => ({ x: point.value, ...of(point) }))
      .sort((a, b) => a.x - b.x);
    return points.length > 0 ? [{ rule, points }] : [];
  });
}

function axisWords({ sweep }: FigureContext): string {
  return sweep?.sweep.over === 'radius' ? 'Spectral radius' : 'Layers';
}

export const alignmentSweep: Figure = {
  id: 'alignmentSweep',
  title: 'Alignment over networks',
  symbol: 'cos',
  unit: '',
  help: 'Random networks of a growing number of layers, or of a growing spectral radius: the cosine of each rule to the exact gradient, the mean over several networks with bars of one standard deviation to either side; the rules stand side by side at each point. Of each network the bottom layer is shown, which credit reaches last, or the top layer.',
  probes: [],
  needs: 'sweep',
  settings: [
    {
      name: 'layer',
      label: 'Layer',
      group: 'Network',
      live: true,
      kind: 'choice',
      default: 'bottom',
      options: [
        { value: 'bottom', label: 'Bottom layer' },
        { value: 'top', label: 'Top layer' }
      ],
      help: 'Which layer of each network: the bottom one has all others between it and the error.'
    }
  ],
  emptyMessage:
    'The cosine of each rule to the exact gradient against depth or spectral radius. Start one of the sweeps to see it.',

  draw(_reader, context) {
    const lines = linesOf(context);
    if (lines.length === 0 || !context.sweep) return emptyScene(context, this.emptyMessage);
    const { theme } = context;
    const { hairline, space, textSize } = theme;
    const { values } = context.sweep.sweep;
    const lowest = Math.min(0, ...lines.flatMap(({ points }) => points.map(({ mean, sd }) => mean - sd)));
    const range: Range = [Math.max(-1, Math.floor(lowest * 4) / 4), 1];
    const [first, last] = [Math.min(...values), Math.max(...values)];
    const across: Range = first < last ? [first, last] : [first - 1, last + 1];
    const ends = lines.map(({ points, rule }) => {
      const { mean } = points[points.length - 1];
      return {
        value: mean,
        colour: ruleMark(rule, theme).colour,
        content: `${ruleNames[rule]} ${sayFixed(mean, 2)}`
      };
    });
    const outer = panel(context);
    const margins = {
      left: 0,
      right: Math.max(...ends.map(({ content }) => textWidth(content, textSize))) + space * 3,
      top: textSize + space * 2.5,
      bottom: bottomMargin(theme)
    };
    const measure = inset(outer, margins);
    const left = leftMargin(linear(range, measure.height, 0), measure.height, theme);
    const box = inset(outer, { ...margins, left });
    const y = linear(range, box.y + box.height, box.y);
    // Points at the ends stand clear of the axes.
    const x = linear(across, box.x + space * 3, box.x + box.width - space * 2);
    const where = `${layerShown(context)} layer`;
    const axis = leftAxis(box, y, theme, `Cosine to the exact gradient, ${where}`);
    const air = space * 2;
    const seen = { ...box, y: box.y - air, width: box.width + air, height: box.height + 2 * air };
    // Bars of one standard deviation stand side by side: bands of four rules would hide one another.
    const step = Math.min(space, (x(across[1]) - x(across[0])) / (values.length * lines.length));
    const beside = (at: number, i: number): number => x(at) + (i - (lines.length - 1) / 2) * step;
    const held = (value: number): number => y(Math.min(1, Math.max(range[0], value)));
    const data = lines.flatMap(({ points, rule }, i) => {
      const mark = ruleMark(rule, theme);
      const bars = points.flatMap((point) => {
        const at = beside(point.x, i);
        return [at, held(point.mean - point.sd), at, held(point.mean + point.sd)];
      });
      const places = points.map((point) => [beside(point.x, i), y(point.mean)] as const);
      return [
        segments(bars, { colour: mark.colour, width: hairline }),
        ...pointLine({ points: places, ...mark }, theme)
      ];
    });
    const zero = segments([box.x, y(0), box.x + box.width, y(0)], { colour: theme.axis, width: hairline });
    return scene(context, [
      ...axis.grid,
      ...(range[0] < 0 ? [zero] : []),
      group(seen, data),
      ...axis.marks,
      ...bottomTicks(
        box,
        values.map((value) => ({ x: x(value), label: String(value) })),
        theme
      ),
      bottomTitle(box, axisWords(context), theme),
      ...endValues(ends, { ...box, width: box.width + space }, y, theme)
    ]);
  },

  summary(_reader, context) {
    const lines = linesOf(context);
    if (lines.length === 0 || !context.sweep) return this.emptyMessage;
    const { arrangement, seeds } = context.sweep.sweep;
    const said = lines.map(({ points, rule }) => {
      const first = points[0];
      const last = points[points.length - 1];
      return `${ruleNames[rule]} ${sayFixed(first.mean, 2)} at ${first.x}, ${sayFixed(last.mean, 2)} at ${last.x}`;
    });
    const label = arrangements[arrangement].label;
    return `Cosine of the ${layerShown(context)} layer against ${axisWords(context).toLowerCase()}, mean of ${seeds} random networks (${label}): ${said.join('; ')}.`;
  },

  table(_reader, context) {
    const points = context.sweep?.points ?? [];
    const rows = points.flatMap(({ depth, layers, radius, rule }) =>
      layers.map(({ mean, sd }, l) => [ruleNames[rule], depth, radius, l + 1, mean, sd])
    );
    return { columns: ['rule', 'layers', 'spectral radius', 'layer', 'mean cosine', 'sd'], rows };
  }
};
