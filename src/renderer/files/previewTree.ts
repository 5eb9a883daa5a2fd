/** What of an HDF5 file is shown before it is opened: its tree, and the first rows (or the units) of what is chosen in it. */
import type { ArrayChoice } from '../../formats/arrayChoice';
import type { FileContent } from '../../formats/byteFile';
import { openDataFile } from '../../formats/dataFile';
import { readHdf5 } from '../../formats/hdf5';
import { arraysOf, type Hdf5Node, treeOf } from '../../formats/hdf5Tree';
import { openDataBlocks } from '../../formats/large/openDataBlocks';
import { readUnits } from '../../formats/nwbUnits';
import { guessArrays } from './arrays';
import { preview, previewHead } from './preview';
import type { ArrayPreview, FilePreview } from './protocol';

/** Without a choice one is guessed. Throws FormatError, where nothing in the file can be learned from too. */
export async function previewTree(
  file: string,
  content: FileContent,
  asked: ArrayChoice | undefined
): Promise<FilePreview> {
  const tree = await readHdf5(file, content, treeOf);
  const arrays = arraysOf(tree.root).map(arrayPreview);
  const chosen = asked ?? guessChoice(tree.root, arrays);
  const archive = { arrays, chosen };
  const node =
    chosen.inputs === ''
      ? undefined
      : choosable(tree.root).find((each) => each.choice?.path === chosen.inputs);
  if (node?.choice?.kind === 'spikes') {
    const { times, ids } = await readHdf5(file, content, (root) => readUnits(file, root));
    const units = times.map((own, unit) => ({
      id: ids[unit],
      spikes: own.length,
      first: own[0] ?? Number.NaN,
      last: own[own.length - 1] ?? Number.NaN
    }));
    return { rows: 0, columns: [], head: [], archive, tree, units };
  }
  const shown =
    content instanceof Uint8Array
      ? preview(await openDataFile(file, content, chosen))
      : previewHead(await openDataBlocks(file, content, chosen, { headOnly: true }), content.size);
  // The time series that the array belongs to knows its rate; the array its unit.
  const series = choosable(tree.root).find(
    ({ choice, rate }) => choice?.path === chosen.inputs && rate !== undefined
  );
  return {
    ...shown,
    archive,
    tree,
    ...(series?.rate && { rate: series.rate }),
    ...(node?.unit && { unit: node.unit })
  };
}

/** Everything that can be chosen, in the order of the tree. */
export function choosable(node: Hdf5Node): readonly Hdf5Node[] {
  return [...(node.choice ? [node] : []), ...node.members.flatMap(choosable)];
}

/** By its name where that is a usual one; else the largest time series; else spikes; else the largest array. */
function guessChoice(root: Hdf5Node, arrays: readonly ArrayPreview[]): ArrayChoice {
  const all = choosable(root);
  const size = ({ shape = [] }: Hdf5Node): number => shape.reduce((product, extent) => product * extent, 1);
  const [series] = all
    .filter(
      ({ kind, nwbType, choice }) => kind === 'group' && nwbType !== undefined && choice?.kind === 'array'
    )
    .sort((a, b) => size(b) - size(a));
  const spikes = all.find(({ choice }) => choice?.kind === 'spikes');
  const meant = series ?? spikes;
  if (meant?.choice) return { inputs: meant.choice.path, answers: '' };
  return arrays.length > 0 ? guessArrays(arrays) : { inputs: '', answers: '' };
}

function arrayPreview({ path, shape = [], element }: Hdf5Node): ArrayPreview {
  return { name: path, shape, text: element === 'text' };
}
