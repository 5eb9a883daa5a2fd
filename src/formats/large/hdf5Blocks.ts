/** Datasets of an HDF5 file in blocks of rows. The library reads of the file what it needs for them. */
import type { ArrayChoice } from '../arrayChoice';
import type { ByteFile } from '../byteFile';
import { hdf5Reader } from '../hdf5';
import { arrayOf, findDataset } from '../hdf5Table';
import { blocksOf, type SlicedArray } from './arrayBlocks';
import type { BlockOptions, DataBlocks } from './dataBlocks';

/** As `readHdf5Arrays`, NWB's `conversion` and `offset` applied. Throws FormatError. */
export async function hdf5Blocks(
  file: string,
  content: ByteFile,
  choice: ArrayChoice,
  options: BlockOptions
): Promise<DataBlocks> {
  const read = await hdf5Reader(file, content);
  const sliced = (name: string): SlicedArray => ({
    shape: read((root) => findDataset(file, root, name).shape),
    slice: (from, to) => read((root) => arrayOf(file, findDataset(file, root, name), from, to))
  });
  return blocksOf(file, sliced(choice.inputs), choice.answers ? sliced(choice.answers) : undefined, options);
}
