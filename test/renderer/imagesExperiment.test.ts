import { describe, expect, it } from 'vitest';
import { imagesExperiment, pairFiles } from '../../src/renderer/files/imagesExperiment';
import { rdShapes } from '../../src/presets/codes';

describe('images just opened', () => {
  it('are learned by the model as it stands, asked anew', () => {
    const { experiment } = rdShapes;
    const before = { ...experiment, model: { id: 'vae', settings: { beta: 3, query: 'side' } }, seed: 7 };
    const opened = imagesExperiment({ file: 'pets.npz' }, before);
    expect(opened).toMatchObject({
      title: 'pets.npz',
      model: { id: 'vae', settings: { beta: 3, query: '' } },
      source: { id: 'images', settings: { file: 'pets.npz' } },
      probes: experiment.probes,
      seed: 7
    });
  });

  it('are learned by the usual model where another is open, or none', () => {
    const model = { id: 'vae', settings: { query: '' } };
    expect(imagesExperiment({ file: 'a' }, undefined).model).toEqual(model);
    const other = { ...rdShapes.experiment, model: { id: 'deep', settings: { beta: 3 } } };
    expect(imagesExperiment({ file: 'a' }, other).model).toEqual(model);
  });

  it('may have labels in a second file: the one called so, or the smaller', () => {
    expect(pairFiles([{ name: 'a.npz', size: 5 }])).toEqual({ file: 'a.npz' });
    const pair = { file: 'images-idx3-ubyte', labelsFile: 'labels-idx1-ubyte' };
    const files = [
      { name: 'labels-idx1-ubyte', size: 9 },
      { name: 'images-idx3-ubyte', size: 900 }
    ];
    expect(pairFiles(files)).toEqual(pair);
    expect(pairFiles([{ ...files[0], size: 9000 }, files[1]])).toEqual(pair);
    expect(
      pairFiles([
        { name: 'y.npy', size: 1 },
        { name: 'x.npy', size: 2 }
      ])
    ).toEqual({
      file: 'x.npy',
      labelsFile: 'y.npy'
    });
    expect(() => pairFiles([...files, files[0]])).toThrow(
      /^3 files were chosen; expected pictures, or one file/
    );
  });
});
