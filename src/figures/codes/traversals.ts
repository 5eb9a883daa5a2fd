/** What each latent means: one of them moved from -2 to 2, the others held at zero. */
import { codeProbes, traversalSteps } from '../../models/codes/probes';
import type { RecordingReader } from '../../session/recording';
import type { Figure, FigureContext } from '../figure';
import { emptyScene, panel, scene } from '../layout';
import { restyle, sayFixed, shortNumber } from '../numbers';
import { type Mark, rect, text } from '../scene';
import { fitText, textWidth } from '../textWidth';
import { lossMark } from './coders';
import { greyScale, mosaic, tilesHigh, tilesWide, toneOf, toneSetting } from './mosaic';
import { activeBits, newestRow, waitingWords } from './reading';

/** Values at the ends. */
const reach = 2;

interface Row {
  latent: number;
  bits: number;
}

/** Most informative first. */
function shownOf(
  reader: RecordingReader,
  { codes }: FigureContext
): { data: Float32Array; size: number; rows: Row[] } | undefined {
  const image = reader.image(codeProbes.traversals);
  if (!codes || !image) return undefined;
  const { channels, columns, rows } = codes.images;
  const size = channels * columns * rows;
  const latents = Math.floor(image.data.length / (traversalSteps * size));
  if (latents === 0 || !Number.isFinite(image.data[0])) return undefined;
  const bits = newestRow(reader, codeProbes.latentRate)?.row;
  const all = Array.from({ length: latents }, (_, latent) => ({
    latent,
    bits: bits?.[latent] ?? Number.NaN
  }));
  all.sort((a, b) => (b.bits || 0) - (a.bits || 0) || a.latent - b.latent);
  return { data: image.data, size, rows: all };
}

const subscripts = '₀₁₂₃₄₅₆₇₈₉';
const nameOf = (latent: number): string =>
  `z${[...String(latent + 1)].map((digit) => subscripts[Number(digit)]).join('')}`;
const valueAt = (step: number): number => -reach + (2 * reach * step) / (traversalSteps - 1);

export const traversals: Figure = {
  id: 'traversals',
  title: 'Traversals of the latents',
  symbol: 'r(…, z_k, …)',
  unit: '',
  help: 'Each row moves one latent of the first coder from −2 to 2 (two standard deviations of its prior to either side) with all others at 0, and decodes. The latent that carries most bits comes first; the bar gives its rate. A row that does not change belongs to a latent that says nothing.',
  probes: [codeProbes.traversals, codeProbes.latentRate],
  settings: [toneSetting],
  emptyMessage: 'What each latent means: decoded images as it moves from −2 to 2. Press Run or step a trial.',

  draw(reader, context) {
    const shown = shownOf(reader, context);
    const { codes, theme } = context;
    if (!shown || !codes) return emptyScene(context, waitingWords(reader, this));
    const { space, textSize } = theme;
    const { images } = codes;
    const outer = panel(context);
    const tone = toneOf(this, context);
    const left = textWidth('z₁₀', textSize) + space * 3;
    const number = textWidth('00.00', textSize);
    const right = Math.max(number, textSize * 5) + space * 4;
    const head = textSize * 2.6 + space * 2.5;
    const height = outer.height - head - space * 2;
    const across = (outer.width - left - right) / tilesWide(images, traversalSteps);
    // Latents that say least are left out where rows would be too low to see.
    const least = Math.max(textSize * 1.4, across * 0.35);
    let count = shown.rows.length;
    while (count > 1 && (height / tilesHigh(images, count)) * (images.rows / images.columns) < least) count--;
    const rows = shown.rows.slice(0, count);
    const width = Math.min(across, height / tilesHigh(images, count));
    const tiles = mosaic(
      {
        images,
        rows: count,
        columns: traversalSteps,
        data: shown.data,
        image: (row, column) => rows[row].latent * traversalSteps + column,
        x: outer.x + left,
        y: outer.y + head,
        width,
        paletteName: tone
      },
      theme
    );
    const words = { size: textSize, fill: theme.muted };
    const marks: Mark[] = [tiles.mark];
    const over = tiles.box.y - space * 1.5;
    let free = Number.NEGATIVE_INFINITY;
    // The ends and the middle first; the rest where there is room.
    for (let step = 0; step < traversalSteps; step++) {
      const label = restyle(String(valueAt(step)));
      const tile = tiles.tile(0, step);
      const half = textWidth(label, textSize) / 2;
      const at = tile.x + tile.width / 2;
      const crowded = tile.width * 1.08 < textWidth('−1.5', textSize) + space;
      if ((crowded && step % 2 === 1) || at - half < free) continue;
      free = at + half + space * 0.5;
      marks.push(text(at, over, label, { ...words, anchor: 'middle' }));
    }
    const barLeft = tiles.box.x + tiles.box.width + space * 2;
    const barRoom = Math.min(textSize * 8, outer.x + outer.width - barLeft - number - space * 2.5);
    const scale = greyScale(tiles.box.x + tiles.box.width, outer.y + space * 0.5, images, tone, theme);
    const left1 = rows.length < shown.rows.length ? `, ${rows.length} of ${shown.rows.length}` : '';
    marks.push(
      ...scale.marks,
      text(
        outer.x + space,
        outer.y + space * 0.5,
        fitText(
          `Value of the latent zₖ${left1}`,
          textSize,
          tiles.box.x + tiles.box.width - outer.x - scale.width - space * 3
        ),
        { ...words, align: 'top' }
      ),
      text(barLeft, over, fitText('Rate (bits)', textSize, outer.x + outer.width - barLeft), words)
    );
    const most = Math.max(activeBits, ...rows.map(({ bits }) => bits || 0));
    const colour = codes.coders[0] ? lossMark(codes.coders[0].loss, theme).colour : theme.categories[0];
    rows.forEach(({ bits, latent }, row) => {
      const tile = tiles.tile(row, 0);
      const middle = tile.y + tile.height / 2;
      const active = bits > activeBits;
      const long = (barRoom * Math.max(0, bits || 0)) / most;
      const high = Math.min(tile.height * 0.5, textSize);
      marks.push(
        text(tiles.box.x - space * 1.5, middle, nameOf(latent), {
          size: textSize,
          fill: active ? theme.text : theme.muted,
          anchor: 'end',
          align: 'middle'
        }),
        rect(
          { x: barLeft, y: middle - high / 2, width: Math.max(theme.hairline, long), height: high },
          { fill: active ? colour : theme.axis }
        ),
        text(barLeft + long + space, middle, sayFixed(bits, 2), { ...words, align: 'middle' })
      );
    });
    return scene(context, marks);
  },

  summary(reader, context) {
    const shown = shownOf(reader, context);
    if (!shown) return waitingWords(reader, this);
    const active = shown.rows.filter(({ bits }) => bits > activeBits);
    return active.length === 0
      ? 'No latent carries a tenth of a bit: every row decodes to the same image. Lower beta.'
      : `${active.length} of ${shown.rows.length} latents carry more than ${activeBits} bit: ${active
          .slice(0, 4)
          .map(({ bits, latent }) => `${nameOf(latent)} ${shortNumber(bits)}`)
          .join(', ')}.`;
  },

  table(reader, context) {
    const shown = shownOf(reader, context);
    return {
      columns: ['latent', 'rate (bits)', 'change per pixel from −2 to 2'],
      rows: (shown?.rows ?? []).map(({ bits, latent }) => [latent + 1, bits, change(shown!, latent)])
    };
  }
};

/** Mean absolute difference of a pixel between the two ends. */
function change({ data, size }: { data: Float32Array; size: number }, latent: number): number {
  const first = latent * traversalSteps * size;
  const last = first + (traversalSteps - 1) * size;
  let sum = 0;
  for (let p = 0; p < size; p++) sum += Math.abs(data[first + p] - data[last + p]);
  return sum / size;
}
