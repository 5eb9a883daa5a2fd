import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createSession } from '../../src/session/createSession';
import { isRecipe, parseRecipe } from '../../src/session/recipe';
import { version } from '../../src/session/version';
import { nodeHost } from '../../src/cli/host';
import { shortEvidence } from './shortEvidence';

describe('a recipe', () => {
  it('says the version that package.json has', () => {
    const { version: packaged } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(version).toBe(packaged);
  });

  it('brings the run back: the same ticks of the same experiment give the same hash, edits included', async () => {
    const host = nodeHost('.', 1);
    const session = await createSession(shortEvidence, host);
    await session.run({ trials: 2 });
    await session.edit('learningRate', 0.004);
    await session.step('tick', 7);
    const written = JSON.stringify(await session.recipe());
    expect(isRecipe(JSON.parse(written))).toBe(true);
    const recipe = parseRecipe(JSON.parse(written));
    expect(recipe.experiment.edits).toHaveLength(1);
    const again = await createSession(recipe.experiment, host, { backend: recipe.backend });
    await again.step('tick', recipe.ticks);
    expect(await again.stateHash()).toBe(recipe.stateHash);
    const without = await createSession({ ...recipe.experiment, edits: [] }, host, {
      backend: recipe.backend
    });
    await without.step('tick', recipe.ticks);
    expect(await without.stateHash()).not.toBe(recipe.stateHash);
    for (const one of [session, again, without]) one.dispose();
  });

  it.each([
    [{ ticks: -1 }, /^ticks/],
    [{ stateHash: 'none' }, /^stateHash/],
    [{ backend: 'abacus' }, /^backend/],
    [{ experiment: 3 }, /experiment/i]
  ])('names the field at fault: %j', (wrong, said) => {
    const right = {
      recipe: 1,
      experiment: shortEvidence,
      version: '0.1.0',
      backend: 'wasm',
      ticks: 3,
      stateHash: '0123456789abcdef'
    };
    expect(parseRecipe(right)).toMatchObject({ ticks: 3 });
    expect(() => parseRecipe({ ...right, ...wrong })).toThrow(said);
  });
});
