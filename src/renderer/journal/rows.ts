/** The journal of a run as a list: when, what, from what to what, and what has become of it. */
import type { SettingValue } from '../../models/settings';
import { completeExperiment, type Edit, type Experiment } from '../../session/experiment';
import type { OpenedSession, SessionStatus } from '../../session/protocol';
import { descriptionsOf, sameEdits } from '../lab/experiments';
import type { Change } from '../lab/history';

export interface JournalRow {
  edit: Edit;
  label: string;
  /** The value before it, as every edit before it has left it. */
  from: SettingValue | undefined;
  trial: number;
  /** Ticks of that trial made before it acts. */
  tickInTrial: number;
  /** `undone`: a later edit has taken it back. `planned`: its tick has not come. */
  state: 'done' | 'undone' | 'planned';
}

/** The words of every setting of an experiment, by its name. */
export function labelsOf(experiment: Experiment): ReadonlyMap<string, string> {
  const owners = ['source', 'model'] as const;
  return new Map(
    owners.flatMap((owner) => descriptionsOf(experiment, owner)).map(({ label, name }) => [name, label])
  );
}

/** In the order in which they act. `undone`: the changes that were taken back. */
export function journalRows(
  session: OpenedSession,
  { clock, edits }: Pick<SessionStatus, 'clock' | 'edits'>,
  undone: readonly Change[]
): JournalRow[] {
  const { experiment, shape } = session;
  const { modelSettings, sourceSettings } = completeExperiment(experiment);
  const values = new Map<string, SettingValue>(Object.entries({ ...sourceSettings, ...modelSettings }));
  const labels = labelsOf(experiment);
  const back = new Set(
    undone.flatMap((change) => ('made' in change && change.made?.session === session ? [change.made.at] : []))
  );
  return edits.map((edit, k) => {
    const { setting, tick, value } = edit;
    const from = values.get(setting);
    values.set(setting, value);
    const done = back.has(k) ? 'undone' : 'done';
    return {
      edit,
      label: labels.get(setting) ?? setting,
      from,
      trial: Math.floor(tick / shape.steps),
      tickInTrial: tick % shape.steps,
      state: tick > clock.tick ? 'planned' : done
    };
  });
}

/** Whether two lists say the same. */
export function sameRows(a: readonly JournalRow[], b: readonly JournalRow[]): boolean {
  const edits = (rows: readonly JournalRow[]): Edit[] => rows.map(({ edit }) => edit);
  return (
    sameEdits(edits(a), edits(b)) &&
    a.every(({ from, state }, k) => b[k].from === from && b[k].state === state)
  );
}

/** Names of the settings that a change touches. */
export const settingsOf = (change: Change): string[] =>
  'removed' in change ? [change.removed.setting] : Object.keys(change.after);

/** In words: what undo or redo would do. */
export function sayChange(
  change: Change,
  side: 'before' | 'after',
  labels: ReadonlyMap<string, string>
): string {
  const word = (name: string): string => labels.get(name) ?? name;
  if ('removed' in change) {
    const { setting, tick } = change.removed;
    return side === 'before'
      ? `plans the edit of ${word(setting)} at tick ${tick} again`
      : `removes the edit of ${word(setting)} planned at tick ${tick}`;
  }
  const settings = Object.entries(change[side]).map(([name, value]) => `${word(name)} ${sayValue(value)}`);
  return `${settings.join(', ')}${change.live ? '' : ' (the run starts anew)'}`;
}

/** A world is many lines of text; its first is enough to know it by. */
export function sayValue(value: SettingValue | undefined): string {
  if (value === undefined) return 'none';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  const [line, ...more] = String(value).split('\n');
  const short = line.length > 40 ? `${line.slice(0, 37)}…` : line;
  return more.length > 0 ? `${short} … (${more.length + 1} lines)` : short;
}
