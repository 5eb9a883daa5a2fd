/** Held-out images over what each coder makes of them. */
import { coderLabel } from '../../models/codes/coderList';
import { codeProbes, pairCount } from '../../models/codes/probes';
import type { ImageShape } from '../../models/stream';
import type { RecordingReader } from '../../session/recording';
import type { Figure, FigureContext } from '../figure';
import { wrap } from '../labels';
import { emptyScene, panel, scene } from '../layout';
import { sayFixed, shortNumber } from '../numbers';
import { type Mark, text } from '../scene';
import { fitText, textWidth } from '../textWidth';
import { lossMark } from './coders';
import { greyScale, mosaic, tilesHigh, tilesWide, toneOf, toneSetting } from './mosaic';
import { type CoderResult, coderResults, waitingWords } from './reading';

/** Fewer say too little; more than that only where there is room. */
const leastShown = 5;

/** Room between two bands, in widths of a tile. */
const betweenBands = 0.3;

function pairsOf(reader: RecordingReader, { codes }: FigureContext) {
  const image = reader.image(codeProbes.pairs);
  if (!codes || !image) return undefined;
  const { channels, columns, rows } = codes.images;
  const size = channels * rows * columns;
  return image.data.length >= (codes.coders.length + 1) * pairCount * size
    ? { data: image.data, size }
    : undefined;
}

/** Bands of images beneath each other, and images a band, that fill most of the panel; `width` is a tile's. */
function arrangement(
  images: ImageShape,
  rows: number,
  room: number,
  height: number
): { bands: number; shown: number; width: number } {
  let best = { bands: 1, shown: leastShown, width: 0 };
  const filled = ({ bands, shown, width }: typeof best): number => bands * shown * width * width;
  for (let bands = 1; bands * leastShown <= pairCount; bands++)
    for (let shown = leastShown; bands * shown <= pairCount; shown++) {
      const tallest = height / (bands * tilesHigh(images, rows) + (bands - 1) * betweenBands);
      const one = { bands, shown, width: Math.min(tallest, room / tilesWide(images, shown)) };
      if (filled(one) > filled(best)) best = one;
    }
  return best;
}

/** "3.3 bits, 99 %": what a row of reconstructions cost and what is read from it. */
function worth({ accuracy, rate }: CoderResult, factor: number): string {
  if (!Number.isFinite(rate)) return '';
  const share = accuracy[factor];
  const read = Number.isFinite(share) ? `, ${sayFixed(share * 100, 0)}\u202f%` : '';
  return `${sayFixed(rate, 1)} bits${read}`;
}

export const pairs: Figure = {
  id: 'pairs',
  title: 'Images and reconstructions',
  symbol: 'x, r(z)',
  unit: '',
  help: 'Top row: images that no coder learns from. Below, the same images as each coder reconstructs them from one draw of its code, with the bits of the code and the share of reconstructions read rightly. A vanilla coder is held to the pixels: what it keeps, you recognise. An action-centric coder is held only to the answer a classifier gives: its pictures need not mean anything to you, and still the answer is right. What it was not asked for (where the shape is, how bright) is gone from them.',
  probes: [codeProbes.pairs, codeProbes.rate, codeProbes.accuracy],
  settings: [toneSetting],
  emptyMessage: 'Held-out images above what every coder makes of them. Press Run or step a trial.',

  draw(reader, context) {
    const found = pairsOf(reader, context);
    const { codes, theme } = context;
    if (!found || !codes) return emptyScene(context, waitingWords(reader, this));
    const { space, textSize } = theme;
    const { images } = codes;
    const outer = panel(context);
    const tone = toneOf(this, context);
    const asked = codes.queries[0]?.factor ?? 0;
    const results = coderResults(reader, codes);
    const names = codes.coders.map((plan, c) => ({
      name: coderLabel(plan),
      colour: lossMark(plan.loss, theme).colour,
      said: results ? worth(results[c], asked) : ''
    }));
    const rows = codes.coders.length + 1;
    const head = textSize + space * 2;
    const height = outer.height - head - space * 2;
    const widest = Math.max(
      ...names.flatMap(({ name, said }) => [name, said]).map((word) => textWidth(word, textSize))
    );
    // A hair more, lest what just fits is broken.
    const left = Math.min(widest + 0.5, outer.width * 0.3) + space * 3;
    const room = outer.width - left - space * 2;
    const { bands, shown, width } = arrangement(images, rows, room, height);
    const scale = greyScale(
      outer.x + left + width * tilesWide(images, shown),
      outer.y + space * 0.5,
      images,
      tone,
      theme
    );
    const titleRoom = width * tilesWide(images, shown) - scale.width - space * 2;
    const title = fitText(`${shown * bands} held-out images`, textSize, titleRoom);
    const marks: Mark[] = [...scale.marks];
    if (title)
      marks.push(
        text(outer.x + left, outer.y + space * 0.5, title, { size: textSize, fill: theme.muted, align: 'top' })
      );
    const line = textSize * 1.2;
    for (let band = 0; band < bands; band++) {
      const tiles = mosaic(
        {
          images,
          rows,
          columns: shown,
          data: found.data,
          image: (row, column) => row * pairCount + band * shown + column,
          x: outer.x + left,
          y: outer.y + head + band * (tilesHigh(images, rows) + betweenBands) * width,
          width,
          paletteName: tone
        },
        theme
      );
      marks.push(tiles.mark);
      for (let row = 0; row < rows; row++) {
        const { height: high, y } = tiles.tile(row, 0);
        const of = row === 0 ? { name: 'image', colour: theme.text, said: '' } : names[row - 1];
        const lines = [
          ...wrap(of.name, textSize, left - space * 3).map((word) => ({ word, fill: of.colour })),
          ...(of.said
            ? wrap(of.said, textSize, left - space * 3).map((word) => ({ word, fill: theme.muted }))
            : [])
        ].slice(0, Math.max(1, Math.floor((high + space) / line)));
        lines.forEach(({ fill, word }, k) => {
          marks.push(
            text(
              tiles.box.x - space * 2,
              y + high / 2 + (k - (lines.length - 1) / 2) * line,
              fitText(word, textSize, left - space * 2),
              { size: textSize, fill, anchor: 'end', align: 'middle' }
            )
          );
        });
      }
    }
    return scene(context, marks);
  },

  summary(reader, context) {
    const found = pairsOf(reader, context);
    if (!found || !context.codes) return waitingWords(reader, this);
    const errors = errorsOf(found, context.codes.coders.length);
    const said = context.codes.coders.map((plan, c) => `${coderLabel(plan)} ${shortNumber(mean(errors[c]))}`);
    return `Mean squared error per pixel of the ${pairCount} images shown: ${said.join(', ')}.`;
  },

  table(reader, context) {
    const columns = ['image', ...(context.codes?.coders ?? []).map((plan) => `MSE, ${coderLabel(plan)}`)];
    const found = pairsOf(reader, context);
    if (!found || !context.codes) return { columns, rows: [] };
    const errors = errorsOf(found, context.codes.coders.length);
    return {
      columns,
      rows: Array.from({ length: pairCount }, (_, k) => [k + 1, ...errors.map((row) => row[k])])
    };
  }
};

/** [coder][image] mean squared error per pixel. */
function errorsOf({ data, size }: { data: Float32Array; size: number }, coders: number): number[][] {
  return Array.from({ length: coders }, (_, c) =>
    Array.from({ length: pairCount }, (_, k) => {
      let sum = 0;
      for (let p = 0; p < size; p++)
        sum += (data[k * size + p] - data[((c + 1) * pairCount + k) * size + p]) ** 2;
      return sum / size;
    })
  );
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
