/** The text that a run of the Text lab kept, or all that came to it, made again from the words of `cleaning.ts`. */
import { firstValueFrom, of } from 'rxjs';
import { documentSeparator } from '../../../formats/corpus/joinedText';
import { FormatError } from '../../../formats/formatError';
import {
  type ComingDocument,
  type LiveChange,
  type Take,
  type Taken,
  takeText
} from '../../../models/corpus/model/taking';
import { corpusSettings } from '../../../models/corpus/model/settings';
import { Random } from '../../../models/random';
import { completeSettings, type Settings, withLive } from '../../../models/settings';
import type { Source, SourceContext, SourceDefinition } from '../../source';
import { type Cleaning, sayPolicy } from './cleaning';
import { documentsSource } from './files';
import { pagesSource } from './pages';

/** Characters that an experiment takes over at most: what is beyond is cut off behind a whole document. */
export const mostCharacters = 20_000_000;

const definitions: Readonly<Record<Cleaning['stream'], SourceDefinition>> = {
  pages: pagesSource,
  documents: documentsSource
};

export interface CleanedText {
  /** Documents in the order of the stream, parted as those of a file are. */
  text: string;
  /** Documents that the stream holds out, likewise: the same whatever is taken. */
  heldOut: string;
  /** How much of what, and by what it was cleaned. */
  note: string;
}

/**
 * `file`: of the documents, where they are from one. Throws SettingError and FormatError as the stream does, and where nothing was kept.
 *
 * @param most characters taken at most.
 */
export async function cleanedText(
  { files, progress }: Pick<SourceContext, 'files' | 'progress'>,
  cleaning: Cleaning,
  { file, most = mostCharacters, take }: { file: string; take: Take; most?: number }
): Promise<CleanedText> {
  const { policy, seed, stream, streamSettings } = cleaning;
  const definition = definitions[stream];
  const source = await definition.create({
    settings: completeSettings(definition.settings, {
      ...streamSettings,
      ...(stream === 'documents' && { file })
    }),
    // As a session gives its source.
    random: new Random(seed).fork('source'),
    files,
    ...(progress && { progress })
  });
  const settings = completeSettings(corpusSettings, policy);
  const taken = await takeText(comingOf(source, cleaning.ticks, progress), {
    take,
    settings,
    changes: changesOf(settings, cleaning.edits),
    sources: source.shape.documents?.sources ?? [],
    most
  });
  if (taken.texts.length === 0)
    throw nothing(stream === 'documents' ? file : 'the made-up pages', taken, most);
  return {
    text: taken.texts.join(documentSeparator),
    heldOut: source.heldOut
      .flatMap(({ documents = [] }) => documents.map(({ text }) => text))
      .join(documentSeparator),
    note: noteOf(taken, cleaning, take, most)
  };
}

/** Documents of the first ticks. */
async function* comingOf(
  { shape, trials, trialsPerPass = Number.POSITIVE_INFINITY }: Source,
  ticks: number,
  progress: SourceContext['progress']
): AsyncGenerator<ComingDocument> {
  const { steps } = shape;
  const end = Math.min(trialsPerPass, Math.ceil(ticks / steps));
  for (let index = 0; index < end; index++) {
    await progress?.('Cleaning', index / end);
    const { documents = [] } = await firstValueFrom(trials(index, of(1)));
    for (const [d, document] of documents.entries()) {
      const tick = index * steps + d;
      if (tick < ticks) yield { tick, document };
    }
  }
}

/** All settings after each edit. Throws SettingError for one that does not fit. */
function changesOf(settings: Settings, edits: Cleaning['edits']): LiveChange[] {
  let now = settings;
  return [...edits]
    .sort((a, b) => a.tick - b.tick)
    .map(({ setting, tick, value }) => {
      now = withLive(corpusSettings, now, setting, value);
      return { tick, settings: now };
    });
}

function nothing(file: string, { came, wanted }: Taken, most: number): FormatError {
  if (wanted > 0)
    return new FormatError({
      file,
      found: `a first document of more than ${count(most)} characters`,
      expected: 'shorter ones, for an experiment takes over no more'
    });
  return new FormatError({
    file,
    found: came === 0 ? 'no document yet' : `${documentsWord(came)}, of which none was kept`,
    expected: 'a run that has kept some: let more flow in, or loosen what removes them'
  });
}

function noteOf(
  { came, characters, texts, wanted, wantedCharacters }: Taken,
  cleaning: Cleaning,
  take: Take,
  most: number
): string {
  const cut =
    texts.length < wanted
      ? `, cut to the first ${count(texts.length)} of ${count(characters)} characters, for an experiment takes over at most ${count(most)} of these ${count(wantedCharacters)}`
      : '';
  return take === 'kept'
    ? `${documentsWord(wanted)} kept of ${count(came)} that came${cut}; cleaned by ${sayPolicy(cleaning)}`
    : `Raw: all ${documentsWord(came)} that came${cut}`;
}

const count = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, n < 10_000 ? '' : '\u202f');

const documentsWord = (n: number): string => `${count(n)} document${n === 1 ? '' : 's'}`;
