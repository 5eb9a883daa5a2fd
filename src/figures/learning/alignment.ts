/** How close the running rule comes to the exact gradient, layer by layer, sampled while the network learns. */
import { type AlignmentReading, readAlignment } from '../../models/stack/alignment';
import type { RecordingReader } from '../../session/recording';
import {
  baseLine,
  bottomAxis,
  bottomMargin,
  leftAxis,
  leftMargin,
  linear,
  logarithmic,
  type Scale
} from '../axes';
import type { Figure, FigureContext } from '../figure';
import { axisMarks, axisRange, plotBox } from '../joint';
import { emptyScene, inset, panel, scene, stack } from '../layout';
import { type EndValue, endValues } from '../marks/endValues';
import { pointLine } from '../marks/pointLine';
import { sayCount, sayFixed, shortNumber } from '../numbers';
import { heldRange, type Range } from '../ranges';
import { type Box, group, type Mark, segments, text } from '../scene';
import { textWidth } from '../textWidth';
import type { Theme } from '../theme';
import { probes } from './probes';
import { ruleNames } from './rules';
import { layerColour, layerMark } from './units';

const read = [probes.alignment];

interface Sample extends AlignmentReading {
  trial: number;
}

function samplesOf(reader: RecordingReader): Sample[] {
  const series = reader.series(probes.alignment);
  if (!series || series.length === 0) return [];
  const { data, times, width } = series.latest();
  return Array.from(times, (trial, r) => ({
    trial,
    ...readAlignment(data.subarray(r * width, (r + 1) * width))
  }));
}

/** Samples at which another rule runs than before; the first is one. */
function changes(samples: readonly Sample[]): number[] {
  return samples.flatMap(({ rule }, i) => (rule === samples[i - 1]?.rule ? [] : [i]));
}

/** From the next of 1, 2, 5 times a power of ten below to the next above, with 1 inside. */
function ratioRange(values: readonly number[]): Range {
  const positive = values.filter((value) => value > 0 && Number.isFinite(value));
  const high = Math.max(1, ...positive);
  // Ratios far below the others are drawn at the low end.
  const low = Math.max(high * 1e-6, Math.min(1, ...positive));
  const power = 10 ** Math.floor(Math.log10(low) + 1e-9);
  const above = 10 ** Math.floor(Math.log10(high) - 1e-9);
  const from = [5, 2, 1].find((digits) => digits * power <= low * (1 + 1e-9)) ?? 1;
  const to = [1, 2, 5, 10].find((digits) => digits * above >= high * (1 - 1e-9)) ?? 10;
  return from * power < to * above ? [from * power, to * above] : [(from * power) / 2, to * above * 2];
}

export const alignment: Figure = {
  id: 'alignment',
  title: 'Alignment with the exact gradient',
  symbol: 'cos, |g|/|g*|',
  unit: '',
  help: 'For a sampled trial now and then, the gradient of the rule in use beside the exact one (BPTT) of the same trial and weights, layer by layer: on top the cosine between the two, below the ratio of their norms (logarithmic). A cosine above 0 lowers the loss; 1 is the exact direction. Where theory says that rule and layer are exact, the expected 1.0 is written beside the measured number. Vertical lines: the rule was changed.',
  probes: read,
  settings: [],
  emptyMessage:
    'Cosine and norm ratio of the learning rule to the exact gradient, for every layer. Press Run: a trial is sampled now and then.',

  draw(reader, context) {
    const samples = samplesOf(reader);
    if (samples.length === 0) return emptyScene(context, this.emptyMessage);
    const { memory, theme } = context;
    const { hairline, lineWidth, space, textSize } = theme;
    const last = samples[samples.length - 1];
    const cosines = samples.flatMap(({ layers }) => layers.map(({ cosine }) => cosine));
    const lowest = Math.min(0, ...cosines.filter(Number.isFinite));
    const cosineRange: Range = [lowest >= 0 ? 0 : lowest >= -0.5 ? -0.5 : -1, 1];
    const ratios = ratioRange(samples.flatMap(({ layers }) => layers.map(({ ratio }) => ratio)));
    const first = samples[0].trial;
    const newest = Math.max(first + 1, last.trial);
    const trials: Range =
      first < newest * 0.5 ? heldRange(memory?.ranges.get('alignment'), [0, newest], 0) : [first, newest];
    memory?.ranges.set('alignment', trials);
    const across = axisRange('x', trials, context);

    const outer = panel(context);
    const wide = ends(true).map(({ content }) => textWidth(content, textSize));
    const roomy = Math.max(...wide) + space * 2 < outer.width * 0.3;
    const right =
      Math.max(...[...ends(roomy), ...ratioEnds(roomy)].map(({ content }) => textWidth(content, textSize))) +
      space * 3;
    const margins = {
      left: 0,
      right,
      top: textSize * 2.2 + space * 2.5,
      bottom: bottomMargin(theme)
    };
    const gap = textSize + space * 3;
    const measure = stack(inset(outer, margins), [3, 2], gap);
    const cosineScale = ({ height, y }: Box): Scale => linear(cosineRange, y + height, y);
    const ratioScale = ({ height, y }: Box): Scale => logarithmic(ratios, y + height, y);
    const left = Math.max(
      leftMargin(cosineScale(measure[0]), measure[0].height, theme),
      leftMargin(ratioScale(measure[1]), measure[1].height, theme)
    );
    const whole = plotBox(outer, { ...margins, left }, context);
    const [top, bottom] = stack(whole, [3, 2], gap);
    const x = linear(across, top.x, top.x + top.width);
    const changed = changes(samples);
    const marks: Mark[] = [];
    const plot = (box: Box, y: Scale, title: string, value: (sample: Sample, l: number) => number): void => {
      const axis = leftAxis(box, y, theme);
      const breaks = (i: number): boolean => changed.includes(i);
      const lines = last.layers.flatMap((_, l) =>
        pointLine(
          {
            points: samples.map((sample) => [x(sample.trial), y(value(sample, l))]),
            breaks,
            colour: layerColour(l, theme),
            ...layerMark(l)
          },
          theme
        )
      );
      const reference = segments([box.x, y(1), box.x + box.width, y(1)], {
        colour: theme.muted,
        width: hairline,
        dash: [space, space / 2]
      });
      const switches = segments(
        changed.slice(1).flatMap((i) => {
          const at = x(samples[i].trial);
          return [at, box.y, at, box.y + box.height];
        }),
        { colour: theme.axis, width: hairline }
      );
      const line = box === top ? textSize * 1.2 + space : 0;
      const air = space + lineWidth;
      const seen = { ...box, x: box.x - air, y: box.y - air, width: box.width + 2 * air };
      marks.push(
        ...axis.grid,
        switches,
        ...(last.layers.some(({ exact }) => exact) || box === bottom ? [reference] : []),
        group({ ...seen, height: box.height + 2 * air }, lines),
        ...axis.marks,
        text(box.x, box.y - line - space * 1.5, title, { size: textSize, fill: theme.muted })
      );
    };
    plot(top, cosineScale(top), 'Cosine to the exact gradient', ({ layers }, l) => layers[l].cosine);
    plot(bottom, ratioScale(bottom), 'Norm ratio |g| / |g*|', ({ layers }, l) => layers[l].ratio);
    // Clear of the last point.
    const beside = (box: Box): Box => ({ ...box, width: box.width + space });
    marks.push(
      ...ruleLabels(samples, changed, x, top, context),
      ...endValues(fitting(ends(roomy), top, theme), beside(top), cosineScale(top), theme),
      ...endValues(fitting(ratioEnds(roomy), bottom, theme), beside(bottom), ratioScale(bottom), theme),
      baseLine(top, theme),
      ...axisMarks('x', bottomAxis(bottom, x, theme, 'Trial', true), context)
    );
    return scene(context, marks, undefined, { plot: whole, x: { quantity: 'Trial', range: across } });

    function ends(long: boolean): EndValue[] {
      return last.layers.map(({ cosine, exact }, l) => ({
        value: Number.isNaN(cosine) ? 0 : cosine,
        colour: layerColour(l, theme),
        content: sayEnd(l, sayFixed(cosine, 3), exact, long)
      }));
    }

    function ratioEnds(long: boolean): EndValue[] {
      return last.layers.map(({ exact, ratio }, l) => ({
        value: Number.isNaN(ratio) ? ratios[0] : ratio,
        colour: layerColour(l, theme),
        content: sayEnd(l, exact ? sayFixed(ratio, 3) : shortNumber(ratio), exact, long)
      }));
    }

    function sayEnd(l: number, value: string, exact: boolean, long: boolean): string {
      const name = long ? context.layers[l]?.label : `L${l + 1}`;
      return `${name} ${value}${exact ? (long ? ', expected 1.0' : ', exp. 1.0') : ''}`;
    }
  },

  summary(reader, context) {
    const samples = samplesOf(reader);
    const last = samples.at(-1);
    if (!last) return this.emptyMessage;
    const said = last.layers.map(
      ({ cosine, exact, ratio }, l) =>
        `${(context.layers[l]?.label ?? `layer ${l + 1}`).toLowerCase()} ${sayFixed(cosine, 3)} (norm ratio ${shortNumber(ratio)}${exact ? ', expected 1.0' : ''})`
    );
    return `At trial ${sayCount(last.trial)} the rule ${ruleNames[last.rule]} has the cosine to the exact gradient: ${said.join(', ')}; ${sayCount(samples.length)} samples.`;
  },

  table(reader) {
    const samples = samplesOf(reader);
    const columns = (samples[0]?.layers ?? []).flatMap((_, l) => [
      `cosine of layer ${l + 1}`,
      `norm ratio of layer ${l + 1}`,
      `layer ${l + 1} exact in theory`
    ]);
    return {
      columns: ['trial', 'rule', ...columns],
      rows: samples.map(({ layers, rule, trial }) => [
        trial,
        ruleNames[rule],
        ...layers.flatMap(({ cosine, exact, ratio }) => [cosine, ratio, exact ? 'yes' : 'no'])
      ])
    };
  }
};

/** Of more layers than lines the bottom one, the top one and some between; the table has all. */
function fitting(ends: readonly EndValue[], { height }: Box, { textSize }: Theme): readonly EndValue[] {
  const most = Math.max(1, Math.floor(height / (textSize * 1.15)) + 1);
  if (ends.length <= most) return ends;
  const every = (ends.length - 1) / Math.max(1, most - 1);
  return Array.from({ length: most }, (_, i) => ends[Math.round(i * every)]);
}

/** The rule's name above the stretch in which it ran, where the name fits. */
function ruleLabels(
  samples: readonly Sample[],
  changed: readonly number[],
  x: (trial: number) => number,
  box: Box,
  { theme }: FigureContext
): Mark[] {
  const { space, textSize } = theme;
  return changed.flatMap((i, c) => {
    const left = c === 0 ? box.x : x(samples[i].trial);
    const next = changed[c + 1];
    const right = next === undefined ? box.x + box.width : x(samples[next].trial);
    const name = ruleNames[samples[i].rule];
    const width = textWidth(name, textSize);
    // The newest name may hang out to the left of its line, over the one before.
    const fits = width + space < right - left;
    if (!fits && next !== undefined) return [];
    const at = fits ? left : Math.max(box.x, right - width);
    return [text(at, box.y - space * 1.2, name, { size: textSize, fill: theme.text })];
  });
}
