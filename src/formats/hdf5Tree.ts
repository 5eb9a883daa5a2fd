/**
 * What an HDF5 file holds, as a tree to choose from: groups and datasets with shape, type and unit; of NWB also which of them are time
 * series (with their rate), spike times of units, or a position. Nothing but names and attributes is read, and one sample of times.
 */
import type { Hdf5Dataset, Hdf5Group } from './hdf5';

export interface Hdf5Node {
  /** Without a slash at its beginning: "acquisition/potential/data". */
  path: string;
  name: string;
  kind: 'group' | 'dataset';
  /** What NWB says it is: "TimeSeries", "Units", "SpatialSeries", "ProcessingModule". */
  nwbType?: string;
  shape?: readonly number[];
  /** Of a dataset: "float32", "uint16", "text"; "other" for what is neither numbers nor text. */
  element?: string;
  /** Of its values, where the file says so. */
  unit?: string;
  /** Hz, of a time series that is sampled regularly. */
  rate?: number;
  /** What is read where this is chosen. */
  choice?: { kind: 'array'; path: string } | { kind: 'spikes'; path: string };
  members: readonly Hdf5Node[];
}

export interface Hdf5Tree {
  root: Hdf5Node;
  /** Members beyond what is listed: too many, or too deep. */
  leftOut: number;
}

/** Members listed, and how deep: a link may lead back to where it came from. */
const mostMembers = 2000;
const deepest = 12;

/** The tree of an opened file. Throws FormatError where it is damaged. */
export function treeOf(root: Hdf5Group): Hdf5Tree {
  let left = mostMembers;
  let leftOut = 0;
  const visit = (group: Hdf5Group, name: string, depth: number): Hdf5Node => {
    const members: Hdf5Node[] = [];
    for (const inner of group.names) {
      if (left <= 0 || depth >= deepest) {
        leftOut++;
        continue;
      }
      left--;
      const dataset = group.dataset(inner);
      const child = dataset ? undefined : group.group(inner);
      if (dataset) members.push(datasetNode(dataset, inner));
      else if (child) members.push(visit(child, inner, depth + 1));
    }
    return groupNode(group, name, members);
  };
  return { root: visit(root, '', 0), leftOut };
}

/** Every dataset of the tree that can be read as rows and columns, in the order of the tree. */
export function arraysOf(node: Hdf5Node): readonly Hdf5Node[] {
  const own = node.kind === 'dataset' && node.choice ? [node] : [];
  return [...own, ...node.members.flatMap(arraysOf)];
}

function datasetNode(dataset: Hdf5Dataset, name: string): Hdf5Node {
  const path = dataset.path.replace(/^\/+/, '');
  const { shape, element } = dataset;
  const unit = textOr(dataset.attribute('unit'));
  const readable = element !== 'other' && shape.length >= 1 && shape.length <= 3 && !shape.includes(0);
  return {
    path,
    name,
    kind: 'dataset',
    shape,
    element,
    ...(unit && { unit }),
    ...(readable && { choice: { kind: 'array', path } }),
    members: []
  };
}

function groupNode(group: Hdf5Group, name: string, members: readonly Hdf5Node[]): Hdf5Node {
  const path = group.path.replace(/^\/+/, '');
  const nwbType = textOr(group.attribute('neurodata_type'));
  const member = (wanted: string) => members.find((each) => each.name === wanted);
  const data = member('data');
  const spikes = member('spike_times') && member('spike_times_index');
  const rate = data && rateOf(group);
  return {
    path,
    name,
    kind: 'group',
    ...(nwbType && { nwbType }),
    ...(rate && { rate }),
    ...(data?.choice && nwbType && { choice: data.choice, shape: data.shape, unit: data.unit }),
    ...(spikes && {
      choice: { kind: 'spikes', path },
      shape: member('spike_times_index')?.shape
    }),
    members
  } as Hdf5Node;
}

/** Hz, of a group with a starting_time that carries its rate. */
function rateOf(group: Hdf5Group): number | undefined {
  const rate = group.dataset('starting_time')?.attribute('rate');
  return typeof rate === 'number' && rate > 0 ? rate : undefined;
}

function textOr(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value !== 'n.a.' ? value : undefined;
}
