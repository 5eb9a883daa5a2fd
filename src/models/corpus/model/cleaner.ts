/** The pipeline, the judge it asks and the rules in force: what a running model and a later look at what it kept have in common. */
import { createMinHasher, type MinHasher } from '../../../compute/minhash';
import { SettingError, type Settings } from '../../settings';
import type { TextDocument } from '../../stream';
import { hashFunctions } from '../dedup/minhash';
import { rankOfSource } from '../dedup/survivors';
import { Judge } from './judge';
import { Pipeline, type Rules, type Told } from './pipeline';
import { corpusSizes, entriesOf, policyIn, wordListsOf } from './settings';

/** Zyda's. Signatures of different runs can thus be compared. */
const hashSeed = 1;

/**
 * With complete settings, for a stream of these sources; the hasher is handed back by `dispose`. Throws SettingError for settings that make no
 * pipeline of them.
 */
export async function createCleaner(settings: Settings, sources: readonly string[]): Promise<Cleaner> {
  const hasher = await createMinHasher(hashFunctions(corpusSizes(settings).permutations, hashSeed));
  try {
    return new Cleaner(settings, sources, hasher);
  } catch (error) {
    hasher.dispose();
    throw error;
  }
}

export class Cleaner {
  readonly pipeline: Pipeline;
  readonly judge: Judge;
  rules: Rules;
  private readonly hasher: MinHasher;

  /** Use `createCleaner`. */
  constructor(settings: Settings, sources: readonly string[], hasher: MinHasher) {
    const sizes = corpusSizes(settings);
    const given = entriesOf(settings.ranking);
    const ranking = given.length > 0 ? given : sources;
    const unknown = given.find(
      (name) => !sources.some((source) => rankOfSource(source, [name], sources) === 0)
    );
    if (unknown !== undefined)
      throw new SettingError(
        `Setting 'ranking' names '${unknown}', which is no source; this stream has ${sources.join(', ')}.`
      );
    this.hasher = hasher;
    this.pipeline = new Pipeline(
      sizes,
      hasher,
      wordListsOf(settings),
      sources,
      sources.map((source) => rankOfSource(source, ranking, sources))
    );
    this.judge = new Judge(sizes.labelled);
    this.rules = this.rulesOf(settings);
  }

  /** What becomes of the next document; the judge then learns from it. */
  add(document: TextDocument): Told {
    const told = this.pipeline.add(document, this.rules);
    this.judge.learn(document, told.text);
    return told;
  }

  /** From the next document on. */
  follow(settings: Settings): void {
    this.rules = this.rulesOf(settings);
  }

  dispose(): void {
    this.hasher.dispose();
  }

  private rulesOf(settings: Settings): Rules {
    const least = Number(settings.quality);
    return {
      policy: policyIn(settings),
      keep: settings.keep as Rules['keep'],
      quality: (text) => this.judge.ask(text, least)
    };
  }
}
