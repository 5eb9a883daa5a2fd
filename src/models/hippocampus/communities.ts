/**
 * Communities of a graph: groups with more weight inside than degrees alone would give. Modularity is climbed by moving one node
 * at a time, then whole groups (Blondel et al. 2008), in a fixed order, so that the same graph always has the same communities.
 */
import type { Graph } from './graph';

/** Neighbours with the weight of both directions added up. */
type Neighbours = ReadonlyMap<number, number>;

/** [n] group of each node, numbered in order of first node; undefined where there is one group only, or every node is its own. */
export function communitiesOf(graph: Graph): Int32Array | undefined {
  const { nodes } = graph;
  let level = neighboursOf(graph);
  let group = Int32Array.from({ length: nodes }, (_, i) => i);
  for (;;) {
    const moved = climbed(level);
    const names = numbered(moved);
    const count = Math.max(-1, ...names) + 1;
    group = group.map((own) => names[own]);
    if (count === level.length) break;
    level = aggregated(level, names, count);
  }
  const named = numbered(group);
  const count = Math.max(-1, ...named) + 1;
  return count <= 1 || count === nodes ? undefined : named;
}

function neighboursOf({ nodes, offsets, targets, weights }: Graph): Map<number, number>[] {
  const all = Array.from({ length: nodes }, () => new Map<number, number>());
  for (let i = 0; i < nodes; i++)
    for (let e = offsets[i]; e < offsets[i + 1]; e++) {
      const weight = weights ? weights[e] : 1;
      const j = targets[e];
      all[i].set(j, (all[i].get(j) ?? 0) + weight);
      all[j].set(i, (all[j].get(i) ?? 0) + weight);
    }
  return all;
}

/** The group of each node once no single move gains. */
function climbed(level: readonly Neighbours[]): Int32Array {
  const degrees = level.map((row) => [...row.values()].reduce((sum, weight) => sum + weight, 0));
  const total = degrees.reduce((sum, degree) => sum + degree, 0);
  const group = Int32Array.from(level, (_, i) => i);
  const sums = Float64Array.from(degrees);
  for (let moved = true; moved; ) {
    moved = false;
    level.forEach((row, i) => {
      const own = group[i];
      sums[own] -= degrees[i];
      const ties = new Map<number, number>([[own, 0]]);
      for (const [j, weight] of row) if (j !== i) ties.set(group[j], (ties.get(group[j]) ?? 0) + weight);
      const gain = (to: number): number => (ties.get(to) ?? 0) - (sums[to] * degrees[i]) / total;
      let best = own;
      for (const to of ties.keys()) if (gain(to) > gain(best) + 1e-12) best = to;
      sums[best] += degrees[i];
      if (best === own) return;
      group[i] = best;
      moved = true;
    });
  }
  return group;
}

/** Groups as the nodes of a smaller graph. */
function aggregated(level: readonly Neighbours[], names: Int32Array, count: number): Map<number, number>[] {
  const all = Array.from({ length: count }, () => new Map<number, number>());
  level.forEach((row, i) => {
    for (const [j, weight] of row) {
      const into = all[names[i]];
      into.set(names[j], (into.get(names[j]) ?? 0) + weight);
    }
  });
  return all;
}

function numbered(group: Int32Array): Int32Array {
  const names = new Map<number, number>();
  for (const own of group) if (!names.has(own)) names.set(own, names.size);
  return group.map((own) => names.get(own) ?? 0);
}
