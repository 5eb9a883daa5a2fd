/** Reads a chosen file beside the page, so that neither the page nor the running session waits for a large one. */
import { type DataFile, readDataFile } from '../../formats/dataFile';
import { isZip, readNpz } from '../../formats/npz';
import type { Column, Table } from '../../formats/table';
import { Random } from '../../models/random';
import { completeSettings, type Settings } from '../../models/settings';
import { fileSource } from '../../session/sources/file';
import { guessArrays } from './arrays';
import type { Archive, ColumnPreview, FileAnswer, FileCheck, FilePreview, FileQuestion } from './protocol';

const headRows = 8;
const mostDistinct = 101;
let bytes = new Uint8Array();

self.onmessage = async ({ data: question }: MessageEvent<FileQuestion>) => {
  self.postMessage(await answer(question));
};

async function answer(question: FileQuestion): Promise<FileAnswer> {
  try {
    if (question.kind === 'check') return { kind: 'check', check: await check(question.settings) };
    bytes = new Uint8Array(question.bytes);
    const archive = isZip(bytes) ? openArchive(question) : undefined;
    const data = readDataFile(question.name, bytes, archive?.chosen ?? { inputs: '', answers: '' });
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

function preview({ inputs, answers, rowsPerSequence }: DataFile): FilePreview {
  const { rows, columns } = inputs;
  const shown = Math.min(rows, headRows);
  return {
    rows,
    columns: describe(inputs),
    head: Array.from({ length: shown }, (_, r) => columns.map((column) => cell(column, r))),
    ...(answers && { answers: describe(answers) }),
    ...(rowsPerSequence !== undefined && { rowsPerSequence })
  };
}

function describe({ rows, columns }: Table): ColumnPreview[] {
  return columns.map((column) => ({
    name: column.name,
    words: column.words.size,
    whole: column.words.size === 0 && column.values.every(Number.isInteger),
    distinct: distinct(column, rows)
  }));
}

function cell({ values, words }: Column, row: number): string {
  return words.get(row) ?? String(Number(values[row].toPrecision(6)));
}

function distinct(column: Column, rows: number): number {
  const seen = new Set<string>();
  for (let r = 0; r < rows && seen.size < mostDistinct; r++) seen.add(cell(column, r));
  return seen.size;
}

/** Makes the source as the session would, with its own messages where that fails. */
async function check(settings: Settings): Promise<FileCheck> {
  const source = await fileSource.create({
    settings: completeSettings(fileSource.settings, settings),
    random: new Random(1),
    files: { read: async () => bytes }
  });
  const { inputs, outputs, steps, loss } = source.shape;
  return { note: source.note, inputs, outputs, steps, loss, trials: source.trialsPerPass ?? 0 };
}
