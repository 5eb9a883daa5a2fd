import { describe, expect, it } from 'vitest';
import type { Trial } from '../../../src/models/stream';
import { storeRecallSource } from '../../../src/session/sources/storeRecall';
import { open, shareError, take } from './source';

/** Every group that fires throughout, so that slots can be read off one step: [slot][symbol A, B, store, recall]. */
const legible = { symbolRate: 1000, inputs: 4, slotSteps: 1, heldOut: 0 };
const slotsOf = (trial: Trial): number[][] =>
  Array.from({ length: trial.mask.length }, (_, s) => [...trial.x.subarray(4 * s, 4 * s + 4)]);

/** Chance of each number of recalls in a valid trial of `slots`, by going through every sequence of commands. */
function recallChances(slots: number, p: number): number[] {
  const chances: number[] = new Array(slots + 1).fill(0);
  for (let commands = 0; commands < 2 ** slots; commands++) {
    const places = Array.from({ length: slots }, (_, s) => s).filter((s) => (commands >> s) % 2 === 1);
    const stores = places.filter((_, i) => i % 2 === 0);
    const open = places.length % 2 === 1;
    if (places.length === 0 || open || stores.some((s) => places.includes(s + 1))) continue;
    chances[stores.length] += p ** places.length * (1 - p) ** (slots - places.length);
  }
  const total = chances.reduce((sum, chance) => sum + chance, 0);
  return chances.map((chance) => chance / total);
}

describe('the store-recall task', () => {
  it('has the published 12 slots of 200 ms in 4 groups of 25', async () => {
    const { shape } = await open(storeRecallSource, {
      slotSteps: 200,
      inputs: 100,
      symbolRate: 50,
      heldOut: 4
    });
    expect([shape.steps, shape.inputs, shape.outputs]).toEqual([2400, 100, 2]);
    expect(shape.inputGroups.map(({ from, to }) => [from, to])).toEqual([
      [0, 25],
      [25, 50],
      [50, 75],
      [75, 100]
    ]);
    expect(shape.phases.length).toBe(12);
    expect(shape.phases[11]).toEqual({ label: 'Slot 12', from: 2200, to: 2400 });
  });

  it('stores before it recalls, once each, with a symbol at every slot but a recall', async () => {
    for (const trial of await take(await open(storeRecallSource, legible), 0, 500)) {
      let kept: number | undefined;
      let recalls = 0;
      const slots = slotsOf(trial);
      for (const [s, [a, b, store, recall]] of slots.entries()) {
        expect(a + b + recall).toBe(1);
        expect(trial.mask[s]).toBe(recall);
        if (store === 1) {
          expect(kept).toBeUndefined();
          expect(slots[s + 1].slice(2)).toEqual([0, 0]);
          kept = b;
        }
        if (recall === 0) continue;
        expect([...trial.target.subarray(2 * s, 2 * s + 2)]).toEqual(kept === 1 ? [0, 1] : [1, 0]);
        kept = undefined;
        recalls++;
      }
      expect(kept).toBeUndefined();
      expect(recalls).toBeGreaterThan(0);
    }
  });

  it('draws commands with the published probability 1 / (1 + delay) given that a trial is valid', async () => {
    const trials = await take(await open(storeRecallSource, legible), 0, 4000);
    const chances = recallChances(12, 1 / 7);
    for (const recalls of [1, 2, 3]) {
      const share =
        trials.filter(({ mask }) => mask.reduce((a, b) => a + b, 0) === recalls).length / trials.length;
      expect(Math.abs(share - chances[recalls])).toBeLessThan(shareError(chances[recalls], 4000));
    }
    expect(chances[1]).toBeGreaterThan(0.5);
  });

  it('asks for both symbols alike, and no symbol but the stored one tells which', async () => {
    const trials = await take(await open(storeRecallSource, legible), 0, 4000);
    let [recalls, ofB, wrong] = [0, 0, 0];
    for (const trial of trials) {
      for (const [s, [, , , recall]] of slotsOf(trial).entries()) {
        if (recall === 0) continue;
        recalls++;
        ofB += trial.target[2 * s + 1];
        // The slot before a recall is never the store, so reporting what it showed is a guess: error 1/2.
        wrong += Math.abs(trial.target[2 * s + 1] - trial.x[4 * (s - 1) + 1]);
      }
    }
    expect(Math.abs(ofB / recalls - 0.5)).toBeLessThan(shareError(0.5, recalls));
    expect(Math.abs(wrong / recalls - 0.5)).toBeLessThan(shareError(0.5, recalls));
  });

  it('fires a group at its rate while it is on and never else', async () => {
    const source = await open(storeRecallSource, { heldOut: 0 });
    let [spikes, expected] = [0, 0];
    for (const { x, mask } of await take(source, 0, 300)) {
      for (let s = 0; s < 12; s++) {
        const counts = [0, 1, 2, 3].map((group) => {
          let found = 0;
          for (let t = 20 * s; t < 20 * s + 20; t++)
            for (let i = 5 * group; i < 5 * group + 5; i++) found += x[20 * t + i];
          return found;
        });
        const recall = mask[20 * s] === 1;
        // On for sure: a symbol in every slot but a recall's, where the recall group is on alone.
        if (recall) expect(counts.slice(0, 3)).toEqual([0, 0, 0]);
        else expect([counts[3], Math.min(counts[0], counts[1])]).toEqual([0, 0]);
        spikes += recall ? counts[3] : counts[0] + counts[1];
        expected += 5 * 20 * 0.12;
      }
    }
    expect(Math.abs(spikes - expected)).toBeLessThan(5 * Math.sqrt(expected));
  });

  it('is a function of seed and index, and holds trials out of the stream', async () => {
    const source = await open(storeRecallSource);
    const [, second] = await take(source, 4, 2);
    const [alone] = await take(await open(storeRecallSource), 5, 1);
    expect(alone).toEqual(second);
    expect((await take(await open(storeRecallSource, {}, 2), 5, 1))[0].x).not.toEqual(alone.x);
    expect([source.heldOut.length, source.scoreEvery]).toEqual([128, 480]);
    const seen = new Set((await take(source, 0, 200)).map(({ x }) => x.join()));
    expect(source.heldOut.filter(({ x }) => seen.has(x.join()))).toEqual([]);
  });

  it('refuses settings that make no task', async () => {
    await expect(open(storeRecallSource, { inputs: 21 })).rejects.toThrow('expected a multiple of 4');
    await expect(open(storeRecallSource, { slotDelay: 121 })).rejects.toThrow('expected at most 120');
  });
});
