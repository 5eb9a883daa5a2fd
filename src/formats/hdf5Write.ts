/**
 * Writes HDF5 through h5wasm, as `hdf5.ts` reads it: a tree of groups and datasets said as plain data. The same tree gives the
 * same bytes, whenever it is written.
 */
import type { Dataset, Group } from 'h5wasm';
import { hdf5Library } from './hdf5Library';

export type Hdf5Data = Float64Array | Float32Array | Int32Array | Uint32Array | Uint8Array;

export type Hdf5Attribute =
  | string
  | readonly string[]
  | { float64: number }
  | { float32: number }
  | { int32: number }
  /** Path of an object of the tree, written as an object reference. */
  | { refersTo: string };

export interface Hdf5DatasetTree {
  /** A string or a number alone is a scalar; strings are a list. */
  data: Hdf5Data | string | readonly string[] | number;
  /** Of an array; default one dimension. */
  shape?: readonly number[];
  attributes?: Readonly<Record<string, Hdf5Attribute>>;
}

export interface Hdf5Tree {
  attributes?: Readonly<Record<string, Hdf5Attribute>>;
  groups?: Readonly<Record<string, Hdf5Tree>>;
  datasets?: Readonly<Record<string, Hdf5DatasetTree>>;
}

/** Numbers from which on an array is worth compressing, and numbers in one of its chunks. */
const compressedFrom = 4096;
const chunkNumbers = 1 << 16;

let written = 0;

/** Throws where a reference leads nowhere, or data and shape disagree. */
export async function writeHdf5(root: Hdf5Tree): Promise<Uint8Array> {
  const { h5wasm, FS, attempt } = await hdf5Library();
  const name = `write-${written++}.h5`;
  try {
    atNoTime(() =>
      attempt(() => {
        const file = new h5wasm.File(name, 'w');
        const references: (() => void)[] = [];
        fill(file, root, file, references);
        // Only now does everything exist that may be referred to.
        for (const refer of references) refer();
        file.close();
      })
    );
    return FS.readFile(name).slice();
  } finally {
    if (FS.analyzePath(name).exists) FS.unlink(name);
  }
}

/** HDF5 stamps what it makes with the time: here always with the same, so that equal trees are equal files. */
function atNoTime(act: () => void): void {
  const { now } = Date;
  Date.now = () => 0;
  try {
    act();
  } finally {
    Date.now = now;
  }
}

function fill(group: Group, tree: Hdf5Tree, root: Group, references: (() => void)[]): void {
  for (const [name, inner] of Object.entries(tree.groups ?? {}))
    fill(group.create_group(name), inner, root, references);
  for (const [name, dataset] of Object.entries(tree.datasets ?? {}))
    describe(create(group, name, dataset), dataset.attributes, root, references);
  describe(group, tree.attributes, root, references);
}

function create(group: Group, name: string, { data, shape }: Hdf5DatasetTree): Dataset {
  if (typeof data === 'string') return group.create_dataset({ name, data, shape: [] });
  if (typeof data === 'number')
    return group.create_dataset({ name, data: Float64Array.of(data), shape: [], dtype: '<d' });
  if (!ArrayBuffer.isView(data))
    return group.create_dataset({ name, data: [...data], shape: [data.length], dtype: 'S' });
  const extents = [...(shape ?? [data.length])];
  const length = extents.reduce((product, extent) => product * extent, 1);
  if (length !== data.length)
    throw new RangeError(
      `${name}: an array of shape (${extents.join(', ')}) has ${length} elements; ${data.length} were given.`
    );
  if (length < compressedFrom) return group.create_dataset({ name, data, shape: extents });
  const rowNumbers = length / extents[0];
  const rows = Math.min(extents[0], Math.max(1, Math.floor(chunkNumbers / rowNumbers)));
  return group.create_dataset({
    name,
    data,
    shape: extents,
    chunks: [rows, ...extents.slice(1)],
    compression: 'gzip',
    compression_opts: 4
  });
}

function describe(
  target: Group | Dataset,
  attributes: Hdf5Tree['attributes'],
  root: Group,
  references: (() => void)[]
): void {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (typeof value === 'string') target.create_attribute(name, value, []);
    else if (isList(value)) target.create_attribute(name, [...value], [value.length], 'S');
    else if ('float64' in value) target.create_attribute(name, value.float64, [], '<d');
    else if ('float32' in value) target.create_attribute(name, value.float32, [], '<f');
    else if ('int32' in value) target.create_attribute(name, value.int32, [], '<i');
    else
      references.push(() => {
        const found = root.get(value.refersTo);
        if (!found || !('create_reference' in found))
          throw new RangeError(
            `The attribute ${name} refers to ${value.refersTo}, which is not in the tree.`
          );
        target.create_attribute(name, found.create_reference(), [], 'Reference');
      });
  }
}

function isList(value: Hdf5Attribute): value is readonly string[] {
  return Array.isArray(value);
}
