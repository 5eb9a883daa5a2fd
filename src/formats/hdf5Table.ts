/** Datasets of an HDF5 file as arrays, as those of an NPZ file are: by path, in the unit the file says they are in. */
import type { ArrayChoice } from './arrayChoice';
import type { FileContent } from './byteFile';
import { FormatError } from './formatError';
import { type Hdf5Dataset, type Hdf5Group, readHdf5 } from './hdf5';
import { arraysOf, treeOf } from './hdf5Tree';
import type { NpyArray } from './npy';

/**
 * The arrays that `choice` names by their paths; without a name the only one there is. NWB's `conversion` and `offset` are applied.
 * Throws FormatError.
 */
export function readHdf5Arrays(
  file: string,
  content: FileContent,
  choice: ArrayChoice
): Promise<{ inputs: NpyArray; answers?: NpyArray }> {
  return readHdf5(file, content, (root) => {
    const inputs = arrayOf(file, findDataset(file, root, choice.inputs));
    return choice.answers
      ? { inputs, answers: arrayOf(file, findDataset(file, root, choice.answers)) }
      : { inputs };
  });
}

/** The dataset of that path, or the only one there is. Throws FormatError. */
export function findDataset(file: string, root: Hdf5Group, path: string): Hdf5Dataset {
  const wanted = path.replace(/^\/+/, '');
  const named = wanted === '' ? undefined : (root.dataset(wanted) ?? root.group(wanted)?.dataset('data'));
  if (named) return named;
  const there = arraysOf(treeOf(root).root).map((node) => node.path);
  const only = wanted === '' && there.length === 1 ? root.dataset(there[0]) : undefined;
  if (only) return only;
  const some = there.slice(0, 8).join(', ') + (there.length > 8 ? ', ...' : '');
  throw new FormatError({
    file,
    found: wanted === '' ? `${there.length} datasets` : `no dataset '${wanted}'`,
    expected:
      there.length === 0 ? 'at least one of rows and columns' : `one, named as input array, such as ${some}`
  });
}

/** All of it or, of the first extent, `from` up to `to`. Throws FormatError. */
export function arrayOf(file: string, dataset: Hdf5Dataset, from?: number, to?: number): NpyArray {
  const { shape: whole } = dataset;
  const shape = to === undefined ? whole : [to - (from ?? 0), ...whole.slice(1)];
  if (shape.length === 0)
    throw new FormatError({
      file,
      column: dataset.path,
      found: 'a single value',
      expected: 'rows, rows x columns, or sequences x rows x columns'
    });
  if (dataset.element === 'text') return { kind: 'text', shape, data: dataset.words(from, to) };
  const data = dataset.numbers(from, to);
  const factor = numberOr(dataset.attribute('conversion'), 1);
  const offset = numberOr(dataset.attribute('offset'), 0);
  if (factor !== 1 || offset !== 0) for (let i = 0; i < data.length; i++) data[i] = data[i] * factor + offset;
  return { kind: 'numbers', shape, data };
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}
