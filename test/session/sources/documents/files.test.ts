import { firstValueFrom, of, take, toArray } from 'rxjs';
import { expect, test } from 'vitest';
import { Random } from '../../../../src/models/random';
import { completeSettings, type Settings } from '../../../../src/models/settings';
import type { TextDocument } from '../../../../src/models/stream';
import type { Source } from '../../../../src/session/source';
import { documentsSource } from '../../../../src/session/sources/documents/files';

const open = (text: string, settings: Settings = {}): Promise<Source> =>
  documentsSource.create({
    settings: completeSettings(documentsSource.settings, { file: 'a.jsonl', documents: 2, ...settings }),
    random: new Random(3),
    files: { read: async () => new TextEncoder().encode(text) }
  });

const documents = async (source: Source, trials: number): Promise<TextDocument[]> => {
  const all = await firstValueFrom(source.trials(0, of(trials)).pipe(take(trials), toArray()));
  return all.flatMap(({ documents = [] }) => documents);
};

const records = [
  { id: 'a', text: 'one', source: 'books', quality: 1 },
  { id: 7, text: 'two', source: 'crawl' },
  { text: 'three', source: 'books', quality: 'good' }
];
const jsonl = `${records.map((record) => JSON.stringify(record)).join('\n')}\nnot json\n`;

test('records flow in with their sources, and broken lines are counted', async () => {
  const source = await open(jsonl, { heldOutDocuments: 0 });
  expect(source.shape.documents).toEqual({ sources: ['books', 'crawl'] });
  expect(await documents(source, 2)).toEqual([
    { id: 'a', source: 0, text: 'one', quality: 1 },
    { id: '7', source: 1, text: 'two' },
    { id: 'line 3', source: 0, text: 'three' }
  ]);
  expect(source.trialsPerPass).toBe(2);
  expect(source.note).toMatch(/^3 documents of 2 sources in 2 trials, 0 held out; 1 left out \(line 4: /);
});

test('after the last document nothing more flows in', async () => {
  const source = await open(jsonl, { heldOutDocuments: 1 });
  expect((await documents(source, 5)).map(({ text }) => text)).toEqual(['one', 'two']);
  expect(source.heldOut[0].documents?.map(({ text }) => text)).toEqual(['three']);
});

test('paragraphs of a plain text are documents, or all of it is one', async () => {
  const text = 'first line\nsecond line\n\nanother paragraph\n';
  const parted = await open(text, { file: 'a.txt', heldOutDocuments: 0 });
  expect((await documents(parted, 1)).map((one) => one.text)).toEqual([
    'first line\nsecond line',
    'another paragraph'
  ]);
  const whole = await open(text, { file: 'a.txt', pieces: 'file', heldOutDocuments: 0 });
  expect(await documents(whole, 1)).toHaveLength(1);
});

test('says what is wrong with a file without documents', async () => {
  await expect(open('{"body": "x"}\n')).rejects.toThrow(/records with a field 'text'/);
  await expect(open('', { file: ' ' })).rejects.toThrow("Setting 'file' is empty");
});
