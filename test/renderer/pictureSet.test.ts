import { describe, expect, it } from 'vitest';
import { readNpz } from '../../src/formats/npz';
import { Random } from '../../src/models/random';
import { completeSettings } from '../../src/models/settings';
import {
  archivePictures,
  classesOf,
  countClasses,
  type Decoded,
  differingSize,
  isPicture,
  middleSquare,
  problemOf
} from '../../src/renderer/files/pictureSet';
import { imagesSource } from '../../src/session/sources/images';

const picture = (path: string, rgba: number[][], width = 2): Decoded => ({
  path,
  width,
  height: rgba.length / width,
  rgba: Uint8ClampedArray.from(rgba.flat())
});
const plain = (path: string, width = 2, height = 2): Decoded =>
  picture(path, Array(width * height).fill([10, 20, 30, 255]), width);

describe('classes of pictures', () => {
  it('are their folders where there are several', () => {
    expect(classesOf(['pets/cat/1.png', 'pets/dog/1.png', 'pets/cat/old/2.png', 'dog/x.png'])).toEqual([
      'cat',
      'dog',
      'old',
      'dog'
    ]);
  });

  it('else the beginnings of their names', () => {
    expect(
      classesOf(['pets/cat_01.png', 'pets/cat (3).png', 'pets/dog-2.jpeg', 'pets/big dog.png', 'pets/7.png'])
    ).toEqual(['cat', 'cat', 'dog', 'big dog', 'none']);
    expect(classesOf(['cat1.png', 'dog1.png'])).toEqual(['cat', 'dog']);
  });

  it('are counted, and must be two', () => {
    expect(countClasses(['b', 'a', 'b'])).toEqual([
      ['a', 1],
      ['b', 2]
    ]);
    expect(problemOf(['a', 'b'])).toBeUndefined();
    expect(problemOf(['cat', 'cat'])).toBe(
      "Found only the class 'cat'; expected at least two: a folder for each, or names such as cat_1.png and dog_1.png."
    );
    expect(problemOf([])).toMatch(/^Found no pictures/);
  });
});

describe('sizes of pictures', () => {
  it('must agree; the first that differs is named', () => {
    const same = [plain('pets/cat/1.png', 28, 28), plain('pets/cat/2.png', 28, 28)];
    expect(differingSize(same)).toBeUndefined();
    expect(differingSize([...same, plain('pets/cat/3.png', 32, 30), plain('pets/cat/4.png', 1, 1)])).toBe(
      'cat/3.png is 32 x 30; the first, cat/1.png, is 28 x 28'
    );
    expect(() => archivePictures([plain('a.png'), plain('b.png', 3, 2)], ['a', 'b'], false)).toThrow(
      'b.png is 3 x 2; the first, a.png, is 2 x 2.'
    );
  });

  it('are cut to the square in the middle', () => {
    expect(middleSquare({ width: 40, height: 30 })).toEqual({ x: 5, y: 0, side: 30 });
    expect(middleSquare({ width: 3, height: 8 })).toEqual({ x: 0, y: 2, side: 3 });
  });

  it('are limited', () => {
    const large = { ...plain('a.png'), width: 20000, height: 20000 };
    expect(() => archivePictures([large], ['a'], false)).toThrow(
      '1 pictures of 20000 x 20000 pixels are 381 MB; at most 256 fit. Make them smaller.'
    );
  });
});

describe('the archive', () => {
  const red = [255, 0, 0, 255];
  const clear = [0, 0, 0, 0];
  const grey = [100, 100, 100, 255];
  const pictures = [
    picture('cat/1.png', [red, clear, grey, grey]),
    picture('dog/1.png', [grey, red, red, red])
  ];

  it('holds grey, or channels one after another, transparent on white', () => {
    const arrays = readNpz('a', archivePictures(pictures, ['cat', 'dog'], false));
    expect(arrays.get('images')).toMatchObject({ shape: [2, 1, 2, 2], bytes: true });
    expect([...(arrays.get('images')?.data ?? [])]).toEqual([76, 255, 100, 100, 100, 76, 76, 76]);
    expect(arrays.get('labels')).toEqual({ kind: 'text', shape: [2], data: ['cat', 'dog'] });
    const colour = readNpz('a', archivePictures(pictures, ['cat', 'dog'], true)).get('images');
    expect(colour?.shape).toEqual([2, 3, 2, 2]);
    expect([...(colour?.data ?? [])].slice(0, 8)).toEqual([255, 255, 100, 100, 0, 255, 100, 100]);
  });

  it('is what the source of images reads', async () => {
    const bytes = archivePictures(pictures, ['cat', 'dog'], true);
    const source = await imagesSource.create({
      settings: completeSettings(imagesSource.settings, {
        file: 'pictures.npz',
        labelNames: 'label',
        heldOut: 0
      }),
      random: new Random(1),
      files: { read: async () => bytes }
    });
    expect(source.shape.images).toEqual({ channels: 3, rows: 2, columns: 2 });
    expect(source.shape.factors).toEqual([{ name: 'label', label: 'Label', classes: ['cat', 'dog'] }]);
  });
});

it('pictures are told by their names', () => {
  expect(['a.png', 'b.JPG', 'c.jpeg', 'd.webp'].every(isPicture)).toBe(true);
  expect(['a.npz', 'png', 'a.png.gz', '.DS_Store'].some(isPicture)).toBe(false);
});
