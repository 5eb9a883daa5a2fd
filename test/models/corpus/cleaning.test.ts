import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { featuresOf } from '../../../src/models/corpus/cleaning/features';
import { filters, firstHit, zydaThresholds } from '../../../src/models/corpus/cleaning/filters';
import { characterTokens, normalisedWords, wordTokens } from '../../../src/models/corpus/cleaning/tokens';
import { collapseRuns, runLengths } from '../../../src/models/corpus/cleaning/transform';
import { WordCounter } from '../../../src/models/corpus/cleaning/wordLists';
import { examine } from '../../../src/models/corpus/examine';
import { policyOf, zyda1 } from '../../../src/models/corpus/policy';
import { pythonWith, runPython } from '../../python';

const features = (text: string) => featuresOf(text, collapseRuns(text));

describe('runs of one character', () => {
  it('become one from their length on', () => {
    expect(collapseRuns(`a${'-'.repeat(30)}b${'-'.repeat(9)}c`)).toBe(`a-b${'-'.repeat(9)}c`);
    for (const [character, length] of runLengths) {
      expect(collapseRuns(`x${character.repeat(length)}y`)).toBe(`x${character}y`);
      const shorter = `x${character.repeat(length - 1)}y`;
      expect(collapseRuns(shorter)).toBe(shorter);
    }
  });

  it('changed twice change nothing more', () => {
    const text = fc.array(
      fc.tuple(fc.constantFrom('-', ' ', '\\', '.', 'a', '\n', '?'), fc.integer({ min: 1, max: 60 })),
      { maxLength: 12 }
    );
    fc.assert(
      fc.property(text, (runs) => {
        const once = collapseRuns(runs.map(([character, length]) => character.repeat(length)).join(''));
        expect(collapseRuns(once)).toBe(once);
      })
    );
  });
});

describe('features', () => {
  it('have the values worked out by hand', () => {
    expect(features('Hello world. This is fine.').meanWordLength).toBeCloseTo(20 / 7, 12);
    expect(features('aaaaaaa bbbbbb ccccccccc').repeats).toBe(2);
    const xml = features('<?xml version="1.0"?>').counts;
    expect([xml.xml, xml.xmlVersion, xml.angle]).toEqual([1, 1, 1]);
    expect(features('xml version= without an angle').counts.xmlVersion).toBe(1);
    expect(features('www.a wwwb www\n wwww').counts.www).toBe(3);
    expect(features('').meanWordLength).toBe(0);
    // Two code points, four UTF-16 units; neither is a word character.
    expect(features('😀😀')).toMatchObject({ length: 2, nonAlphanumeric: 1 });
    expect(features('é٣x').digits).toBeCloseTo(1 / 3, 12);
  });

  it('divide counts of the raw text by the length of the changed one', () => {
    const text = `https://a ${'-'.repeat(1000)}`;
    const { counts, length } = features(text);
    expect(length).toBe(11);
    expect(counts.https).toBe(1);
    expect(filters.find(({ id }) => id === 'maxHttps')?.value(features(text))).toBeCloseTo(1 / 11, 12);
  });

  const python = pythonWith('re');
  it.skipIf(!python)("are Python's, with its own regular expressions", () => {
    const texts = [
      'Hello world. This is fine.',
      'Grüße 12,5 % – «ça» naïve_été ٣٤ ①½ 漢字 😀 e\u0301',
      'a-b/c\\d.e  \t\n f\u0085g\u00a0h\u2028i\ufeffj\u001ck',
      'wwwwwwww.x www..www. "a": "b": xml<?xml version=<<>>aaaaaaaaaaaaaaa___________',
      '😀😀 𝒜𝒜𝒜𝒜𝒜𝒜𝒜𝒜 𝟘𝟙 1111111 ----------- ',
      ''
    ];
    const script = `
import json, re, sys
out = []
for t in json.loads(sys.argv[1]):
    words = re.split(r'\\s|-|/|\\\\|\\.', t)
    n = max(1, len(t))
    out.append([
        sum(map(len, words)) / len(words) if t else 0.0,
        len(re.findall(r'[^\\w\\s]', t)) / n, len(re.findall(r'\\d', t)) / n,
        len(re.findall(r'(\\w)\\1{6,}', t)),
        *[len(re.findall(p, t)) for p in ['xml', '<?xml version=', '<', '":', 'www.']], len(t)])
print(json.dumps(out))
`;
    const wanted = JSON.parse(runPython(python!, ['-c', script, JSON.stringify(texts)])) as number[][];
    texts.forEach((text, i) => {
      const f = featuresOf(text, text);
      const found = [
        f.meanWordLength,
        f.nonAlphanumeric,
        f.digits,
        f.repeats,
        f.counts.xml,
        f.counts.xmlVersion,
        f.counts.angle,
        f.counts.quoteColon,
        f.counts.www,
        f.length
      ];
      for (const [k, value] of found.entries())
        expect(value, `feature ${k} of text ${i}`).toBeCloseTo(wanted[i][k], 12);
    });
  });
});

describe('word lists', () => {
  it('count each word where it does not overlap itself, as counting them one by one does', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'é'), minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(
        fc.array(letters, { minLength: 1, maxLength: 5 }),
        fc.string({ unit: fc.constantFrom('a', 'b', 'é', ' ') }),
        (words, text) => {
          const each = [...new Set(words)].reduce((sum, word) => sum + text.split(word).length - 1, 0);
          expect(new WordCounter(words).count(text)).toBe(each);
        }
      )
    );
  });

  it('must have words', () => {
    expect(() => new WordCounter([''])).toThrow('empty');
  });
});

describe('filters', () => {
  const clean =
    'The quick brown fox jumps over the lazy dog while seven small birds watch quietly from an old tree and sing. ';

  it('are hit in the order of the published code, each by a text made for it', () => {
    const long = clean.repeat(4);
    const lists = {
      sexual: new WordCounter(['qqs']),
      profanity: new WordCounter(['qqp']),
      cursed: new WordCounter(['qqc']),
      pornSignals: new WordCounter(['qqz'])
    };
    const cases: [string, string][] = [
      ['minLength', 'short'],
      ['minMeanWordLength', 'a b '.repeat(40)],
      ['maxMeanWordLength', `${'abcdefghijklmnop '.repeat(12)}`],
      ['maxNonAlphanumeric', `${'abcd!!!! '.repeat(30)}`],
      ['maxDigits', 'abcd 1234 '.repeat(30)],
      ['maxRepeats', `aaaaaaaab `.repeat(51)],
      ['maxXml', `${long}${'xml '.repeat(11)}`],
      ['maxXmlVersion', `${long}${'<?xml version="1" '.repeat(2)}`],
      ['maxLoremIpsum', `${long}${'lorem ipsum '.repeat(3)}`],
      ['maxHttps', `${long}${'https://abc '.repeat(2)}`],
      ['maxAngle', `${long}${'<abcde '.repeat(20)}`],
      ['maxQuoteColon', `${long}${'word": '.repeat(2)}`],
      ['maxWww', `${long}${'wwwabcd '.repeat(9)}`],
      ['maxPornSignals', `${long}qqz qqz`],
      ['maxSexual', `${long.repeat(3)}${'qqs '.repeat(11)}`],
      ['maxSexualShare', `${long}${'qqs '.repeat(2)}`],
      ['maxProfanityShare', `${long}${'qqp '.repeat(3)}`],
      ['maxCursedShare', `${long}${'qqc '.repeat(9)}`]
    ];
    expect(cases.map(([id]) => id)).toEqual(filters.map(({ id }) => id));
    for (const [id, text] of cases) {
      const found = firstHit(featuresOf(text, collapseRuns(text), lists));
      expect(found?.filter, id).toBe(id);
      const filter = filters.find((one) => one.id === id)!;
      // At its own value a filter does not remove: thresholds are strict.
      expect(firstHit(featuresOf(text, collapseRuns(text), lists), { [id]: found!.value })).toBeUndefined();
      expect(found!.threshold).toBe(filter.threshold);
    }
    expect(firstHit(featuresOf(long, long, lists))).toBeUndefined();
  });

  it('can be switched off one by one', () => {
    const text = 'short';
    expect(firstHit(features(text), { ...zydaThresholds, minLength: undefined })?.filter).not.toBe(
      'minLength'
    );
    expect(firstHit(features(text), {})).toBeUndefined();
  });

  it('answer for what they kept as they did before', () => {
    const kept = examine(clean.repeat(3), 'c4', zyda1);
    expect(kept.removed).toBeUndefined();
    expect(examine(kept.text, 'c4', zyda1)).toEqual(kept);
  });

  it('leave alone what a policy does not filter', () => {
    expect(examine('short', 'StarCoder-languages', zyda1).removed).toBeUndefined();
    expect(examine('short', 'c4', zyda1).removed?.filter).toBe('minLength');
    expect(examine('short', 'c4', policyOf('zyda2')).removed).toBeUndefined();
  });
});

describe('tokens', () => {
  it('of words are composed, in lower case, without punctuation', () => {
    expect(normalisedWords("  Don't  STOP—e\u0301té, (now)!\n")).toEqual(['dont', 'stop—été', 'now']);
    const hash = (text: string): number[] => [...wordTokens(text)];
    expect(hash("Don't stop, NOW!")).toEqual(hash('dont  stop now'));
    expect(hash('e\u0301té')).toEqual(hash('ÉTÉ'));
    expect(hash('... !!')).toEqual([]);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(wordTokens(text).length).toBe(normalisedWords(text).length);
        expect(hash(normalisedWords(text).join(' '))).toEqual(
          normalisedWords(text).flatMap((word) => hash(word))
        );
      })
    );
  });

  it('of characters are code points', () => {
    expect([...characterTokens('a😀b')]).toEqual([97, 0x1f600, 98]);
  });
});

describe('policies', () => {
  it('choose bands for a threshold, and refuse what makes no pipeline', () => {
    expect(policyOf('zyda1', { jaccard: 0.8 })).toMatchObject({ bands: 9, rows: 13 });
    expect(policyOf('zyda1')).toMatchObject({ bands: 32, rows: 4, ngram: 13, unit: 'words', keep: 'one' });
    expect(policyOf('zyda2')).toMatchObject({
      bands: 8,
      rows: 16,
      ngram: 25,
      unit: 'characters',
      keep: 'cross'
    });
    expect(() => policyOf('zyda1', { bands: 33 })).toThrow('need 132 values');
    expect(() => policyOf('zyda1', { ngram: 0 })).toThrow('whole number');
    expect(() => policyOf('zyda1', { thresholds: { nothing: 1 } })).toThrow("Unknown filter 'nothing'");
  });
});
