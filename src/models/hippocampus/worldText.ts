/**
 * Worlds as text, so that a world is a setting like any other: written in experiments, changed by live edits, shared.
 * The first line says what it is; the lines after it add to that.
 *
 *   maze                    then its rows: # wall, . free, S start, G reward 1 where the episode ends, R reward 1
 *   graph [undirected]      then edges, one a line: [edge] from to [weight]
 *   ring 12, box 20 20, ... a generator with its numbers; see generators.ts
 *
 *   reward <state> <value>   terminal <state>   start <state>   choice <state> <state>
 *   teleport <from> <to>     bump stay|turn                       of mazes
 *   node <name> [x y]        passage <name>                       of graphs
 *
 * A maze's states are called "column,row" from the top left, from 0. Names with spaces, quotes or # stand in double quotes
 * (as JSON). Everything from a # at the start of a word on, outside a maze's rows, is a comment.
 */
import { SettingError } from '../settings';
import { findGenerator, generators } from './generators';
import { graphOf } from './graph';
import { onCircle } from './layouts';
import { emptyMaze, worldOfMaze } from './maze';
import { nameOf, stateNamed, type World } from './world';

/** A world a session can hold whole, with the matrix of all its states. */
export const mostStates = 900;

const mazeCells = '#.SGR';

/** The world that `text` describes. Throws SettingError that names the line, what was found and what was expected. */
export function parseWorld(text: string): World {
  const lines = text.split(/\r?\n/).map((line, at) => ({ line, number: at + 1 }));
  const first = lines.findIndex(({ line }) => wordsOf(line, 0).length > 0);
  if (first < 0) throw new SettingError(`The world is empty; expected maze, graph, or a generator first.`);
  const [kind, ...rest] = wordsOf(lines[first].line, lines[first].number);
  const body = lines.slice(first + 1);
  const world =
    kind === 'maze'
      ? parseMaze(body)
      : kind === 'graph'
        ? parseGraph(body, rest, lines[first].number)
        : annotated(generated(kind, rest, lines[first].number), body);
  if (world.graph.nodes > mostStates) {
    throw new SettingError(
      `This world has ${world.graph.nodes} states; at most ${mostStates} fit the lab. Load larger graphs in the panel for large graphs.`
    );
  }
  return world;
}

interface Line {
  line: string;
  number: number;
}

function fail(number: number, found: string, expected: string): never {
  throw new SettingError(`World, line ${number}: found '${found}'; expected ${expected}.`);
}

/** Words of a line, quotes taken off, without the comment. */
function wordsOf(line: string, number: number): string[] {
  const words: string[] = [];
  const pattern = /\s*(?:("(?:[^"\\]|\\.)*")|(#.*)|([^\s"]\S*)|(")|$)/gy;
  for (let match = pattern.exec(line); match && match[0] !== ''; match = pattern.exec(line)) {
    if (match[4]) fail(number, line.trim(), 'a closing double quote');
    if (match[1]) {
      try {
        words.push(JSON.parse(match[1]));
      } catch {
        fail(number, match[1], 'a name in double quotes, as JSON');
      }
    } else if (match[3]) words.push(match[3]);
    else break;
  }
  return words;
}

function generated(kind: string, rest: readonly string[], number: number): World {
  const generator = findGenerator(kind);
  if (!generator)
    fail(number, kind, `maze, graph, or one of ${generators.map(({ name }) => name).join(', ')}`);
  try {
    return generator.make(rest);
  } catch (error) {
    if (error instanceof SettingError) throw new SettingError(`World, line ${number}: ${error.message}`);
    throw error;
  }
}

function parseMaze(lines: readonly Line[]): World {
  const isRow = ({ line }: Line): boolean => /^[#.SGR]+$/.test(line.trim());
  const from = lines.findIndex(({ line }) => line.trim() !== '');
  const start = lines[from];
  if (!start || !isRow(start)) {
    fail(start?.number ?? 2, start?.line.trim() ?? '', `a row of the maze, made of ${mazeCells}`);
  }
  const rows: string[] = [];
  let next = from;
  while (next < lines.length && isRow(lines[next])) {
    const row = lines[next].line.trim();
    if (row.length !== (rows[0] ?? row).length)
      fail(
        lines[next].number,
        row,
        `${rows[0].length} cells, like the first row of the maze (this has ${row.length})`
      );
    rows.push(row);
    next++;
  }
  const cells = rows.join('');
  const maze = emptyMaze(rows[0].length, rows.length);
  maze.walls.set([...cells].map((cell) => (cell === '#' ? 1 : 0)));
  const world = worldOfMaze(maze, {
    rewards: Float64Array.from(cells, (cell) => (cell === 'G' || cell === 'R' ? 1 : 0)),
    terminals: Uint8Array.from(cells, (cell) => (cell === 'G' ? 1 : 0)),
    starts: [...cells].flatMap((cell, i) => (cell === 'S' ? [i] : []))
  });
  return annotated(world, lines.slice(next));
}

function parseGraph(lines: readonly Line[], options: readonly string[], number: number): World {
  const unknown = options.find((option) => option !== 'undirected' && option !== 'directed');
  if (unknown !== undefined) fail(number, unknown, 'graph, graph directed or graph undirected');
  const undirected = options.includes('undirected');
  const labels: string[] = [];
  const index = new Map<string, number>();
  const place = new Map<number, readonly [number, number]>();
  const nodeOf = (name: string): number => {
    let node = index.get(name);
    if (node === undefined) {
      node = labels.length;
      labels.push(name);
      index.set(name, node);
    }
    return node;
  };
  const edges: { sources: number[]; targets: number[]; weights: number[] } = {
    sources: [],
    targets: [],
    weights: []
  };
  const passages: number[] = [];
  const later: Line[] = [];
  for (const line of lines) {
    const words = wordsOf(line.line, line.number);
    if (words.length === 0) continue;
    const [word, ...values] = words;
    if (word === 'node') {
      if (values.length !== 1 && values.length !== 3)
        fail(line.number, line.line.trim(), 'node <name> [x y]');
      const node = nodeOf(values[0]);
      if (values.length === 3)
        place.set(node, [numberIn(values[1], line.number), numberIn(values[2], line.number)]);
    } else if (word === 'passage') {
      if (values.length !== 1) fail(line.number, line.line.trim(), 'passage <name>');
      passages.push(nodeOf(values[0]));
    } else if (annotations.has(word)) later.push(line);
    else {
      const edge = word === 'edge' ? values : words;
      if (edge.length < 2 || edge.length > 3)
        fail(line.number, line.line.trim(), 'an edge: from to [weight]');
      const weight = edge.length === 3 ? numberIn(edge[2], line.number) : 1;
      if (!(weight >= 0)) fail(line.number, edge[2], 'a weight from 0');
      edges.sources.push(nodeOf(edge[0]));
      edges.targets.push(nodeOf(edge[1]));
      edges.weights.push(weight);
    }
  }
  const nodes = labels.length;
  if (nodes === 0) fail(number, 'graph', 'at least one edge or node on the lines after it');
  const graph = graphOf(nodes, edges, { undirected, labels });
  const world: World = {
    graph: { ...graph, labels },
    undirected,
    positions: placed(nodes, place),
    rewards: new Float64Array(nodes),
    terminals: new Uint8Array(nodes),
    starts: [],
    passages: Uint8Array.from({ length: nodes }, (_, i) => (passages.includes(i) ? 1 : 0))
  };
  return annotated(world, later);
}

/** Nodes without a place stand on a circle, in their order. */
function placed(nodes: number, place: ReadonlyMap<number, readonly [number, number]>): Float64Array {
  const positions = onCircle(nodes);
  for (const [node, [x, y]] of place) positions.set([x, y], 2 * node);
  return positions;
}

function numberIn(word: string, number: number): number {
  const value = word.trim() === '' ? Number.NaN : Number(word);
  return Number.isFinite(value) ? value : fail(number, word, 'a number');
}

const annotations = new Set(['reward', 'terminal', 'start', 'choice', 'teleport', 'bump']);
/** An edge from a node that is called like one of these begins with the word edge. */
const reserved = new Set([...annotations, 'node', 'passage', 'edge']);

function annotated(world: World, lines: readonly Line[]): World {
  const rewards = world.rewards.slice();
  const terminals = world.terminals.slice();
  const starts = [...world.starts];
  const teleports = [...(world.maze?.teleports ?? [])];
  let { choice } = world;
  let bump = world.maze?.bump ?? 'stay';
  const state = (name: string, number: number): number => {
    try {
      return stateNamed(world, name);
    } catch (error) {
      throw new SettingError(`World, line ${number}: ${(error as Error).message}`);
    }
  };
  for (const { line, number } of lines) {
    const words = wordsOf(line, number);
    if (words.length === 0) continue;
    const [word, ...values] = words;
    const count = (expected: number, form: string): void => {
      if (values.length !== expected) fail(number, line.trim(), form);
    };
    if (word === 'reward') {
      count(2, 'reward <state> <value>');
      rewards[state(values[0], number)] = numberIn(values[1], number);
    } else if (word === 'terminal') {
      count(1, 'terminal <state>');
      terminals[state(values[0], number)] = 1;
    } else if (word === 'start') {
      count(1, 'start <state>');
      starts.push(state(values[0], number));
    } else if (word === 'choice') {
      count(2, 'choice <state> <state>');
      choice = [state(values[0], number), state(values[1], number)];
    } else if (word === 'teleport' && world.maze) {
      count(2, 'teleport <from> <to>');
      teleports.push({ from: state(values[0], number), to: state(values[1], number) });
    } else if (word === 'bump' && world.maze) {
      if (values[0] !== 'stay' && values[0] !== 'turn') fail(number, line.trim(), 'bump stay or bump turn');
      bump = values[0];
    } else {
      const known = world.maze
        ? 'reward, terminal, start, choice, teleport or bump'
        : 'reward, terminal, start or choice';
      fail(number, word, known);
    }
  }
  const inWall = world.maze && starts.find((start) => world.maze?.walls[start]);
  if (inWall !== undefined)
    throw new SettingError(`The start '${nameOf(world, inWall)}' is a wall; expected a free cell.`);
  if (!world.maze) return { ...world, rewards, terminals, starts, ...(choice && { choice }) };
  return worldOfMaze(
    { ...world.maze, teleports, bump },
    { rewards, terminals, starts, ...(choice && { choice }) }
  );
}

/** Text that `parseWorld` reads as the same world. */
export function formatWorld(world: World): string {
  const { choice, maze, rewards, starts, terminals } = world;
  const name = (state: number): string => quoted(nameOf(world, state));
  const lines: string[] = maze ? mazeRows(world) : graphLines(world);
  const drawn = (state: number): boolean =>
    maze !== undefined && inOrder(starts) && starts.includes(state) && rewards[state] === 0;
  for (let i = 0; i < world.graph.nodes; i++) {
    // A maze's rows already say starts without reward, and rewards of 1 without a start.
    const shown = maze !== undefined && rewards[i] === 1 && !starts.includes(i) && !maze.walls[i];
    if (rewards[i] !== 0 && !shown) lines.push(`reward ${name(i)} ${rewards[i]}`);
    if (terminals[i] && !shown) lines.push(`terminal ${name(i)}`);
  }
  for (const start of starts) if (!drawn(start)) lines.push(`start ${name(start)}`);
  if (choice) lines.push(`choice ${name(choice[0])} ${name(choice[1])}`);
  for (const { from, to } of maze?.teleports ?? []) lines.push(`teleport ${name(from)} ${name(to)}`);
  if (maze?.bump === 'turn') lines.push('bump turn');
  return lines.join('\n');
}

/** The first start is where paths are measured from: only starts in the order of cells can be drawn. */
function inOrder(starts: readonly number[]): boolean {
  return starts.every((start, k) => k === 0 || starts[k - 1] < start);
}

function mazeRows({ maze, rewards, starts, terminals }: World): string[] {
  const { columns, rows, walls } = maze!;
  const cell = (i: number): string => {
    if (walls[i]) return '#';
    if (starts.includes(i)) return rewards[i] === 0 && inOrder(starts) ? 'S' : '.';
    if (rewards[i] === 1) return terminals[i] ? 'G' : 'R';
    return '.';
  };
  return [
    'maze',
    ...Array.from({ length: rows }, (_, y) =>
      Array.from({ length: columns }, (__, x) => cell(y * columns + x)).join('')
    )
  ];
}

function graphLines(world: World): string[] {
  const { graph, passages, positions, undirected } = world;
  const name = (i: number): string => quoted(nameOf(world, i));
  const lines = [undirected ? 'graph undirected' : 'graph'];
  for (let i = 0; i < graph.nodes; i++) {
    lines.push(`node ${name(i)} ${positions[2 * i]} ${positions[2 * i + 1]}`);
    if (passages[i]) lines.push(`passage ${name(i)}`);
  }
  for (let i = 0; i < graph.nodes; i++)
    for (let e = graph.offsets[i]; e < graph.offsets[i + 1]; e++) {
      const j = graph.targets[e];
      if (undirected && j < i) continue;
      const weight = graph.weights ? graph.weights[e] : 1;
      const keyword = reserved.has(nameOf(world, i)) ? 'edge ' : '';
      lines.push(`${keyword}${name(i)} ${name(j)}${weight === 1 ? '' : ` ${weight}`}`);
    }
  return lines;
}

function quoted(name: string): string {
  return /^[^\s"#][^\s"]*$/.test(name) ? name : JSON.stringify(name);
}
