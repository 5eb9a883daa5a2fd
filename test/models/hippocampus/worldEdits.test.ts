import { describe, expect, it } from 'vitest';
import { edgeCount } from '../../../src/models/hippocampus/graph';
import {
  edgeWeight,
  movedNode,
  withEdge,
  withNode,
  withoutNode,
  withReward,
  withStartToggled,
  withTeleportToggled,
  withWall
} from '../../../src/models/hippocampus/worldEdits';
import { nameOf, type World } from '../../../src/models/hippocampus/world';
import { formatWorld, parseWorld } from '../../../src/models/hippocampus/worldText';

/** Every edit must survive being written down. */
const kept = (world: World): World => {
  expect(parseWorld(formatWorld(world))).toEqual(world);
  return world;
};

describe('in a maze', () => {
  const maze = parseWorld('maze\n...\nS.G');
  it('a wall closes the moves into its cell, and opens them again', () => {
    const walled = kept(withWall(maze, 1, true));
    expect(edgeWeight(maze, 0, 1)).toBe(1);
    expect([
      edgeWeight(walled, 0, 1),
      edgeWeight(walled, 0, 0),
      walled.graph.offsets[2] - walled.graph.offsets[1]
    ]).toEqual([0, 3, 0]);
    expect(kept(withWall(walled, 1, false))).toEqual(maze);
  });
  it('a wall has no reward, no start and no teleport', () => {
    const teleport = withTeleportToggled(maze, 1, 3);
    const walled = kept(withWall(withWall(withWall(teleport, 5, true), 3, true), 1, true));
    expect([walled.rewards[5], walled.terminals[5], walled.starts, walled.maze!.teleports]).toEqual([
      0,
      0,
      [],
      []
    ]);
  });
  it('rewards, starts and teleports are set and taken away', () => {
    expect(kept(withReward(maze, 0, -2.5, false)).rewards[0]).toBe(-2.5);
    expect(kept(withStartToggled(maze, 0)).starts).toEqual([3, 0]);
    expect(kept(withStartToggled(maze, 3)).starts).toEqual([]);
    const there = kept(withTeleportToggled(maze, 1, 3));
    expect([edgeWeight(there, 0, 1), edgeWeight(there, 0, 3)]).toEqual([0, 2]);
    expect(kept(withTeleportToggled(there, 1, 3))).toEqual(maze);
    expect(() => withStartToggled(withWall(maze, 0, true), 0)).toThrow("'0,0' is a wall");
    expect(() => withNode(maze, 0, 0)).toThrow('draw walls instead');
  });
});

describe('in a graph', () => {
  const graph = parseWorld('graph undirected\na b 2\nb c\nreward c 1\nstart a\nchoice a c');
  it('nodes come with a free name and go with their edges', () => {
    const more = kept(withNode(graph, 0.2, 0.3));
    expect([more.graph.nodes, nameOf(more, 3), more.positions[6]]).toEqual([4, '3', 0.2]);
    const less = kept(withoutNode(more, 1));
    expect([less.graph.labels, edgeCount(less.graph), less.rewards[1], less.choice]).toEqual([
      ['a', 'c', '3'],
      0,
      1,
      [0, 1]
    ]);
    expect(withoutNode(graph, 0).choice).toBeUndefined();
    expect(() => withNode(graph, 0, 0, 'a')).toThrow("There is a node 'a' already");
  });
  it('edges are weighed and taken away, both ways where there is no direction', () => {
    const joined = kept(withEdge(graph, 2, 0, 3));
    expect([edgeWeight(joined, 0, 2), edgeWeight(joined, 2, 0)]).toEqual([3, 3]);
    const apart = kept(withEdge(joined, 1, 0, 0));
    expect([edgeWeight(apart, 0, 1), edgeWeight(apart, 1, 0), edgeWeight(apart, 1, 2)]).toEqual([0, 0, 1]);
    const oneWay = kept(withEdge(parseWorld('graph\na b'), 1, 0, 0.5));
    expect([edgeWeight(oneWay, 0, 1), edgeWeight(oneWay, 1, 0)]).toEqual([1, 0.5]);
    expect(() => withEdge(graph, 0, 1, -1)).toThrow('expected a number from 0');
  });
  it('a moved node is the same graph', () => {
    const moved = kept(movedNode(graph, 1, 0.123456, 0.9));
    expect([moved.positions[2], moved.graph]).toEqual([0.1235, graph.graph]);
  });
});
