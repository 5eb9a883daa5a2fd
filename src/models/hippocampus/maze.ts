/** Mazes as worlds: four moves with equal chances over a grid, walls and teleports. */
import { graphOf } from './graph';
import type { Maze, World } from './world';

/** North, east, south, west. */
export const mazeMoves: readonly (readonly [number, number])[] = [
  [0, -1],
  [1, 0],
  [0, 1],
  [-1, 0]
];

/** The state of a cell; undefined outside the grid. */
export function cellAt({ columns, rows }: Pick<Maze, 'columns' | 'rows'>, x: number, y: number) {
  return x >= 0 && y >= 0 && x < columns && y < rows ? y * columns + x : undefined;
}

export type MazeContent = Partial<Pick<World, 'rewards' | 'terminals' | 'starts' | 'choice'>>;

/** The world of a maze: its graph follows from walls, teleports and the rule for bumps. */
export function worldOfMaze(maze: Maze, content: MazeContent = {}): World {
  const { columns, rows, walls, bump, teleports } = maze;
  const nodes = columns * rows;
  const landing = new Map(teleports.map(({ from, to }) => [from, to]));
  const edges: { sources: number[]; targets: number[] } = { sources: [], targets: [] };
  for (let i = 0; i < nodes; i++) {
    if (walls[i]) continue;
    const [x, y] = [i % columns, Math.floor(i / columns)];
    for (const [dx, dy] of mazeMoves) {
      const cell = cellAt(maze, x + dx, y + dy);
      const open = cell !== undefined && !walls[cell];
      if (!open && bump === 'turn') continue;
      edges.sources.push(i);
      edges.targets.push(open ? (landing.get(cell) ?? cell) : i);
    }
  }
  const labels = Array.from({ length: nodes }, (_, i) => `${i % columns},${Math.floor(i / columns)}`);
  const graph = graphOf(nodes, edges, { labels });
  return {
    graph: { ...graph, labels },
    undirected: false,
    maze,
    positions: Float64Array.from({ length: 2 * nodes }, (_, k) =>
      k % 2 === 0 ? ((k / 2) % columns) + 0.5 : Math.floor((k - 1) / 2 / columns) + 0.5
    ),
    rewards: content.rewards ?? new Float64Array(nodes),
    terminals: content.terminals ?? new Uint8Array(nodes),
    starts: content.starts ?? [],
    ...(content.choice && { choice: content.choice }),
    passages: new Uint8Array(nodes)
  };
}

/** A maze without walls. */
export function emptyMaze(columns: number, rows: number, bump: Maze['bump'] = 'stay'): Maze {
  return { columns, rows, walls: new Uint8Array(columns * rows), teleports: [], bump };
}
