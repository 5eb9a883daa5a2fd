import { describe, expect, it } from 'vitest';
import { models } from '../../../src/models/registry';
import { completeSettings, isInUse } from '../../../src/models/settings';
import { sources } from '../../../src/session/sources/registry';
import { open } from './source';

/** All but those that read a file. */
const drawn = sources.filter(({ settings }) => !settings.some((one) => one.kind === 'text' && one.namesFile));

describe('sources', () => {
  it('have ids of their own', () => {
    const ids = sources.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(sources)('$id has defaults that fit its own descriptions', ({ settings }) => {
    const defaults = Object.fromEntries(settings.map((setting) => [setting.name, setting.default]));
    expect(completeSettings(settings, {})).toEqual(defaults);
  });

  it.each(sources)('$id names no setting as a model does', ({ settings }) => {
    const taken = new Set(models.flatMap((model) => model.settings.map(({ name }) => name)));
    expect(settings.map(({ name }) => name).filter((name) => taken.has(name))).toEqual([]);
  });

  it.each(drawn)('$id lets nothing live that it cannot set', async (definition) => {
    const live = definition.settings.filter((setting) => setting.live);
    const source = await open(definition);
    expect(source.set !== undefined).toBe(live.length > 0);
    for (const setting of live) source.set?.(setting.name, setting.default);
  });

  it.each(drawn)('$id shapes its trials as it says', async (definition) => {
    const { shape, heldOut, note } = await open(definition);
    expect(shape.inputGroups.map(({ from }) => from)).toEqual([
      0,
      ...shape.inputGroups.slice(0, -1).map(({ to }) => to)
    ]);
    expect(shape.inputGroups[shape.inputGroups.length - 1].to).toBe(shape.inputs);
    expect(shape.outputLabels.length).toBe(shape.outputs);
    let end = 0;
    for (const { from, to } of shape.phases) {
      expect(from).toBeGreaterThanOrEqual(end);
      expect(to).toBeGreaterThan(from);
      end = to;
    }
    expect(end).toBe(shape.phases.length > 0 ? shape.steps : 0);
    for (const { x, target, mask } of heldOut.slice(0, 2)) {
      expect([x.length, target.length, mask.length]).toEqual([
        shape.steps * shape.inputs,
        shape.steps * shape.outputs,
        shape.steps
      ]);
    }
    expect(note).not.toBe('');
  });

  it('asks for arrays by name only where the file can have some', () => {
    const file = sources.find(({ id }) => id === 'file');
    const arrays = file?.settings.filter(({ name }) => name.endsWith('Array')) ?? [];
    const shown = (name: string): string[] =>
      arrays.filter((setting) => isInUse(setting, { file: name })).map(({ name }) => name);
    expect(shown('mine.npz')).toEqual(['inputArray', 'answerArray']);
    for (const name of ['example:digits.csv.gz', 'a.CSV', 'a.tsv', 'a.npy']) expect(shown(name)).toEqual([]);
  });
});
