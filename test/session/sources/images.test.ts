import { readFileSync } from 'node:fs';
import { gzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { writeIdx } from '../../../src/formats/idx';
import { writeNpy } from '../../../src/formats/npy';
import { writeNpz } from '../../../src/formats/npz';
import { Random } from '../../../src/models/random';
import { completeSettings, type Settings } from '../../../src/models/settings';
import type { Source } from '../../../src/session/source';
import { imagesSource } from '../../../src/session/sources/images';
import { take } from './source';

const digits = new Uint8Array(readFileSync(new URL('../../../examples/digits.csv.gz', import.meta.url)));

function open(
  files: Record<string, Uint8Array | string>,
  settings: Settings = {},
  seed = 1
): Promise<Source> {
  const [file] = Object.keys(files);
  return imagesSource.create({
    settings: completeSettings(imagesSource.settings, { file, heldOut: 0, order: 'file', ...settings }),
    random: new Random(seed).fork('source'),
    files: {
      read: async (name) => {
        const bytes = files[name];
        return typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes;
      }
    }
  });
}

/** Four images of 2 x 2 bytes, and their labels. */
const pixels = Uint8Array.of(0, 51, 102, 255, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
const idx = writeIdx({ shape: [4, 2, 2], data: pixels });
const idxLabels = writeIdx({ shape: [4], data: Uint8Array.of(7, 1, 7, 1) });
const table = 'a,b,c,d,kind\n0,1,2,4,cat\n1,1,1,1,dog\n0,0,0,0,cat\n';
/** Of the first trial: its first image. */
const first = async (source: Source): Promise<number[]> => {
  const [{ x }] = await take(source, 0, 1);
  return [...x.subarray(0, source.shape.inputs)];
};

describe('the digits', () => {
  it('are 1797 images of 8 x 8 pixels in ten classes, of which a share is held out', async () => {
    const source = await open({ 'example:digits.csv.gz': digits }, { heldOut: 0.2, order: 'shuffled' });
    expect(source.shape).toMatchObject({
      inputs: 64,
      outputs: 1,
      steps: 50,
      inputKind: 'images',
      images: { channels: 1, rows: 8, columns: 8 },
      factors: [
        { name: 'digit', label: 'Digit', classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] }
      ]
    });
    expect(source.note).toBe(
      '1797 images of 8 x 8 pixels, 10 classes of digit; 1437 to learn from, 360 held out'
    );
    expect(source.heldOut.length).toBe(8);
    expect(source.heldOut[7].mask.reduce((sum, one) => sum + one)).toBe(10);
    expect(source.trialsPerPass).toBe(1437 / 50);
    const held = source.heldOut.flatMap(({ x }) => [...x]);
    expect([Math.min(...held), Math.max(...held)]).toEqual([0, 1]);
  });

  it('come each once a pass, in another order every pass', async () => {
    const source = await open({ 'example:digits.csv.gz': digits }, { steps: 599, order: 'shuffled' });
    const trials = await take(source, 0, 6);
    const image = (k: number): string => {
      const { x } = trials[Math.floor(k / 599)];
      return x.subarray((k % 599) * 64, ((k % 599) + 1) * 64).join();
    };
    const pass = (from: number): string[] => Array.from({ length: 1797 }, (_, k) => image(from + k));
    expect(pass(1797).sort()).toEqual(pass(0).sort());
    expect(pass(1797)).not.toEqual(pass(0));
    const again = await open({ 'example:digits.csv.gz': digits }, { steps: 599, order: 'shuffled' });
    expect(await take(again, 4, 1)).toEqual([trials[4]]);
  });

  it('can be made another size', async () => {
    const source = await open({ 'example:digits.csv.gz': digits }, { imageSide: 4 });
    const whole = await open({ 'example:digits.csv.gz': digits });
    expect(source.shape.images).toEqual({ channels: 1, rows: 4, columns: 4 });
    const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(await first(source))).toBeCloseTo(mean(await first(whole)), 6);
  });
});

describe('files of images', () => {
  it('IDX, with labels in another, packed or not', async () => {
    for (const files of [
      { 'a-ubyte': idx, 'b-ubyte': idxLabels },
      { 'a-ubyte.gz': gzipSync(idx), 'b-ubyte.gz': gzipSync(idxLabels) },
      { 'a-ubyte': idx, 'b.csv': '7\n1\n7\n1\n' },
      { 'a-ubyte': idx, 'b.npy': writeNpy({ shape: [4], data: Uint8Array.of(7, 1, 7, 1) }) }
    ]) {
      const source = await open(files, { labelsFile: Object.keys(files)[1], steps: 4, labelNames: '' });
      expect(source.shape.images).toEqual({ channels: 1, rows: 2, columns: 2 });
      expect(source.shape.factors).toEqual([{ name: 'label', label: 'Label', classes: ['1', '7'] }]);
      expect(await first(source)).toEqual([0, 0.2, 0.4, 1]);
      expect([...(await take(source, 0, 1))[0].target]).toEqual([1, 0, 1, 0]);
    }
  });

  it('a table with a header: columns name the factors, several if asked', async () => {
    const source = await open({ 'a.csv': table }, { steps: 3 });
    expect(source.shape.factors).toEqual([{ name: 'kind', label: 'Kind', classes: ['cat', 'dog'] }]);
    expect(await first(source)).toEqual([0, 0.25, 0.5, 1]);
    const two = await open(
      { 'a.csv': 'set x,p,q,r,s,kind\n1,0,1,1,0,cat\n2,0,2,0,0,dog\n1,0,0,0,0,cat\n' },
      { labelColumns: 'kind, set x', maxPixel: 4 }
    );
    expect(two.shape.factors?.map(({ name }) => name)).toEqual(['kind', 'set_x']);
    expect(await first(two)).toEqual([0, 0.25, 0.25, 0]);
  });

  it('NPZ: arrays by their usual names or by those given, text labels, channels first or last', async () => {
    const data = Uint8Array.from({ length: 2 * 5 * 5 * 3 }, (_, i) => i);
    const npz = writeNpz({
      images: { shape: [2, 5, 5, 3], data },
      labels: { shape: [2], data: Uint8Array.of(0, 1) }
    });
    const source = await open({ 'a.npz': npz });
    expect(source.shape.images).toEqual({ channels: 3, rows: 5, columns: 5 });
    expect(source.shape.inputGroups.map(({ label }) => label)).toEqual([
      'channel 0',
      'channel 1',
      'channel 2'
    ]);
    expect((await first(source)).slice(0, 3)).toEqual([0, 3 / 255, 6 / 255]);
    const flat = writeNpz({
      pictures: { shape: [2, 12], data: Float32Array.from({ length: 24 }, (_, i) => i / 24) },
      kinds: { shape: [2, 2], data: Uint8Array.of(0, 1, 1, 0) }
    });
    const named = await open(
      { 'b.npz': flat },
      { inputArray: 'pictures', answerArray: 'kinds', labelNames: 'kind, other' }
    );
    expect(named.shape.images).toEqual({ channels: 3, rows: 2, columns: 2 });
    expect(named.shape.factors?.map(({ name }) => name)).toEqual(['kind', 'other']);
  });

  it('sides may be given', async () => {
    const rows = Array.from({ length: 3 }, (_, i) => `${Array(12).fill(i).join(',')},${i % 2}`).join('\n');
    const source = await open({ 'a.csv': rows }, { imageRows: 3 });
    expect(source.shape.images).toEqual({ channels: 1, rows: 3, columns: 4 });
    const colours = await open({ 'a.csv': rows }, { imageChannels: 3 });
    expect(colours.shape.images).toEqual({ channels: 3, rows: 2, columns: 2 });
  });
});

describe('what is wrong is said', () => {
  const cases: readonly [string, Record<string, Uint8Array | string>, Settings, string][] = [
    ['no file', { '': '' }, {}, "Setting 'file' is empty; name a CSV, TSV, NPY, NPZ or IDX file."],
    [
      'a single picture',
      { 'cat.png': Uint8Array.of(0x89, 0x50, 0x4e, 0x47) },
      {},
      'cat.png: found a single PNG picture; expected many images in a CSV, TSV, NPY, NPZ or IDX file; the page opens folders of pictures.'
    ],
    [
      'bytes of another kind',
      { 'a.bin': Uint8Array.of(1, 0, 255, 3) },
      {},
      'a.bin: found bytes that are not text; expected'
    ],
    [
      'images of differing size',
      { 'a.csv': '1,2,3,4,0\n1,2,3,1\n' },
      {},
      'a.csv, row 2: found 4 cells; expected 5'
    ],
    [
      'IDX without labels',
      { 'a-ubyte': idx },
      {},
      "a-ubyte: found images without labels; expected labels; name a file of them in 'labelsFile'."
    ],
    [
      'too few labels',
      { 'a-ubyte': idx, b: writeIdx({ shape: [3], data: Uint8Array.of(1, 2, 3) }) },
      { labelsFile: 'b' },
      'b: found 3 labels; expected 4, one for each image of a-ubyte.'
    ],
    [
      'images for labels',
      { 'a-ubyte': idx, b: idx },
      { labelsFile: 'b' },
      'b: found the magic number 2051 (images): 3 dimensions; expected 2049 (labels): 1 dimension.'
    ],
    [
      'labels for images',
      { 'a-ubyte': idxLabels },
      {},
      'a-ubyte: found the magic number 2049 (labels): 1 dimension; expected 2051 (images): 3 dimensions.'
    ],
    [
      'an IDX file by name alone',
      { 'a-ubyte': 'hello' },
      {},
      'a-ubyte: found the magic number 1751477356; expected an IDX file, which begins with the magic number 2051 (images).'
    ],
    [
      'a single class',
      { 'a.csv': '1,2,3,4,0\n1,2,3,4,0\n' },
      {},
      "a.csv, column 4: found only the label '0'; expected at least two classes."
    ],
    [
      'a negative pixel',
      { 'a.csv': '1,2,3,4,0\n1,-2,3,4,1\n' },
      {},
      'a.csv, row 2, column 1: found -2; expected a pixel, a number from 0 up.'
    ],
    [
      'a pixel that is no number',
      { 'a.npy': writeNpy({ shape: [2, 2, 2], data: Float32Array.of(0, 0, 0, 0, 0, 0, Number.NaN, 0) }) },
      {},
      'a.npy, row 1, pixel 2: found NaN; expected a pixel, a number from 0 up.'
    ],
    [
      'a word for a pixel',
      { 'a.csv': '1,2,3,4,0\n1,x,3,4,1\n' },
      {},
      "a.csv, row 2, column 1: found 'x'; expected a number."
    ],
    [
      'a pixel beyond the largest value',
      { 'a.csv': '1,2,3,4,0\n1,9,3,4,1\n' },
      { maxPixel: 8 },
      'a.csv, row 2, column 1: found 9; expected a pixel from 0 to 8.'
    ],
    [
      'only zeros',
      { 'a.csv': '0,0,0,0,0\n0,0,0,0,1\n' },
      {},
      'a.csv: found only zeros; expected images with pixels above 0.'
    ],
    [
      'images that are not square',
      { 'a.csv': '1,2,3,4,5,0\n1,2,3,4,5,1\n' },
      {},
      "Images of 5 pixels are not square; set 'imageRows' and 'imageColumns' to sides whose product it is, or choose the pixels in 'columns'."
    ],
    [
      'sides that do not fit',
      { 'a.csv': '1,2,3,4,0\n1,2,3,4,1\n' },
      { imageRows: 3 },
      'Images of 4 pixels are not made by imageRows 3;'
    ],
    [
      'an array that is not there',
      { 'a.npz': writeNpz({ images: { shape: [1, 2, 2], data: pixels.slice(0, 4) } }) },
      { answerArray: 'kinds' },
      "a.npz: found no array 'kinds'; expected one of images."
    ],
    [
      'arrays that could all be meant',
      {
        'a.npz': writeNpz({
          a: { shape: [1], data: pixels.slice(0, 1) },
          b: { shape: [1], data: pixels.slice(0, 1) }
        })
      },
      {},
      "a.npz: found the arrays a, b; expected one called 'images'; name it in 'inputArray'."
    ],
    [
      'everything held out',
      { 'a.csv': table },
      { heldOut: 3 },
      "Setting 'heldOut' is 3, but the file makes 3 images; leave at least one to learn from."
    ]
  ];
  it.each(cases)('%s', async (_, files, settings, expected) => {
    await expect(open(files, settings)).rejects.toThrow(expected);
  });
});
