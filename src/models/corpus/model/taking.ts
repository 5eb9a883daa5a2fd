/**
 * The text of the documents that a run of the pipeline has kept: the stream is cleaned once more, for a run holds no text longer than it must.
 * What stays of near copies is decided when all have come, or when the index is emptied, as the run itself does.
 */
import type { Settings } from '../../settings';
import type { TextDocument } from '../../stream';
import { type Cleaner, createCleaner } from './cleaner';
import { keptFate, copyFate } from './fates';
import { corpusSizes } from './settings';

/** `kept`: what the run keeps, as it was cleaned; `raw`: all that came, as it came. */
export type Take = 'kept' | 'raw';

/** A change of a live setting, before the document of tick `tick`. */
export interface LiveChange {
  tick: number;
  settings: Settings;
}

export interface Taken {
  /** In the order of the stream. */
  texts: readonly string[];
  /** Documents that came, all of the run. */
  came: number;
  /** Documents that were to be taken of them; more than there are texts where the limit cut them off. */
  wanted: number;
  /** Code units of UTF-16 in the texts, and in all that were to be taken. */
  characters: number;
  wantedCharacters: number;
}

/** Takes texts up to a limit: whole ones, and none after the first that finds no room. */
class Taking {
  readonly texts: string[] = [];
  wanted = 0;
  characters = 0;
  wantedCharacters = 0;
  private readonly most: number;
  private full = false;

  constructor(most: number) {
    this.most = most;
  }

  take(text: string): void {
    this.wanted++;
    this.wantedCharacters += text.length;
    this.full ||= this.characters + text.length > this.most;
    if (this.full) return;
    this.texts.push(text);
    this.characters += text.length;
  }
}

/** One document of the run, at the tick in which it came. */
export interface ComingDocument {
  tick: number;
  document: TextDocument;
}

export interface TakingOptions {
  take: Take;
  /** Complete settings of the model at its first tick. */
  settings: Settings;
  /** Ascending by tick. */
  changes: readonly LiveChange[];
  /** Names of the stream's sources. */
  sources: readonly string[];
  /** Characters taken at most. */
  most: number;
}

/** Throws SettingError for settings that make no pipeline of such sources, and what `documents` throws. */
export async function takeText(
  documents: AsyncIterable<ComingDocument>,
  options: TakingOptions
): Promise<Taken> {
  const taking = new Taking(options.most);
  let came = 0;
  if (options.take === 'raw')
    for await (const { document } of documents) {
      came++;
      taking.take(document.text);
    }
  else {
    const cleaner = await createCleaner(options.settings, options.sources);
    try {
      const keeping = new Keeping(cleaner, corpusSizes(options.settings).capacity, taking);
      const changes = [...options.changes];
      for await (const { document, tick } of documents) {
        while (changes.length > 0 && changes[0].tick <= tick) cleaner.follow(changes.shift()!.settings);
        came++;
        // What is known of its family is counted by the run and decides nothing.
        const { family: _, ...plain } = document;
        keeping.add(plain);
      }
      for (const { settings } of changes) cleaner.follow(settings);
      keeping.settle();
    } finally {
      cleaner.dispose();
    }
  }
  const { characters, texts, wanted, wantedCharacters } = taking;
  return { texts, came, wanted, characters, wantedCharacters };
}

/** Texts that may stay, until it is decided. */
class Keeping {
  private readonly cleaner: Cleaner;
  private readonly capacity: number;
  private readonly taking: Taking;
  /** In the order of the stream; `number` in the index, where it is in it. */
  private waiting: { text: string; number: number | undefined }[] = [];
  private indexed = 0;

  constructor(cleaner: Cleaner, capacity: number, taking: Taking) {
    this.cleaner = cleaner;
    this.capacity = capacity;
    this.taking = taking;
  }

  add(document: TextDocument): void {
    const { cleaner } = this;
    // A full index is emptied by the next document that needs room in it, which may be this one: then what stays is what stays now.
    const full = this.indexed === this.capacity;
    const staying = full ? cleaner.pipeline.staying(cleaner.rules.keep) : undefined;
    const { fate, text } = cleaner.add(document);
    const number = cleaner.pipeline.latest;
    if (number === 0 && staying) this.decide(staying);
    if (number !== undefined) this.indexed = number + 1;
    // A copy may yet stay, and what stays may yet be found a copy; nothing else changes.
    if (fate === keptFate || fate === copyFate) this.waiting.push({ text, number });
  }

  /** Decides about all that wait, as things stand now. */
  settle(): void {
    this.decide(this.cleaner.pipeline.staying(this.cleaner.rules.keep));
  }

  private decide(staying: Uint8Array): void {
    for (const { number, text } of this.waiting)
      if (number === undefined || staying[number] === 1) this.taking.take(text);
    this.waiting = [];
  }
}
