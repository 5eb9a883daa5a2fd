import { describe, expect, test } from 'vitest';
import { findModel, models } from '../../src/models/registry';
import { checkSetting, completeSettings, findSetting } from '../../src/models/settings';

test('a model is found by its id, and an unknown one refused with the ids there are', () => {
  expect(findModel('eprop').id).toBe('eprop');
  expect(findModel('deep').id).toBe('deep');
  expect(() => findModel('elman')).toThrow(
    "Unknown model 'elman'. Models: eprop, deep, maps, vae, memory, corpus, mixpr, hopfield, devices."
  );
});

describe.each(models.map((model) => [model.id, model] as const))('the settings of %s', (_, { settings }) => {
  test('have names of their own, words, and a default that fits', () => {
    expect(new Set(settings.map(({ name }) => name)).size).toBe(settings.length);
    expect(new Set(settings.map(({ label }) => label)).size).toBe(settings.length);
    for (const setting of settings) {
      expect(checkSetting(setting, setting.default)).toBe(setting.default);
      expect(setting.help, setting.name).toMatch(/^.{20,}\.$/s);
      if (setting.kind === 'number' && setting.scale === 'log')
        expect(setting.min, setting.name).toBeGreaterThan(0);
    }
  });

  test('hang only on settings and values there are', () => {
    const complete = completeSettings(settings, {});
    for (const { name, when } of settings) {
      if (!when) continue;
      expect(when.name in complete, name).toBe(true);
      for (const value of when.is) expect(checkSetting(findSetting(settings, when.name), value)).toBe(value);
    }
  });
});
