/**
 * A corpus that is cleaned while it flows: a tick is a document. Filters look at it alone; MinHash and bands find near copies among what came
 * before; and models of letters read what each stage lets through, so that one sees what cleaning is worth.
 */
import type { Model, ModelContext, ModelSnapshot, ProbeDescription, Score } from '../../model';
import type { PassageGroup } from '../../passages';
import { completeSettings, type Settings, type SettingValue, withLive } from '../../settings';
import type { StreamShape, Trial } from '../../stream';
import { liveNumbers, liveSettings, numberIn } from '../../training/snapshots';
import { type Cleaner, createCleaner } from './cleaner';
import type { Told } from './pipeline';
import { corpusProbeList } from './probeList';
import { corpusProbes } from './probes';
import { Readers } from './readers';
import { corpusSettings, corpusSizes } from './settings';
import { Examples } from './told';

export async function createCorpusModel(context: ModelContext): Promise<CorpusModel> {
  const settings = completeSettings(corpusSettings, context.settings);
  const cleaner = await createCleaner(settings, context.shape.documents?.sources ?? []);
  return new CorpusModel(context, settings, cleaner);
}

export class CorpusModel implements Model {
  readonly batch = 1;
  /** Sources. */
  readonly units: number;
  readonly layers = [];
  readonly probes: readonly ProbeDescription[];
  private readonly shape: StreamShape;
  private readonly cleaner: Cleaner;
  private readonly readers: Readers | undefined;
  private readonly examples = new Examples();
  private readonly heldOut: () => readonly Trial[];
  private settings: Settings;
  private trial: Trial | undefined;
  private now: number;
  /** [steps, 3] fate, words and likeness of the trial's documents. */
  private readonly rows: Float32Array;
  private latest: Score = { loss: Number.NaN, error: Number.NaN };

  constructor(context: ModelContext, settings: Settings, cleaner: Cleaner) {
    const { heldOut = () => [], shape } = context;
    const sources = shape.documents?.sources ?? [];
    const { readerOrder } = corpusSizes(settings);
    this.units = Math.max(1, sources.length);
    this.settings = settings;
    this.shape = shape;
    this.cleaner = cleaner;
    this.heldOut = heldOut;
    this.readers = readerOrder > 0 ? new Readers(readerOrder) : undefined;
    this.now = shape.steps;
    this.rows = new Float32Array(3 * shape.steps);
    this.probes = corpusProbeList(sources.length, this.readers !== undefined);
  }

  get tick(): number {
    return this.now;
  }

  begin([trial]: readonly Trial[]): void {
    this.trial = trial;
    this.now = 0;
    this.rows.fill(Number.NaN);
  }

  async advance(ticks: number): Promise<number> {
    const { shape, trial } = this;
    const from = this.now;
    const to = Math.min(shape.steps, from + ticks);
    for (; this.now < to; this.now++) {
      const document = trial?.documents?.[this.now];
      if (!document) continue;
      const told = this.cleaner.add(document);
      this.readers?.read(document.text, told);
      this.examples.add(document.id, told, this.cleaner.pipeline.latest);
      this.keepRow(told);
    }
    if (this.now === shape.steps) this.latest = this.scored(this.heldOut());
    return to - from;
  }

  set(name: string, value: SettingValue): void {
    this.settings = withLive(corpusSettings, this.settings, name, value);
    this.cleaner.follow(this.settings);
  }

  async watch(): Promise<void> {
    // There are no units.
  }

  async probe(name: string, from: number, to: number): Promise<Float32Array> {
    const { cleaner, readers } = this;
    const { pipeline, rules } = cleaner;
    const column = [corpusProbes.fate, corpusProbes.documentWords, corpusProbes.similarity].indexOf(
      name as never
    );
    if (column >= 0)
      return Float32Array.from({ length: to - from }, (_, r) => this.rows[3 * (from + r) + column]);
    switch (name) {
      case corpusProbes.fateCounts:
        return Float32Array.from(pipeline.counts);
      case corpusProbes.ledger:
        return Float32Array.from(pipeline.ledger(rules.keep));
      case corpusProbes.copyLosses:
        return Float32Array.from(pipeline.copyLosses(rules.keep));
      case corpusProbes.componentSizes:
        return Float32Array.from(pipeline.componentSizes());
      case corpusProbes.knownPairs:
        return Float32Array.from(pipeline.pairs.pairs);
      case corpusProbes.foundPairs:
        return Float32Array.from(pipeline.pairs.found);
      case corpusProbes.pairQuality:
        return Float32Array.from(pipeline.pairs.quality());
      case corpusProbes.readerLoss:
        return Float32Array.from(readers?.bits(textsOf(this.heldOut())) ?? []);
      case corpusProbes.readerCharacters:
        return Float32Array.from(readers?.characters ?? []);
      default:
        throw new Error(`The model of a corpus has no probe '${name}'.`);
    }
  }

  passages(): readonly PassageGroup[] {
    return this.examples.groups(this.cleaner.pipeline.counts);
  }

  score(): Score {
    return this.latest;
  }

  async evaluate(trials: readonly Trial[]): Promise<Score> {
    return this.scored(trials);
  }

  async snapshot(): Promise<ModelSnapshot> {
    const { cleaner, latest, now, readers, rows, settings } = this;
    return {
      numbers: {
        tick: now,
        loss: latest.loss,
        error: latest.error,
        ...liveNumbers(corpusSettings, settings)
      },
      arrays: {
        rows: Float64Array.from(rows),
        ...cleaner.pipeline.snapshot(),
        ...cleaner.judge.snapshot(),
        ...readers?.snapshot()
      }
    };
  }

  restore({ arrays, numbers }: ModelSnapshot): void {
    this.settings = { ...this.settings, ...liveSettings(corpusSettings, numbers) };
    this.now = numberIn(numbers, 'tick');
    this.latest = { loss: numberIn(numbers, 'loss'), error: numberIn(numbers, 'error') };
    this.rows.set(arrays.rows);
    this.cleaner.pipeline.restore(arrays);
    this.cleaner.judge.restore(arrays);
    this.readers?.restore(arrays);
    this.examples.clear();
    this.cleaner.follow(this.settings);
  }

  dispose(): void {
    this.cleaner.dispose();
  }

  private keepRow({ fate, twin, words }: Told): void {
    this.rows.set([fate, words, twin?.similarity ?? Number.NaN], 3 * this.now);
  }

  /** Bits a character of who read what is kept, and the share of known pairs that was missed. */
  private scored(trials: readonly Trial[]): Score {
    const bits = this.readers?.bits(textsOf(trials)) ?? [];
    const [recall] = this.cleaner.pipeline.pairs.quality();
    return { loss: bits.at(-1) ?? Number.NaN, error: 1 - recall };
  }
}

const textsOf = (trials: readonly Trial[]): string[] =>
  trials.flatMap(({ documents = [] }) => documents.map(({ text }) => text));
