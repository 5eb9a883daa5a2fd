import { describe, expect, it } from 'vitest';
import { createMinHasher } from '../../../src/compute/minhash';
import { wordTokens } from '../../../src/models/corpus/cleaning/tokens';
import { exactJaccard, hashFunctions } from '../../../src/models/corpus/dedup/minhash';
import { examine } from '../../../src/models/corpus/examine';
import { keptWords, PageMaker, pageKinds } from '../../../src/models/corpus/pages/pages';
import { zyda1 } from '../../../src/models/corpus/policy';
import { Random } from '../../../src/models/random';

describe('made pages', () => {
  it('are a function of seed and index, in whatever order they are asked for', () => {
    const forwards = new PageMaker(new Random(1));
    const backwards = new PageMaker(new Random(1));
    const pages = Array.from({ length: 1100 }, (_, i) => forwards.page(i));
    for (const i of [1099, 3, 600, 511, 512, 0]) expect(backwards.page(i)).toEqual(pages[i]);
    expect(new PageMaker(new Random(2)).page(3).text).not.toBe(pages[3].text);
    expect(new Set(pages.map(({ id }) => id)).size).toBe(1100);
    for (const kind of pageKinds) expect(pages.some((page) => page.kind === kind)).toBe(true);
  });

  it('have copies as similar as they say', async () => {
    const maker = new PageMaker(new Random(5));
    const hasher = await createMinHasher(hashFunctions(4, 1));
    const shingles = (text: string): Uint32Array => hasher.signWithShingles(wordTokens(text), 13)!.shingles;
    let copies = 0;
    for (let i = 0; i < 400; i++) {
      const page = maker.page(i);
      if (page.kind !== 'copy') continue;
      copies++;
      const original = maker.page(page.copyOf!);
      expect(original.kind).toBe('original');
      expect(original.family).toBe(page.family);
      // Whole words can be kept only.
      expect(
        Math.abs(exactJaccard(shingles(page.text), shingles(original.text)) - page.jaccard!)
      ).toBeLessThan(0.02);
    }
    hasher.dispose();
    expect(copies).toBeGreaterThan(50);
  });

  it('keep of a page what its copy needs', () => {
    expect(keptWords(200, 1)).toBe(200);
    expect(keptWords(200, 0)).toBe(0);
    expect(keptWords(112, 0.6)).toBe(75 + 12);
    expect(keptWords(5, 0.5)).toBe(5);
  });

  it('are removed by filters where they are junk, and hardly otherwise', () => {
    const maker = new PageMaker(new Random(6));
    const removed = { junk: 0, other: 0 };
    const all = { junk: 0, other: 0 };
    for (let i = 0; i < 1500; i++) {
      const page = maker.page(i);
      const group = page.kind === 'junk' ? 'junk' : 'other';
      all[group]++;
      if (examine(page.text, 'crawl', zyda1).removed) removed[group]++;
    }
    expect(removed.junk / all.junk).toBeGreaterThan(0.8);
    expect(removed.other).toBe(0);
  });
});
