/** The plan of a sweep from what was typed. */
import { parseSetting } from '../../models/settings';
import { presets } from '../../presets/registry';
import type { Preset } from '../../session/experiment';
import { experimentAt, type SweepAxis, type SweepPlan, sweepPoints } from '../../session/sweep/plan';
import { isJudged, verdictAxes } from '../../session/sweep/verdict';
import { version } from '../../session/version';
import { type Call, choice, UsageError, wholeNumber } from '../command';
import { suggestion } from '../nearest';
import { checked, findExperiment, settingsOf, withAssignments } from '../run/experiment';
import type { Experiment } from '../../session/experiment';

const backends = ['auto', 'wasm', 'gpu', 'reference'] as const;
const labs = ['learning', 'maps', 'codes', 'memory', 'text'] as const;
/** Trials of an experiment file that is not told how many. */
const defaultTrials = 200;
/** A share of all of 5 seeds is the least that can be told from one half. */
const defaultSeeds = 5;

/** One plan, or one for every preset that predicts numbers. Throws UsageError and whatever experiments throw. */
export async function plansOf(
  call: Call,
  cwd: string,
  labOf: (preset: Preset) => string
): Promise<readonly SweepPlan[]> {
  const [name] = call.positionals;
  if (name === undefined)
    throw new UsageError(
      `'engram sweep' needs a preset, an experiment file or 'all'. Presets: ${presets.map(({ id }) => id).join(', ')}.`
    );
  if (name !== 'all') return [await planOf(call, name, cwd)];
  if (call.all('over').length > 0)
    throw new UsageError("'engram sweep all' runs presets as they stand; name one preset to use --over.");
  const lab = call.get('lab') === undefined ? undefined : choice(call, 'lab', labs);
  const judged = presets.filter((preset) => isJudged(preset) && (lab === undefined || labOf(preset) === lab));
  return Promise.all(judged.map(({ id }) => planOf(call, id, cwd)));
}

async function planOf(call: Call, name: string, cwd: string): Promise<SweepPlan> {
  const asked = await findExperiment(name, cwd);
  const preset = presets.find(({ id }) => id === name);
  const seed = wholeNumber(call, 'seed', 0) ?? asked.experiment.seed;
  const experiment = checked(withAssignments({ ...asked.experiment, seed }, call.all('set')));
  const over = call.all('over');
  const axes = over.length > 0 || !preset ? readAxes(over, experiment) : verdictAxes(preset);
  const count = wholeNumber(call, 'seeds', 1) ?? defaultSeeds;
  const draws = wholeNumber(call, 'random', 1);
  if (draws !== undefined && over.length === 0)
    throw new UsageError('--random draws from the combinations that --over names; give some.');
  const plan: SweepPlan = {
    sweep: 1,
    version,
    ...(preset && { preset: preset.id }),
    experiment,
    axes,
    ...(draws !== undefined && { draws: { count: draws, seed: experiment.seed } }),
    seeds: Array.from({ length: count }, (_, k) => experiment.seed + k),
    trials: wholeNumber(call, 'trials', 1) ?? asked.trials ?? defaultTrials,
    backend: choice(call, 'backend', backends)
  };
  // Every point is checked before the first one runs.
  for (const point of sweepPoints(plan)) checked(experimentAt(plan, point));
  return plan;
}

/** From texts such as "beta=1,0.3,0.1", or "layers=64,64;32,32" where values hold commas. Throws UsageError and SettingError. */
export function readAxes(texts: readonly string[], experiment: Experiment): SweepAxis[] {
  const descriptions = settingsOf(experiment);
  const names = descriptions.map(({ name }) => name);
  const axes = texts.map((text): SweepAxis => {
    const [, typed, list] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
    const values = (list ?? '').split(list?.includes(';') ? ';' : ',').map((value) => value.trim());
    if (typed === undefined || values.some((value) => value === ''))
      throw new UsageError(`--over '${text}' is not name=value,value, such as beta=1,0.3,0.1.`);
    const setting = typed.trim();
    const description = descriptions.find(({ name }) => name === setting);
    if (!description) {
      if (setting === 'seed') throw new UsageError("'seed' is no setting; write --seeds <n> for n seeds.");
      throw new UsageError(
        `Unknown setting '${setting}'.${suggestion(setting, names)} Settings here: ${names.join(', ')}.`
      );
    }
    const parsed = values.map((value) => parseSetting(description, value));
    const twice = parsed.find((value, k) => parsed.indexOf(value) !== k);
    if (twice !== undefined) throw new UsageError(`--over '${text}' has the value ${twice} twice.`);
    return { setting, values: parsed };
  });
  const settings = axes.map(({ setting }) => setting);
  const again = settings.find((name, k) => settings.indexOf(name) !== k);
  if (again !== undefined)
    throw new UsageError(`--over names '${again}' twice; give all its values in one list.`);
  return axes;
}
