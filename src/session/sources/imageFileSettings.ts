/** Settings of the source that reads images from a file. */
import type { SettingDescription } from '../../models/settings';
import { imagesPerTrial } from './imageStream';
import { amount, count, splitSettings } from './streamSettings';

/** Files without named arrays. */
const withoutArrays = {
  name: 'file',
  endsWith: ['.csv', '.csv.gz', '.tsv', '.tsv.gz', '.txt', '.txt.gz', '.npy', '.npy.gz', 'ubyte', 'ubyte.gz']
};
/** Files without columns. */
const withoutColumns = { name: 'file', endsWith: ['ubyte', 'ubyte.gz', '.idx', '.idx.gz'] };

const text = (
  name: string,
  label: string,
  help: string,
  more: { default?: string; namesFile?: true; unless?: { name: string; endsWith: readonly string[] } } = {}
): SettingDescription => ({
  name,
  label,
  kind: 'text',
  default: '',
  group: 'Stream',
  live: false,
  help,
  ...more
});

const size = (name: string, label: string, help: string, max = 4096): SettingDescription =>
  count({ name, label, default: 0, min: 0, max, help });

export const imageFileSettings: readonly SettingDescription[] = [
  text(
    'file',
    'File',
    'Images: a row of pixels each in CSV or TSV (gzipped or not), an array of NPY or NPZ, or IDX as MNIST comes in. Pictures are opened in the page, many at once. Names that begin with "example:" are files shipped with Engram.',
    { default: 'example:digits.csv.gz', namesFile: true }
  ),
  text(
    'labelsFile',
    'Labels file',
    'A file of labels alone, one an image: IDX, CSV or NPY. Empty: they are in the file of the images.',
    {
      namesFile: true
    }
  ),
  text(
    'columns',
    'Pixel columns',
    'Positions from 0, ranges and names from the header, such as "0-63". Empty: all but the labels.',
    { unless: withoutColumns }
  ),
  text(
    'labelColumns',
    'Label columns',
    'Columns with classes, whole numbers or words, written like the pixel columns; each becomes a factor. Empty: the last one.',
    { unless: withoutColumns }
  ),
  text(
    'labelNames',
    'Names of labels',
    'What to call factors whose columns have no name of their own, in order.',
    { default: 'digit' }
  ),
  text(
    'inputArray',
    'Image array',
    'NPZ only: images x pixels, x rows x columns, or with channels. Empty: "images", "x" or the only one.',
    {
      unless: withoutArrays
    }
  ),
  text('answerArray', 'Label array', 'NPZ only: labels, one an image. Empty: "labels" or "y".', {
    unless: withoutArrays
  }),
  size('imageRows', 'Rows of an image', 'Pixels down. 0: as the array says, or square.'),
  size('imageColumns', 'Columns of an image', 'Pixels across. 0: as the array says, or square.'),
  size(
    'imageChannels',
    'Channels of an image',
    'Numbers a pixel; all of one channel come first. 0: as the array says, or 1, or 3 where that makes a square.',
    64
  ),
  amount({
    name: 'maxPixel',
    label: 'Largest value',
    default: 0,
    min: 0,
    max: 1e9,
    help: 'Pixels are divided by it, to lie between 0 and 1. 0: 255 for bytes, else the largest there is.'
  }),
  count({
    name: 'imageSide',
    label: 'Image side',
    default: 0,
    min: 0,
    max: 512,
    unit: 'pixels',
    help: 'Makes images square and this many pixels wide, each pixel the mean over its area. 0: as they are.'
  }),
  imagesPerTrial,
  amount({
    name: 'heldOut',
    label: 'Held out',
    default: 0.2,
    min: 0,
    max: 1000000,
    help: 'Images kept back to measure what was learned: below 1 a share of all (rounded up), from 1 on their number.'
  }),
  ...splitSettings('images', 'right for published splits')
];

/** The settings above, completed and typed. */
export interface ImageFileSettings {
  file: string;
  labelsFile: string;
  columns: string;
  labelColumns: string;
  labelNames: string;
  inputArray: string;
  answerArray: string;
  imageRows: number;
  imageColumns: number;
  imageChannels: number;
  maxPixel: number;
  imageSide: number;
  steps: number;
  heldOut: number;
  split: 'shuffled' | 'end';
  order: 'shuffled' | 'file';
}
