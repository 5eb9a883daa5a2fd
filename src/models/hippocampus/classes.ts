/** Communicating classes of a walk: sets of states each of which leads to every other (Tarjan 1972). */
import type { Transitions } from './transitions';

export interface Class {
  /** Ascending. */
  states: Uint32Array;
  /** Whether no edge leads out of it and no state of it dangles: the walk stays for ever. */
  closed: boolean;
}

export interface Classes {
  /** An edge from one class to another leads to an earlier one. */
  list: readonly Class[];
  /** [n] place of each state's class in the list. */
  of: Uint32Array;
}

export function classesOf({ nodes, offsets, targets }: Transitions): Classes {
  const none = nodes;
  const of = new Uint32Array(nodes).fill(none);
  const seen = new Uint32Array(nodes);
  const low = new Uint32Array(nodes);
  const next = offsets.slice();
  const open: number[] = [];
  const path: number[] = [];
  const list: Class[] = [];
  let count = 0;
  const enter = (i: number): void => {
    seen[i] = low[i] = ++count;
    open.push(i);
    path.push(i);
  };
  const close = (root: number): void => {
    const states = Uint32Array.from(open.splice(open.lastIndexOf(root))).sort();
    for (const i of states) of[i] = list.length;
    const leaves = (i: number): boolean =>
      offsets[i] === offsets[i + 1] ||
      targets.subarray(offsets[i], offsets[i + 1]).some((j) => of[j] !== list.length);
    list.push({ states, closed: !states.some(leaves) });
  };
  for (let root = 0; root < nodes; root++) {
    if (seen[root] > 0) continue;
    enter(root);
    while (path.length > 0) {
      const i = path[path.length - 1];
      if (next[i] < offsets[i + 1]) {
        const j = targets[next[i]++];
        if (seen[j] === 0) enter(j);
        else if (of[j] === none) low[i] = Math.min(low[i], seen[j]);
        continue;
      }
      path.pop();
      if (path.length > 0) {
        const above = path[path.length - 1];
        low[above] = Math.min(low[above], low[i]);
      }
      if (low[i] === seen[i]) close(i);
    }
  }
  return { list, of };
}
