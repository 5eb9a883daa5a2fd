/** The plan of a sweep: which settings take which values, with which seeds. Plain JSON; a point is a function of plan and index. */
import { Random } from '../../models/random';
import type { SettingValue } from '../../models/settings';
import { type Experiment, withSetting } from '../experiment';
import type { BackendWish } from '../protocol';

/** One setting and the values it takes. */
export interface SweepAxis {
  setting: string;
  values: readonly SettingValue[];
}

export interface SweepPlan {
  /** Version of this form. */
  sweep: 1;
  /** Of Engram. */
  version: string;
  /** The preset it came from, whose goals are judged. */
  preset?: string;
  /** What is the same in all points; its seed is the first. */
  experiment: Experiment;
  axes: readonly SweepAxis[];
  /** Without it every combination; else so many combinations drawn by `seed`, none twice. */
  draws?: { count: number; seed: number };
  seeds: readonly number[];
  /** Trials each run makes. */
  trials: number;
  backend: BackendWish;
}

export interface SweepPoint {
  /** Position in the plan, from 0. */
  index: number;
  /** Those of the axes. */
  settings: Readonly<Record<string, SettingValue>>;
  seed: number;
}

/** A series worth a picture, thinned to a few hundred rows. */
export interface Curve {
  series: string;
  trials: readonly number[];
  values: readonly number[];
}

/** What a point gave. Numbers that are not finite are left out. */
export interface PointResult extends SweepPoint {
  metrics: Readonly<Record<string, number>>;
  /** Of the preset's goals, in order: the number that tells of each (null where there is none), and whether it holds. */
  goals?: readonly { told: number | null; holds: boolean }[];
  curves: readonly Curve[];
  trials: number;
  stateHash: string;
  backend: string;
}

/** Why a point has no result. */
export interface PointFailure extends SweepPoint {
  failed: string;
}

export type PointOutcome = PointResult | PointFailure;

export function isFailure(outcome: PointOutcome): outcome is PointFailure {
  return 'failed' in outcome;
}

/** All points; the last axis varies fastest, seeds within it. */
export function sweepPoints({
  axes,
  draws,
  seeds
}: Pick<SweepPlan, 'axes' | 'draws' | 'seeds'>): SweepPoint[] {
  let combinations: SweepPoint['settings'][] = [{}];
  for (const { setting, values } of axes)
    combinations = combinations.flatMap((settings) =>
      values.map((value) => ({ ...settings, [setting]: value }))
    );
  const chosen = draws ? drawn(combinations, draws) : combinations;
  return chosen
    .flatMap((settings) => seeds.map((seed) => ({ settings, seed })))
    .map((point, index) => ({ index, ...point }));
}

/** The experiment of one point. Throws SettingError. */
export function experimentAt(
  { experiment }: Pick<SweepPlan, 'experiment'>,
  { seed, settings }: SweepPoint
): Experiment {
  return Object.entries(settings).reduce<Experiment>(
    (changed, [name, value]) => withSetting(changed, name, value),
    {
      ...experiment,
      seed
    }
  );
}

/** `count` of `all` without repeats, in the order they were drawn. */
function drawn<Item>(all: readonly Item[], { count, seed }: { count: number; seed: number }): Item[] {
  const random = new Random(seed).fork('sweep');
  const left = [...all];
  return Array.from({ length: Math.min(count, all.length) }, () => {
    const [taken] = left.splice(random.below(left.length), 1);
    return taken;
  });
}
