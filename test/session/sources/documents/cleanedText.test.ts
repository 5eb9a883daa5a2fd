import { describe, expect, it, test } from 'vitest';
import { documentSeparator } from '../../../../src/formats/corpus/joinedText';
import { wordTokens } from '../../../../src/models/corpus/cleaning/tokens';
import { corpusProbes, stages } from '../../../../src/models/corpus/model/probes';
import type { Take } from '../../../../src/models/corpus/model/taking';
import { Random } from '../../../../src/models/random';
import { completeSettings, type Settings } from '../../../../src/models/settings';
import { handedOver } from '../../../../src/renderer/letters/handOver';
import { experimentBytes, readExperimentFile } from '../../../../src/renderer/files/experimentFile';
import { createSession } from '../../../../src/session/createSession';
import type { Experiment } from '../../../../src/session/experiment';
import type { Session } from '../../../../src/session/session';
import { cleanedText } from '../../../../src/session/sources/documents/cleanedText';
import { cleaningOf, parseCleaning } from '../../../../src/session/sources/documents/cleaning';
import { lettersSource } from '../../../../src/session/sources/tokens/letters';
import { testHost } from '../../host';

const pages = (settings: Settings = {}, edits: Experiment['edits'] = []): Experiment => ({
  format: 1,
  title: 'Pages',
  model: { id: 'corpus', settings: { readerOrder: 0, ...settings } },
  source: { id: 'pages', settings: { documents: 16, copies: 0.5, junk: 0.2, leastWords: 30, mostWords: 60 } },
  probes: [corpusProbes.ledger],
  seed: 3,
  edits
});

async function after(experiment: Experiment, trials: number, ticks = 0): Promise<Session> {
  const session = await createSession(experiment, testHost());
  await session.run({ trials });
  if (ticks > 0) await session.step('tick', ticks);
  return session;
}

const taken = (experiment: Experiment, ticks: number, take: Take = 'kept', most?: number) => {
  const { cleaning, file } = cleaningOf(experiment, ticks);
  return cleanedText(testHost(), parseCleaning(cleaning), {
    file,
    take,
    ...(most !== undefined && { most })
  });
};

const documentsIn = (text: string): string[] => text.split(documentSeparator);
const words = (text: string): number =>
  documentsIn(text).reduce((sum, one) => sum + wordTokens(one).length, 0);

/** Words kept of all sources, as the run itself tells. */
async function keptWords(session: Session): Promise<number> {
  const { series } = await session.collect();
  const { rows } = series.find(({ probe }) => probe.name === corpusProbes.ledger)!;
  const width = rows.data.length / rows.times.length;
  return rows.data
    .slice(-width)
    .reduce((sum, count, at) => (at % stages.length === stages.length - 1 ? sum + count : sum), 0);
}

describe('the text of what a run has kept', () => {
  const runs: [string, Experiment][] = [
    ['with the usual policy', pages()],
    ['that keeps all copies of the best source', pages({ keep: 'cross' })],
    ['whose index is emptied again and again', pages({ capacity: 16 })],
    ['with a judge', pages({ labelled: 20, quality: 0.6 })],
    [
      'whose policy is edited on the way',
      pages({ capacity: 40, labelled: 10 }, [
        { tick: 20, setting: 'minLength', value: 250 },
        { tick: 70, setting: 'keep', value: 'all' },
        { tick: 128, setting: 'keep', value: 'one' }
      ])
    ]
  ];

  it.each(runs)('has as many words as its ledger says, in a run %s', async (_name, experiment) => {
    const session = await after(experiment, 8);
    const { text } = await taken(session.experiment, 128);
    expect(words(text)).toBe(await keptWords(session));
    const { text: raw } = await taken(session.experiment, 128, 'raw');
    expect(documentsIn(raw)).toHaveLength(128);
    expect(words(text)).toBeLessThan(words(raw));
    session.dispose();
  });

  it('differs where an edit differs, and not for one that comes later', async () => {
    const edit = (tick: number) => pages({}, [{ tick, setting: 'minLength', value: 300 }]);
    const [{ text: usual }, { text: stricter }, { text: later }] = [
      await taken(pages(), 64),
      await taken(edit(10), 64),
      await taken(edit(65), 64)
    ];
    expect(words(stricter)).toBeLessThan(words(usual));
    expect(later).toBe(usual);
  });

  it('grows with the run, in the order of the stream', async () => {
    const raw = documentsIn((await taken(pages(), 40, 'raw')).text);
    expect(raw).toHaveLength(40);
    const more = documentsIn((await taken(pages(), 48, 'raw')).text);
    expect(more.slice(0, 40)).toEqual(raw);
    const kept = documentsIn((await taken(pages(), 40)).text);
    // As it was cleaned: no page of these has a run that is collapsed.
    const places = kept.map((one) => raw.indexOf(one));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it('holds out the same documents whatever is taken', async () => {
    const [kept, raw] = [await taken(pages(), 64), await taken(pages(), 64, 'raw')];
    expect(documentsIn(kept.heldOut)).toHaveLength(8);
    expect(raw.heldOut).toBe(kept.heldOut);
  });

  it('is cut behind a whole document at the limit, and says so', async () => {
    const whole = documentsIn((await taken(pages(), 64)).text);
    const most = whole.slice(0, 5).join('').length + 10;
    const { note, text } = await taken(pages(), 64, 'kept', most);
    expect(documentsIn(text)).toEqual(whole.slice(0, 5));
    expect(note).toContain(`${whole.length} documents kept of 64 that came, cut to the first 5`);
    expect(note).toContain(`at most ${most}`);
    await expect(taken(pages(), 64, 'kept', 10)).rejects.toThrow(
      'a first document of more than 10 characters'
    );
  });

  it('says how much it is and what it was cleaned by', async () => {
    const { note, text } = await taken(pages({ minLength: 120, labelled: 5 }), 64);
    const kept = documentsIn(text);
    expect(note).toBe(
      `${kept.length} documents kept of 64 that came; cleaned by 18 filters as in Zyda, save minLength 120; near copies from J 0.4 (13-grams of words, one stays); a judge of 5 labels, quality at least 0.5`
    );
  });

  it('is not there where nothing was kept, or nothing came yet', async () => {
    await expect(taken(pages({ minLength: 100_000 }), 32)).rejects.toThrow(
      '32 documents, of which none was kept; expected a run that has kept some'
    );
    await expect(taken(pages(), 0)).rejects.toThrow('no document yet');
  });
});

test('a text that is no cleaning, or not whole, is named', () => {
  expect(() => parseCleaning('')).toThrow("'handedOver' set to file");
  expect(() => parseCleaning('{"stream":')).toThrow("Setting 'cleaning' is not whole");
  const { cleaning } = cleaningOf(pages(), 5);
  expect(parseCleaning(cleaning)).toMatchObject({ stream: 'pages', seed: 3, ticks: 5 });
  expect(() => parseCleaning(cleaning.replace('"ticks":5', '"ticks":-5'))).toThrow("at 'ticks'");
  expect(() => cleaningOf({ ...pages(), source: { id: 'letters', settings: {} } }, 5)).toThrow(
    'keeps no documents'
  );
});

describe('an experiment that was handed over', () => {
  const small = (take: Take): Experiment => {
    const { model, source, ...rest } = handedOver(pages(), 64, take);
    return {
      ...rest,
      model: { ...model, settings: { layer: 'linear', layers: 1, width: 16, heads: 2, batch: 4 } },
      source: { ...source, settings: { ...source.settings, length: 32 } },
      probes: []
    };
  };
  const hashOf = async (experiment: Experiment): Promise<string> => {
    const session = await after(experiment, 2);
    const hash = await session.stateHash();
    session.dispose();
    return hash;
  };

  it('comes to the same state from its file', async () => {
    const experiment = small('kept');
    const hash = await hashOf(experiment);
    const file = experimentBytes({ experiment }, { edits: [] });
    expect(await hashOf(readExperimentFile('handed.engram', file))).toBe(hash);
    expect(await hashOf(small('raw'))).not.toBe(hash);
  }, 60_000);

  it('does not change its text with its seed, and tells where it is from', async () => {
    const [one, other] = await Promise.all(
      [1, 2].map((seed) => createSession({ ...small('kept'), seed }, testHost()))
    );
    expect(one.describe().sourceNote).toBe(other.describe().sourceNote);
    expect(one.describe().sourceNote).toMatch(/^\d+ documents kept of 64 that came; .* held out$/);
    expect(one.experiment.title).toBe('Kept text of Pages');
    for (const session of [one, other]) session.dispose();
  });

  it('scores what was kept and all that came on the same held-out text', async () => {
    const heldOut = async (take: Take): Promise<string[]> => {
      const { heldOut: trials, shape } = await lettersSource.create({
        ...testHost(),
        settings: completeSettings(lettersSource.settings, small(take).source.settings),
        random: new Random(1)
      });
      return trials.map(({ x }) => Array.from(x, (token) => shape.tokens!.labels[token]).join());
    };
    const kept = await heldOut('kept');
    expect(kept.length).toBeGreaterThan(10);
    expect(await heldOut('raw')).toEqual(kept);
  });
});

test('documents of a file are handed over with its name, and cleaned as they are read again', async () => {
  const one = 'Several scholars examined ancient manuscripts throughout yesterday afternoon. '.repeat(3);
  const other = Array.from(
    { length: 20 },
    (_, i) => `Sentence ${'abcdefghijklmnopqrst'[i]} tells something else.`
  );
  const texts = [one, one, 'short', other.join(' ')];
  const jsonl = texts.map((text) => JSON.stringify({ body: text })).join('\n');
  const run: Experiment = {
    ...pages(),
    source: {
      id: 'documents',
      settings: { file: 'mine.jsonl', textField: 'body', documents: 2, heldOutDocuments: 0 }
    }
  };
  const { cleaning, file } = cleaningOf(run, 4);
  expect(file).toBe('mine.jsonl');
  expect(cleaning).not.toContain('mine.jsonl');
  const host = testHost(undefined, { 'mine.jsonl': new TextEncoder().encode(jsonl) });
  const { heldOut, text } = await cleanedText(host, parseCleaning(cleaning), { file, take: 'kept' });
  expect(documentsIn(text)).toEqual([texts[0], texts[3]]);
  expect(heldOut).toBe('');
});
