/** Reads a chosen file beside the page, so that neither the page nor the running session waits for a large one. */
import type { ArrayChoice } from '../../formats/arrayChoice';
import { type ByteFile, type FileContent, sayBytes, wholeOf } from '../../formats/byteFile';
import { openDataFile } from '../../formats/dataFile';
import { isHdf5 } from '../../formats/hdf5';
import { npzShapes } from '../../formats/large/arrayBlocks';
import { openDataBlocks } from '../../formats/large/openDataBlocks';
import { isZip, readNpz } from '../../formats/npz';
import { Random } from '../../models/random';
import { completeSettings, type Settings } from '../../models/settings';
import type { SourceDefinition } from '../../session/source';
import { createFromBlocks, fileSource } from '../../session/sources/file';
import { spikesSource } from '../../session/sources/spikes';
import { textSource } from '../../session/sources/text';
import { contentOf } from '../blobFile';
import { sayCount } from '../words';
import { guessArrays } from './arrays';
import { previewTree } from './previewTree';
import { preview, previewHead } from './preview';
import { guessReadAs, previewText } from './previewText';
import type {
  Archive,
  ArrayPreview,
  FileAnswer,
  FileCheck,
  FilePreview,
  FileQuestion,
  FileSourceId
} from './protocol';

const definitions: Readonly<Record<FileSourceId, SourceDefinition>> = {
  file: fileSource,
  spikes: spikesSource,
  text: textSource
};
let content: FileContent = new Uint8Array();

self.onmessage = async ({ data: question }: MessageEvent<FileQuestion>) => {
  self.postMessage(await answer(question));
};

async function answer(question: FileQuestion): Promise<FileAnswer> {
  try {
    if (question.kind === 'check')
      return { kind: 'check', check: await check(question.source, question.settings) };
    content = contentOf(question.name, question.bytes);
    return { kind: 'preview', preview: await look(question, content) };
  } catch (error) {
    return { kind: 'problem', message: error instanceof Error ? error.message : String(error) };
  }
}

type Look = FileQuestion & { kind: 'preview' };

async function look({ arrays, as, name }: Look, file: FileContent): Promise<FilePreview> {
  if (isHdf5(file)) return previewTree(name, file, arrays);
  if (!(file instanceof Uint8Array))
    return as === 'text'
      ? previewText(name, wholeOf(name, file, 'split the text'))
      : lookAtHead({ arrays, name }, file);
  const meant = as ?? guessReadAs(name, file);
  if (meant === 'text') return previewText(name, file);
  const archive = isZip(file) ? archiveOf(shapesOf(name, file), arrays) : undefined;
  const data = await openDataFile(name, file, archive?.chosen ?? { inputs: '', answers: '' });
  return { ...preview(data), ...(archive && { archive }) };
}

/** Of a file too large to hold: its first block. */
async function lookAtHead(
  { arrays, name }: Pick<Look, 'arrays' | 'name'>,
  file: ByteFile
): Promise<FilePreview> {
  const archive = isZip(file.read(0, 4)) ? archiveOf(npzShapes(name, file), arrays) : undefined;
  const choice = archive?.chosen ?? { inputs: '', answers: '' };
  const head = await openDataBlocks(name, file, choice, { headOnly: true });
  return { ...previewHead(head, file.size), ...(archive && { archive }) };
}

function archiveOf(arrays: readonly ArrayPreview[], chosen: ArrayChoice | undefined): Archive {
  return { arrays, chosen: chosen ?? guessArrays(arrays) };
}

function shapesOf(name: string, bytes: Uint8Array): readonly ArrayPreview[] {
  return [...readNpz(name, bytes)].map(([array, { shape, kind }]) => ({
    name: array,
    shape,
    text: kind === 'text'
  }));
}

/** Makes the source as the session would, with its own messages where that fails. */
async function check(id: FileSourceId, settings: Settings): Promise<FileCheck> {
  const definition = definitions[id];
  const context = {
    settings: completeSettings(definition.settings, settings),
    random: new Random(1),
    files: { read: async () => content }
  };
  if (id === 'file' && !(content instanceof Uint8Array)) return checkHead(content, context.settings);
  const source = await definition.create(context);
  const { inputs, outputs, steps, loss } = source.shape;
  return { note: source.note, inputs, outputs, steps, loss, trials: source.trialsPerPass ?? 0 };
}

/** What the first block of a file too large to hold would be as a stream; its other rows are looked through when it is opened. */
async function checkHead(file: ByteFile, settings: Settings): Promise<FileCheck> {
  const text = (name: string): string => String(settings[name] ?? '');
  const choice = { inputs: text('inputArray'), answers: text('answerArray') };
  const head = await openDataBlocks(text('file'), file, choice, { headOnly: true });
  const context = { settings: { ...settings, heldOut: 0 }, random: new Random(1) };
  const { shape, trialsPerPass = 0 } = await createFromBlocks(head, context);
  const { inputs, outputs, steps, loss } = shape;
  const whole = head.whole ?? { rows: head.rows, counted: true };
  const note =
    `${whole.counted ? '' : 'About '}${sayCount(whole.rows)} rows in ${sayBytes(file.size)}, looked through when it is opened ` +
    'and read in pieces from then on';
  return { note, inputs, outputs, steps, loss, trials: Math.floor((trialsPerPass * whole.rows) / head.rows) };
}
