/** The user's own text: its passages, and a question; what is right is not known, only found. */
import { wholeOf } from '../../../formats/byteFile';
import { FormatError } from '../../../formats/formatError';
import { readWholeText } from '../../../formats/wholeText';
import { cutText, parseChunking, ChunkingError } from '../../../models/retrieval/chunks';
import { SettingError } from '../../../models/settings';
import type { Source, SourceContext, SourceDefinition } from '../../source';
import { trialsOnDemand } from '../onDemand';
import { iterationsSetting, mostPassages, passageShape, passageTrial } from './passageStream';

export const userPassagesSource: SourceDefinition = {
  id: 'passages',
  title: 'Passages of a text',
  summary: 'Your own text, a passage a tick, and your own question.',
  settings: [
    {
      name: 'textFile',
      label: 'File',
      kind: 'text',
      default: '',
      namesFile: true,
      group: 'Stream',
      live: false,
      help: 'Any text in UTF-8, gzipped or not. A relative name in an experiment file leads from that file.'
    },
    {
      name: 'asked',
      label: 'Question',
      kind: 'text',
      default: '',
      group: 'Query',
      live: false,
      help: 'What the walk begins from: words of it must stand in the text.'
    },
    {
      name: 'cutInto',
      label: 'Passages',
      kind: 'text',
      default: 'sentence',
      group: 'Stream',
      live: false,
      help: 'sentence (at most 64 words; sentence:n for another number), line, or words:n.'
    },
    iterationsSetting
  ],
  create
};

/** Throws FormatError for a file that is no text, SettingError for settings that do not fit it. */
async function create({ files, settings }: SourceContext): Promise<Source> {
  const { asked, cutInto, textFile } = settings as Record<string, string>;
  const iterations = Number(settings.walkTicks);
  if (textFile.trim() === '')
    throw new SettingError("Setting 'textFile' is empty; expected the name of a text file.");
  if (asked.trim() === '') throw new SettingError("Setting 'asked' is empty; expected a question.");
  const text = readWholeText(textFile, wholeOf(textFile, await files.read(textFile), 'split the text'));
  const spans = cutText(text, chunkingOf(cutInto));
  if (spans.length === 0)
    throw new FormatError({ file: textFile, found: 'no passage', expected: 'a text with words in it' });
  if (spans.length > mostPassages)
    throw new SettingError(
      `${textFile} has ${spans.length} passages; at most ${mostPassages} make a text. Cut it into longer ones, or use the command retrieve.`
    );
  const passages = spans.map(({ end, start }) => text.slice(start, end));
  const shape = passageShape(passages.length, iterations);
  return {
    shape,
    trials: (from, demand$) =>
      trialsOnDemand(from, demand$, (index) =>
        passageTrial(index, shape, { passages, question: { text: asked, gold: [], answers: [] } })
      ),
    heldOut: [],
    trialsPerPass: 1,
    note: `${textFile}, ${passages.length} passages`
  };
}

function chunkingOf(text: string) {
  try {
    return parseChunking(text);
  } catch (error) {
    if (error instanceof ChunkingError) throw new SettingError(`Setting 'cutInto': ${error.message}`);
    throw error;
  }
}
