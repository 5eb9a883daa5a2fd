/**
 * What each learning rule costs in updates: the preset `deep-hierarchy`, trained under one rule after another until nine
 * of ten held-out trials are decided rightly.
 */
import type { Rule } from '../../models/stack/stack';
import { deepHierarchy } from '../../presets/deepHierarchy';
import { withSetting } from '../../session/experiment';
import { progressTowards } from '../../session/goal';
import type { SessionHost } from '../../session/host';
import { createSession } from '../../session/createSession';

/** In the order theory predicts: the exact gradient first, the top layer alone last. */
export const comparedRules: readonly Rule[] = ['bptt', 'deep', 'cascade', 'spatial', 'top'];

export interface RuleRun {
  rule: Rule;
  seed: number;
  /** Updates until the held-out error was below the goal; undefined where it never was. */
  updates: number | undefined;
  /** Lowest held-out error seen. */
  lowest: number;
}

/** Every rule from every seed, row by row as it is found; at most `most` updates each. */
export async function trainRules(
  host: SessionHost,
  { seeds, most }: { seeds: readonly number[]; most: number },
  show: (row: RuleRun) => void
): Promise<readonly RuleRun[]> {
  const rows: RuleRun[] = [];
  for (const rule of comparedRules) {
    for (const seed of seeds) {
      const row = await trainRule(host, rule, seed, most);
      show(row);
      rows.push(row);
    }
  }
  return rows;
}

async function trainRule(host: SessionHost, rule: Rule, seed: number, most: number): Promise<RuleRun> {
  const {
    experiment,
    goals: [goal]
  } = deepHierarchy;
  const unwatched = withSetting(withSetting(experiment, 'rule', rule), 'alignEvery', 0);
  const session = await createSession({ ...unwatched, seed, probes: [] }, host, { backend: 'wasm' });
  try {
    for (let updates = 0; updates < most; updates += 10) {
      await session.run({ trials: Math.min(10, most - updates) });
      const progress = progressTowards(goal, session.recording);
      if (progress?.reachedAfter !== undefined)
        return { rule, seed, updates: progress.reachedAfter, lowest: progress.lowest };
    }
    const lowest = progressTowards(goal, session.recording)?.lowest ?? Number.NaN;
    return { rule, seed, updates: undefined, lowest };
  } finally {
    session.dispose();
  }
}

/** Mean updates of the runs of one rule that reached the goal, and how many did. */
export function meanUpdates(rows: readonly RuleRun[], rule: Rule): { mean: number; reached: number } {
  const updates = rows
    .filter((row) => row.rule === rule)
    .flatMap((row) => (row.updates === undefined ? [] : [row.updates]));
  return { mean: updates.reduce((sum, count) => sum + count, 0) / updates.length, reached: updates.length };
}
