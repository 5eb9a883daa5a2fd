import { zlibSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { recipeFragment, recipeOfFragment } from '../../src/figures/recipeInLink';
import { presets } from '../../src/presets/registry';
import type { Recipe } from '../../src/session/recipe';

const recipeOf = (preset: (typeof presets)[number]): Recipe => ({
  recipe: 1,
  experiment: {
    ...preset.experiment,
    title: 'Größe β → ∞',
    edits: [{ tick: 3, setting: 'learningRate', value: 0.1 }]
  },
  version: '0.1.0',
  backend: 'wasm',
  ticks: 1234,
  stateHash: '0123456789abcdef'
});

describe('a recipe in a link', () => {
  it.each(presets.map((preset) => [preset.id, preset] as const))(
    'comes back as it went in (%s)',
    (_, preset) => {
      const recipe = recipeOf(preset);
      const fragment = recipeFragment(recipe);
      expect(fragment).toMatch(/^#run=[\w-]+$/);
      // Chat programs cut longer ones.
      expect(fragment.length).toBeLessThan(2000);
      expect(recipeOfFragment(fragment)?.recipe).toEqual(recipe);
    }
  );

  it('is looked for among other fields, and is none elsewhere', () => {
    const recipe = recipeOf(presets[0]);
    expect(recipeOfFragment(`#x=1&${recipeFragment(recipe).slice(1)}&y=2`)?.recipe).toEqual(recipe);
    for (const other of ['', '#', '#preset=digits', '#rerun=abc'])
      expect(recipeOfFragment(other)).toBeUndefined();
  });

  it('that was cut, changed or made to burst is refused in one line', () => {
    const whole = recipeFragment(recipeOf(presets[0]));
    for (const bad of [
      whole.slice(0, -9),
      `${whole.slice(0, 60)}AAAA${whole.slice(64)}`,
      '#run=%%%',
      '#run=',
      '#run=AAAA'
    ])
      expect(() => recipeOfFragment(bad), bad).toThrow(/^The link: .*\S$/);
    const bomb = zlibSync(new Uint8Array(64 * 2 ** 20), { level: 9 });
    const text = Buffer.from(bomb).toString('base64url');
    expect(() => recipeOfFragment(`#run=${text}`)).toThrow('too large');
    const other = Buffer.from(zlibSync(new TextEncoder().encode('{"format":1}'))).toString('base64url');
    expect(() => recipeOfFragment(`#run=${other}`)).toThrow('model is missing');
  });
});
