import { describe, expect, it } from 'vitest';
import type { Hdf5Node } from '../../src/formats/hdf5Tree';
import { allRows, leadingTo, treeMove, visibleRows } from '../../src/renderer/files/treeKeys';

const dataset = (path: string): Hdf5Node => ({
  path,
  name: path.split('/').pop()!,
  kind: 'dataset',
  choice: { kind: 'array', path },
  members: []
});
const group = (path: string, members: Hdf5Node[]): Hdf5Node => ({
  path,
  name: path.split('/').pop()!,
  kind: 'group',
  members
});
const root = group('', [group('a', [group('a/b', [dataset('a/b/x')]), dataset('a/y')]), dataset('z')]);
const all = allRows(root);
const paths = (open: string[]) =>
  visibleRows(all, (path) => open.includes(path)).map(({ node }) => node.path);
const move = (key: string, at: string, open: string[] = ['a', 'a/b']) => {
  const isOpen = (path: string) => open.includes(path);
  return treeMove(key, visibleRows(all, isOpen), at, isOpen);
};

describe('a tree', () => {
  it('shows what lies in open groups, and nothing below a closed one', () => {
    expect(paths([])).toEqual(['a', 'z']);
    expect(paths(['a'])).toEqual(['a', 'a/b', 'a/y', 'z']);
    expect(paths(['a/b'])).toEqual(['a', 'z']);
    expect(paths(['a', 'a/b'])).toEqual(['a', 'a/b', 'a/b/x', 'a/y', 'z']);
    expect(all.map(({ level }) => level)).toEqual([1, 2, 3, 2, 1]);
  });

  it('is walked by arrows, Home and End', () => {
    expect(move('ArrowDown', 'a/b')).toEqual({ focus: 'a/b/x' });
    expect(move('ArrowUp', 'a/b')).toEqual({ focus: 'a' });
    expect(move('ArrowUp', 'a')).toBeUndefined();
    expect(move('End', 'a')).toEqual({ focus: 'z' });
    expect(move('Home', 'z')).toEqual({ focus: 'a' });
    expect(move('ArrowRight', 'a', [])).toEqual({ open: 'a' });
    expect(move('ArrowRight', 'a')).toEqual({ focus: 'a/b' });
    expect(move('ArrowLeft', 'a')).toEqual({ close: 'a' });
    expect(move('ArrowLeft', 'a/b/x')).toEqual({ focus: 'a/b' });
    expect(move('ArrowLeft', 'z')).toBeUndefined();
    expect(move('q', 'a')).toBeUndefined();
  });

  it('chooses what can be chosen, and opens what cannot', () => {
    expect(move('Enter', 'a/y')).toEqual({ choose: 'a/y' });
    expect(move(' ', 'a', [])).toEqual({ open: 'a' });
  });

  it('knows the groups that lead to a choice', () => {
    expect(leadingTo(root, 'a/b/x')).toEqual(['a', 'a/b']);
    expect(leadingTo(root, 'z')).toEqual([]);
    expect(leadingTo(root, 'nothing')).toEqual([]);
  });
});
