/** The plan of a sweep from what the dialog holds. */
import {
  parseSetting,
  type SettingDescription,
  SettingError,
  type SettingValue
} from '../../models/settings';
import { completeExperiment, type Experiment } from '../../session/experiment';
import { experimentAt, type SweepAxis, type SweepPlan, sweepPoints } from '../../session/sweep/plan';
import { version } from '../../session/version';

/** An axis as it is typed. */
export interface AxisDraft {
  setting: string;
  form: 'list' | 'linear' | 'log';
  /** "0.1, 0.3", or parted by ";" where values hold commas. */
  list: string;
  from: string;
  to: string;
  count: string;
}

export interface PlanDraft {
  axes: readonly AxisDraft[];
  /** As many seeds from the experiment's own on. */
  seeds: number;
  trials: number;
  /** So many combinations, drawn at random; all without it. */
  draws?: number;
}

/** More would keep a page busy for days; the command line has no such bound. */
export const mostPoints = 2000;

/** Throws SettingError. */
export function planOf(
  { axes, draws, seeds, trials }: PlanDraft,
  experiment: Experiment,
  descriptions: readonly SettingDescription[],
  preset?: string
): SweepPlan {
  whole('Seeds', seeds);
  whole('Trials', trials);
  if (draws !== undefined) whole('Random draws', draws);
  const twice = axes.find(({ setting }, k) => axes.findIndex((other) => other.setting === setting) !== k);
  if (twice) throw new SettingError(`'${twice.setting}' is there twice; give all its values in one list.`);
  const read = axes.map((draft) => axisOf(draft, descriptions));
  const combinations = read.reduce((product, { values }) => product * values.length, 1);
  const points = Math.min(combinations, draws ?? combinations) * seeds;
  // Drawing lists all combinations first.
  if (points > mostPoints || combinations > 100 * mostPoints)
    throw new SettingError(
      `That makes ${points} runs of ${combinations} combinations; at most ${mostPoints} runs go on a page. Take fewer values or seeds, draw some at random, or use 'engram sweep'.`
    );
  const plan: SweepPlan = {
    sweep: 1,
    version,
    ...(preset !== undefined && { preset }),
    experiment,
    axes: read,
    ...(draws !== undefined && { draws: { count: draws, seed: experiment.seed } }),
    seeds: Array.from({ length: seeds }, (_, k) => experiment.seed + k),
    trials,
    backend: 'wasm'
  };
  for (const point of sweepPoints(plan)) completeExperiment(experimentAt(plan, point));
  return plan;
}

/** The values of an axis. Throws SettingError. */
export function axisOf(draft: AxisDraft, descriptions: readonly SettingDescription[]): SweepAxis {
  const { form, list, setting } = draft;
  const description = descriptions.find(({ name }) => name === setting);
  if (!description) throw new SettingError(`There is no setting '${setting}' here; choose another.`);
  const texts =
    form === 'list' || description.kind !== 'number'
      ? list.split(list.includes(';') ? ';' : ',').map((text) => text.trim())
      : spaced(draft).map((value) => String(description.integer ? Math.round(value) : value));
  if (texts.some((text) => text === ''))
    throw new SettingError(`${description.label} needs values, parted by commas.`);
  const values = texts.map((text): SettingValue => parseSetting(description, text));
  const distinct = values.filter((value, k) => values.indexOf(value) === k);
  if (form === 'list' && distinct.length < values.length)
    throw new SettingError(`${description.label} has a value twice.`);
  return { setting, values: distinct };
}

/** From `from` to `to` in equal steps or equal ratios, both included, to six digits. */
function spaced({ count, form, from, setting, to }: AxisDraft): number[] {
  const [low, high, n] = [from, to, count].map((text) => (text.trim() === '' ? Number.NaN : Number(text)));
  if (!Number.isFinite(low) || !Number.isFinite(high))
    throw new SettingError(`The range of '${setting}' needs two numbers, from and to.`);
  if (!(Number.isInteger(n) && n >= 2 && n <= 200))
    throw new SettingError(`The range of '${setting}' needs 2 to 200 values.`);
  if (form === 'log' && !(low > 0 && high > 0))
    throw new SettingError(`A logarithmic range of '${setting}' begins and ends above 0.`);
  return Array.from({ length: n }, (_, k) => {
    const share = k / (n - 1);
    const value = form === 'log' ? low * (high / low) ** share : low + share * (high - low);
    return Number(value.toPrecision(6));
  });
}

function whole(what: string, value: number): void {
  if (!(Number.isSafeInteger(value) && value >= 1))
    throw new SettingError(`${what}: expected a whole number from 1.`);
}
