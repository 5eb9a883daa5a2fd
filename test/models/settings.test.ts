import { describe, expect, test } from 'vitest';
import {
  checkSetting,
  completeSettings,
  findSetting,
  isInUse,
  listOf,
  parseSetting,
  type SettingDescription,
  SettingError
} from '../../src/models/settings';

const common = { label: 'x', group: 'Run', live: false, help: 'x.' } as const;
const rate: SettingDescription = {
  ...common,
  name: 'rate',
  kind: 'number',
  default: 0.5,
  min: 0,
  max: 1,
  scale: 'linear'
};
const units: SettingDescription = {
  ...common,
  name: 'units',
  kind: 'number',
  default: 4,
  min: 1,
  max: 64,
  integer: true,
  unit: 'units',
  scale: 'log'
};
const rule: SettingDescription = {
  ...common,
  name: 'rule',
  kind: 'choice',
  default: 'adam',
  options: [
    { value: 'adam', label: 'Adam' },
    { value: 'sgd', label: 'SGD' }
  ]
};
const learn: SettingDescription = {
  ...common,
  name: 'learn',
  kind: 'toggle',
  default: true,
  when: { name: 'rule', is: ['sgd'] }
};
const file: SettingDescription = { ...common, name: 'file', kind: 'text', default: '' };
const widths: SettingDescription = {
  ...common,
  name: 'widths',
  kind: 'numbers',
  default: '64, 64',
  min: 1,
  max: 512,
  integer: true,
  most: 3
};
const leaks: SettingDescription = {
  ...widths,
  name: 'leaks',
  default: '0.5',
  min: 0,
  max: 1,
  integer: false
};
const types: SettingDescription = {
  ...common,
  name: 'types',
  kind: 'choices',
  default: 'lif',
  options: [
    { value: 'lif', label: 'LIF' },
    { value: 'alif', label: 'ALIF' }
  ],
  most: 2
};
const all = [rate, units, rule, learn, file];

describe('settings', () => {
  test('are completed with defaults, given values first', () => {
    expect(completeSettings(all, { units: 9, learn: false })).toEqual({
      rate: 0.5,
      units: 9,
      rule: 'adam',
      learn: false,
      file: ''
    });
  });

  test('of unknown names are refused with the names there are', () => {
    expect(() => completeSettings(all, { unit: 9 })).toThrow(
      new SettingError("Unknown setting 'unit'. Settings here: rate, units, rule, learn, file.")
    );
    expect(findSetting(all, 'rule')).toBe(rule);
  });

  test.each<[SettingDescription, number | string | boolean, string]>([
    [rate, 1.5, "Setting 'rate' is 1.5; expected a number from 0 to 1."],
    [rate, Number.NaN, "Setting 'rate' is null; expected a number from 0 to 1."],
    [rate, '1', 'Setting \'rate\' is "1"; expected a number from 0 to 1.'],
    [units, 2.5, "Setting 'units' is 2.5; expected a whole number from 1 to 64 (units)."],
    [rule, 'rms', 'Setting \'rule\' is "rms"; expected one of adam, sgd.'],
    [learn, 1, "Setting 'learn' is 1; expected true or false."],
    [file, 1, "Setting 'file' is 1; expected text."],
    [
      widths,
      '64, 2.5',
      'Setting \'widths\' is "64, 2.5"; expected 1 to 3 whole numbers from 1 to 512, separated by commas.'
    ],
    [
      leaks,
      '1, 1, 1, 1',
      'Setting \'leaks\' is "1, 1, 1, 1"; expected 1 to 3 numbers from 0 to 1, separated by commas.'
    ],
    [types, 'lif, gru', 'Setting \'types\' is "lif, gru"; expected 1 to 2 of lif, alif, separated by commas.']
  ])('that do not fit are refused in words', (description, value, message) => {
    expect(() => checkSetting(description, value)).toThrow(new SettingError(message));
  });

  test('that are lists are written one way, whatever the blanks, and may be a single number', () => {
    expect(checkSetting(widths, ' 64,32 ,1e2')).toBe('64, 32, 1e2');
    expect(checkSetting(leaks, 0.5)).toBe('0.5');
    expect(parseSetting(types, 'lif,alif')).toBe('lif, alif');
    expect(listOf('64, 32')).toEqual(['64', '32']);
    for (const bad of ['', '64,', ',', '64, x', '64 32', true]) {
      expect(() => checkSetting(widths, bad)).toThrow(SettingError);
      expect(() => checkSetting(types, bad)).toThrow(SettingError);
    }
  });

  test('read from text as their kind says', () => {
    expect(parseSetting(rate, '.25')).toBe(0.25);
    expect(parseSetting(units, ' 1e1 ')).toBe(10);
    expect(parseSetting(learn, 'false')).toBe(false);
    expect(parseSetting(rule, 'sgd')).toBe('sgd');
    expect(parseSetting(file, '12')).toBe('12');
    for (const text of ['', 'x', 'Infinity', '2'])
      expect(() => parseSetting(rate, text)).toThrow(SettingError);
    expect(() => parseSetting(learn, 'yes')).toThrow('Setting \'learn\' is "yes"; expected true or false.');
  });

  test('are in use only where the setting they hang on says so', () => {
    expect(isInUse(learn, completeSettings(all, {}))).toBe(false);
    expect(isInUse(learn, completeSettings(all, { rule: 'sgd' }))).toBe(true);
    expect(isInUse(rate, completeSettings(all, {}))).toBe(true);
    const adaptive = { ...rate, when: { name: 'types', is: ['alif'] } };
    expect(isInUse(adaptive, { types: 'lif, alif' })).toBe(true);
    expect(isInUse(adaptive, { types: 'lif' })).toBe(false);
  });

  test('are out of use where the name of a file rules them out', () => {
    const array = { ...file, name: 'array', unless: { name: 'file', endsWith: ['.csv', '.csv.gz'] } };
    for (const name of ['a.csv', 'A.CSV', 'a.csv.gz']) expect(isInUse(array, { file: name })).toBe(false);
    for (const name of ['a.npz', 'a.csv.npz', 'csv', '']) expect(isInUse(array, { file: name })).toBe(true);
    const both = { ...array, when: { name: 'rule', is: ['sgd'] } };
    expect(isInUse(both, { file: 'a.npz', rule: 'sgd' })).toBe(true);
    expect(isInUse(both, { file: 'a.npz', rule: 'adam' })).toBe(false);
    expect(isInUse(both, { file: 'a.csv', rule: 'sgd' })).toBe(false);
  });
});
