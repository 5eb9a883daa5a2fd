import { describe, expect, it } from 'vitest';
import { completeSettings } from '../../../src/models/settings';
import { sources } from '../../../src/session/sources/registry';

describe('sources', () => {
  it('have ids of their own', () => {
    const ids = sources.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(sources)('$id has defaults that fit its own descriptions, and nothing live', ({ settings }) => {
    const defaults = Object.fromEntries(settings.map((setting) => [setting.name, setting.default]));
    expect(completeSettings(settings, {})).toEqual(defaults);
    expect(settings.filter(({ live }) => live)).toEqual([]);
  });
});
