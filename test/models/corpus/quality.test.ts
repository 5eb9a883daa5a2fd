import { describe, expect, it } from 'vitest';
import { judgeAccuracy, LinearJudge, trainJudge } from '../../../src/models/corpus/quality/classifier';
import { CharacterModel } from '../../../src/models/corpus/quality/languageModel';
import { PageMaker } from '../../../src/models/corpus/pages/pages';
import { Random } from '../../../src/models/random';

const maker = new PageMaker(new Random(1), { copies: 0, spam: 0, boilerplate: 0, junk: 0 });
const labelled = Array.from({ length: 300 }, (_, i) => maker.page(i)).map(({ quality, text }) => ({
  text,
  good: quality === 1
}));

describe('the judge of quality', () => {
  it('learns what parts good text from bad, and says so of text it has not seen', () => {
    const judge = trainJudge(labelled.slice(0, 200));
    expect(judgeAccuracy(judge, labelled.slice(200))).toBeGreaterThan(0.95);
    // With labels at random there is nothing to learn.
    const random = new Random(3);
    const noise = labelled.map(({ text }) => ({ text, good: random.uniform() < 0.5 }));
    expect(Math.abs(judgeAccuracy(trainJudge(noise.slice(0, 200)), noise.slice(200)) - 0.5)).toBeLessThan(
      0.2
    );
  });

  it('is the same for the same labels and seed, and after it was written and read', () => {
    const judge = trainJudge(labelled.slice(0, 60));
    expect(trainJudge(labelled.slice(0, 60)).weights).toEqual(judge.weights);
    const again = LinearJudge.fromFile(JSON.parse(JSON.stringify(judge.toFile())));
    for (const { text } of labelled.slice(60, 70)) expect(again.score(text)).toBe(judge.score(text));
  });

  it('walks down the gradient of the logistic loss', () => {
    // With one document the first step has the sign of the error and the length of the rate.
    const judge = trainJudge(
      [
        { text: 'alpha beta', good: true },
        { text: 'gamma delta', good: false }
      ],
      { passes: 1, rate: 0.1 }
    );
    expect(judge.score('alpha beta')).toBeGreaterThan(0.5);
    expect(judge.score('gamma delta')).toBeLessThan(0.5);
    for (const weight of judge.weights)
      if (weight !== 0) expect(Math.abs(Math.abs(weight) - 0.1)).toBeLessThan(1e-12);
  });

  it('refuses labels of one kind and files of another', () => {
    expect(() => trainJudge([{ text: 'a', good: true }])).toThrow('1 are good');
    expect(() => LinearJudge.fromFile({})).toThrow('no classifier');
    expect(() =>
      LinearJudge.fromFile({ engramClassifier: 1, bits: 4, bias: 0, slots: [16], weights: [1] })
    ).toThrow('slot 16');
  });
});

describe('the model of characters', () => {
  it('is a distribution', () => {
    const model = new CharacterModel(3);
    model.learn('abracadabra');
    for (const history of ['\u0002\u0002\u0002', 'bra', 'xyz']) {
      let sum = 0;
      for (let code = 0; code < 1024; code++) sum += model.probability(code, history);
      expect(sum).toBeCloseTo(1, 12);
    }
  });

  it('has the value of Witten and Bell worked out by hand', () => {
    const model = new CharacterModel(1);
    expect(model.learn('aab')).toBe(4);
    // After "a" came a and b, in all 4 characters of 3 kinds (the end is one).
    const unigram = (2 + 3 / 1024) / (4 + 3);
    expect(model.probability(97, 'a')).toBeCloseTo((1 + 2 * unigram) / (2 + 2), 14);
  });

  it('tells text like what it learned from other text, better the more it learned', () => {
    const held = Array.from({ length: 10 }, (_, i) => maker.cleanText(i));
    const bits = [3000, 30_000, 150_000].map((budget) => {
      const model = new CharacterModel(4);
      for (let i = 1000; model.learned < budget; i++) model.learn(maker.cleanText(i), budget - model.learned);
      expect(model.learned).toBe(budget);
      return model.bitsPerCharacter(held);
    });
    expect(bits[1]).toBeLessThan(bits[0]);
    expect(bits[2]).toBeLessThan(bits[1]);
    expect(() => new CharacterModel(13)).toThrow('0 to 12');
  });
});
