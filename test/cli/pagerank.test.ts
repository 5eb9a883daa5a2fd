import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main';
import { readGraph, writeGraph } from '../../src/formats/graphs/readGraph';
import { readNpy, writeNpy } from '../../src/formats/npy';
import { Random } from '../../src/models/random';
import { testIo } from './io';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'engram-pagerank-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const put = (name: string, content: string | Uint8Array): void => writeFileSync(join(folder, name), content);

async function engram(...args: string[]) {
  const io = testIo(folder);
  const code = await main(args, io);
  return { code, out: io.stdout, err: io.stderr };
}

interface Result {
  nodes: string[];
  scores: number[];
  iterations: number;
  residual: number;
  method: string;
}

async function rank(...args: string[]): Promise<Result> {
  const { code, out, err } = await engram('pagerank', 'g.csv', '--json', ...args);
  expect([code, err]).toEqual([0, '']);
  expect(out.split('\n')).toHaveLength(2);
  return JSON.parse(out);
}

/** All of M, row by row. */
async function allVisits(...args: string[]): Promise<{ nodes: string[]; values: number[][] }> {
  return (await visits(...args)) as unknown as { nodes: string[]; values: number[][] };
}

async function visits(...args: string[]): Promise<{ nodes: string[]; values: number[] }> {
  const { code, out, err } = await engram('successor', 'g.csv', '--json', ...args);
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out);
}

function expectClose(found: readonly number[], expected: readonly number[], tolerance: number): void {
  expect(found).toHaveLength(expected.length);
  for (const [i, value] of expected.entries())
    expect(Math.abs(found[i] - value), `${found} is not ${expected}`).toBeLessThanOrEqual(tolerance);
}

/** Directed, weighted, with a self-loop, duplicates, a dangling node and a component of its own. */
const awkward =
  'source,target,weight\na,b,2\nb,c,1\nb,a,0.5\nc,c,3\nc,d,1\na,b,1\na,e,1\nx,y,1\ny,x,2\nd,a,0\n';

/** 60 nodes, 120 weighted edges, some that dangle. */
function randomGraph(): string {
  const random = new Random(5);
  const edges = Array.from(
    { length: 120 },
    () => `n${random.below(60)},n${random.below(50)},${random.below(9) + 0.5}`
  );
  return `source,target,weight\n${edges.join('\n')}\n`;
}

describe('engram pagerank', () => {
  it.each([
    ['.5', 'a', [7 / 12, 1 / 3, 1 / 12]],
    ['.15', 'a', [511 / 1480, 17 / 37, 289 / 1480]],
    ['.5', 'a,c', [1 / 3, 1 / 3, 1 / 3]]
  ])('gives the fractions of the path: alpha %s from %s', async (alpha, seeds, expected) => {
    put('g.csv', 'source,target\na,b\nb,c\n');
    for (const method of ['solve', 'power', 'push']) {
      const result = await rank('--undirected', '--alpha', alpha, '--seeds', seeds, '--method', method);
      expect(result.nodes).toEqual(['a', 'b', 'c']);
      expectClose(result.scores, expected, 1e-12);
      expect(result.residual).toBeLessThan(1e-11);
      expect(result.method).toBe(method);
      expect(result.iterations > 0).toBe(method !== 'solve');
    }
  });

  it('gives those of the star', async () => {
    put('g.csv', 'source,target\no,a\no,b\no,c\n');
    const leaf = await rank('--undirected', '--alpha', '.5', '--seeds', 'a');
    expectClose(leaf.scores, [1 / 3, 5 / 9, 1 / 18, 1 / 18], 1e-14);
    const centre = await rank('--undirected', '--alpha', '.5', '--seeds', 'o');
    expectClose(centre.scores, [2 / 3, 1 / 9, 1 / 9, 1 / 9], 1e-14);
  });

  it.each(['restart', 'absorb', 'selfLoop'])('all methods agree where walks %s', async (rule) => {
    put('g.csv', randomGraph());
    const args = ['--seeds', 'n1,n2', '--weights', '3,1', '--dangling', rule, '--walks', '40000'];
    const solved = await rank(...args);
    expect(solved.method).toBe('solve');
    const sum = solved.scores.reduce((total, score) => total + score, 0);
    expect(Math.abs(sum - 1) < 1e-12).toBe(rule !== 'absorb');
    for (const method of ['power', 'push']) {
      const other = await rank(...args, '--method', method);
      expectClose(other.scores, solved.scores, 1e-12);
    }
    const walked = await rank(...args, '--method', 'walk');
    expectClose(walked.scores, solved.scores, 0.02);
    expect([walked.iterations, walked.residual > 1e-6]).toEqual([40000, true]);
    expect(await rank(...args, '--method', 'walk')).toEqual(walked);
    expect(await rank(...args, '--method', 'walk', '--seed', '2')).not.toEqual(walked);
  });

  it('adds up duplicates, keeps self-loops, and gives another component nothing', async () => {
    put('g.csv', awkward);
    const { nodes, scores } = await rank('--seeds', 'a', '--alpha', '.2');
    expect(nodes).toEqual(['a', 'b', 'c', 'd', 'e', 'x', 'y']);
    const at = Object.fromEntries(nodes.map((name, i) => [name, scores[i]]));
    // d and e dangle: their mass returns to a.
    const expected = 0.2 + 0.8 * (at.b / 3 + at.d + at.e);
    expectClose([at.a, at.b, at.e], [expected, 0.8 * 0.75 * at.a, 0.8 * 0.25 * at.a], 1e-15);
    expectClose([at.c, at.d], [0.8 * ((2 / 3) * at.b + 0.75 * at.c), 0.2 * at.c], 1e-15);
    expect([at.x, at.y]).toEqual([0, 0]);
  });

  it('gives the best first with --top, equal ones as seen, and a table without --json', async () => {
    put('g.csv', 'source,target\no,a\no,b\no,c\n');
    const all = await rank('--undirected', '--seeds', 'b');
    const top = await rank('--undirected', '--seeds', 'b', '--top', '3');
    expect(top.nodes).toEqual(['o', 'b', 'a']);
    expect(top.scores).toEqual([0, 2, 1].map((i) => all.scores[i]));
    const { code, out } = await engram('pagerank', 'g.csv', '--undirected', '--seeds', 'b', '--top', '2');
    const lines = out.split('\n');
    expect(code).toBe(0);
    expect(lines[0]).toMatch(/^From b by solve; residual \d/);
    expect(lines.slice(2, 5).map((line) => line.length)).toEqual([19, 19, 19].map(() => lines[2].length));
    expect(lines[3]).toMatch(/^o {5}0\.459/);
  });

  it.each([40, 150])('scores by push what waits as well: in %d nodes', async (count) => {
    // a leads to all of them, and each of them to all: so crowded that at this tolerance one push ends it.
    const names = Array.from({ length: count }, (_, k) => `n${k}`);
    const edges = ['a', ...names].flatMap((from) => names.map((to) => `${from},${to}`));
    put('g.csv', `source,target\n${edges.join('\n')}\n`);
    const pushed = await rank('--seeds', 'a', '--method', 'push', '--tol', '0.99');
    expect(pushed.iterations).toBe(1);
    expectClose(pushed.scores, [0.15, ...names.map(() => (0.15 * 0.85) / count)], 1e-15);
  });

  it('reads every kind of graph, gzipped too', async () => {
    const table = readGraph('g.csv', new TextEncoder().encode(randomGraph()));
    put('g.csv', randomGraph());
    const { scores } = await rank('--seeds', 'n1');
    for (const kind of ['tsv', 'graphml', 'gexf', 'json'] as const) {
      put(`g.${kind}.gz`, gzipSync(writeGraph(kind, table)));
      const { out } = await engram('pagerank', `g.${kind}.gz`, '--seeds', 'n1', '--json');
      expectClose(JSON.parse(out).scores, scores, 1e-15);
    }
    put('g.npy', writeGraph('npy', table));
    const { out } = await engram(
      'pagerank',
      'g.npy',
      '--seeds',
      String(table.labels.indexOf('n1')),
      '--json'
    );
    expectClose(JSON.parse(out).scores, scores, 1e-15);
  });

  it('finds a seed whose name holds a comma', async () => {
    put('g.csv', 'source,target\n"a,b",c\nc,d\n');
    expect((await rank('--seeds', 'a,b', '--top', '1')).nodes).toEqual(['a,b']);
  });

  const good = 'source,target,weight\nhippocampus,septum,1\n';
  it.each([
    [good, ['--seeds', 'hipocampus'], "--seeds names no node 'hipocampus'. Did you mean 'hippocampus'?"],
    [good, ['--seeds', 'q'], "--seeds names no node 'q'. Nodes here: 'hippocampus', 'septum'."],
    [good, [], 'needs --seeds'],
    [
      good,
      ['--seeds', 'septum', '--alpha', '0'],
      "--alpha is '0', where I - (1 - alpha) P is singular; expected"
    ],
    [
      good,
      ['--seeds', 'septum', '--alpha', '1'],
      "--alpha is '1'; expected a restart probability above 0 and below 1"
    ],
    [good, ['--seeds', 'septum', '--alpha', 'much'], "--alpha is 'much'"],
    [good, ['--seeds', 'septum', '--method', 'pusch'], "Did you mean 'push'?"],
    [good, ['--seeds', 'septum', '--dangling', 'x'], 'expected one of restart, absorb, selfLoop'],
    [good, ['--seeds', 'septum', '--tol', '0'], "--tol is '0'; expected a number from 1e-14"],
    [good, ['--seeds', 'septum', '--top', '0'], 'expected a whole number from 1'],
    [
      good,
      ['--seeds', 'septum', '--weights', '1,2'],
      "--weights is '1,2'; expected 1 number from 0, one a seed"
    ],
    [good, ['--seeds', 'septum', '--weights', '0'], "--weights is '0'"],
    [
      'a,b\nb,c\n',
      ['--seeds', 'a'],
      "g.csv, row 1: found 'a,b' and no header; expected the header source,target"
    ],
    [
      'source,target,weight\na,b,1\nb,c,-2\n',
      ['--seeds', 'a'],
      "row 3, column 2 (weight): found the weight '-2'"
    ],
    ['source,target,weight\na,b,nan\n', ['--seeds', 'a'], "row 2, column 2 (weight): found the weight 'nan'"],
    ['source,target\n', ['--seeds', 'a'], 'g.csv: found no edges'],
    ['', ['--seeds', 'a'], 'found an empty file']
  ])('refuses %j with %j', async (graph, args, problem) => {
    put('g.csv', graph);
    const { code, out, err } = await engram('pagerank', 'g.csv', '--json', ...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(problem);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });

  it('refuses what is missing, and to solve what is too large', async () => {
    expect((await engram('pagerank')).err).toContain('needs a graph');
    expect((await engram('pagerank', 'no.csv', '--seeds', 'a')).err).toContain('no such file');
    const ring = Array.from({ length: 2001 }, (_, i) => `${i},${(i + 1) % 2001}`);
    put('g.csv', `source,target\n${ring.join('\n')}`);
    const { code, err } = await engram('pagerank', 'g.csv', '--seeds', '0', '--method', 'solve');
    expect([code, err]).toEqual([
      2,
      'engram: The graph has 2001 nodes; method solve takes at most 1500. Use --method power or push.\n'
    ]);
    expect((await rank('--seeds', '0')).method).toBe('power');
    expect((await engram('successor', 'g.csv')).err).toContain('all of M is given for at most 1500');
    put('empty.npy', writeNpy({ shape: [0, 0], data: new Float64Array() }));
    expect((await engram('pagerank', 'empty.npy', '--seeds', '0')).err).toContain('a matrix without rows');
  });
});

describe('engram successor', () => {
  it('gives the absorbing chain, its rows and columns', async () => {
    put('g.csv', 'source,target\na,b\nb,c\n');
    const all = await allVisits('--gamma', '.9');
    expect(all.nodes).toEqual(['a', 'b', 'c']);
    const expected = [
      [1, 0.9, 0.81],
      [0, 1, 0.9],
      [0, 0, 1]
    ];
    for (const [i, row] of expected.entries()) expectClose(all.values[i], row, 1e-14);
    expect(await allVisits('--gamma', '.9', '--all')).toEqual(all);
    expectClose((await visits('--gamma', '.9', '--row', 'a')).values, expected[0], 1e-13);
    expectClose((await visits('--gamma', '.9', '--column', 'c')).values, [0.81, 0.9, 1], 1e-13);
    const kept = await visits('--gamma', '.9', '--dangling', 'selfLoop', '--column', 'c');
    expectClose(kept.values, [8.1, 9, 10], 1e-11);
  });

  it.each(['absorb', 'restart', 'selfLoop'])('is PageRank over 1 - gamma where walks %s', async (rule) => {
    put('g.csv', awkward);
    const { nodes, values } = await allVisits('--gamma', '.8', '--dangling', rule);
    for (const [i, node] of nodes.entries()) {
      const { scores } = await rank('--alpha', '.2', '--seeds', node, '--dangling', rule);
      const fromNode = scores.map((score) => score / 0.2);
      expectClose(values[i], fromNode, 1e-12);
      expectClose((await visits('--gamma', '.8', '--dangling', rule, '--row', node)).values, fromNode, 1e-11);
      const column = values.map((row) => row[i]);
      expectClose(
        (await visits('--gamma', '.8', '--dangling', rule, '--column', node)).values,
        column,
        1e-11
      );
    }
  });

  it('writes arrays of numbers', async () => {
    put('g.csv', awkward);
    const { values } = await allVisits('--gamma', '.8', '--out', 'M.npy');
    const whole = readNpy('M.npy', new Uint8Array(readFileSync(join(folder, 'M.npy'))));
    expect([whole.shape, [...whole.data]]).toEqual([[7, 7], values.flat()]);
    const { out } = await engram('successor', 'g.csv', '--row', 'a', '--out', 'row.npy');
    expect(out).toBe('Written to row.npy: 7 values, nodes in first-seen order.\n');
    expect(readNpy('row.npy', new Uint8Array(readFileSync(join(folder, 'row.npy')))).shape).toEqual([7]);
  });

  it('prints a table of all of M or of one column', async () => {
    put('g.csv', 'source,target\na,b\n');
    expect((await engram('successor', 'g.csv', '--gamma', '.5')).out).toBe(
      'from \\ to             a             b\na          1.0000000000  0.5000000000\nb          0.0000000000  1.0000000000\n'
    );
    expect((await engram('successor', 'g.csv', '--column', 'b')).out).toContain('from        M to b\n');
  });

  it.each([
    [
      ['--gamma', '1'],
      "--gamma is '1', where the matrix I - gamma P is singular; expected a discount above 0 and below 1"
    ],
    [['--gamma', '0'], "--gamma is '0'; expected"],
    [['--row', 'zz'], "--row names no node 'zz'"],
    [['--row', 'a', '--all'], '--row, --column and --all exclude each other'],
    [['--out', 'no/M.npy'], 'cannot be written']
  ])('refuses %j', async (args, problem) => {
    put('g.csv', awkward);
    const { code, err } = await engram('successor', 'g.csv', ...args);
    expect(code).toBe(2);
    expect(err).toContain(problem);
  });
});
