import { describe, expect, it } from 'vitest';
import type { SettingDescription, SettingValue } from '../../src/models/settings';
import {
  columnsOf,
  isOfUse,
  layerTable,
  settingsOf,
  withCell,
  withLayer,
  withoutLayer
} from '../../src/renderer/lab/layerLists';
import type { SettingRow } from '../../src/renderer/lab/settingRows';

const described = { label: '', group: 'Network', live: false, help: '', most: 3 } as const;
const numbers = { ...described, kind: 'numbers', default: '1', min: 0, max: 99 } as const;
const types = ['leakyTanh', 'lif'].map((value) => ({ value, label: value }));

function row(description: SettingDescription, value: SettingValue): SettingRow {
  return { owner: 'model', description, value, original: value, changed: false, inUse: true };
}

const leaks = { ...numbers, name: 'leaks', when: { name: 'unitTypes', is: ['leakyTanh'] } };
const rows = [
  row(leaks, '0.5, 0.05'),
  row({ ...numbers, name: 'layers' }, '8, 4'),
  row({ ...described, kind: 'choices', name: 'unitTypes', default: 'lif', options: types }, 'leakyTanh'),
  row({ ...numbers, name: 'delays', group: 'Run' }, '3')
];
const table = layerTable(rows)!;

describe('the table of layers', () => {
  it('has a row per width and a column per list of the network, the widths first', () => {
    expect(table.lists.map(({ description }) => description.name)).toEqual(['layers', 'leaks', 'unitTypes']);
    // A single entry holds for every layer.
    expect(table.cells).toEqual([
      ['8', '0.5', 'leakyTanh'],
      ['4', '0.05', 'leakyTanh']
    ]);
    expect(table.most).toBe(3);
  });

  it('is not there for a model without layers', () => {
    expect(layerTable(rows.filter(({ description }) => description.name !== 'layers'))).toBeUndefined();
  });

  it('gives back the settings it was made of', () => {
    expect(settingsOf(table, table.cells)).toEqual({
      layers: '8, 4',
      leaks: '0.5, 0.05',
      unitTypes: 'leakyTanh'
    });
  });

  it('writes equal entries once, but every width', () => {
    expect(settingsOf(table, withCell(table, 1, 1, '0.5')).leaks).toBe('0.5');
    expect(settingsOf(table, withCell(table, 1, 0, '8')).layers).toBe('8, 8');
    expect(settingsOf(table, withCell(table, 0, 2, 'lif')).unitTypes).toBe('lif, leakyTanh');
  });

  it('adds a copy of the top layer and removes any, in all lists alike', () => {
    expect(settingsOf(table, withLayer(table))).toMatchObject({
      layers: '8, 4, 4',
      leaks: '0.5, 0.05, 0.05'
    });
    expect(settingsOf(table, withoutLayer(table, 0))).toMatchObject({ layers: '4', leaks: '0.05' });
  });

  it('knows the entries that a layer has no use for', () => {
    const mixed = { ...table, cells: withCell(table, 0, 2, 'lif') };
    const column = 1;
    expect([isOfUse(mixed, 0, column), isOfUse(mixed, 1, column)]).toEqual([false, true]);
    expect(isOfUse(mixed, 0, 0)).toBe(true);
  });

  it('gives lists that exclude each other one column, and none to lists out of use', () => {
    const only = (name: string, is: readonly SettingValue[], inUse = true): SettingRow => ({
      ...row({ ...numbers, name, when: { name: 'unitTypes', is } }, '1'),
      inUse
    });
    const lists = [
      ...table.lists,
      only('tau', ['lif', 'alif']),
      only('both', ['lif', 'leakyTanh']),
      only('idle', ['lif'], false)
    ];
    const named = columnsOf({ lists }).map((column) => column.map((list) => lists[list].description.name));
    expect(named).toEqual([['layers'], ['leaks', 'tau'], ['unitTypes'], ['both']]);
  });
});
