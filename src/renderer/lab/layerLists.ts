/** The settings that have one entry per layer, as one table: a row per layer, a column per setting. */
import { listOf, type Settings } from '../../models/settings';
import type { SettingRow } from './settingRows';

export interface LayerTable {
  /** The widths first: there are as many layers as they have entries. */
  lists: readonly SettingRow[];
  /** [layer][list], bottom layer first. */
  cells: readonly (readonly string[])[];
  /** How many layers there may be. */
  most: number;
}

/** The setting whose entries are the layers. */
const widths = 'layers';

/** Undefined for a model without layers. */
export function layerTable(rows: readonly SettingRow[]): LayerTable | undefined {
  const lists = rows.filter(
    ({ owner, description: { group, kind } }) =>
      owner === 'model' && group === 'Network' && (kind === 'numbers' || kind === 'choices')
  );
  const first = lists.find(({ description }) => description.name === widths);
  if (first?.description.kind !== 'numbers') return undefined;
  const sorted = [first, ...lists.filter((list) => list !== first)];
  const entries = sorted.map(({ value }) => listOf(value));
  return {
    lists: sorted,
    // A single entry holds for every layer.
    cells: entries[0].map((_, layer) => entries.map((list) => list[layer] ?? list[list.length - 1])),
    most: first.description.most
  };
}

/** Whether the setting in this column is of use to this layer, which may have another entry than its neighbours. */
export function isOfUse({ lists, cells }: LayerTable, layer: number, list: number): boolean {
  const { when } = lists[list].description;
  const other = lists.findIndex(({ description }) => description.name === when?.name);
  return !when || other < 0 || when.is.includes(cells[layer][other]);
}

/**
 * The columns of the table, each by the lists it holds: those in use; lists that no layer has a use for both of, as the leak
 * and the time constant of a membrane, share one.
 */
export function columnsOf({ lists }: Pick<LayerTable, 'lists'>): number[][] {
  const apart = (a: number, b: number): boolean => {
    const [one, other] = [lists[a].description.when, lists[b].description.when];
    return one !== undefined && one.name === other?.name && !one.is.some((value) => other.is.includes(value));
  };
  const columns: number[][] = [];
  lists.forEach(({ inUse }, list) => {
    if (!inUse) return;
    const shared = columns.find((members) => members.every((member) => apart(member, list)));
    if (shared) shared.push(list);
    else columns.push([list]);
  });
  return columns;
}

export function withCell({ cells }: LayerTable, layer: number, list: number, entry: string): string[][] {
  return cells.map((row, l) => row.map((cell, c) => (l === layer && c === list ? entry : cell)));
}

/** With a copy of the top layer on top. */
export function withLayer({ cells }: LayerTable): string[][] {
  return [...cells, cells[cells.length - 1]].map((row) => [...row]);
}

export function withoutLayer({ cells }: LayerTable, layer: number): string[][] {
  return cells.filter((_, l) => l !== layer).map((row) => [...row]);
}

/** The settings as these cells make them; equal entries are written once, widths always one by one. */
export function settingsOf({ lists }: LayerTable, cells: readonly (readonly string[])[]): Settings {
  return Object.fromEntries(
    lists.map(({ description: { name } }, c) => {
      const entries = cells.map((row) => row[c]);
      const same = name !== widths && entries.every((entry) => entry === entries[0]);
      return [name, same ? entries[0] : entries.join(', ')];
    })
  );
}
