/** Reads a chosen file beside the page, so that neither the page nor the running session waits for a large one. */
import { openDataFile } from '../../formats/dataFile';
import { isHdf5 } from '../../formats/hdf5';
import { isZip, readNpz } from '../../formats/npz';
import { Random } from '../../models/random';
import { completeSettings, type Settings } from '../../models/settings';
import type { SourceDefinition } from '../../session/source';
import { fileSource } from '../../session/sources/file';
import { spikesSource } from '../../session/sources/spikes';
import { textSource } from '../../session/sources/text';
import { guessArrays } from './arrays';
import { previewTree } from './previewTree';
import { preview } from './preview';
import { guessReadAs, previewText } from './previewText';
import type { Archive, FileAnswer, FileCheck, FileQuestion, FileSourceId } from './protocol';

const definitions: Readonly<Record<FileSourceId, SourceDefinition>> = {
  file: fileSource,
  spikes: spikesSource,
  text: textSource
};
let bytes = new Uint8Array();

self.onmessage = async ({ data: question }: MessageEvent<FileQuestion>) => {
  self.postMessage(await answer(question));
};

async function answer(question: FileQuestion): Promise<FileAnswer> {
  try {
    if (question.kind === 'check')
      return { kind: 'check', check: await check(question.source, question.settings) };
    bytes = new Uint8Array(question.bytes);
    if (isHdf5(bytes))
      return { kind: 'preview', preview: await previewTree(question.name, bytes, question.arrays) };
    const meant = question.as ?? guessReadAs(question.name, bytes);
    if (meant === 'text') return { kind: 'preview', preview: previewText(question.name, bytes) };
    const archive = isZip(bytes) ? openArchive(question) : undefined;
    const data = await openDataFile(question.name, bytes, archive?.chosen ?? { inputs: '', answers: '' });
    return { kind: 'preview', preview: { ...preview(data), ...(archive && { archive }) } };
  } catch (error) {
    return { kind: 'problem', message: error instanceof Error ? error.message : String(error) };
  }
}

function openArchive({ name, arrays: chosen }: FileQuestion & { kind: 'preview' }): Archive {
  const arrays = [...readNpz(name, bytes)].map(([array, { shape, kind }]) => ({
    name: array,
    shape,
    text: kind === 'text'
  }));
  return { arrays, chosen: chosen ?? guessArrays(arrays) };
}

/** Makes the source as the session would, with its own messages where that fails. */
async function check(id: FileSourceId, settings: Settings): Promise<FileCheck> {
  const definition = definitions[id];
  const source = await definition.create({
    settings: completeSettings(definition.settings, settings),
    random: new Random(1),
    files: { read: async () => bytes }
  });
  const { inputs, outputs, steps, loss } = source.shape;
  return { note: source.note, inputs, outputs, steps, loss, trials: source.trialsPerPass ?? 0 };
}
