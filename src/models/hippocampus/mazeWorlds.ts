/** Mazes that generators make. */
import { emptyMaze, worldOfMaze } from './maze';
import type { World } from './world';

/** A maze of rows as in a world's text: # wall, S start, G a reward of 1 where the episode ends. */
function drawn(rows: readonly string[]): World {
  const cells = rows.join('');
  const maze = emptyMaze(rows[0].length, rows.length);
  maze.walls.set(Array.from(cells, (cell) => (cell === '#' ? 1 : 0)));
  return worldOfMaze(maze, {
    rewards: Float64Array.from(cells, (cell) => (cell === 'G' ? 1 : 0)),
    terminals: Uint8Array.from(cells, (cell) => (cell === 'G' ? 1 : 0)),
    starts: Array.from(cells).flatMap((cell, i) => (cell === 'S' ? [i] : []))
  });
}

export function twoRooms(columns: number, rows: number): World {
  const wall = Math.floor(columns / 2);
  const door = Math.floor(rows / 2);
  return drawn(
    Array.from({ length: rows }, (_, y) =>
      Array.from({ length: columns }, (__, x) => (x === wall && y !== door ? '#' : '.')).join('')
    )
  );
}

/** Start (4,8), goal (4,0), a wall in row 4 with gaps at columns 4 and 8. */
export function tolman(blocked: boolean): World {
  const free = '.........';
  return drawn([
    '....G....',
    free,
    free,
    free,
    blocked ? '########.' : '####.###.',
    free,
    free,
    free,
    '....S....'
  ]);
}

export function tMaze(stem: number, arm: number): World {
  const beside = '#'.repeat(arm);
  const bar = `G${'.'.repeat(2 * arm)}`;
  const rows = Array.from({ length: stem }, (_, y) => `${beside}${y === stem - 1 ? 'S' : '.'}${beside}`);
  return drawn([bar, ...rows]);
}
