/** Where the first coder puts held-out images: their codes on the plane in which these differ most. */
import { codeProbes } from '../../models/codes/probes';
import type { Factor } from '../../models/stream';
import type { RecordingReader } from '../../session/recording';
import { bottomAxis, bottomMargin, leftAxis, leftMargin, linear, type Scale } from '../axes';
import { type Figure, type FigureContext, settingOf } from '../figure';
import { emptyScene, inset, panel, scene } from '../layout';
import { colourBar, colourBarWidth } from '../marks/heatMap';
import { sayFixed, shortNumber } from '../numbers';
import { level, levels, shade as shadeOf } from '../palettes';
import { extent, heldRange, keep, type Range } from '../ranges';
import { type Box, group, type Mark, rect, type Symbols, text } from '../scene';
import { fitText, textWidth } from '../textWidth';
import type { Theme } from '../theme';
import { cellPlace, isCell, planeSpan } from './planeAxes';
import { waitingWords } from './reading';

interface Shown {
  data: Float32Array;
  width: number;
  points: number;
  /** Column of the data that colours, and what it is; undefined for a stream of which nothing is known. */
  by?: { factor: Factor; column: number };
}

function shownOf(figure: Figure, reader: RecordingReader, context: FigureContext): Shown | undefined {
  const image = reader.image(codeProbes.latentMap);
  const { codes } = context;
  if (!image || !codes) return undefined;
  const factors = [...codes.classes, ...codes.values];
  const width = 2 + factors.length;
  // Places beyond the images there are stay empty.
  let points = Math.floor(image.data.length / width);
  while (points > 0 && !Number.isFinite(image.data[(points - 1) * width])) points--;
  if (points === 0) return undefined;
  const chosen = String(settingOf(figure, context, 'factor'));
  const place =
    chosen === 'asked' ? (codes.queries[0]?.factor ?? 0) : Math.min(factors.length, Number(chosen)) - 1;
  const factor = factors[place];
  return { data: image.data, width, points, ...(factor && { by: { factor, column: 2 + place } }) };
}

const shapes: readonly Symbols['shape'][] = ['circle', 'square', 'triangle'];

/** Colour and shape of class k: no two of the first eighteen alike. */
function classMark(k: number, theme: Theme): { colour: string; shape: Symbols['shape']; hollow: boolean } {
  const colours = theme.categories;
  return {
    colour: colours[k % colours.length],
    shape: shapes[(k + Math.floor(k / colours.length)) % shapes.length],
    hollow: k >= colours.length
  };
}

export const latentMap: Figure = {
  id: 'latentMap',
  title: 'Map of the codes',
  symbol: 'PC 1, PC 2 of z',
  unit: '',
  help: 'Each mark is the code of one held-out image, by the first coder, seen on the plane in which the codes differ most (principal components of the means). Colour and shape give one factor of the image. Codes that tell a factor lie apart by it; a factor that was dropped is scattered everywhere. Choose another factor to see what the code does not know. With an image of the decoded plane selected, its place is framed.',
  probes: [codeProbes.latentMap, codeProbes.planeSpan],
  settings: [
    {
      name: 'factor',
      label: 'Coloured by',
      group: 'Run',
      live: true,
      kind: 'choice',
      default: 'asked',
      options: [
        { value: 'asked', label: 'The factor asked (first query)' },
        { value: '1', label: 'First factor' },
        { value: '2', label: 'Second factor' },
        { value: '3', label: 'Third factor' },
        { value: '4', label: 'Fourth factor' },
        { value: '5', label: 'Fifth factor' },
        { value: '6', label: 'Sixth factor' }
      ],
      help: 'Factors with classes come first, then those that are numbers.'
    }
  ],
  emptyMessage: 'The codes of 400 held-out images, coloured by what is asked. Press Run or step a trial.',

  draw(reader, context) {
    const shown = shownOf(this, reader, context);
    if (!shown) return emptyScene(context, waitingWords(reader, this));
    const { memory, selection, theme } = context;
    const { lineWidth, space, textSize } = theme;
    const { by, data, points, width } = shown;
    const span = planeSpan(reader);
    const rangeOf = (name: 'x' | 'y', column: number): Range => {
      const [low, high] = extent(data, column, width);
      const range: Range = span ? [Math.min(low, span[name][0]), Math.max(high, span[name][1])] : [low, high];
      const next = heldRange(memory?.ranges.get(`latentMap ${name}`), range, 0.04);
      memory?.ranges.set(`latentMap ${name}`, next);
      return next;
    };
    const [rx, ry] = [rangeOf('x', 0), rangeOf('y', 1)];
    const outer = panel(context);
    const values = by && !by.factor.classes ? valueRange(data, width, by.column) : undefined;
    const classes = by?.factor.classes ?? [];
    const key = values
      ? colourBarWidth(values, theme)
      : classes.length > 0
        ? Math.min(
            Math.max(...classes.map((word) => textWidth(word, textSize))) + space * 6,
            outer.width * 0.28
          )
        : space;
    const box = inset(outer, {
      left: leftMargin(linear(ry, outer.height, 0), outer.height, theme),
      right: key + space * 2,
      top: textSize * 1.5 + space * 2.5,
      bottom: bottomMargin(theme)
    });
    const x = linear(rx, box.x, box.x + box.width);
    const y = linear(ry, box.y + box.height, box.y);
    const axis = leftAxis(box, y, theme, 'PC 2 of z');
    const marks: Mark[] = [...axis.grid];
    const radius = Math.max(
      lineWidth * 1.2,
      Math.min(space * 0.8, Math.sqrt((box.width * box.height) / points) * 0.16)
    );
    marks.push(group(box, cloud(shown, x, y, radius, values, theme)), ...axis.marks);
    if (by && values) marks.push(...colourBar(box, values, theme.sequential, theme));
    else marks.push(...classKey(classes, box, radius, outer.x + outer.width, theme));
    if (by) {
      const said = `${by.factor.label}${by.factor.unit ? ` (${by.factor.unit})` : ''}`;
      marks.push(
        text(outer.x + outer.width - space, box.y - space * 1.5, fitText(said, textSize, outer.width * 0.6), {
          size: textSize,
          fill: theme.text,
          anchor: 'end'
        })
      );
    }
    if (span && isCell(selection.code) && theme.name !== 'paper') {
      const at = cellPlace(selection.code, span);
      const half = space * 2;
      marks.push(
        rect(
          { x: x(at.x) - half, y: y(at.y) - half, width: half * 2, height: half * 2 },
          { stroke: { colour: theme.accent, width: lineWidth } }
        )
      );
    }
    marks.push(...bottomAxis(box, x, theme, 'PC 1 of z'));
    return scene(context, marks);
  },

  summary(reader, context) {
    const shown = shownOf(this, reader, context);
    if (!shown) return waitingWords(reader, this);
    const { by } = shown;
    if (!by) return `${shown.points} codes; of this stream no factor is known.`;
    const between = keep(context.memory, 'between', [shown.data, by.column], () =>
      shareBetween(shown, by.column)
    );
    const what = by.factor.label.toLowerCase();
    return by.factor.classes
      ? `${shown.points} codes: ${what} accounts for ${sayFixed(between * 100, 0)} % of their variance on this plane.`
      : `${shown.points} codes, coloured by ${what}; straight across this plane it is told with R² ${shortNumber(planeR2(shown, by.column))}.`;
  },

  table(reader, context) {
    const shown = shownOf(this, reader, context);
    const factors = context.codes ? [...context.codes.classes, ...context.codes.values] : [];
    const columns = ['PC 1', 'PC 2', ...factors.map(({ name }) => name)];
    if (!shown) return { columns, rows: [] };
    const { data, points, width } = shown;
    return {
      columns,
      rows: Array.from({ length: points }, (_, r) => [
        data[r * width],
        data[r * width + 1],
        ...factors.map(({ classes }, k) => {
          const value = data[r * width + 2 + k];
          return classes?.[Math.round(value)] ?? value;
        })
      ])
    };
  }
};

function valueRange(data: Float32Array, width: number, column: number): Range {
  const [low, high] = extent(data, column, width);
  return heldRange(undefined, [low, high], 0);
}

function cloud(
  { by, data, points, width }: Shown,
  x: Scale,
  y: Scale,
  radius: number,
  values: Range | undefined,
  theme: Theme
): Mark[] {
  const at = (r: number): [number, number] => [x(data[r * width]), y(data[r * width + 1])];
  const all = Array.from({ length: points }, (_, r) => r);
  const symbols = (
    rows: readonly number[],
    rest: Pick<Symbols, 'shape' | 'shades'> & Partial<Symbols>
  ): Mark => ({
    kind: 'symbols',
    points: Float32Array.from(rows.flatMap(at)),
    radius,
    ...rest
  });
  const outline = { colour: theme.background, width: theme.hairline * 0.5 };
  if (!by) return [symbols(all, { shape: 'circle', shades: [theme.categories[0]], stroke: outline })];
  if (values) {
    // A few tens of shades cannot be told from all of them, and are as many paths.
    const steps = 32;
    const shades = Array.from({ length: steps }, (_, k) => shadeOf(theme.sequential, k / (steps - 1)));
    return [
      symbols(all, {
        shape: 'circle',
        shades,
        shade: Uint8Array.from(all, (r) =>
          Math.round((level(data[r * width + by.column], values[0], values[1]) / (levels - 1)) * (steps - 1))
        ),
        stroke: outline
      })
    ];
  }
  return (by.factor.classes ?? []).flatMap((_, k) => {
    const rows = all.filter((r) => Math.round(data[r * width + by.column]) === k);
    if (rows.length === 0) return [];
    const { colour, hollow, shape } = classMark(k, theme);
    return [
      symbols(rows, {
        shape,
        shades: [hollow ? theme.background : colour],
        stroke: hollow ? { colour, width: theme.hairline } : outline
      })
    ];
  });
}

function classKey(classes: readonly string[], box: Box, radius: number, right: number, theme: Theme): Mark[] {
  const { background, hairline, space, textSize } = theme;
  const left = box.x + box.width + space * 2.5;
  const line = textSize * 1.35;
  const fits = Math.floor(box.height / line);
  return classes.slice(0, fits).flatMap((word, k): Mark[] => {
    const { colour, hollow, shape } = classMark(k, theme);
    const y = box.y + line * (k + 0.5);
    return [
      {
        kind: 'symbols',
        points: Float32Array.of(left + radius, y),
        shape,
        radius: Math.max(radius, space * 0.7),
        shades: [hollow ? background : colour],
        ...(hollow && { stroke: { colour, width: hairline } })
      },
      text(left + space * 2.5, y, fitText(word, textSize, right - left - space * 3), {
        size: textSize,
        fill: theme.text,
        align: 'middle'
      })
    ];
  });
}

/** Share of the variance on the plane that lies between the means of the classes. */
function shareBetween({ data, points, width }: Shown, column: number): number {
  let [total, within] = [0, 0];
  for (const axis of [0, 1]) {
    const groups = new Map<number, number[]>();
    for (let r = 0; r < points; r++) {
      const of = Math.round(data[r * width + column]);
      groups.set(of, [...(groups.get(of) ?? []), data[r * width + axis]]);
    }
    total += spread([...groups.values()].flat());
    for (const group of groups.values()) within += spread(group);
  }
  return total > 0 ? 1 - within / total : 0;
}

function spread(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}

/** R^2 of a number from the two components, which are uncorrelated. */
function planeR2({ data, points, width }: Shown, column: number): number {
  const of = (c: number): number[] => Array.from({ length: points }, (_, r) => data[r * width + c]);
  const target = of(column);
  return [0, 1].reduce((sum, axis) => sum + correlation(of(axis), target) ** 2, 0);
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  const shared = a.reduce((sum, value, i) => sum + (value - ma) * (b[i] - mb), 0);
  const size = Math.sqrt(spread(a) * spread(b));
  return size > 0 ? shared / size : 0;
}
