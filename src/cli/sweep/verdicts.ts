/** Verdicts on several presets as one page of Markdown: all answers in a table, then what each rests on. */
import type { Preset } from '../../session/experiment';
import { sayMean } from '../../session/sweep/tables';
import type { Answer, Verdict } from '../../session/sweep/verdict';
import { sayEffect } from './report';

type Judged = Pick<Preset, 'id' | 'prediction'>;

export function verdictsMarkdown(verdicts: readonly Verdict[], presets: readonly Judged[]): string {
  const summary = table(
    ['Preset', 'Verdict', 'Seeds', 'All goals held', '95 % interval of that share'],
    verdicts.map(({ answer, goals, n, preset }) => [
      `[${preset}](#${preset})`,
      loud(answer),
      String(n),
      goals ? `${goals.held} of ${n}` : '',
      goals ? `${goals.share.low.toFixed(2)} to ${goals.share.high.toFixed(2)}` : ''
    ])
  );
  return [summary, ...verdicts.map((verdict) => ofPreset(verdict, presets))].join('\n');
}

function ofPreset({ answer, comparisons, goals, n, preset }: Verdict, presets: readonly Judged[]): string {
  const prediction = presets.find(({ id }) => id === preset)?.prediction;
  const parts = [
    `## ${preset}\n`,
    ...(prediction ? [`${prediction}\n`] : []),
    `${loud(answer)}, n = ${n}.\n`
  ];
  if (goals)
    parts.push(
      table(
        ['Goal', 'Held', 'Mean over seeds [95 % interval]'],
        goals.each.map(({ held, label, told }) => [label, `${held} of ${n}`, sayMean(told)])
      )
    );
  if (comparisons.length > 0)
    parts.push(
      table(
        ['Paired over seeds', 'Mean difference [95 % interval]', 'Hedges d', 'Pairs', 'Answer'],
        comparisons.map(({ answer: own, effect, label }) => [
          label,
          effect.n === 0
            ? ''
            : sayMean({
                n: effect.n,
                mean: effect.difference,
                ...(effect.interval && { interval: effect.interval })
              }),
          effect.n === 0 ? '' : sayEffect(effect.size),
          String(effect.n),
          own
        ])
      )
    );
  return parts.join('\n');
}

/** What did not come out as predicted must not be overlooked. */
const loud = (answer: Answer): string => (answer === 'supported' ? answer : `**${answer}**`);

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('');
}
