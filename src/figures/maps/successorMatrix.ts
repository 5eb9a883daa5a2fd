/** The one matrix: a row is recall from a cue, a column is a place field, and times the rewards it is value. */
import { mapProbes } from '../../models/hippocampus/probes';
import { nameOf } from '../../models/hippocampus/world';
import type { RecordingReader } from '../../session/recording';
import { type Figure, type FigureContext, settingOf } from '../figure';
import { emptyScene, inset, panel, scene } from '../layout';
import { colourBar, colourBarWidth, heatMap } from '../marks/heatMap';
import { sayFixed, shortNumber } from '../numbers';
import { extent, heldRange, keep, type Range, signedRange } from '../ranges';
import { type Box, contains, type Mark, rect, text } from '../scene';
import { fitText, textWidth } from '../textWidth';
import type { PaletteName } from '../palettes';

interface Matrix {
  n: number;
  data: Float32Array;
  signed: boolean;
}

function matrixOf(reader: RecordingReader, context: FigureContext, shown: string): Matrix | undefined {
  const learned = reader.image(mapProbes.successor);
  const exact = reader.image(mapProbes.exactSuccessor);
  const image = shown === 'learned' ? learned : exact;
  if (!image?.probe.size) return undefined;
  const n = image.probe.size[0];
  if (shown === 'ranking') {
    const scale = 1 - (context.maps?.gamma ?? 0);
    const data = keep(context.memory, 'ranking', [image.data, scale], () =>
      image.data.map((value) => value * scale)
    );
    return { n, data, signed: false };
  }
  if (shown === 'difference') {
    if (!learned || !exact) return undefined;
    const data = keep(context.memory, 'difference', [learned.data, exact.data], () =>
      learned.data.map((value, at) => value - exact.data[at])
    );
    return { n, data, signed: true };
  }
  return { n, data: image.data, signed: false };
}

const symbols: Readonly<Record<string, string>> = {
  learned: 'M',
  exact: 'M*',
  ranking: 'Π',
  difference: 'M − M*'
};

export const successorMatrix: Figure = {
  id: 'successorMatrix',
  title: 'Successor matrix',
  symbol: 'M, Π = (1 − γ)M',
  unit: '',
  help: 'Row i: where a walk from state i goes, discounted; times 1 − γ it is the personalised PageRank of i, what i recalls. Column j: how strongly each state leads to j, the place field of j. The strip at the right is V = M r, the value of every state. With a state selected its row and its column are outlined: recall, place and value in one matrix.',
  probes: [mapProbes.successor, mapProbes.exactSuccessor, mapProbes.exactValues, mapProbes.values],
  settings: [
    {
      name: 'map',
      label: 'Shown',
      group: 'Run',
      live: true,
      kind: 'choice',
      default: 'learned',
      options: [
        { value: 'learned', label: 'M as learned' },
        { value: 'exact', label: 'M* = (I − γP)⁻¹' },
        { value: 'ranking', label: 'Π = (1 − γ)M*, all PageRank vectors' },
        { value: 'difference', label: 'M − M*' }
      ],
      help: 'Which matrix is drawn.'
    }
  ],
  emptyMessage:
    'Where a walk from each state leads: one row a start, one column a place. Press Run or step a trial.',

  draw(reader, context) {
    const shown = String(settingOf(this, context, 'map'));
    const matrix = matrixOf(reader, context, shown);
    if (!matrix || !context.maps) return emptyScene(context, this.emptyMessage);
    const { maps, memory, selection, theme } = context;
    const { hairline, lineWidth, space, textSize } = theme;
    const { data, n, signed } = matrix;
    const [low, high] = extent(data);
    const key = `successorMatrix ${shown}`;
    const range: Range = signed
      ? signedRange(memory?.ranges.get(key), Math.max(Math.abs(low), Math.abs(high)))
      : heldRange(memory?.ranges.get(key), [0, high], 0);
    memory?.ranges.set(key, range);
    const paletteName: PaletteName = signed ? theme.signed : theme.sequential;
    const values = reader
      .image(shown === 'learned' ? mapProbes.values : mapProbes.exactValues)
      ?.data.subarray(0, n);
    const outer = panel(context);
    const names = Array.from({ length: n }, (_, i) => nameOf(maps.world, i));
    const longest = Math.max(...names.map((name) => textWidth(name, textSize)));
    const written = n <= 14;
    const left = written ? Math.min(longest + space * 2, outer.width * 0.25) : textSize * 1.4;
    const strip = values ? Math.max(space * 3, written ? textSize * 2.6 : space * 4) : 0;
    const body = inset(outer, {
      left,
      right: colourBarWidth(range, theme) + space + strip + (values ? space * 2 : 0),
      top: textSize + space * 2.5,
      bottom: textSize + space * 2
    });
    // Square, so that the diagonal is one.
    const side = Math.min(body.width, body.height);
    const box: Box = { x: body.x, y: body.y, width: side, height: side };
    const cell = side / n;
    const colours = { range, paletteName, missingColour: theme.missing };
    const marks: Mark[] = [
      keep(memory, 'cells', [data, range, theme, box.x, box.y, side], () =>
        heatMap({ box, rows: n, columns: n, data, rowStride: n, columnStride: 1, ...colours })
      )
    ];
    const words = { size: textSize, fill: theme.muted };
    if (written && cell > textSize * 2.4)
      for (let i = 0; i < n; i++)
        for (let j = 0; j < n; j++)
          marks.push(
            text(
              box.x + (j + 0.5) * cell,
              box.y + (i + 0.5) * cell,
              cellNumber(data[i * n + j], cell - space / 2, textSize * 0.85),
              {
                size: textSize * 0.85,
                fill: isDark(data[i * n + j], range, theme.name === 'dark') ? '#ffffff' : '#14181c',
                anchor: 'middle',
                align: 'middle'
              }
            )
          );
    if (written)
      names.forEach((name, i) => {
        if (cell > textSize * 1.05)
          marks.push(
            text(box.x - space, box.y + (i + 0.5) * cell, fitText(name, textSize, left - space * 2), {
              ...words,
              fill: i === selection.unit && theme.name !== 'paper' ? theme.accent : theme.muted,
              anchor: 'end',
              align: 'middle'
            })
          );
      });
    marks.push(text(box.x, box.y - space * 1.5, `${symbols[shown]}: from row to column`, words));
    if (values) {
      const [least, most] = extent(values);
      const strength = signedRange(memory?.ranges.get('values'), Math.max(Math.abs(least), Math.abs(most)));
      memory?.ranges.set('values', strength);
      const stripBox = { x: box.x + side + space * 2, y: box.y, width: strip, height: side };
      marks.push(
        heatMap({
          box: stripBox,
          rows: n,
          columns: 1,
          data: values,
          rowStride: 1,
          columnStride: 1,
          range: strength,
          paletteName: theme.signed,
          missingColour: theme.missing
        }),
        text(stripBox.x + strip / 2, box.y - space * 1.5, 'V', { ...words, anchor: 'middle' })
      );
      if (written && cell > textSize * 1.05)
        for (let i = 0; i < n; i++)
          marks.push(
            text(stripBox.x + strip / 2, box.y + (i + 0.5) * cell, shortNumber(values[i]), {
              size: textSize * 0.85,
              fill: Math.abs(values[i]) > strength[1] * 0.6 ? '#ffffff' : theme.text,
              anchor: 'middle',
              align: 'middle'
            })
          );
      marks.push(...colourBar({ ...stripBox, height: side }, range, paletteName, theme));
    } else marks.push(...colourBar(box, range, paletteName, theme));
    const { unit } = selection;
    if (unit !== undefined && unit < n && theme.name !== 'paper') {
      const outline = { stroke: { colour: theme.accent, width: lineWidth } };
      const thick = Math.max(cell, hairline * 2);
      marks.push(
        rect({ x: box.x, y: box.y + unit * cell, width: side, height: thick }, outline),
        rect({ x: box.x + unit * cell, y: box.y, width: thick, height: side }, outline)
      );
      const said = `row: recall from ${names[unit]}; column: its place field`;
      marks.push(
        text(
          outer.x + space,
          box.y + side + textSize + space,
          fitText(said, textSize, outer.width - space * 2),
          {
            size: textSize,
            fill: theme.accent
          }
        )
      );
    }
    return scene(context, marks, (x, y) =>
      contains(box, x, y) ? { unit: Math.min(n - 1, Math.floor((y - box.y) / cell)) } : undefined
    );
  },

  summary(reader, context) {
    const matrix = matrixOf(reader, context, String(settingOf(this, context, 'map')));
    if (!matrix || !context.maps) return this.emptyMessage;
    const { data, n } = matrix;
    const [low, high] = extent(data);
    const { unit } = context.selection;
    const own =
      unit === undefined || unit >= n
        ? ''
        : ` From ${nameOf(context.maps.world, unit)} back to itself ${shortNumber(data[unit * n + unit])}.`;
    return `${n} states, entries from ${shortNumber(low)} to ${shortNumber(high)}.${own}`;
  },

  table(reader, context) {
    const matrix = matrixOf(reader, context, String(settingOf(this, context, 'map')));
    if (!matrix || !context.maps) return { columns: ['from'], rows: [] };
    const { data, n } = matrix;
    const names = Array.from({ length: n }, (_, i) => nameOf(context.maps!.world, i));
    return {
      columns: ['from', ...names.map((name) => `to ${name}`)],
      rows: names.map((name, i) => [name, ...data.subarray(i * n, (i + 1) * n)])
    };
  }
};

/**
 * A number in `width`, rounded as far as it must be and never cut: '≈0' for what rounds to nothing, no words where none fit.
 */
export function cellNumber(value: number, width: number, size: number): string {
  const fits = (said: string): boolean => textWidth(said, size) <= width;
  const usual = shortNumber(value);
  if (fits(usual)) return usual;
  for (let decimals = 3; decimals >= 0; decimals--) {
    const said = sayFixed(value, decimals);
    if (!fits(said)) continue;
    return Number(value.toFixed(decimals)) === 0 ? '≈0' : said;
  }
  return '';
}

/** Whether a cell of this value is dark enough for white digits: cividis and viridis begin dark, signed palettes have a light middle. */
function isDark(value: number, [low, high]: Range, darkTheme: boolean): boolean {
  if (low < 0) return darkTheme || Math.abs(value) > high * 0.6;
  return (value - low) / (high - low) < 0.55;
}
