/**
 * The weights of a network: a tree of matrices with names. Shapes, values and gradients are trees of one form, so that a network can
 * be counted without being made.
 */
import { addScaled, dot, type Rows, rowAt, zeroRows } from './rows';

export interface Shape {
  readonly rows: number;
  readonly columns: number;
}

export const shape = (rows: number, columns: number): Shape => ({ rows, columns });

/** The same tree with other leaves. */
export type WithLeaves<Tree, Leaf> = Tree extends Shape
  ? Leaf
  : { readonly [Key in keyof Tree]: WithLeaves<Tree[Key], Leaf> };

const isLeaf = (tree: object): tree is Shape => 'rows' in tree && typeof tree.rows === 'number';

/** `make` of every leaf; its path is as in "layers.3.mamba.input". */
export function mapLeaves<Tree extends object, From extends Shape, To>(
  tree: Tree,
  make: (leaf: From, path: string) => To,
  path = ''
): WithLeaves<Tree, To> {
  const inside = (part: object, key: string | number): unknown =>
    mapLeaves(part, make, path === '' ? `${key}` : `${path}.${key}`);
  const made: unknown = isLeaf(tree)
    ? make(tree as unknown as From, path)
    : Array.isArray(tree)
      ? tree.map(inside)
      : Object.fromEntries(Object.entries(tree).map(([key, part]) => [key, inside(part as object, key)]));
  return made as WithLeaves<Tree, To>;
}

/** Every leaf with its path, in order. */
export function leavesOf<Leaf extends Shape>(tree: object): { path: string; leaf: Leaf }[] {
  const leaves: { path: string; leaf: Leaf }[] = [];
  mapLeaves(tree, (leaf: Leaf, path) => leaves.push({ path, leaf }));
  return leaves;
}

/** How many numbers a tree of shapes holds. */
export const countOf = (tree: object): number =>
  leavesOf<Shape>(tree).reduce((sum, { leaf }) => sum + leaf.rows * leaf.columns, 0);

/** Zeros of the tree's shapes: gradients to add to. */
export const zerosOf = <Tree extends object>(tree: Tree): WithLeaves<Tree, Rows> =>
  mapLeaves(tree, ({ columns, rows }: Shape) => zeroRows(rows, columns));

/** x W: x [T, inputs], W [inputs, outputs]. */
export function project(x: Rows, w: Rows): Rows {
  const y = zeroRows(x.rows, w.columns);
  for (let t = 0; t < x.rows; t++)
    for (let i = 0; i < w.rows; i++) addScaled(rowAt(y, t), rowAt(x, t)[i], rowAt(w, i));
  return y;
}

/** From g = dE/d(x W): adds x^T g to `weight` and returns dE/dx = g W^T. */
export function projectBackward(x: Rows, w: Rows, gradient: Rows, weight: Rows): Rows {
  const input = zeroRows(x.rows, x.columns);
  for (let t = 0; t < x.rows; t++)
    for (let i = 0; i < w.rows; i++) {
      addScaled(rowAt(weight, i), rowAt(x, t)[i], rowAt(gradient, t));
      rowAt(input, t)[i] = dot(rowAt(gradient, t), rowAt(w, i));
    }
  return input;
}
