/** A picture of a sweep on paper, with the plan as its recipe. */
import type { SweepPlan } from '../../session/sweep/plan';
import type { Group } from '../../session/sweep/summary';
import type { PrintedFigure } from '../exportFigure';
import { themes } from '../theme';
import { type SweepFigure, type SweepContext, variedAxes } from './sweepFigure';

export interface SweepPrint {
  plan: SweepPlan;
  /** JSON that takes the place of the plan inside the file, where that plan is not what made it. */
  recipe?: string;
  series: string;
  metric: string;
  widthMm: number;
  heightMm: number;
}

const pointsPerMm = 72 / 25.4;

export function printSweep(
  figure: SweepFigure,
  groups: readonly Group[],
  { heightMm, metric, plan, recipe = JSON.stringify(plan), series, widthMm }: SweepPrint
): PrintedFigure {
  const { axes, experiment, seeds, trials } = plan;
  const context: SweepContext = {
    theme: themes.paper,
    size: { width: widthMm * pointsPerMm, height: heightMm * pointsPerMm },
    heading: figure.title,
    axes,
    series,
    metric
  };
  const over = variedAxes(axes).map(({ setting, values }) => `${setting} = ${values.join(', ')}`);
  return {
    scene: figure.draw(groups, context),
    title: `${figure.title}: ${experiment.title}`,
    description: [
      `${figure.title} (${experiment.title}).`,
      figure.help,
      figure.summary(groups, context),
      ...(over.length > 0 ? [`Varied: ${over.join('; ')}.`] : []),
      `Seeds ${seeds.join(', ')}; ${trials} trials each.`
    ].join(' '),
    recipe
  };
}
