/** How much is known of what is asked, against the bits it costs: every coder, under the bound that no code can beat. */
import { codeProbes } from '../../models/codes/probes';
import { coderLabel } from '../../models/codes/coderList';
import { bestAccuracy, labelRate } from '../../models/rateDistortion/labelBound';
import type { RecordingReader } from '../../session/recording';
import { bottomAxis, bottomMargin, leftAxis, leftMargin, linear, logarithmic } from '../axes';
import { type Figure, type FigureContext, settingOf } from '../figure';
import { emptyScene, inset, panel, scene } from '../layout';
import { sayFixed, shortNumber } from '../numbers';
import { heldRange, type Range } from '../ranges';
import { group, type Mark, segments, text } from '../scene';
import { fitText, textWidth } from '../textWidth';
import { type CodePoint, codePlane, dense, losses, planeKey } from './codePlane';
import { chosenFactor, coderResults, factorSetting, trainingPath, waitingWords } from './reading';

/** Bits at the low end of a logarithmic axis: less is as good as nothing. */
const leastBits = 0.1;

interface Shown {
  factor: number;
  /** In words. */
  name: string;
  classes: number;
  coders: CodePoint[];
  sweep: CodePoint[];
}

function shownOf(figure: Figure, reader: RecordingReader, context: FigureContext): Shown | undefined {
  const { codes } = context;
  const factor = codes ? chosenFactor(figure, context, codes) : 0;
  const asked = codes?.classes[factor];
  if (!codes || !asked?.classes) return undefined;
  const columns = codes.classes.length;
  const independent = settingOf(figure, context, 'independent') === true;
  const paths = settingOf(figure, context, 'paths') === true;
  const coders = (coderResults(reader, codes) ?? []).map(
    ({ accuracy, accuracyOther, plan, rate }, coder): CodePoint => ({
      plan,
      rate,
      value: accuracy[factor],
      ...(independent && { other: accuracyOther[factor] }),
      ...(paths && {
        path: trainingPath(
          reader,
          { probe: codeProbes.rate, column: coder },
          { probe: codeProbes.accuracy, column: coder * columns + factor }
        )
      })
    })
  );
  // A sweep is measured on the first query alone.
  const swept = factor === (codes.queries[0]?.factor ?? 0) ? (codes.sweep ?? []) : [];
  const sweep = swept.map(
    ({ accuracy, accuracyOther, plan, rate }): CodePoint => ({
      plan,
      rate,
      value: accuracy,
      other: accuracyOther
    })
  );
  if (!coders.some(({ rate }) => Number.isFinite(rate)) && sweep.length === 0) return undefined;
  return { factor, name: asked.label, classes: asked.classes.length, coders, sweep };
}

export const rateAccuracy: Figure = {
  id: 'rateAccuracy',
  title: 'What the code is worth',
  symbol: 'R',
  unit: 'bits',
  help: 'Every coder at the bits its code carries (rate R, the mean divergence of a code from its prior) and the share of held-out reconstructions from which a frozen classifier reads the right class. Upper left is better: more known for fewer bits. The thin line is how a coder came there. No code can be in the grey region: to be right about one of K equally likely classes with error D takes at least R(D) = log₂ K − h(D) − D log₂(K − 1) bits. The open symbol is the same reconstruction read by a classifier trained independently: where it lies far below, the code plays to the particular classifier. Action-centric coders spend bits on what is asked alone; vanilla coders pay for every pixel first.',
  probes: [codeProbes.rate, codeProbes.accuracy, codeProbes.accuracyOther],
  settings: [
    factorSetting('Which factor the reconstructions are read for.'),
    {
      name: 'scale',
      label: 'Rate axis',
      group: 'Run',
      live: true,
      kind: 'choice',
      default: 'linear',
      options: [
        { value: 'linear', label: 'Linear' },
        { value: 'log', label: 'Logarithmic' }
      ],
      help: 'A logarithmic axis gives small rates more room.'
    },
    {
      name: 'independent',
      label: 'Independent classifier',
      group: 'Run',
      live: true,
      kind: 'toggle',
      default: true,
      help: 'Also what a classifier reads that no coder has ever seen.'
    },
    {
      name: 'paths',
      label: 'Paths during training',
      group: 'Run',
      live: true,
      kind: 'toggle',
      default: true,
      help: 'A thin line from where each coder began to where it is.'
    }
  ],
  emptyMessage:
    'Accuracy of what is asked against bits of the code, for every coder, under the exact bound. Press Run or step a trial.',

  draw(reader, context) {
    const shown = shownOf(this, reader, context);
    if (!shown) return emptyScene(context, waitingWords(reader, this));
    const { memory, theme } = context;
    const { hairline, lineWidth, space, textSize } = theme;
    const { classes, coders, sweep } = shown;
    const log = settingOf(this, context, 'scale') === 'log';
    const all = [...coders, ...sweep].filter(({ rate }) => Number.isFinite(rate));
    const held = (name: string, range: Range): Range => {
      const next = heldRange(memory?.ranges.get(`rateAccuracy ${name}`), range, 0.12);
      memory?.ranges.set(`rateAccuracy ${name}`, next);
      return next;
    };
    const full = Math.log2(classes);
    const most = Math.max(full * 1.25, ...all.map(({ rate }) => rate));
    const chance = 100 / classes;
    const lowest = Math.min(
      chance,
      ...all
        .flatMap(({ other, value }) => [value, other ?? value])
        .filter(Number.isFinite)
        .map((share) => share * 100)
    );
    const bottom = Math.max(0, Math.floor((lowest - 2) / 10) * 10);
    const outer = panel(context);
    const title = `${shown.name} read from reconstructions (%)`;
    const titleRoom = textWidth(title, textSize);
    const key = planeKey(
      { ...outer, x: outer.x + space * 8, width: outer.width - space * 11, y: outer.y + space },
      {
        losses: losses.filter((loss) => all.some(({ plan }) => plan.loss === loss)),
        independent: coders.some(({ other }) => other !== undefined && Number.isFinite(other))
      },
      titleRoom + space,
      theme
    );
    const box = inset(outer, {
      left: leftMargin(linear([bottom, 100], outer.height, 0), outer.height, theme) + space,
      right: space * 3,
      top: textSize * (key.lines === 1 ? 1 : 2.6) + space * 4,
      bottom: bottomMargin(theme)
    });
    // A little air, so that points at the top are whole.
    const y = linear([bottom, 100], box.y + box.height, box.y);
    const x = log
      ? logarithmic([leastBits, Math.max(10, ...all.map(({ rate }) => rate * 1.4))], box.x, box.x + box.width)
      : linear(held('rate', [0, most]), box.x, box.x + box.width);
    const axis = leftAxis(box, y, theme);
    const bound = boundLine(classes, x.range[0], log).map(([rate, share]): [number, number] => [
      x(rate),
      y(share * 100)
    ]);
    const right = box.x + box.width;
    const chanceSaid = `chance ${sayFixed(chance, chance % 1 === 0 ? 0 : 1)} %`;
    const chanceWidth = textWidth(chanceSaid, textSize);
    const chanceAt: [number, number] = [right - chanceWidth / 2, y(chance) - space - textSize * 0.3];
    const marks: Mark[] = [
      ...axis.grid,
      group(box, [
        {
          kind: 'polygon',
          points: Float32Array.from([...bound.flat(), box.x, box.y]),
          fill: theme.muted,
          opacity: theme.name === 'dark' ? 0.28 : 0.2
        }
      ]),
      segments([box.x, y(chance), right, y(chance)], {
        colour: theme.muted,
        width: hairline,
        dash: [space, space / 2]
      }),
      {
        kind: 'polyline',
        points: Float32Array.from(bound.flat()),
        stroke: { colour: theme.text, width: lineWidth * 0.8 }
      },
      text(right, y(chance) - space, chanceSaid, { size: textSize, fill: theme.muted, anchor: 'end' }),
      ...axis.marks,
      text(outer.x + space, outer.y + space, fitText(title, textSize, outer.width - space * 2), {
        size: textSize,
        fill: theme.muted,
        align: 'top'
      }),
      ...key.marks
    ];
    // Where along the bound its name may stand.
    const along = [0.42, 0.28, 0.15, 0.6, 0.08]
      .map((share) => share * full)
      .filter((rate) => rate > x.range[0])
      .map((rate): [number, number] => [x(rate), y(bestAccuracy(classes, rate) * 100)]);
    const [first, ...elsewhere] = along.length > 0 ? along : [[x(full), y(100)] as [number, number]];
    marks.push(
      ...codePlane(
        {
          box: { ...box, width: box.width + space * 2 },
          x,
          y: Object.assign((share: number) => y(share * 100), y),
          coders,
          sweep,
          avoid: [
            ...dense(bound, textSize / 2),
            ...dense(
              [
                [chanceAt[0] - chanceWidth / 2, chanceAt[1]],
                [right, chanceAt[1]]
              ],
              textSize / 2
            ),
            ...dense(
              [
                [box.x, y(chance)],
                [right, y(chance)]
              ],
              textSize
            )
          ],
          labels: [
            {
              x: first[0],
              y: first[1],
              elsewhere,
              radius: 0,
              content: 'exact bound',
              colour: theme.text
            }
          ]
        },
        context
      ),
      ...bottomAxis(box, x, theme, fitText('Rate R (bits)', textSize, box.width))
    );
    return scene(context, marks);
  },

  summary(reader, context) {
    const shown = shownOf(this, reader, context);
    if (!shown) return waitingWords(reader, this);
    const { classes, coders, name } = shown;
    const measured = coders.filter(({ rate, value }) => Number.isFinite(rate) && Number.isFinite(value));
    const said = measured.map(
      ({ plan, rate, value }) =>
        `${coderLabel(plan)} carries ${sayFixed(rate, 1)} bits and ${sayFixed(value * 100, 1)} % are read rightly`
    );
    const silent = measured.filter(({ rate }) => rate < 0.05);
    const first = measured[0];
    return [
      `${name}: ${said.join('; ')}.`,
      ...(silent.length > 0
        ? [
            `The code of ${silent.map(({ plan }) => coderLabel(plan)).join(', ')} carries 0.0 bits: beta is so large that saying nothing is cheapest; lower beta.`
          ]
        : []),
      ...(first && first.rate >= 0.05
        ? [
            `No code could read ${sayFixed(first.value * 100, 1)} % with fewer than ${shortNumber(labelRate(classes, 1 - first.value))} bits.`
          ]
        : [])
    ].join(' ');
  },

  table(reader, context) {
    const columns = [
      'coder',
      'rate (bits)',
      'share right',
      'share right, independent classifier',
      'bound at this rate'
    ];
    const shown = shownOf(this, reader, context);
    if (!shown) return { columns, rows: [] };
    const row = ({ other, plan, rate, value }: CodePoint, prefix: string): (string | number)[] => [
      `${prefix}${coderLabel(plan)}`,
      rate,
      value,
      other ?? Number.NaN,
      Number.isFinite(rate) ? bestAccuracy(shown.classes, rate) : Number.NaN
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

/** From the left end of the axis to where the bound reaches 1; finer where it is steep. */
function boundLine(classes: number, from: number, log: boolean): [number, number][] {
  const full = Math.log2(classes);
  const steps = 72;
  return Array.from({ length: steps + 1 }, (_, i): [number, number] => {
    const share = i / steps;
    const rate = log ? from * (full / from) ** share : from + (full - from) * share * share;
    return [rate, i === steps ? 1 : bestAccuracy(classes, rate)];
  });
}
