import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lessons } from '../../src/presets/lessons/registry';
import { presets } from '../../src/presets/registry';
import { classOf, type ClassSettings } from '../../src/session/classroom';
import { createSession } from '../../src/session/createSession';
import { type Experiment, parseExperiment } from '../../src/session/experiment';
import { parseRecipe } from '../../src/session/recipe';
import { testHost } from './host';

const oneWalk = presets.find(({ id }) => id === 'one-walk')!.experiment;
const settings: ClassSettings = {
  version: 1,
  controls: { gamma: 'locked', eta: 'hidden' },
  panels: ['worldMap'],
  lesson: 'one-walk',
  prompt: { question: 'How far?', answers: ['near', 'far'], after: 5, series: 'mapError', explanation: '' }
};
const prepared: Experiment = { ...oneWalk, class: settings };

async function ran(experiment: Experiment) {
  const session = await createSession(experiment, testHost(), { recordingBudget: 2 ** 20 });
  await session.run({ trials: 2 });
  const recipe = await session.recipe();
  session.dispose();
  return recipe;
}

describe('what is prepared for a class', () => {
  it('is kept by an experiment file and by a recipe', async () => {
    expect(parseExperiment(JSON.parse(JSON.stringify(prepared)))).toEqual(prepared);
    const recipe = await ran(prepared);
    expect(classOf(parseRecipe(JSON.parse(JSON.stringify(recipe))).experiment)).toEqual(settings);
  });

  it('leaves the state hash of the run as it is', async () => {
    const [plain, taught] = [await ran(oneWalk), await ran(prepared)];
    expect(taught.stateHash).toBe(plain.stateHash);
    // So that the comparison could fail.
    expect((await ran({ ...prepared, seed: 2 })).stateHash).not.toBe(plain.stateHash);
  });

  it('may be short: what is left out has a default', () => {
    const json = { ...oneWalk, class: { version: 1, prompt: { question: 'What now?' } } };
    expect(classOf(parseExperiment(json))).toEqual({
      version: 1,
      controls: {},
      prompt: { question: 'What now?', answers: [], after: 100, series: 'error', explanation: '' }
    });
  });

  it('of a form newer than this version knows is kept and not used', () => {
    const json = { ...oneWalk, class: { version: 2, seats: 30 } };
    const read = parseExperiment(json);
    expect(read.class).toEqual({ version: 2, seats: 30 });
    expect(classOf(read)).toBeUndefined();
  });

  it.each([
    [{ version: 1, controls: { gamma: 'shut' } }, 'class.controls.gamma'],
    [{ version: 1, prompt: { answers: [] } }, 'class.prompt.question'],
    [{ version: 1, prompt: { question: '', after: 0 } }, 'class.prompt.after'],
    [{ controls: {} }, 'class.version'],
    ['everyone', 'class']
  ])('that does not read names the field: %j', (broken, field) => {
    expect(() => parseExperiment({ ...oneWalk, class: broken })).toThrow(field);
  });

  it('is not there in an experiment that says nothing', () => {
    expect(classOf(oneWalk)).toBeUndefined();
    expect('class' in parseExperiment(JSON.parse(JSON.stringify(oneWalk)))).toBe(false);
  });

  it('is documented as it reads, with every lesson there is', () => {
    const page = readFileSync(new URL('../../docs/teaching.md', import.meta.url), 'utf8');
    const [, example] = /```json\n("class": [\s\S]*?)```/.exec(page)!;
    const json = { ...oneWalk, ...JSON.parse(`{${example}}`) };
    expect(classOf(parseExperiment(json))).toEqual(json.class);
    for (const { id } of lessons) expect(page).toContain(`\`${id}\``);
  });
});
