/** Which reader a data file gets: one that holds it, or one that reads it in blocks. */
import type { ArrayChoice } from '../arrayChoice';
import { type FileContent, sayBytes } from '../byteFile';
import { type DataFile, openDataFile } from '../dataFile';
import { FormatError } from '../formatError';
import { isGzip } from '../gzip';
import { isHdf5 } from '../hdf5';
import { isNpy } from '../npy';
import { isZip } from '../npz';
import { npyBlocks, npzBlocks } from './arrayBlocks';
import { csvBlocks } from './csvBlocks';
import type { BlockOptions, DataBlocks } from './dataBlocks';
import { hdf5Blocks } from './hdf5Blocks';

/** Throws FormatError for what is not a readable table, or not in pieces and too large to hold. */
export async function openDataBlocks(
  file: string,
  content: FileContent,
  choice: ArrayChoice,
  options: BlockOptions = {}
): Promise<DataBlocks> {
  if (content instanceof Uint8Array) return heldBlock(file, await openDataFile(file, content, choice));
  const head = content.read(0, 16);
  if (isNpy(head)) return npyBlocks(file, content, options);
  if (isZip(head)) return npzBlocks(file, content, choice, options);
  if (isHdf5(content)) return hdf5Blocks(file, content, choice, options);
  if (isGzip(head))
    throw new FormatError({
      file,
      found: `${sayBytes(content.size)} of gzip data, which can be read from the beginning only`,
      expected: 'a file of this size unpacked (gunzip), so that any of its rows can be reached'
    });
  return csvBlocks(file, content, options);
}

export function heldBlock(file: string, { inputs, answers, rowsPerSequence }: DataFile): DataBlocks {
  return {
    file,
    rows: inputs.rows,
    ...(rowsPerSequence !== undefined && { rowsPerSequence }),
    ...(answers && { answerRows: answers.rows }),
    starts: [0],
    read: () => ({ inputs, ...(answers && { answers }) })
  };
}
