import { firstValueFrom, of, take, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/models/random';
import { completeSettings, type Settings } from '../../../src/models/settings';
import type { Trial } from '../../../src/models/stream';
import { sources } from '../../../src/session/sources/registry';

async function opened(id: string, settings: Settings = {}, files: Record<string, string> = {}) {
  const definition = sources.find((source) => source.id === id)!;
  return definition.create({
    settings: completeSettings(definition.settings, settings),
    random: new Random(3),
    files: {
      read: async (name) => {
        if (name in files) return new TextEncoder().encode(files[name]);
        throw new Error(`There is no file '${name}'.`);
      }
    }
  });
}

const drawn = async (id: string, settings: Settings, from: number, count: number): Promise<Trial[]> => {
  const source = await opened(id, settings);
  return firstValueFrom(source.trials(from, of(count)).pipe(take(count), toArray()));
};

describe.each([
  ['hashes', { chains: 5, hops: 3 }],
  ['needles', { textPassages: 20 }],
  ['variableTracking', { textPassages: 20 }],
  ['commonWords', { listWords: 30, common: 4, often: 9 }],
  ['frequentWords', { textWords: 120, listWords: 20 }],
  ['factChains', { textPassages: 20 }],
  ['twoHopFacts', { textPassages: 20, persons: 4 }]
] as [string, Settings][])('the source %s', (id, settings) => {
  it('gives a text, a question and ticks to walk in, from any index on alike', async () => {
    const { shape } = await opened(id, settings);
    const [first, second, third] = await drawn(id, settings, 0, 3);
    expect(await drawn(id, settings, 2, 1)).toEqual([third]);
    expect(second.documents).not.toEqual(first.documents);
    const passages = first.documents?.length ?? 0;
    expect(shape.steps).toBe(passages + 18);
    expect(shape.phases.map(({ from, to }) => [from, to])).toEqual([
      [0, passages],
      [passages, passages + 18]
    ]);
    expect(first.question?.answers.length).toBeGreaterThan(0);
    expect(new Set(first.documents?.map((document) => document.id)).size).toBe(passages);
  });
});

describe('what does not fit', () => {
  it.each([
    [
      'needles',
      { needleKeys: 2, askedKeys: 3 },
      /3 keys are asked for and there are 2; set 'needleKeys' higher/
    ],
    ['needles', { needleKeys: 40, textPassages: 20 }, /Needles take 40 passages; a text has 20/],
    ['variableTracking', { textPassages: 10, assignments: 20 }, /Assignments take 21 passages/],
    ['twoHopFacts', { textPassages: 10, persons: 6 }, /Facts take 12 passages/],
    ['commonWords', { often: 2, seldom: 3 }, /expected fewer common words than words, and more of each/],
    ['hashes', { chains: 20000, hops: 16 }, /make 320000 passages; at most 200000/]
  ] as [string, Settings, RegExp][])('is refused: %s %o', async (id, settings, message) => {
    await expect(opened(id, settings)).rejects.toThrow(message);
  });
});

describe('passages of a text', () => {
  const files = { 'a.txt': 'It rained. Ada wrote.\n\nBirds sang.' };

  it('are the same in every trial, with the question', async () => {
    const source = await opened('passages', { textFile: 'a.txt', asked: 'Who wrote?' }, files);
    const [trial] = await firstValueFrom(source.trials(0, of(1)).pipe(toArray()));
    expect(trial.documents?.map(({ text }) => text)).toEqual(['It rained.', 'Ada wrote.', 'Birds sang.']);
    expect(trial.question).toEqual({ text: 'Who wrote?', gold: [], answers: [] });
    expect(source.note).toBe('a.txt, 3 passages');
  });

  it.each([
    [{}, /'textFile' is empty; expected the name of a text file/],
    [{ textFile: 'a.txt' }, /'asked' is empty; expected a question/],
    [
      { textFile: 'a.txt', asked: 'x', cutInto: 'page' },
      /Setting 'cutInto': The chunks are 'page'; expected sentence/
    ],
    [{ textFile: 'empty.txt', asked: 'x' }, /found no passage; expected a text with words in it/]
  ] as [Settings, RegExp][])('are refused: %o', async (settings, message) => {
    await expect(opened('passages', settings, { ...files, 'empty.txt': ' \n' })).rejects.toThrow(message);
  });
});
