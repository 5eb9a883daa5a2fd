/**
 * Whether the corpus pipeline does what it is for, on made pages of known truth: near copies found against the similarity they really have,
 * and what a small model of language learns from as many characters of each corpus, over seeds.
 */
import { createMinHasher } from '../../compute/minhash';
import { BandIndex } from '../../models/corpus/dedup/bandIndex';
import { areCandidates, candidateProbability } from '../../models/corpus/dedup/lsh';
import { estimatedJaccard, exactJaccard, hashFunctions } from '../../models/corpus/dedup/minhash';
import { rankOfSource, stays, survivors } from '../../models/corpus/dedup/survivors';
import { UnionFind } from '../../models/corpus/dedup/unionFind';
import { examine } from '../../models/corpus/examine';
import { PageMaker, usualPages } from '../../models/corpus/pages/pages';
import { type CorpusPolicy, policyOf } from '../../models/corpus/policy';
import { trainJudge } from '../../models/corpus/quality/classifier';
import { CharacterModel } from '../../models/corpus/quality/languageModel';
import { Random } from '../../models/random';

const pagesEach = 4096;
const order = 5;
/** Characters each model learns from. */
const budget = 250_000;
const heldOut = 40;
const labels = 200;
const corpora = ['raw', 'filtered', 'deduplicated', 'both', 'judged'] as const;
export type CorpusName = (typeof corpora)[number];

export interface Worth {
  seed: number;
  /** Bits a character on good text that is held out. */
  bits: Record<CorpusName, number>;
}

interface Cleaned {
  text: string;
  filtered: boolean;
  duplicate: boolean;
}

async function cleaned(maker: PageMaker, policy: CorpusPolicy): Promise<Cleaned[]> {
  const names = usualPages.sources.map(({ name }) => name);
  const hasher = await createMinHasher(hashFunctions(policy.permutations, policy.seed));
  const pages = Array.from({ length: pagesEach }, (_, i) => maker.page(i));
  /** Fates where filters go first, and where they are left out. */
  const duplicates = (examined: readonly ReturnType<typeof examine>[]): Uint32Array => {
    const index = new BandIndex(policy);
    const components = new UnionFind(pages.length);
    for (const [i, { removed, tokens }] of examined.entries()) {
      const signature = removed ? undefined : hasher.sign(tokens, policy.ngram);
      if (signature) for (const first of index.add(i, signature)) components.union(first, i);
    }
    return survivors(components, (i) => rankOfSource(names[pages[i].source], names, names), policy.keep);
  };
  const filtered = pages.map(({ source, text }) => examine(text, names[source], policy));
  const unfiltered = pages.map(({ source, text }) =>
    examine(text, names[source], { ...policy, thresholds: {} })
  );
  const fates = duplicates(unfiltered);
  hasher.dispose();
  return pages.map(({ text }, i) => ({
    text,
    filtered: filtered[i].removed !== undefined,
    duplicate: fates[i] !== stays
  }));
}

/** One seed: bits a character for every corpus. Filters and duplicates apart, since no filter looks at another document. */
export async function worthOf(seed: number): Promise<Worth> {
  const maker = new PageMaker(new Random(`worth ${seed}`));
  const documents = await cleaned(maker, policyOf('zyda1'));
  const teacher = new PageMaker(new Random(`worth ${seed}`), { copies: 0, spam: 0, boilerplate: 0, junk: 0 });
  // Pages far behind those that are learned from.
  const judge = trainJudge(
    Array.from({ length: labels }, (_, i) => teacher.page(1_000_000 + i)).map(({ quality, text }) => ({
      text,
      good: quality === 1
    }))
  );
  const both = documents.filter(({ duplicate, filtered }) => !duplicate && !filtered);
  const sets: Record<CorpusName, readonly Cleaned[]> = {
    raw: documents,
    filtered: documents.filter(({ filtered }) => !filtered),
    deduplicated: documents.filter(({ duplicate }) => !duplicate),
    both,
    judged: both.filter(({ text }) => judge.score(text) >= 0.5)
  };
  const held = Array.from({ length: heldOut }, (_, i) => maker.cleanText(i));
  const bits = {} as Record<CorpusName, number>;
  for (const name of corpora) {
    const model = new CharacterModel(order);
    for (const { text } of sets[name]) {
      if (model.learned >= budget) break;
      model.learn(text, budget - model.learned);
    }
    if (model.learned < budget)
      throw new RangeError(`The corpus ${name} has ${model.learned} characters; expected ${budget}.`);
    bits[name] = model.bitsPerCharacter(held);
  }
  return { seed, bits };
}

export interface Found {
  /** Similarity the pairs have, about. */
  jaccard: number;
  pairs: number;
  /** Share of them that shared a bucket, and what the S-curve says of each, averaged. */
  rate: number;
  expected: number;
  /** Mean error of the estimate from signatures. */
  bias: number;
}

/** Near copies and their originals, by the similarity they were made with; and all that was paired, by whether it really was similar. */
export async function foundOf(
  seed: number,
  threshold: number
): Promise<{ found: Found[]; recall: number; precision: number }> {
  const policy = policyOf('zyda1', { jaccard: threshold });
  const maker = new PageMaker(new Random(`found ${seed}`), { copies: 0.4 });
  const hasher = await createMinHasher(hashFunctions(policy.permutations, seed));
  const pages = Array.from({ length: pagesEach }, (_, i) => maker.page(i));
  const signed = pages.map(({ text }) =>
    hasher.signWithShingles(examine(text, '', policy).tokens, policy.ngram)
  );
  hasher.dispose();
  const groups = new Map<number, { hits: number; pairs: number; expected: number; bias: number }>();
  const families = new Map<number, number[]>();
  for (const [i, { family }] of pages.entries()) families.set(family, [...(families.get(family) ?? []), i]);
  let [similar, caught, paired, rightly] = [0, 0, 0, 0];
  for (const members of families.values())
    for (const [place, a] of members.entries())
      for (const b of members.slice(0, place)) {
        const [one, other] = [signed[a], signed[b]];
        if (!one || !other) continue;
        const jaccard = exactJaccard(one.shingles, other.shingles);
        const hit = areCandidates(one.signature, other.signature, policy);
        if (jaccard >= threshold) similar++;
        if (hit) paired++;
        if (hit && jaccard >= threshold) {
          caught++;
          rightly++;
        }
        const made =
          pages[a].copyOf === b ? pages[a].jaccard : pages[b].copyOf === a ? pages[b].jaccard : undefined;
        if (made === undefined) continue;
        const group = groups.get(made) ?? { hits: 0, pairs: 0, expected: 0, bias: 0 };
        groups.set(made, group);
        group.pairs++;
        if (hit) group.hits++;
        group.expected += candidateProbability(jaccard, policy);
        group.bias += estimatedJaccard(one.signature, other.signature) - jaccard;
      }
  // Pairs across families are chance: the index would have made them too.
  const index = new BandIndex(policy);
  for (const [i, one] of signed.entries())
    if (one)
      for (const first of index.add(i, one.signature)) if (pages[first].family !== pages[i].family) paired++;
  return {
    recall: caught / similar,
    precision: rightly / paired,
    found: [...groups]
      .sort((a, b) => a[0] - b[0])
      .map(([jaccard, { bias, expected, hits, pairs }]) => ({
        jaccard,
        pairs,
        rate: hits / pairs,
        expected: expected / pairs,
        bias: bias / pairs
      }))
  };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

export function worthInWords(worths: readonly Worth[]): string {
  const rows = corpora.map((name) => {
    const bits = mean(worths.map(({ bits }) => bits[name]));
    const better = worths.filter(({ bits }) => bits[name] < bits.raw).length;
    return `  ${name.padEnd(13)} ${bits.toFixed(4)} bits a character${name === 'raw' ? '' : `; better than raw in ${better} of ${worths.length} seeds`}`;
  });
  return `A model of ${order} characters of context after ${budget} characters of each corpus\n${rows.join('\n')}\n`;
}
