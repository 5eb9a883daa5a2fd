/** The rows of a tree that are open to the eye, and where its keys lead (WAI-ARIA, tree view pattern). */
import type { Hdf5Node } from '../../formats/hdf5Tree';

export interface TreeRow {
  node: Hdf5Node;
  /** From 1. */
  level: number;
  /** Path of the group it lies in; undefined at the top. */
  parent: string | undefined;
}

/** Everything below the root, in order. */
export function allRows(root: Hdf5Node): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const visit = (node: Hdf5Node, level: number, parent: string | undefined): void => {
    for (const member of node.members) {
      rows.push({ node: member, level, parent });
      visit(member, level + 1, member.path);
    }
  };
  visit(root, 1, undefined);
  return rows;
}

/** Those whose groups are all open. */
export function visibleRows(all: readonly TreeRow[], isOpen: (path: string) => boolean): readonly TreeRow[] {
  const seen = new Set<string | undefined>([undefined]);
  return all.filter(({ node, parent }) => {
    if (!seen.has(parent)) return false;
    if (isOpen(node.path)) seen.add(node.path);
    return true;
  });
}

export type TreeMove = { focus: string } | { open: string } | { close: string } | { choose: string };

/** What a key does where the focus is on `at`; nothing for keys the tree has no use for. */
export function treeMove(
  key: string,
  rows: readonly TreeRow[],
  at: string,
  isOpen: (path: string) => boolean
): TreeMove | undefined {
  const index = Math.max(
    0,
    rows.findIndex(({ node }) => node.path === at)
  );
  const row = rows[index];
  if (!row) return undefined;
  const { node, parent } = row;
  const branch = node.members.length > 0;
  const to = (k: number): TreeMove | undefined => rows[k] && { focus: rows[k].node.path };
  switch (key) {
    case 'ArrowDown':
      return to(index + 1);
    case 'ArrowUp':
      return to(index - 1);
    case 'Home':
      return to(0);
    case 'End':
      return to(rows.length - 1);
    case 'ArrowRight':
      if (!branch) return undefined;
      return isOpen(node.path) ? to(index + 1) : { open: node.path };
    case 'ArrowLeft':
      if (branch && isOpen(node.path)) return { close: node.path };
      return parent === undefined ? undefined : { focus: parent };
    case 'Enter':
    case ' ':
      if (node.choice) return { choose: node.path };
      if (!branch) return undefined;
      return isOpen(node.path) ? { close: node.path } : { open: node.path };
    default:
      return undefined;
  }
}

/** Paths of the groups that lead to what is chosen. */
export function leadingTo(root: Hdf5Node, choice: string): readonly string[] {
  for (const member of root.members) {
    if (member.choice?.path === choice) return [];
    const inner = leadingTo(member, choice);
    if (inner.length > 0 || member.members.some(({ choice: own }) => own?.path === choice))
      return [member.path, ...inner];
  }
  return [];
}
