import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main';
import type { WritableArray } from '../../src/formats/npy';
import { readNpz, writeNpz } from '../../src/formats/npz';
import type { Matrix } from '../../src/models/eprop/gradient';
import { spikingFixture, spikingFixtureNumbers } from '../../src/models/oracles/fixtures';
import { testIo } from './io';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'engram-gradient-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The spiking fixture as the arrays of an NPZ file. */
function fixtureArrays(): Record<string, WritableArray> {
  const { Win, Wrec, Wout, x, target, beta, mask: _, B: __, classification, ...scalars } = spikingFixture();
  const matrix = ({ rows, columns, data }: Matrix): WritableArray => ({
    shape: [rows, columns],
    data: Float64Array.from(data)
  });
  return {
    ...Object.fromEntries(
      Object.entries({ Win, Wrec, Wout, x, target }).map(([name, value]) => [name, matrix(value)])
    ),
    beta: { shape: [beta.length], data: Float64Array.from(beta) },
    classification: { shape: [], data: Int32Array.of(classification ? 1 : 0) },
    ...Object.fromEntries(
      Object.entries(scalars).map(([name, value]) => [name, { shape: [], data: Float64Array.of(value) }])
    )
  };
}

async function gradient(arrays: Record<string, WritableArray>, ...args: string[]) {
  writeFileSync(join(folder, 'net.npz'), writeNpz(arrays));
  const io = testIo(folder);
  const code = await main(['gradient', 'net.npz', '--rule', 'eprop', ...args], io);
  return { code, out: io.stdout, err: io.stderr };
}

describe('engram gradient', () => {
  it('prints the numbers of the spiking fixture', async () => {
    const { code, out, err } = await gradient(fixtureArrays(), '--json');
    expect([code, err]).toEqual([0, '']);
    expect(out.split('\n')).toHaveLength(2);
    const result = JSON.parse(out);
    expect(result.counts).toEqual(spikingFixtureNumbers.counts);
    expect(result.loss).toBeCloseTo(spikingFixtureNumbers.loss, 9);
    expect(result.dWin[0][0]).toBeCloseTo(0.4400690726, 9);
    expect(result.dWin[3][2]).toBeCloseTo(0.5806612173, 9);
    expect(result.dWrec[0][1]).toBeCloseTo(1.0584516687, 9);
    expect([0, 1, 2, 3].map((i) => result.dWrec[i][i])).toEqual([0, 0, 0, 0]);
    expect([result.dWout.length, result.dWout[0].length]).toEqual([2, 4]);
  });

  it('writes the same numbers as arrays', async () => {
    const { out } = await gradient(fixtureArrays(), '--json', '--out', 'g.npz');
    const arrays = readNpz('g.npz', new Uint8Array(readFileSync(join(folder, 'g.npz'))));
    const result = JSON.parse(out);
    expect([...arrays.keys()]).toEqual(['loss', 'counts', 'dWin', 'dWrec', 'dWout']);
    expect(arrays.get('loss')).toMatchObject({ shape: [], data: Float64Array.of(result.loss) });
    expect(arrays.get('dWin')?.shape).toEqual([4, 3]);
    expect([...(arrays.get('dWrec')?.data ?? [])]).toEqual(result.dWrec.flat());
  });

  it('takes the feedback and the mask from the file', async () => {
    const arrays = fixtureArrays();
    const zeros = { shape: [40], data: new Float64Array(40) };
    const masked = JSON.parse((await gradient({ ...arrays, mask: zeros }, '--json')).out);
    expect(masked.loss).toBe(0);
    const silent = { shape: [4, 2], data: new Float64Array(8) };
    const unheard = JSON.parse((await gradient({ ...arrays, B: silent }, '--json')).out);
    expect(unheard.dWin.flat().every((value: number) => value === 0)).toBe(true);
    expect(unheard.loss).toBeCloseTo(spikingFixtureNumbers.loss, 9);
  });

  it('takes units without a strength of adaptation for LIF', async () => {
    const { beta: _, ...plain } = fixtureArrays();
    const zeros = { shape: [4], data: new Float64Array(4) };
    const without = await gradient(plain, '--json');
    expect([without.code, without.err]).toEqual([0, '']);
    expect(without.out).toBe((await gradient({ ...plain, beta: zeros }, '--json')).out);
  });

  it('says in words what it found and mentions arrays it does not use', async () => {
    const { code, out, err } = await gradient({
      ...fixtureArrays(),
      extra: { shape: [], data: Float64Array.of(1) }
    });
    expect(code).toBe(0);
    expect(out).toMatch(/^loss {2,}3\.0430480/);
    expect(err).toBe('engram: net.npz: not used: extra.\n');
  });

  const without = (name: string) => {
    const { [name]: _, ...rest } = fixtureArrays();
    return rest;
  };
  const holding = (name: string, value: number, at: number) => {
    const arrays = fixtureArrays();
    arrays[name].data[at] = value;
    return arrays;
  };
  it.each<[string, () => Record<string, WritableArray>, string]>([
    [
      'an array that is missing',
      () => without('Wrec'),
      "net.npz: found no array Wrec; expected what 'engram gradient --help' lists."
    ],
    [
      'NaN',
      () => holding('Win', Number.NaN, 7),
      "net.npz, array 'Win': found NaN at row 2, column 1; expected finite numbers only."
    ],
    [
      'an infinity',
      () => holding('beta', Number.POSITIVE_INFINITY, 3),
      "net.npz, array 'beta': found Infinity at entry 3; expected finite numbers only."
    ],
    [
      'a wrong shape',
      () => ({ ...fixtureArrays(), Wrec: { shape: [4, 3], data: new Float64Array(12) } }),
      'net.npz: Wrec is 4 x 3; expected 4 x 4 (n, n) beside the other arrays.'
    ],
    [
      'a flat matrix',
      () => ({ ...fixtureArrays(), Wout: { shape: [8], data: new Float64Array(8) } }),
      "net.npz, array 'Wout': found shape (8); expected two dimensions."
    ],
    [
      'a misspelt array',
      () => ({ ...fixtureArrays(), Mask: { shape: [40], data: new Float64Array(40) } }),
      "net.npz, array 'Mask': found this spelling; expected 'mask'."
    ],
    [
      'two thresholds',
      () => ({ ...fixtureArrays(), v_th: { shape: [2], data: Float64Array.of(1, 2) } }),
      "net.npz, array 'v_th': found shape (2); expected one number."
    ],
    [
      'a third kind of loss',
      () => ({ ...fixtureArrays(), classification: { shape: [], data: Float64Array.of(2) } }),
      "net.npz, array 'classification': found 2; expected 0 or 1."
    ],
    [
      'a threshold of zero',
      () => ({ ...fixtureArrays(), v_th: { shape: [], data: Float64Array.of(0) } }),
      'net.npz: v_th is 0; expected a number above 0.'
    ]
  ])('refuses %s in one line and writes nothing', async (_, arrays, message) => {
    const { code, out, err } = await gradient(arrays(), '--json', '--out', 'g.npz');
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(`engram: ${message}`);
    expect(err.match(/\n/g)).toHaveLength(1);
    expect(readdirSync(folder)).toEqual(['net.npz']);
  });

  it.each([
    [['gradient'], "'engram gradient' needs an NPZ file"],
    [['gradient', 'none.npz'], 'none.npz: found no such file; expected a file that can be read.'],
    [['gradient', '.'], '.: found a folder; expected a file that can be read.'],
    [['gradient', 'net.npz', '--rule', 'bptt'], "--rule is 'bptt'; expected one of eprop."],
    [
      ['gradient', 'net.npz', '--out', 'no/such/g.npz'],
      "'no/such/g.npz' cannot be written (ENOENT); choose another place."
    ]
  ])('%j is refused in one line', async (args, message) => {
    writeFileSync(join(folder, 'net.npz'), writeNpz(fixtureArrays()));
    const io = testIo(folder);
    expect(await main(args, io)).toBe(2);
    expect(io.stderr).toContain(message);
    expect(io.stderr.match(/\n/g)).toHaveLength(1);
    expect(existsSync(join(folder, 'no'))).toBe(false);
  });
});
