/** Images and their labels from files of any kind, checked pixel by pixel. */
import { wholeOf } from '../../formats/byteFile';
import { findColumns } from '../../formats/columnList';
import { readDataFile, tableFromArray } from '../../formats/dataFile';
import { FormatError } from '../../formats/formatError';
import { gunzip, isGzip } from '../../formats/gzip';
import { type IdxArray, isIdx, readIdx } from '../../formats/idx';
import { isNpy, type NpyArray, readNpy } from '../../formats/npy';
import { isZip, readNpz } from '../../formats/npz';
import { channelsFirst, type PixelShape, type Pixels } from '../../formats/pixels';
import { columnTitle, numericColumn, type Table } from '../../formats/table';
import { SettingError } from '../../models/settings';
import type { FileAccess } from '../source';
import { inputPositions, readClasses } from './fileColumns';
import type { ImageFileSettings } from './imageFileSettings';
import { joinBytes } from '../../formats/joinBytes';

/** Classes of every image. */
export interface Labels {
  name: string;
  classes: readonly string[];
  /** [images] positions in `classes`. */
  of: Uint32Array;
}

export interface ImageFile {
  count: number;
  shape: PixelShape;
  /** [count, channels, rows, columns]. */
  pixels: Pixels;
  /** What stands for 1. */
  most: number;
  labels: readonly Labels[];
}

/** Images as they stand in the file. */
interface Raw {
  count: number;
  pixels: Pixels;
  /** Where the file says it. */
  shape?: PixelShape;
  /** Elements were bytes, of which 255 is the most. */
  bytes: boolean;
  /** Where labels came with the images: a table, and which of its columns they are. */
  labels?: LabelColumns;
  /** How messages call image `i` and its pixel `p`. */
  place(i: number, p: number): { row: number; column: string };
}

interface LabelColumns {
  table: Table;
  columns: readonly number[];
}

const imageNames = ['images', 'image', 'x', 'x_train', 'data', 'inputs', 'imgs'];
const labelNames = ['labels', 'label', 'y', 'y_train', 'targets', 'classes'];
const pictures: readonly [name: string, begin: string][] = [
  ['PNG', '\x89PNG'],
  ['JPEG', '\xff\xd8\xff'],
  ['GIF', 'GIF8'],
  ['WebP', 'RIFF'],
  ['BMP', 'BM']
];

/** Throws FormatError for files that hold no images or labels, SettingError for settings that do not fit them. */
export async function readImageFile(chosen: ImageFileSettings, files: FileAccess): Promise<ImageFile> {
  const raw = readRaw(chosen, await readWhole(chosen.file, files));
  const { count, pixels } = raw;
  if (count === 0 || pixels.length === 0)
    throw new FormatError({ file: chosen.file, found: 'no images', expected: 'at least one' });
  const shape = shapeOf(chosen, pixels.length / count, raw.shape);
  const most = checkPixels(chosen, raw);
  const labels = chosen.labelsFile.trim()
    ? labelsOfFile(chosen, await readWhole(chosen.labelsFile, files))
    : raw.labels;
  if (!labels) {
    throw new FormatError({
      file: chosen.file,
      found: 'images without labels',
      expected: "labels; name a file of them in 'labelsFile'"
    });
  }
  if (labels.table.rows !== count) {
    throw new FormatError({
      file: labels.table.file,
      found: `${labels.table.rows} label${labels.table.rows === 1 ? '' : 's'}`,
      expected: `${count}, one for each image of ${chosen.file}`
    });
  }
  return { count, shape, pixels, most, labels: readLabels(labels, chosen) };
}

async function readWhole(file: string, files: FileAccess): Promise<Uint8Array> {
  return wholeOf(file, await files.read(file), 'split it, or make the images smaller');
}

/** What is packed, unpacked, unless it is text, which is read piece by piece. */
function unpacked(file: string, bytes: Uint8Array): Uint8Array {
  if (!isGzip(bytes) || /\.(csv|tsv|txt)\.gz$/i.test(file)) return bytes;
  const pieces: Uint8Array[] = [];
  gunzip(file, bytes, (piece) => pieces.push(piece));
  return joinBytes(pieces);
}

function readRaw(chosen: ImageFileSettings, packed: Uint8Array): Raw {
  const { file } = chosen;
  const bytes = unpacked(file, packed);
  const picture = pictures.find(([, begin]) =>
    [...begin].every((mark, i) => bytes[i] === mark.charCodeAt(0))
  );
  if (picture && !/\.(csv|tsv|txt)$/i.test(file)) {
    throw new FormatError({
      file,
      found: `a single ${picture[0]} picture`,
      expected: 'many images in a CSV, TSV, NPY, NPZ or IDX file; the page opens folders of pictures'
    });
  }
  if (isIdx(bytes) || /ubyte(\.gz)?$|\.idx(\.gz)?$/i.test(file)) return fromIdx(file, bytes);
  if (isNpy(bytes)) return fromArray(chosen, file, readNpy(file, bytes));
  if (isZip(bytes)) return fromArchive(chosen, bytes);
  const { inputs } = readDataFile(file, bytes, { inputs: '', answers: '' });
  return fromTable(chosen, inputs);
}

const pixelPlace = (i: number, p: number): { row: number; column: string } => ({
  row: i,
  column: `pixel ${p}`
});

function fromIdx(file: string, bytes: Uint8Array): Raw {
  // Anything with images has two dimensions at least; the message is about MNIST's three.
  const array: IdxArray = readIdx(file, bytes, isIdx(bytes) && bytes[3] > 1 ? undefined : 3);
  const { data, shape } = array;
  const isBytes = data instanceof Uint8Array;
  const pixels = isBytes ? data : Float32Array.from(data);
  return { count: shape[0], bytes: isBytes, place: pixelPlace, ...imageShape(file, shape, pixels) };
}

/** Pixels in their order, and the shape of an image where the array has one. */
function imageShape(
  file: string,
  shape: readonly number[],
  pixels: Pixels
): { pixels: Pixels; shape?: PixelShape } {
  const [, a, b, c] = shape;
  if (shape.length === 2) return { pixels };
  if (shape.length === 3) return { pixels, shape: { channels: 1, rows: a, columns: b } };
  if (shape.length === 4) {
    if (c <= 4 && a > 4) {
      const last = { channels: c, rows: a, columns: b };
      return { pixels: channelsFirst(pixels, last), shape: last };
    }
    return { pixels, shape: { channels: a, rows: b, columns: c } };
  }
  throw new FormatError({
    file,
    found: `an array of shape (${shape.join(', ')})`,
    expected: 'images x pixels, images x rows x columns, or images x channels x rows x columns'
  });
}

function fromArray(chosen: ImageFileSettings, file: string, array: NpyArray, labels?: LabelColumns): Raw {
  if (array.kind === 'text') throw new FormatError({ file, found: 'an array of text', expected: 'numbers' });
  // Labels may be columns among the pixels only where there is no other place for them.
  if (array.shape.length === 2 && !labels && !chosen.labelsFile.trim())
    return fromTable(chosen, tableFromArray(file, array), array.bytes);
  const pixels = array.bytes ? Uint8Array.from(array.data) : Float32Array.from(array.data);
  return {
    count: array.shape[0] ?? 0,
    bytes: array.bytes ?? false,
    place: pixelPlace,
    ...(labels && { labels }),
    ...imageShape(file, array.shape, pixels)
  };
}

function fromArchive(chosen: ImageFileSettings, bytes: Uint8Array): Raw {
  const { file } = chosen;
  const arrays = readNpz(file, bytes);
  const named = (given: string, guesses: readonly string[]): string | undefined => {
    if (given.trim() !== '') {
      if (arrays.has(given.trim())) return given.trim();
      const known = [...arrays.keys()].join(', ');
      throw new FormatError({ file, found: `no array '${given.trim()}'`, expected: `one of ${known}` });
    }
    return [...arrays.keys()].find((name) => guesses.includes(name.toLowerCase()));
  };
  const answers = named(chosen.answerArray, labelNames);
  const rest = [...arrays.keys()].filter((name) => name !== answers);
  const images = named(chosen.inputArray, imageNames) ?? (rest.length === 1 ? rest[0] : undefined);
  if (images === undefined) {
    throw new FormatError({
      file,
      found: `the arrays ${[...arrays.keys()].join(', ')}`,
      expected: "one called 'images'; name it in 'inputArray'"
    });
  }
  const labels =
    answers === undefined
      ? undefined
      : labelColumns(tableFromArray(`${file} array '${answers}'`, arrays.get(answers)!), '');
  return fromArray(chosen, `${file} array '${images}'`, arrays.get(images)!, labels);
}

function fromTable(chosen: ImageFileSettings, table: Table, bytes = false): Raw {
  const inFile = chosen.labelsFile.trim() === '';
  const last = [table.columns.length - 1];
  const columns = chosen.labelColumns.trim() ? findColumns(table, chosen.labelColumns) : last;
  const positions = inputPositions(table, chosen.columns, new Set(inFile ? columns : []));
  const pixels = bytes
    ? new Uint8Array(table.rows * positions.length)
    : new Float32Array(table.rows * positions.length);
  positions.forEach((position, p) => {
    const values = numericColumn(table, position);
    for (let i = 0; i < table.rows; i++) pixels[i * positions.length + p] = values[i];
  });
  return {
    count: table.rows,
    pixels,
    bytes,
    ...(inFile && { labels: { table, columns } }),
    place: (i, p) => ({ row: table.rowNumbers[i], column: columnTitle(table, positions[p]) })
  };
}

function labelsOfFile(
  { labelColumns: chosen, labelsFile: file }: ImageFileSettings,
  packed: Uint8Array
): LabelColumns {
  const bytes = unpacked(file, packed);
  if (isIdx(bytes) || /ubyte(\.gz)?$|\.idx(\.gz)?$/i.test(file)) {
    const { data, shape } = readIdx(file, bytes, 1);
    return labelColumns(tableFromArray(file, { kind: 'numbers', shape, data: Float64Array.from(data) }), '');
  }
  return labelColumns(readDataFile(file, bytes, { inputs: '', answers: '' }).inputs, chosen);
}

/** Every column of a table of labels alone, or those named. */
function labelColumns(table: Table, chosen: string): LabelColumns {
  return { table, columns: chosen.trim() ? findColumns(table, chosen) : table.columns.map((_, c) => c) };
}

function readLabels({ columns, table }: LabelColumns, chosen: ImageFileSettings): Labels[] {
  const given = chosen.labelNames
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const labels = columns.map((column, k): Labels => {
    const unnamed = given[k] ?? (columns.length === 1 ? 'label' : `label${k}`);
    // Queries list names between blanks and commas.
    const name = (table.named ? table.columns[column].name : unnamed).replace(/[\s,]+/g, '_');
    const { classes, outputNames } = readClasses(table, column);
    return { name, classes: outputNames, of: classes };
  });
  const names = labels.map(({ name }) => name);
  const twice = names.find((name, k) => names.indexOf(name) !== k);
  if (twice !== undefined) throw new SettingError(`Two columns of labels are called '${twice}'; rename one.`);
  return labels;
}

/** Throws SettingError where an image of so many pixels has no such sides. */
function shapeOf(chosen: ImageFileSettings, pixels: number, inFile: PixelShape | undefined): PixelShape {
  const { imageChannels, imageColumns, imageRows } = chosen;
  if (inFile && imageChannels + imageColumns + imageRows === 0) return inFile;
  const isSquare = (count: number): boolean => Number.isInteger(Math.sqrt(count));
  const channels =
    imageChannels || (imageRows + imageColumns === 0 && !isSquare(pixels) && isSquare(pixels / 3) ? 3 : 1);
  const plane = pixels / channels;
  const rows = imageRows || (imageColumns ? plane / imageColumns : Math.sqrt(plane));
  const columns = imageColumns || plane / rows;
  if (Number.isInteger(rows) && Number.isInteger(columns) && channels * rows * columns === pixels)
    return { channels, rows, columns };
  const asked = [
    ...(imageRows ? [`imageRows ${imageRows}`] : []),
    ...(imageColumns ? [`imageColumns ${imageColumns}`] : []),
    ...(imageChannels ? [`imageChannels ${imageChannels}`] : [])
  ];
  throw new SettingError(
    `Images of ${pixels} pixels are not ${asked.length > 0 ? `made by ${asked.join(', ')}` : 'square'}; ` +
      "set 'imageRows' and 'imageColumns' to sides whose product it is, or choose the pixels in 'columns'."
  );
}

/** The value that stands for 1. Throws FormatError at the first pixel that is none. */
function checkPixels({ file, maxPixel }: ImageFileSettings, { bytes, count, pixels, place }: Raw): number {
  const width = pixels.length / count;
  let largest = 0;
  for (let k = 0; k < pixels.length; k++) {
    const value = pixels[k];
    if (!(value >= 0 && value <= Number.MAX_VALUE) || (maxPixel > 0 && value > maxPixel)) {
      throw new FormatError({
        file,
        ...place(Math.floor(k / width), k % width),
        found: String(value),
        expected: maxPixel > 0 ? `a pixel from 0 to ${maxPixel}` : 'a pixel, a number from 0 up'
      });
    }
    if (value > largest) largest = value;
  }
  if (maxPixel > 0) return maxPixel;
  if (bytes) return 255;
  if (largest > 0) return largest;
  throw new FormatError({ file, found: 'only zeros', expected: 'images with pixels above 0' });
}
