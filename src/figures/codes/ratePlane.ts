/** The plane of rate and distortion: what is lost against what is sent, and the sum that a code minimises. */
import { coderLabel } from '../../models/codes/coderList';
import { codeProbes } from '../../models/codes/probes';
import type { RecordingReader } from '../../session/recording';
import { bottomAxis, bottomMargin, leftAxis, leftMargin, linear } from '../axes';
import { type Figure, type FigureContext, settingOf } from '../figure';
import { emptyScene, inset, panel, scene } from '../layout';
import { shortNumber } from '../numbers';
import { heldRange, type Range } from '../ranges';
import { type Box, group, type Mark, segments, text } from '../scene';
import { fitText, textWidth } from '../textWidth';
import { type CodePoint, codePlane, dense, losses, planeKey } from './codePlane';
import { lossMark } from './coders';
import { coderResults, trainingPath, waitingWords } from './reading';

type Distortion = 'divergence' | 'pixelLoss';

const words: Readonly<Record<Distortion, string>> = {
  divergence: 'Distortion D: divergence of answers (nats)',
  pixelLoss: 'Distortion D: pixel loss (nats)'
};
/** The loss that is trained on each. */
const trained = { divergence: 'action', pixelLoss: 'vanilla' } as const;

interface Shown {
  distortion: Distortion;
  coders: CodePoint[];
  sweep: CodePoint[];
}

/** Rates in nats, as distortions are. */
function shownOf(figure: Figure, reader: RecordingReader, context: FigureContext): Shown | undefined {
  const { codes } = context;
  if (!codes) return undefined;
  const chosen = settingOf(figure, context, 'distortion');
  const own = codes.coders[0]?.loss === 'vanilla' ? 'pixelLoss' : 'divergence';
  const distortion: Distortion = chosen === 'pixelLoss' || chosen === 'divergence' ? chosen : own;
  const nats = Math.LN2;
  const coders = (coderResults(reader, codes) ?? []).map(
    (result, column): CodePoint => ({
      plan: result.plan,
      rate: result.rate * nats,
      value: result[distortion],
      path: trainingPath(reader, { probe: codeProbes.rate, column }, { probe: distortion, column }).map(
        ([rate, value]) => [rate * nats, value] as const
      )
    })
  );
  const sweep = (codes.sweep ?? []).map(
    (point): CodePoint => ({ plan: point.plan, rate: point.rate * nats, value: point[distortion] })
  );
  const any = [...coders, ...sweep].some(
    ({ rate, value }) => Number.isFinite(rate) && Number.isFinite(value)
  );
  return any ? { distortion, coders, sweep } : undefined;
}

export const ratePlane: Figure = {
  id: 'ratePlane',
  title: 'Rate and distortion',
  symbol: 'D over R',
  unit: 'nats',
  help: 'What is lost (distortion D) against what is sent (rate R), both in nats per image, on held-out images. A coder minimises D + βR, so its best point is where the edge of the possible has slope −β: the short stroke through a coder that is trained on this distortion. Grey lines join points of equal free energy F = D + R, the negative evidence bound: codes on one line are equally good models of the images and may be anything from all rate to no rate. Lower left is better. A coder held to the other distortion lies above the edge here: what it sends is not what is asked.',
  probes: [codeProbes.rate, codeProbes.divergence, codeProbes.pixelLoss],
  settings: [
    {
      name: 'distortion',
      label: 'Distortion',
      group: 'Run',
      live: true,
      kind: 'choice',
      default: 'own',
      options: [
        { value: 'own', label: 'What the first coder minimises' },
        { value: 'divergence', label: 'Divergence between answers' },
        { value: 'pixelLoss', label: 'Pixel loss' }
      ],
      help: 'Which loss counts as distortion.'
    }
  ],
  emptyMessage:
    'What each coder loses against what it sends, with lines of equal free energy. Press Run or step a trial.',

  draw(reader, context) {
    const shown = shownOf(this, reader, context);
    if (!shown) return emptyScene(context, waitingWords(reader, this));
    const { memory, theme } = context;
    const { lineWidth, space, textSize } = theme;
    const { coders, distortion, sweep } = shown;
    const all = [...coders, ...sweep].filter(
      ({ rate, value }) => Number.isFinite(rate) && Number.isFinite(value)
    );
    const held = (name: string, range: Range): Range => {
      const next = heldRange(memory?.ranges.get(`ratePlane ${name}`), range, 0.14);
      memory?.ranges.set(`ratePlane ${name}`, next);
      return next;
    };
    const values = all.map(({ value }) => value);
    const low = Math.min(...values);
    const high = Math.max(...values);
    const rates = held('rate', [0, Math.max(0.5, ...all.map(({ rate }) => rate))]);
    // Pixel losses have a floor far above zero, which would leave most of the plane empty.
    const lost = held(distortion, low > (high - low) * 1.5 ? [low, high] : [0, Math.max(high, 0.01)]);
    const outer = panel(context);
    const title = words[distortion];
    const key = planeKey(
      { ...outer, x: outer.x + space * 8, width: outer.width - space * 11, y: outer.y + space },
      { losses: losses.filter((loss) => all.some(({ plan }) => plan.loss === loss)), independent: false },
      textWidth(title, textSize) + space,
      theme
    );
    const box = inset(outer, {
      left: leftMargin(linear(lost, outer.height, 0), outer.height, theme) + space,
      right: space * 3,
      top: textSize * (key.lines === 1 ? 1 : 2.6) + space * 4,
      bottom: bottomMargin(theme)
    });
    const x = linear(rates, box.x, box.x + box.width);
    const y = linear(lost, box.y + box.height, box.y);
    const axis = leftAxis(box, y, theme);
    const iso = isoLines(box, x, y, context);
    const slopes: Mark[] = [];
    for (const { plan, rate, value } of coders) {
      if (plan.loss !== trained[distortion] || !Number.isFinite(rate) || !Number.isFinite(value)) continue;
      // D + beta R = constant, as long on screen for every slope.
      const dx = x(rate + 1) - x(rate);
      const dy = y(value - plan.beta) - y(value);
      const scale = (textSize * 1.6) / Math.hypot(dx, dy);
      slopes.push(
        segments([x(rate) - dx * scale, y(value) - dy * scale, x(rate) + dx * scale, y(value) + dy * scale], {
          colour: lossMark(plan.loss, theme).colour,
          width: lineWidth,
          opacity: 0.55
        })
      );
    }
    return scene(context, [
      group(box, iso.lines),
      ...axis.marks,
      text(outer.x + space, outer.y + space, fitText(title, textSize, outer.width - space * 2), {
        size: textSize,
        fill: theme.muted,
        align: 'top'
      }),
      ...key.marks,
      group(box, slopes),
      ...iso.words,
      ...codePlane(
        { box: { ...box, width: box.width + space * 2 }, x, y, coders, sweep, avoid: iso.avoid, labels: [] },
        context
      ),
      ...bottomAxis(box, x, theme, 'Rate R (nats)')
    ]);
  },

  summary(reader, context) {
    const shown = shownOf(this, reader, context);
    if (!shown) return waitingWords(reader, this);
    const { coders, distortion } = shown;
    const what = distortion === 'pixelLoss' ? 'pixel loss' : 'divergence of answers';
    const said = coders
      .filter(({ rate }) => Number.isFinite(rate))
      .map(
        ({ plan, rate, value }) =>
          `${coderLabel(plan)} R ${shortNumber(rate)}, D ${shortNumber(value)}, F ${shortNumber(rate + value)}`
      );
    const silent = coders.some(({ rate }) => rate < 0.05 * Math.LN2)
      ? ' A code at rate 0 says nothing: its beta makes silence cheapest; lower beta.'
      : '';
    return `In nats, with D the ${what}: ${said.join('; ')}.${silent}`;
  },

  table(reader, context) {
    const columns = ['coder', 'rate R (nats)', 'distortion D (nats)', 'free energy D + R', 'loss D + beta R'];
    const shown = shownOf(this, reader, context);
    if (!shown) return { columns, rows: [] };
    const row = ({ plan, rate, value }: CodePoint, prefix: string): (string | number)[] => [
      `${prefix}${coderLabel(plan)}`,
      rate,
      value,
      rate + value,
      value + plan.beta * rate
    ];
    return {
      columns,
      rows: [
        ...shown.coders.map((point) => row(point, '')),
        ...shown.sweep.map((point) => row(point, 'sweep: '))
      ]
    };
  }
};

/** Lines of equal D + R, each with its value where it comes in: at the top, or at the right where lines are nearly level. */
function isoLines(
  box: Box,
  x: ReturnType<typeof linear>,
  y: ReturnType<typeof linear>,
  { theme }: FigureContext
): { lines: Mark[]; words: Mark[]; avoid: [number, number][] } {
  const { axis, hairline, muted, space, textSize } = theme;
  const [r0, r1] = x.range;
  const [d0, d1] = y.range;
  const steep = y(d0) - y(d0 + r1 - r0) > box.height;
  const energies = linear([r0 + d0, r1 + d1], 0, 1)
    .ticks(7)
    .filter((energy) => energy > r0 + d0 && energy < r1 + d1);
  const lines: Mark[] = [];
  const words: Mark[] = [];
  const avoid: [number, number][] = [];
  let free = Number.NEGATIVE_INFINITY;
  for (const energy of energies) {
    const ends = [x(r0), y(energy - r0), x(r1), y(energy - r1)];
    lines.push(segments(ends, { colour: axis, width: hairline, opacity: 0.45 }));
    const content = `${words.length === 0 ? 'F = ' : ''}${shortNumber(energy)}`;
    const width = textWidth(content, textSize);
    const px = steep ? x(energy - d1) + space : box.x + box.width - width - space;
    const py = steep ? box.y + textSize : y(energy - r1) - space * 0.75;
    const within = px >= box.x && px + width <= box.x + box.width && py - textSize >= box.y - space;
    if (!within || (steep ? px < free : py > box.y + box.height)) continue;
    free = px + width + space * 2;
    words.push(text(px, py, content, { size: textSize, fill: muted }));
    const middle = py - textSize / 2;
    avoid.push(
      ...dense(
        [
          [px, middle],
          [px + width, middle]
        ],
        textSize / 2
      )
    );
  }
  return { lines, words, avoid };
}
