import { expect, it } from 'vitest';
import { presets } from '../../src/presets/registry';
import type { Checkpoint } from '../../src/session/checkpoint';
import { createSession } from '../../src/session/createSession';
import { Keyframes } from '../../src/session/keyframes';
import { Past } from '../../src/session/past';
import type { Session } from '../../src/session/session';
import { testHost } from './host';

const experimentOf = (id: string, settings: Record<string, number | string> = {}) => {
  const { experiment } = presets.find((preset) => preset.id === id)!;
  return {
    ...experiment,
    probes: [],
    model: { ...experiment.model, settings: { ...experiment.model.settings, ...settings } }
  };
};
const runs = {
  evidence: {
    experiment: experimentOf('evidence', { units: 8, batch: 2 }),
    images: ['weights'],
    edit: 'learningRate',
    to: 0.02
  },
  maps: { experiment: experimentOf('one-walk'), images: ['successor', 'values'], edit: 'gamma', to: 0.5 }
};

async function begun(run: keyof typeof runs, budget: number) {
  const session = await createSession(runs[run].experiment, testHost());
  const keyframes = new Keyframes(budget);
  await session.keep(keyframes);
  return { session, keyframes, past: new Past(testHost(), keyframes) };
}
const images = (session: Session, names: readonly string[]) =>
  session.still(async (image) =>
    Promise.all(names.map(async (name) => ({ name, data: (await image(name)).slice() })))
  );

it.each(['evidence', 'maps'] as const)(
  'shows the run as a fresh one stands at that tick, edits included: %s',
  async (name) => {
    const { edit, images: names, to } = runs[name];
    const { past, session } = await begun(name, 2 ** 16);
    const { steps } = session.describe().shape;
    await session.step('tick', 2 * steps + 3);
    await session.edit(edit, to);
    await session.step('tick', 6 * steps);
    const hash = await session.stateHash();
    for (const tick of [7 * steps + 5, 2 * steps + 1, 5 * steps, 0, 2 * steps + 3, 2 * steps + 4]) {
      const moment = await past.at(session, { tick, images: names, unit: undefined, near: false });
      expect(moment).toMatchObject({ tick, exact: true, overtaken: false });
      const fresh = await createSession({ ...session.experiment }, testHost());
      if (tick > 0) await fresh.step('tick', tick);
      expect(await past.hash()).toBe(await fresh.stateHash());
      const edits = tick < 2 * steps + 3 ? 0 : 1;
      const recipe = await past.recipe(session, tick);
      expect(recipe).toMatchObject({ ticks: tick, stateHash: await fresh.stateHash() });
      expect(recipe.experiment.edits).toHaveLength(edits);
      expect(recipe.experiment.probes).toEqual(session.experiment.probes);
      expect(moment.images).toEqual(await images(fresh, names));
      fresh.dispose();
      const again = await createSession(recipe.experiment, testHost());
      if (tick > 0) await again.step('tick', tick);
      expect(await again.stateHash()).toBe(recipe.stateHash);
      again.dispose();
    }
    // The run neither went on nor changed.
    expect(await session.stateHash()).toBe(hash);
    past.close();
    session.dispose();
  },
  120_000
);

it('keeps to its budget over a run of any length, evenly spread from the first tick on', async () => {
  const { keyframes, session } = await begun('evidence', 0);
  const [size] = [keyframes.bytes];
  session.dispose();
  const spread = await begun('evidence', 8 * size);
  const { steps } = spread.session.describe().shape;
  await spread.session.run({ trials: 50 });
  expect(spread.keyframes.bytes).toBeLessThanOrEqual(8 * size);
  const trials = spread.keyframes.ticks.map((tick) => tick / steps);
  expect(trials[0]).toBe(0);
  expect(trials.length).toBeGreaterThanOrEqual(4);
  const gaps = new Set(trials.slice(1).map((trial, k) => trial - trials[k]));
  expect(gaps.size).toBe(1);
  expect(50 - trials.at(-1)!).toBeLessThan([...gaps][0]);
  spread.session.dispose();
});

it('gives what is near at once, and only the newest question in full', async () => {
  const { past, session } = await begun('evidence', 2 ** 30);
  const { steps } = session.describe().shape;
  await session.run({ trials: 4 });
  const ask = (tick: number, near = false) => past.at(session, { tick, images: ['weights'], unit: 2, near });
  const near = await ask(2 * steps + 9, true);
  expect(near).toMatchObject({ tick: 2 * steps, exact: false });
  expect(near.images).toHaveLength(1);
  const answers = await Promise.all([ask(3 * steps + 100), ask(steps + 7), ask(steps + 8)]);
  expect(answers.map(({ overtaken }) => overtaken)).toEqual([true, true, false]);
  expect(answers[2]).toMatchObject({ tick: steps + 8, exact: true });
  await expect(ask(5 * steps)).rejects.toThrow(`expected one from 0 to ${4 * steps}`);
  past.close();
  expect((await ask(steps)).overtaken).toBe(true);
  await expect(past.recipe(session, steps)).rejects.toThrow('Another moment was asked for');
  session.dispose();
});

it('drops every other keyframe when they fill the budget, never the first', () => {
  const at = (trial: number): Checkpoint =>
    ({
      clock: { trial, tick: 10 * trial + 3 },
      model: { numbers: {}, arrays: { w: new Float64Array(8) } }
    }) as unknown as Checkpoint;
  const keyframes = new Keyframes(64 * 4);
  for (let trial = 1; trial <= 20; trial++)
    if (trial === 1 || keyframes.isDue(trial)) keyframes.add(at(trial));
  expect(keyframes.ticks).toEqual([13, 83, 163]);
  expect(keyframes.before(82)?.clock.trial).toBe(1);
  expect(keyframes.before(5)).toBeUndefined();
});
