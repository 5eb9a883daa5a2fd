/** A grid of runs: every combination of the values given for some settings, with every seed. */
import { UsageError } from '../command';

/** One setting and the values it takes, as typed. */
export interface Axis {
  name: string;
  values: readonly string[];
}

export interface GridPoint {
  /** As for `--set`. */
  settings: readonly { name: string; value: string }[];
  seed: number;
}

/** From texts such as "beta=1,0.3,0.1". Throws UsageError. */
export function readAxes(texts: readonly string[]): Axis[] {
  if (texts.length === 0) throw new UsageError("'engram sweep' needs --over, such as --over beta=1,0.3,0.1.");
  const axes = texts.map((text): Axis => {
    const [, name, list] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
    const values = (list ?? '').split(',').map((value) => value.trim());
    if (name === undefined || values.some((value) => value === ''))
      throw new UsageError(`--over '${text}' is not name=value,value, such as beta=1,0.3,0.1.`);
    const twice = values.find((value, k) => values.indexOf(value) !== k);
    if (twice !== undefined) throw new UsageError(`--over '${text}' has the value ${twice} twice.`);
    return { name: name.trim(), values };
  });
  const names = axes.map(({ name }) => name);
  const twice = names.find((name, k) => names.indexOf(name) !== k);
  if (twice !== undefined)
    throw new UsageError(`--over names '${twice}' twice; give all its values in one list.`);
  return axes;
}

/** The last axis varies fastest, seeds within it. */
export function gridPoints(axes: readonly Axis[], seeds: readonly number[]): GridPoint[] {
  let combinations: GridPoint['settings'][] = [[]];
  for (const { name, values } of axes)
    combinations = combinations.flatMap((settings) => values.map((value) => [...settings, { name, value }]));
  return combinations.flatMap((settings) => seeds.map((seed) => ({ settings, seed })));
}
