/** How many bits each latent carries, coder by coder. */
import { codeProbes } from '../../models/codes/probes';
import type { RecordingReader } from '../../session/recording';
import { leftAxis, leftMargin, linear } from '../axes';
import { type Figure, type FigureContext, settingOf } from '../figure';
import { emptyScene, panel, scene } from '../layout';
import { sayFixed } from '../numbers';
import { heldRange } from '../ranges';
import { type Mark, rect, segments, text } from '../scene';
import { fitText, textWidth } from '../textWidth';
import { type CoderMark, coderMarks } from './coders';
import { activeBits, coderResults, waitingWords } from './reading';

interface Shown extends CoderMark {
  latents: { latent: number; bits: number }[];
  total: number;
  active: number;
}

function shownOf(figure: Figure, reader: RecordingReader, context: FigureContext): Shown[] | undefined {
  const { codes, theme } = context;
  const results = codes && coderResults(reader, codes);
  if (!codes || !results?.some(({ latentRate }) => latentRate.some(Number.isFinite))) return undefined;
  const sorted = settingOf(figure, context, 'order') === 'rate';
  const marks = coderMarks(codes.coders, theme);
  return results.map(({ latentRate }, c) => {
    const latents = latentRate.map((bits, latent) => ({ latent, bits }));
    if (sorted) latents.sort((a, b) => b.bits - a.bits || a.latent - b.latent);
    return {
      ...marks[c],
      latents,
      total: latentRate.reduce((sum, bits) => sum + bits, 0),
      active: latentRate.filter((bits) => bits > activeBits).length
    };
  });
}

export const latentRate: Figure = {
  id: 'latentRate',
  title: 'Bits in each latent',
  symbol: 'R_k',
  unit: 'bits',
  help: 'The rate of each latent, the mean divergence of its code from the prior: R_k = E ½(μ² + σ² − 1 − ln σ²) / ln 2. They sum to the rate of the code. A latent below 0.1 bit (dashed) is as good as silent: the prior alone says as much. Raising β silences latents one after the other, as water-filling does; an action-centric coder needs no more of them than the answer has bits.',
  probes: [codeProbes.latentRate, codeProbes.rate],
  settings: [
    {
      name: 'order',
      label: 'Order',
      group: 'Run',
      live: true,
      kind: 'choice',
      default: 'rate',
      options: [
        { value: 'rate', label: 'Most bits first' },
        { value: 'index', label: 'By index' }
      ],
      help: 'In which order the latents stand.'
    }
  ],
  emptyMessage: 'How many bits each latent of each coder carries. Press Run or step a trial.',

  draw(reader, context) {
    const shown = shownOf(this, reader, context);
    if (!shown) return emptyScene(context, waitingWords(reader, this));
    const { memory, theme } = context;
    const { hairline, space, textSize } = theme;
    const most = Math.max(
      activeBits * 2,
      ...shown.flatMap(({ latents }) => latents.map(({ bits }) => bits || 0))
    );
    const range = heldRange(memory?.ranges.get('latentRate'), [0, most]);
    memory?.ranges.set('latentRate', range);
    const outer = panel(context);
    const head = textSize * 2.6 + space * 2;
    const foot = textSize * 1.2 + space * 1.5;
    const left = leftMargin(linear(range, outer.height, 0), outer.height, theme);
    const columns = columnsFor(shown.length, outer.width - left, outer.height, head + foot);
    const rows = Math.ceil(shown.length / columns);
    const top = outer.y + textSize + space * 2;
    const width = (outer.width - left - space * 2) / columns;
    const height = (outer.y + outer.height - top) / rows;
    const marks: Mark[] = [
      text(outer.x + space, outer.y + space * 0.5, 'Rate of a latent Rₖ (bits)', {
        size: textSize,
        fill: theme.muted,
        align: 'top'
      })
    ];
    shown.forEach((coder, c) => {
      const box = {
        x: outer.x + left + (c % columns) * width,
        y: top + Math.floor(c / columns) * height + head - textSize,
        width: width - space * 3,
        height: Math.max(4, height - head - foot + textSize)
      };
      const y = linear(range, box.y + box.height, box.y);
      const axis = leftAxis(box, y, theme);
      marks.push(...axis.grid);
      if (c % columns === 0) marks.push(...axis.marks);
      const count = coder.latents.length;
      const step = box.width / count;
      const bar = Math.min(step * 0.76, textSize * 2);
      coder.latents.forEach(({ bits, latent }, k) => {
        const at = box.x + (k + 0.5) * step;
        const active = bits > activeBits;
        const high = y(0) - y(Number.isFinite(bits) ? Math.max(0, bits) : 0);
        marks.push(
          rect(
            { x: at - bar / 2, y: y(0) - high, width: bar, height: Math.max(hairline, high) },
            { fill: active ? coder.colour : theme.axis }
          )
        );
        const every = Math.ceil((textWidth(String(count), textSize) + space) / step);
        if (k % every === 0)
          marks.push(
            text(at, box.y + box.height + space, String(latent + 1), {
              size: textSize,
              fill: active ? theme.text : theme.muted,
              anchor: 'middle',
              align: 'top'
            })
          );
      });
      marks.push(
        segments([box.x, y(activeBits), box.x + box.width, y(activeBits)], {
          colour: theme.muted,
          width: hairline,
          dash: [space / 2, space / 2]
        }),
        segments([box.x, y(0), box.x + box.width, y(0)], { colour: theme.axis, width: hairline })
      );
      const room = width - space * 2;
      const name = [coder.label, coder.short].find((word) => textWidth(word, textSize) <= room);
      marks.push(
        text(box.x + space, box.y - textSize * 1.3 - space, name ?? fitText(coder.short, textSize, room), {
          size: textSize,
          fill: coder.colour
        }),
        text(
          box.x + space,
          box.y - space,
          [`${sayFixed(coder.total, 1)} bits, ${coder.active} active`, `${coder.active} active`].find(
            (word) => textWidth(word, textSize) <= room
          ) ?? '',
          { size: textSize, fill: theme.muted }
        )
      );
    });
    return scene(context, marks);
  },

  summary(reader, context) {
    const shown = shownOf(this, reader, context);
    if (!shown) return waitingWords(reader, this);
    const said = shown.map(
      (coder) =>
        `${coder.label}: ${sayFixed(coder.total, 1)} bits in ${coder.active} of ${coder.latents.length} latents`
    );
    const silent = shown.some(({ active }) => active === 0)
      ? ' Where no latent is active the code has collapsed onto its prior: lower beta.'
      : '';
    return `${said.join('; ')}.${silent}`;
  },

  table(reader, context) {
    const shown = shownOf(this, reader, context);
    return {
      columns: ['coder', 'latent', 'rate (bits)', 'active'],
      rows: (shown ?? []).flatMap(({ label, latents }) =>
        latents.map(({ bits, latent }) => [label, latent + 1, bits, bits > activeBits ? 'yes' : 'no'])
      )
    };
  }
};

/** As many beside each other as stay wider than high. */
function columnsFor(count: number, width: number, height: number, chrome: number): number {
  let best = 1;
  let most = 0;
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const side = Math.min(width / columns, (height / rows - chrome) * 1.8);
    if (side > most) {
      most = side;
      best = columns;
    }
  }
  return best;
}
