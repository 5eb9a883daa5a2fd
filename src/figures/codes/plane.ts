/** What the code means where: images decoded on a grid over the plane of the map. */
import { codeProbes, planeSide } from '../../models/codes/probes';
import type { RecordingReader } from '../../session/recording';
import { bottomTicks, linear, type Scale } from '../axes';
import type { Figure, FigureContext } from '../figure';
import { wrap } from '../labels';
import { emptyScene, inset, panel, scene } from '../layout';
import { sayFixed, shortNumber } from '../numbers';
import { type Mark, rect, segments, text } from '../scene';
import { textWidth } from '../textWidth';
import { greyScale, mosaic, tilesHigh, tilesWide, toneOf, toneSetting } from './mosaic';
import { cellPlace, isCell, type PlaneSpan, planeSpan } from './planeAxes';
import { waitingWords } from './reading';

function shownOf(
  reader: RecordingReader,
  { codes }: FigureContext
): { data: Float32Array; size: number; span: PlaneSpan } | undefined {
  const image = reader.image(codeProbes.plane);
  const span = planeSpan(reader);
  if (!codes || !image || !span) return undefined;
  const { channels, columns, rows } = codes.images;
  const size = channels * columns * rows;
  return image.data.length >= planeSide * planeSide * size ? { data: image.data, size, span } : undefined;
}

export const plane: Figure = {
  id: 'plane',
  title: 'What the code means here',
  symbol: 'r(z)',
  unit: '',
  help: 'The plane of the map of the codes, decoded: every image is what the first coder reconstructs from the code at its place, the other directions held at their mean. Neighbouring codes should mean neighbouring things. A vanilla coder fills the plane with images; an action-centric one with the few pictures its classifier answers to. Click an image to enlarge it and to frame its place on the map; [ and ] go to the next.',
  probes: [codeProbes.plane, codeProbes.planeSpan],
  settings: [toneSetting],
  emptyMessage: 'Images decoded from a grid of codes: what the code means where. Press Run or step a trial.',

  draw(reader, context) {
    const shown = shownOf(reader, context);
    const { codes, selection, theme } = context;
    if (!shown || !codes) return emptyScene(context, waitingWords(reader, this));
    const { lineWidth, muted, space, textSize } = theme;
    const { images } = codes;
    const outer = panel(context);
    const tone = toneOf(this, context);
    const chosen = isCell(selection.code) ? selection.code : undefined;
    const digits = textWidth('−0.0', textSize);
    const body = inset(outer, {
      left: digits + space * 3.5,
      right: space * 2,
      top: textSize * 1.3 + space * 2,
      bottom: textSize * 2.4 + space * 1.5
    });
    // The enlarged image stands beside the grid.
    const spare = body.width - body.height * (tilesWide(images, planeSide) / tilesHigh(images, planeSide));
    const side = Math.min(body.width * 0.32, Math.max(body.width * 0.24, spare));
    // On paper nobody clicks: the grid has all the room unless an image was chosen before.
    const beside = side > textSize * 4.5 && (chosen !== undefined || theme.name !== 'paper');
    const room = { width: body.width - (beside ? side + space * 4 : 0), height: body.height };
    const width = Math.min(
      room.width / tilesWide(images, planeSide),
      room.height / tilesHigh(images, planeSide)
    );
    const tiles = mosaic(
      {
        images,
        rows: planeSide,
        columns: planeSide,
        data: shown.data,
        image: (row, column) => row * planeSide + column,
        x: body.x,
        y: body.y,
        width,
        paletteName: tone
      },
      theme
    );
    const { box } = tiles;
    const first = tiles.tile(0, 0);
    const last = tiles.tile(planeSide - 1, planeSide - 1);
    const { span } = shown;
    const x = linear(span.x, first.x + first.width / 2, last.x + last.width / 2);
    const y = linear(span.y, last.y + last.height / 2, first.y + first.height / 2);
    const words = { size: textSize, fill: muted };
    const marks: Mark[] = [
      tiles.mark,
      ...bottomTicks(box, ticks(x, box.width / (digits * 2)), theme),
      text(box.x + box.width, box.y + box.height + space * 1.5 + textSize * 1.2, 'PC 1 of z', {
        ...words,
        anchor: 'end',
        align: 'top'
      }),
      segments([box.x, box.y, box.x, box.y + box.height], { colour: theme.axis, width: theme.hairline }),
      ...ticks(y, box.height / (textSize * 3)).map(({ label, x: at }) =>
        text(box.x - space * 1.5, at, label, { ...words, anchor: 'end', align: 'middle' })
      ),
      text(box.x, box.y - space * 1.5, 'PC 2 of z', words),
      ...greyScale(box.x + box.width, box.y - space * 1.5 - textSize * 0.85, images, tone, theme).marks
    ];
    if (chosen !== undefined) {
      const at = cellPlace(chosen, span);
      const cell = tiles.tile(at.row, at.column);
      if (theme.name !== 'paper')
        marks.push(rect(cell, { stroke: { colour: theme.accent, width: lineWidth * 1.3 } }));
      const said = [`PC 1  ${sayFixed(at.x, 2)}`, `PC 2  ${sayFixed(at.y, 2)}`];
      if (beside) {
        const large = mosaic(
          {
            images,
            rows: 1,
            columns: 1,
            data: shown.data,
            image: () => chosen,
            x: box.x + box.width + space * 5,
            y: box.y,
            width: Math.min(side, (body.height - textSize * 3) * (images.columns / images.rows)),
            paletteName: tone
          },
          theme
        );
        marks.push(
          large.mark,
          rect(large.box, { stroke: { colour: theme.axis, width: theme.hairline } }),
          ...said.map((line, k) =>
            text(large.box.x, large.box.y + large.box.height + space * 2 + k * textSize * 1.4, line, {
              ...words,
              fill: theme.text,
              align: 'top'
            })
          )
        );
      }
    } else if (beside)
      wrap('Click an image to enlarge it.', textSize, side).forEach((line, k) => {
        marks.push(
          text(box.x + box.width + space * 5, box.y + k * textSize * 1.4, line, { ...words, align: 'top' })
        );
      });
    return scene(context, marks, (px, py) => {
      const tile = tiles.at(px, py);
      return tile && { code: tile.row * planeSide + tile.column };
    });
  },

  summary(reader, context) {
    const shown = shownOf(reader, context);
    if (!shown) return waitingWords(reader, this);
    const { data, size, span } = shown;
    const differs = meanStep(data, size);
    const { code } = context.selection;
    const at = isCell(code) ? cellPlace(code, span) : undefined;
    const selected = at ? ` Selected: ${sayFixed(at.x, 2)}, ${sayFixed(at.y, 2)}.` : '';
    return `Images decoded from ${planeSide} by ${planeSide} codes; neighbours differ by ${shortNumber(differs)} per pixel on average.${selected}`;
  },

  table(reader, context) {
    const columns = ['PC 1', 'PC 2', 'mean pixel', 'brightest pixel'];
    const shown = shownOf(reader, context);
    if (!shown) return { columns, rows: [] };
    const { data, size, span } = shown;
    return {
      columns,
      rows: Array.from({ length: planeSide * planeSide }, (_, cell) => {
        const pixels = data.subarray(cell * size, (cell + 1) * size);
        const { x, y } = cellPlace(cell, span);
        return [x, y, pixels.reduce((sum, value) => sum + value, 0) / size, Math.max(...pixels)];
      })
    };
  }
};

function ticks(scale: Scale, most: number): { x: number; label: string }[] {
  const count = Math.max(2, Math.min(6, Math.floor(most)));
  const label = scale.tickFormat(count);
  return scale.ticks(count).map((value) => ({ x: scale(value), label: label(value) }));
}

/** Mean absolute difference of a pixel between images side by side. */
function meanStep(data: Float32Array, size: number): number {
  let sum = 0;
  let count = 0;
  for (let cell = 0; cell < planeSide * planeSide; cell++) {
    if (cell % planeSide === planeSide - 1) continue;
    for (let p = 0; p < size; p++) sum += Math.abs(data[cell * size + p] - data[(cell + 1) * size + p]);
    count += size;
  }
  return sum / count;
}
