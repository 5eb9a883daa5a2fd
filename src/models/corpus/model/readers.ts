/**
 * Who reads a corpus: models of letters that are given the stream as it came, what passed the filters, and what is neither filtered
 * nor a near copy nor of low quality. A reader takes a document only while it is not ahead of the slowest, so that all have read
 * equally many characters, to within a document.
 */
import { CharacterModel } from '../quality/languageModel';
import { copyFate, keptFate, poorFate } from './fates';
import type { Told } from './pipeline';

export const readerNames = ['raw', 'filtered', 'cleaned'] as const;

export class Readers {
  private readonly models: readonly CharacterModel[];

  constructor(order: number) {
    this.models = readerNames.map(() => new CharacterModel(order));
  }

  /** Characters each has read. */
  get characters(): number[] {
    return this.models.map(({ learned }) => learned);
  }

  /** Gives a document to those it is for. `raw`: as it came. */
  read(raw: string, { fate, text }: Told): void {
    const slowest = Math.min(...this.characters);
    const passed = fate === keptFate || fate === copyFate || fate === poorFate;
    const given = [raw, passed ? text : undefined, fate === keptFate ? text : undefined];
    this.models.forEach((model, r) => {
      const own = given[r];
      if (own !== undefined && model.learned <= slowest) model.learn(own);
    });
  }

  /** Bits a character of texts; NaN before anything was read. */
  bits(texts: readonly string[]): number[] {
    return this.models.map((model) => (model.learned === 0 ? Number.NaN : model.bitsPerCharacter(texts)));
  }

  snapshot(): Record<string, Float64Array> {
    return Object.fromEntries(this.models.map((model, r) => [`reader.${readerNames[r]}`, model.snapshot()]));
  }

  restore(arrays: Readonly<Record<string, Float64Array>>): void {
    for (const [r, model] of this.models.entries()) model.restore(arrays[`reader.${readerNames[r]}`]);
  }
}
