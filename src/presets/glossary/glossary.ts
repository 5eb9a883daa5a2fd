/** How entries are made of what settings, panels and probes say of themselves, and how they are found. */
import type { SettingDescription } from '../../models/settings';
import type { Entry, Note } from './entry';
import { modelNotes } from './modelNotes';
import { panelNotes } from './panelNotes';
import { probeNotes } from './probeNotes';
import { references } from './references';
import { sourceNotes } from './sourceNotes';
import { terms } from './terms';

/** What `figures` say of themselves; presets may not ask them. */
export interface Described {
  name: string;
  label: string;
  symbol: string;
  help: string;
}

/** Of a setting of a model or source; without a note where that has none, which a test refuses. */
export function settingEntry(owner: { id: string; title: string }, setting: SettingDescription): Entry {
  const { help, label, name, symbol } = setting;
  return {
    kind: 'setting',
    id: `setting-${owner.id}-${name}`,
    word: label,
    ...(symbol && { symbol }),
    explanation: help,
    context: owner.title,
    ...settingNote(owner.id, name)
  };
}

export function settingNote(owner: string, name: string): Note {
  return modelNotes[owner]?.[name] ?? sourceNote(owner, name) ?? { references: [] };
}

function sourceNote(owner: string, name: string): Note | undefined {
  const notes = sourceNotes[owner];
  return notes && (notes.settings?.[name] ?? { references: notes.references });
}

export function panelEntry({ help, label, name, symbol }: Described, lab: string): Entry {
  return {
    kind: 'panel',
    id: `panel-${name}`,
    word: label,
    ...(symbol && { symbol }),
    explanation: help,
    context: lab,
    ...(panelNotes[name] ?? { references: [] })
  };
}

export function probeEntry({ help, label, name, symbol }: Described): Entry {
  return {
    kind: 'probe',
    id: `probe-${name}`,
    word: label,
    ...(symbol && { symbol }),
    explanation: help,
    ...(probeNotes[name] ?? { references: [] })
  };
}

export const termEntries: readonly Entry[] = terms.map((term) => ({ kind: 'term', ...term }));

/** Undefined for a term that is in no lesson's vocabulary. */
export function termNamed(id: string): Entry | undefined {
  return termEntries.find((entry) => entry.id === id);
}

/** The entries that hold every word asked for, those first whose name does; all of them for an empty question. */
export function findEntries(entries: readonly Entry[], question: string): readonly Entry[] {
  const words = question.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return entries;
  const named = (entry: Entry): boolean =>
    words.every((word) => `${entry.word} ${entry.symbol ?? ''}`.toLowerCase().includes(word));
  const told = (entry: Entry): boolean => {
    const cited = entry.references.map((id) => references[id].authors).join(' ');
    const all = `${entry.word} ${entry.symbol ?? ''} ${entry.explanation} ${entry.context ?? ''} ${cited}`;
    return words.every((word) => all.toLowerCase().includes(word));
  };
  return [...entries.filter(named), ...entries.filter((entry) => !named(entry) && told(entry))];
}
