import { firstValueFrom, of, take, toArray } from 'rxjs';
import { expect, test } from 'vitest';
import { Random } from '../../../../src/models/random';
import { completeSettings, type Settings } from '../../../../src/models/settings';
import type { Source } from '../../../../src/session/source';
import { pagesSource } from '../../../../src/session/sources/documents/pages';

const open = (settings: Settings = {}): Promise<Source> =>
  pagesSource.create({
    settings: completeSettings(pagesSource.settings, { documents: 40, ...settings }),
    random: new Random(3),
    files: { read: () => Promise.reject(new Error('no file')) }
  });

const trials = (source: Source, from: number, count: number) =>
  firstValueFrom(source.trials(from, of(count)).pipe(take(count), toArray()));

test('pages of a trial are a function of seed and index', async () => {
  const [all, later] = [await trials(await open(), 0, 4), await trials(await open(), 2, 2)];
  expect(later).toEqual(all.slice(2));
  const ids = all.flatMap(({ documents = [] }) => documents.map(({ id }) => id));
  expect(new Set(ids).size).toBe(160);
});

test('held-out pages are good ones that the stream never holds', async () => {
  const source = await open({ cleanPages: 3 });
  const texts = (await trials(source, 0, 4)).flatMap(({ documents = [] }) =>
    documents.map(({ text }) => text)
  );
  const held = source.heldOut.flatMap(({ documents = [] }) => documents);
  expect(held).toHaveLength(3);
  for (const { quality, text } of held) {
    expect(quality).toBe(1);
    expect(texts).not.toContain(text);
  }
});

test('says where shares do not fit', async () => {
  await expect(open({ copies: 0.9, junk: 0.2 })).rejects.toThrow(/sum to 1\.\d+; expected at most 1/);
});
