/** What the code keeps and what it drops: every measure of every coder beside what chance alone would give. */
import { interpolateLab } from 'd3';
import { coderLabel } from '../../models/codes/coderList';
import { codeProbes } from '../../models/codes/probes';
import type { RecordingReader } from '../../session/recording';
import type { Figure, FigureContext } from '../figure';
import { fitLabel } from '../labels';
import { emptyScene, panel, scene } from '../layout';
import { sayFixed, shortNumber } from '../numbers';
import { type Mark, rect, segments, text } from '../scene';
import { fitText, textWidth } from '../textWidth';
import { lossMark } from './coders';
import { coderResults, constantError, waitingWords } from './reading';

interface Line {
  /** What is measured, in words; short for narrow panels. */
  label: string;
  short: string;
  /** Begins a group of measures. */
  first: boolean;
  values: number[];
  /** What no information gives; NaN where there is no such thing. */
  chance: number;
  /** 0 no information .. 1 all of it; NaN leaves the cell plain. */
  shares: number[];
  say(value: number): string;
}

const percent = (value: number): string => (Number.isFinite(value) ? sayFixed(value * 100, 1) : '–');

function linesOf(reader: RecordingReader, { codes }: FigureContext): Line[] | undefined {
  const results = codes && coderResults(reader, codes);
  if (!codes || !results?.some(({ rate }) => Number.isFinite(rate))) return undefined;
  const plain = results.map(() => Number.NaN);
  const lines: Line[] = [
    {
      label: 'Rate (bits)',
      short: 'Rate (bits)',
      first: true,
      values: results.map(({ rate }) => rate),
      chance: Number.NaN,
      shares: plain,
      say: (value) => sayFixed(value, 2)
    }
  ];
  const shareRow = (
    label: string,
    short: string,
    first: boolean,
    values: number[],
    chance: number,
    say: Line['say']
  ): void => {
    if (values.some(Number.isFinite))
      lines.push({
        label,
        short,
        first,
        values,
        chance,
        shares: values.map((value) => (value - chance) / (1 - chance)),
        say
      });
  };
  codes.classes.forEach(({ classes, label }, f) => {
    const chance = 1 / (classes?.length ?? 1);
    const asked = codes.queries.some(({ factor }) => factor === f) ? '' : ' (not asked)';
    const name = `${label}${asked}`;
    shareRow(
      `${name}: read from reconstruction (%)`,
      `${label}: read (%)`,
      true,
      results.map(({ accuracy }) => accuracy[f]),
      chance,
      percent
    );
    shareRow(
      `${label}: by an independent classifier (%)`,
      `${label}: other (%)`,
      false,
      results.map(({ accuracyOther }) => accuracyOther[f]),
      chance,
      percent
    );
    shareRow(
      `${label}: from the code, 7 nearest (%)`,
      `${label}: 7-NN (%)`,
      false,
      results.map(({ neighbours }) => neighbours[f]),
      chance,
      percent
    );
  });
  codes.values.forEach(({ label }, v) => {
    shareRow(
      `${label}: from the code (R²)`,
      `${label}: R² of z`,
      v === 0,
      results.map(({ factorR2 }) => factorR2[v]),
      0,
      (value) => sayFixed(value, 2)
    );
  });
  const constant = constantError(reader, codes);
  const errors = results.map(({ meanSquaredError }) => meanSquaredError);
  if (errors.some(Number.isFinite))
    lines.push({
      label: 'Pixel error of reconstruction (MSE)',
      short: 'Pixel MSE',
      first: true,
      values: errors,
      chance: constant,
      shares: errors.map((error) => 1 - error / constant),
      say: (value) => (Number.isFinite(value) ? sayFixed(value, 4) : '–')
    });
  return lines;
}

export const invariance: Figure = {
  id: 'invariance',
  title: 'What the code keeps and drops',
  symbol: '',
  unit: '',
  help: 'Every coder in a column, every measure in a row, on held-out images; the last column says what no information at all would give. Darker cells hold more. Read from reconstruction: a frozen classifier names the class of the reconstruction; an independent one checks that it is not only that classifier which understands. From the code: the class of the 7 nearest codes, and R² of numbers by least squares from z and z² (0 or less: the code does not tell it). Pixel error is held against the best constant image. A good abstraction for a query keeps what is asked at few bits and drops all else: R² near 0 for position, a factor that was not asked near chance, and pixels worse than a constant image. The whole idea in a few lines.',
  probes: [
    codeProbes.rate,
    codeProbes.accuracy,
    codeProbes.accuracyOther,
    codeProbes.neighbours,
    codeProbes.factorR2,
    codeProbes.meanSquaredError
  ],
  settings: [],
  emptyMessage:
    'What the codes tell of every factor, asked or not, beside chance. Press Run or step a trial.',

  draw(reader, context) {
    const lines = linesOf(reader, context);
    const { codes, theme } = context;
    if (!lines || !codes) return emptyScene(context, waitingWords(reader, this));
    const { hairline, space, textSize } = theme;
    const outer = panel(context);
    const columns = codes.coders.length + 1;
    const number = textWidth('0.0000', textSize) + space * 2;
    const named = Math.max(...lines.map(({ label }) => textWidth(label, textSize))) + space * 3;
    const room = outer.width - space * 2;
    const long = named + columns * number <= room;
    const widest = long
      ? named
      : Math.max(...lines.map(({ short }) => textWidth(short, textSize))) + space * 3;
    const left = Math.min(widest, Math.max(room - columns * number, room * 0.3));
    const cell = Math.min((room - left) / columns, textSize * 9);
    // "action" above "β = 0.1" where they do not fit beside each other.
    const wrapped = [
      ...codes.coders.map((plan) => {
        const label = coderLabel(plan);
        const fits = textWidth(label, textSize) <= cell - space;
        return fits ? [label] : [plan.loss, label.slice(plan.loss.length + 1)];
      }),
      ['chance']
    ];
    const headLines = Math.max(...wrapped.map(({ length }) => length));
    const head = headLines * textSize * 1.2 + space * 2;
    const groups = lines.filter(({ first }, k) => first && k > 0).length;
    const gap = Math.min(space * 1.5, textSize * 0.4);
    const high = Math.min(textSize * 2.6, (outer.height - head - space * 2 - groups * gap) / lines.length);
    const size = Math.min(textSize, high * 0.92);
    const x0 = outer.x + space + left;
    const dark = theme.name === 'dark';
    // Never darker than text can be read on, in either direction.
    const ramp = interpolateLab(theme.background, dark ? '#2f6f9f' : '#8fc1e3');
    const marks: Mark[] = [];
    wrapped.forEach((words, c) => {
      const plan = codes.coders[c];
      words.forEach((word, k) => {
        marks.push(
          text(
            x0 + (c + 0.5) * cell,
            outer.y + head - space - (words.length - 1 - k) * textSize * 1.2,
            fitText(word, textSize, cell),
            {
              size: textSize,
              fill: plan ? lossMark(plan.loss, theme).colour : theme.muted,
              anchor: 'middle'
            }
          )
        );
      });
    });
    let y = outer.y + head;
    lines.forEach((line, k) => {
      if (line.first && k > 0) {
        marks.push(
          segments([outer.x + space, y + gap / 2, x0 + columns * cell, y + gap / 2], {
            colour: theme.axis,
            width: hairline,
            opacity: 0.6
          })
        );
        y += gap;
      }
      const middle = y + high / 2;
      const [label] = fitLabel(long ? line.label : line.short, size, left - space * 2, 1, line.short);
      marks.push(
        text(outer.x + space, middle, label ?? '', {
          size,
          fill: theme.text,
          align: 'middle'
        })
      );
      line.values.forEach((value, c) => {
        const share = line.shares[c];
        if (Number.isFinite(share) && share > 0)
          marks.push(
            rect(
              { x: x0 + c * cell + 0.5, y: y + 0.5, width: cell - 1, height: Math.max(1, high - 1) },
              { fill: ramp(Math.min(1, share)) }
            )
          );
        marks.push(
          text(x0 + (c + 0.5) * cell, middle, line.say(value), {
            size,
            fill: theme.text,
            anchor: 'middle',
            align: 'middle'
          })
        );
      });
      if (Number.isFinite(line.chance))
        marks.push(
          text(x0 + (columns - 0.5) * cell, middle, line.say(line.chance), {
            size,
            fill: theme.muted,
            anchor: 'middle',
            align: 'middle'
          })
        );
      y += high;
    });
    return scene(context, marks);
  },

  summary(reader, context) {
    const lines = linesOf(reader, context);
    const { codes } = context;
    const results = codes && coderResults(reader, codes);
    if (!lines || !codes || !results) return waitingWords(reader, this);
    const constant = constantError(reader, codes);
    return results
      .filter(({ rate }) => Number.isFinite(rate))
      .map(({ accuracy, factorR2, meanSquaredError, plan, rate }) => {
        const known = codes.classes.map(({ label }, f) => `${label.toLowerCase()} ${percent(accuracy[f])} %`);
        const numbers = codes.values.map(
          ({ label }, v) => `${label.toLowerCase()} R² ${shortNumber(factorR2[v])}`
        );
        const pixels =
          meanSquaredError > constant
            ? 'pixels worse than a constant image'
            : `MSE ${shortNumber(meanSquaredError)}`;
        const silent = rate < 0.05 ? ' (silent: lower beta)' : '';
        return `${coderLabel(plan)}${silent}, ${sayFixed(rate, 1)} bits: ${[...known, ...numbers, pixels].join(', ')}.`;
      })
      .join(' ');
  },

  table(reader, context) {
    const columns = ['measure', ...(context.codes?.coders ?? []).map((plan) => coderLabel(plan)), 'chance'];
    return {
      columns,
      rows: (linesOf(reader, context) ?? []).map(({ chance, label, values }) => [label, ...values, chance])
    };
  }
};
