import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main';
import { testIo } from './io';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'engram-blahut-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const put = (name: string, content: string | Uint8Array): void => writeFileSync(join(folder, name), content);

async function engram(...args: string[]) {
  const io = testIo(folder);
  const code = await main(['blahut', ...args], io);
  return { code, out: io.stdout, err: io.stderr };
}

interface Point {
  slope: number;
  rateBits: number;
  distortion: number;
  output: number[];
  gapNats: number;
}

const files = ['--source', 'p.csv', '--distortion', 'd.csv'];

async function points(...args: string[]): Promise<Point[]> {
  const { code, out, err } = await engram(...files, '--json', ...args);
  expect([code, err]).toEqual([0, '']);
  expect(out.split('\n')).toHaveLength(2);
  return JSON.parse(out);
}

const bit = '0,1\n1,0\n';

describe('engram blahut', () => {
  it('gives the curve of the fair bit', async () => {
    put('p.csv', '0.5\n0.5\n');
    put('d.csv', bit);
    const found = await points('--slopes', '1,2,5');
    expect(found.map(({ slope }) => slope)).toEqual([1, 2, 5]);
    expect(found.map(({ distortion }) => distortion)).toEqual(
      [0.2689414, 0.1192029, 0.0066929].map((value) => expect.closeTo(value, 7))
    );
    expect(found.map(({ rateBits }) => rateBits)).toEqual(
      [0.1600585, 0.4729347, 0.9420331].map((value) => expect.closeTo(value, 7))
    );
    expect(Object.keys(found[0])).toEqual(['slope', 'rateBits', 'distortion', 'output', 'gapNats']);
    expect(found[0].output).toEqual([0.5, 0.5]);
    expect(found[0].gapNats).toBeLessThan(1e-9);
  });

  it('reads headers, tabs, comments and gzip, and keeps the order of the slopes', async () => {
    put('p.csv', 'probability\n0.7\n# rare\n0.3\n');
    put('d.csv', gzipSync(new TextEncoder().encode('left\tright\n0\t1\n1\t0\n')));
    const found = await points('--slopes', '3,1');
    expect(found.map(({ slope }) => slope)).toEqual([3, 1]);
    expect(found[1].distortion).toBeCloseTo(0.2689414, 7);
    expect(found[1].output).toEqual([0.932791, 0.067209].map((share) => expect.closeTo(share, 6)));
  });

  it('gives a rate, also on a straight line, where slopes jump', async () => {
    put('p.csv', '0.5\n0.5\n');
    put('d.csv', '0,1,inf\ninf,1,0\n');
    const [half] = await points('--rate', '0.5');
    expect(half).toMatchObject({
      rateBits: expect.closeTo(0.5, 12),
      distortion: expect.closeTo(0.5, 12),
      slope: expect.closeTo(Math.LN2, 12)
    });
    const [fine] = await points('--rate', '3');
    expect(fine).toMatchObject({ slope: null, rateBits: expect.closeTo(1, 12), distortion: 0 });
    const [none] = await points('--rate', '0');
    expect(none).toMatchObject({ rateBits: 0, distortion: 1, output: [0, 1, 0] });
  });

  it('prints a table', async () => {
    put('p.csv', '0.5\n0.5\n');
    put('d.csv', bit);
    const { code, out } = await engram(...files, '--slopes', '1,2');
    expect(code).toBe(0);
    const lines = out.split('\n');
    expect(lines[0]).toMatch(/^slope \(nats\) +rate \(bits\) +distortion +gap \(nats\) +q0 +q1$/);
    expect(lines[1]).toMatch(/^1 +0\.1600584620 {2}0\.2689414214 .* 0\.5000 {2}0\.5000$/);
    expect(lines).toHaveLength(4);
  });

  const good = '0.5\n0.5\n';
  it.each([
    ['0.5\n0.4\n', bit, 'p.csv: found probabilities that sum to 0.9, 0.1 too little; expected a sum of 1.'],
    [
      'p\n0.5\n-0.5\n1\n',
      bit,
      "p.csv, row 3, column 0 (p): found '-0.5'; expected a probability from 0 to 1."
    ],
    ['0.5\nhalf\n', bit, "p.csv, row 2, column 0: found 'half'; expected a probability from 0 to 1."],
    ['0.5,0.5\n', bit, 'p.csv: found 2 columns; expected one column of probabilities'],
    ['p\n', bit, 'p.csv: found no probabilities; expected at least one'],
    ['', bit, 'p.csv: found an empty file'],
    [good, '0,1\n', 'd.csv: found 1 row; expected 2, one per probability of p.csv.'],
    [good, '0,1\n1,-2\n', "d.csv, row 2, column 1: found '-2'; expected a distortion from 0, or inf."],
    [
      good,
      'a,b\n0,1\nnan,0\n',
      "d.csv, row 3, column 0 (a): found 'nan'; expected a distortion from 0, or inf."
    ],
    [good, '0,1\n-inf,0\n', "found '-inf'; expected a distortion from 0, or inf."],
    [good, '0,1\n1\n', 'd.csv, row 2: found 1 cell; expected 2 cells'],
    [good, '0,1\ninf,inf\n', 'd.csv, row 2: found inf in every column; expected at least one reproduction'],
    [good, '', 'd.csv: found an empty file']
  ])('refuses %j with %j', async (p, d, problem) => {
    put('p.csv', p);
    put('d.csv', d);
    const { code, out, err } = await engram(...files, '--slopes', '1');
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(problem);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });

  it.each([
    [[], 'needs --slopes, such as --slopes 1,2,4, or --rate, such as --rate 1.5.'],
    [['--slopes', '0'], "--slopes is '0'; expected numbers above 0, separated by commas."],
    [['--slopes', '1,,2'], "--slopes is '1,,2'"],
    [['--slopes', 'steep'], "--slopes is 'steep'"],
    [['--rate', '-1'], "Option '--rate'"],
    [['--rate=-1'], "--rate is '-1'; expected a number of bits from 0."],
    [['--rate', 'x'], "--rate is 'x'"],
    [['--rate', '1', '--slopes', '1'], 'exclude each other']
  ])('refuses %j', async (args, problem) => {
    put('p.csv', good);
    put('d.csv', bit);
    const { code, err } = await engram(...files, ...args);
    expect(code).toBe(2);
    expect(err).toContain(problem);
  });

  it('needs both files, and says what a rate cannot be', async () => {
    expect((await engram('--slopes', '1')).err).toContain(
      "'engram blahut' needs --source, such as --source p.csv."
    );
    put('p.csv', good);
    expect((await engram('--slopes', '1', '--source', 'p.csv')).err).toContain('needs --distortion');
    expect((await engram(...files, '--slopes', '1')).err).toContain('d.csv: found no such file');
    put('d.csv', '0,inf\ninf,0\n');
    expect((await engram(...files, '--rate', '0.5')).err).toContain(
      'expected at least 1, which the forbidden pairs'
    );
  });
});
