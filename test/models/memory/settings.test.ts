import { describe, expect, it } from 'vitest';
import { memorySettings, networkList } from '../../../src/models/memory/model/settings';
import { layerKinds } from '../../../src/models/memory/network/plan';
import { planNetwork } from '../../../src/models/memory/network/network';
import { completeSettings, isInUse, type Settings, type SettingValue } from '../../../src/models/settings';

const shown = (settings: Settings): string[] =>
  memorySettings
    .filter((one) => isInUse(one, completeSettings(memorySettings, settings)))
    .map(({ name }) => name);

const ofSomeLayers = memorySettings.filter(({ when }) => when);

describe('settings of sequence memories', () => {
  it('are shown where a layer has them', () => {
    expect(shown({ layer: 'ovq' })).toEqual(expect.arrayContaining(['rows', 'block', 'growth', 'countBias']));
    for (const other of ['codeRate', 'state', 'rank', 'queryFactor', 'sharedBlocks', 'keyHeads', 'positions'])
      expect(shown({ layer: 'ovq' })).not.toContain(other);
    expect(shown({ layer: 'vq' })).toContain('codeRate');
    expect(shown({ layer: 'vq' })).not.toContain('growth');
    expect(shown({ layer: 'zamba2' })).toEqual(expect.arrayContaining(['state', 'groups', 'adapterRank']));
  });

  it('stay where a network beside has such a layer, whatever else is said of it', () => {
    const beside = 'softmax positions rope, cca convolutions false,  mla';
    const names = shown({ layer: 'linear', beside });
    expect(names).toEqual(expect.arrayContaining(['positions', 'qkMean', 'rank']));
    expect(names).not.toContain('rows');
  });

  /** Other values than the defaults that every layer can be made with. */
  const others: Record<string, SettingValue> = {
    ...{ keyHeads: 2, positions: 'rope', rows: 8, block: 8, growth: 'min', growthEnd: 100 },
    ...{ opening: 'random', openingSeed: 2, assignment: 'nearest', rate: 0.5, countBias: false },
    ...{ normCorrection: true, codeRate: 0.5, state: 8, groups: 2, rank: 8, turned: 4 },
    ...{ queryFactor: 1, keyFactor: 2, convolutions: false, qkMean: false, valueShift: false },
    ...{ qkNorm: false, sharedBlocks: 2, sharedEvery: 1, adapterRank: 2, adaptQueries: true }
  };

  it.each(layerKinds)('out of sight change neither weights nor state of %s', (layer) => {
    const sizeOf = (settings: Settings): [number, number] => {
      const [{ sizes }] = networkList({ layer, ...settings });
      const plan = planNetwork(sizes, { vocabulary: 10 });
      return [plan.weights.floats, plan.stateFloats(100)];
    };
    const [hidden, seen] = [false, true].map((use) =>
      ofSomeLayers.filter((one) => isInUse(one, completeSettings(memorySettings, { layer })) === use)
    );
    expect(ofSomeLayers.map(({ name }) => name).sort()).toEqual(Object.keys(others).sort());
    const changed = (names: typeof ofSomeLayers): Settings =>
      Object.fromEntries(names.map(({ name }) => [name, others[name]]));
    expect(sizeOf(changed(hidden))).toEqual(sizeOf({}));
    if (['gqa', 'mla', 'cca', 'ssd', 'vq', 'ovq', 'zamba2'].includes(layer))
      expect(sizeOf(changed(seen))).not.toEqual(sizeOf({}));
  });
});
