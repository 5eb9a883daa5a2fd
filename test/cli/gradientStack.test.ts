import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main';
import type { WritableArray } from '../../src/formats/npy';
import { readNpz, writeNpz } from '../../src/formats/npz';
import { testIo } from './io';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'engram-stack-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

type Arrays = Record<string, WritableArray>;

const matrix = (rows: number, columns: number, entry: (i: number, j: number) => number): WritableArray => ({
  shape: [rows, columns],
  data: Float64Array.from({ length: rows * columns }, (_, at) =>
    entry(Math.floor(at / columns), at % columns)
  )
});
const vector = (...values: number[]): WritableArray => ({
  shape: [values.length],
  data: Float64Array.from(values)
});
const scalar = (value: number): WritableArray => ({ shape: [], data: Float64Array.of(value) });

/** Deep e-prop notes, section 5: S(r, c, k, sc)[i][j] = sc sin(1.3 i + 2.1 j + 0.7 k). */
const S = (r: number, c: number, k: number, sc: number): WritableArray =>
  matrix(r, c, (i, j) => sc * Math.sin(1.3 * i + 2.1 * j + 0.7 * k));

/** Fixture F1 of the same notes: n = 3, n_in = n_out = 2, T = 10. */
function fixture(...a: number[]): Arrays {
  const layers = a.map((_, l): Arrays => {
    const b = S(3, 1, 3 + 10 * l, 0.1);
    return {
      [`R${l}`]: S(3, 3, 1 + 10 * l, 0.5),
      [`U${l}`]: S(3, l === 0 ? 2 : 3, 2 + 10 * l, 0.8),
      [`b${l}`]: { ...b, shape: [3] }
    };
  });
  return {
    ...Object.assign({}, ...layers),
    a: vector(...a),
    O: S(2, 3, 5, 0.7),
    x: matrix(10, 2, (t, i) => Math.sin(0.9 * (t + 1) + i)),
    target: matrix(10, 2, (t, k) => 0.5 * Math.cos(0.4 * (t + 1) + k))
  };
}

async function gradient(arrays: Arrays, ...args: string[]) {
  writeFileSync(join(folder, 'net.npz'), writeNpz(arrays));
  const io = testIo(folder);
  const code = await main(['gradient', 'net.npz', ...args], io);
  return { code, out: io.stdout, err: io.stderr };
}

async function numbers(arrays: Arrays, ...args: string[]) {
  const { code, out, err } = await gradient(arrays, '--json', ...args);
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out);
}

describe('engram gradient of a stack', () => {
  // Norms and cosines of section 5 of the notes, to the ten (six) digits given there.
  it.each<[string, number[], number[]]>([
    ['bptt', [0.7248050567, 0.5616491157], [1, 1]],
    ['rtrl', [0.7248050567, 0.5616491157], [1, 1]],
    ['deep', [0.4625033842, 0.6205402302], [0.891503, 0.948242]],
    ['cascade', [0.4647727065, 0.6205402302], [0.898065, 0.948242]],
    ['spatial', [0.2213464391, 0.6205402302], [0.483011, 0.948242]],
    ['top', [0, 0.6205402302], [Number.NaN, 0.948242]]
  ])('is that of the fixture with two layers under %s', async (rule, norms, cosines) => {
    const result = await numbers(fixture(0.5, 0.2), '--model', 'leaky', '--rule', rule);
    expect(result.loss).toBeCloseTo(0.7416018848740793, 13);
    expect([result.rule, result.model]).toEqual([rule, 'leaky']);
    for (const [l, { norm, cosine, ratio }] of result.layers.entries()) {
      expect(norm).toBeCloseTo(norms[l], 9);
      if (Number.isNaN(cosines[l])) expect(cosine).toBeNull();
      else expect(cosine).toBeCloseTo(cosines[l], 6);
      expect(ratio).toBeCloseTo(norms[l] / [0.7248050567, 0.5616491157][l], 8);
    }
  });

  it('holds the entries of the fixture', async () => {
    const [bptt, deep, cascade] = await Promise.all([
      numbers(fixture(0.5, 0.2), '--rule', 'bptt'),
      numbers(fixture(0.5, 0.2), '--rule', 'deep'),
      numbers(fixture(0.5, 0.2))
    ]);
    expect(cascade.rule).toBe('cascade');
    expect([bptt, deep, cascade].map(({ dR0 }) => dR0[0][0].toFixed(9))).toEqual([
      (0.0330179996).toFixed(9),
      (-0.0206526697).toFixed(9),
      (-0.0464289888).toFixed(9)
    ]);
    expect(bptt.dR1[1][2]).toBeCloseTo(0.1275028063, 9);
    expect(deep.dR1[1][2]).toBeCloseTo(0.1184175338, 9);
    expect(Object.keys(bptt)).toEqual([
      'loss',
      'rule',
      'model',
      'layers',
      ...['dR0', 'dU0', 'db0', 'dR1', 'dU1', 'db1', 'dO']
    ]);
  });

  it('is that of the fixture with one layer', async () => {
    const bptt = await numbers(fixture(0.3), '--rule', 'bptt');
    const deep = await numbers(fixture(0.3), '--rule', 'deep');
    expect(bptt.loss).toBeCloseTo(1.3875491268951716, 13);
    expect(bptt.layers[0].norm).toBeCloseTo(1.4531474423, 9);
    expect(deep.layers[0].norm).toBeCloseTo(1.2874558545, 9);
    expect(deep.layers[0].cosine).toBeCloseTo(0.973141, 6);
    for (const rule of ['cascade', 'spatial', 'top']) {
      const { dR0 } = await numbers(fixture(0.3), '--rule', rule);
      dR0.flat().forEach((value: number, at: number) => {
        expect(Math.abs(value - deep.dR0.flat()[at])).toBeLessThan(1e-14);
      });
    }
  });

  it('agrees with finite differences, with a mask, a filter and membrane units', async () => {
    const mask = vector(...Array.from({ length: 10 }, (_, t) => (t % 3 === 0 ? 0 : 1)));
    for (const model of ['leaky', 'membrane']) {
      const arrays: Arrays = { ...fixture(0.5, 0.2), mask, kappa: scalar(0.4) };
      const exact = await numbers(arrays, '--model', model, '--rule', 'bptt');
      for (const [name, at] of [
        ['R0', 4],
        ['U0', 3],
        ['b0', 1],
        ['R1', 2],
        ['U1', 7],
        ['b1', 2],
        ['O', 5]
      ] as const) {
        const loss = async (step: number): Promise<number> => {
          const data = Float64Array.from(arrays[name].data as Float64Array);
          data[at] += step;
          const moved = { ...arrays, [name]: { ...arrays[name], data } };
          return (await numbers(moved, '--model', model, '--rule', 'top')).loss;
        };
        const slope = ((await loss(1e-5)) - (await loss(-1e-5))) / 2e-5;
        expect(exact[`d${name}`].flat()[at]).toBeCloseTo(slope, 8);
      }
    }
  });

  it('knows membrane layers, where the cascade is the deep rule for the top two', async () => {
    const membrane = async (rule: string) =>
      numbers(fixture(0.5, 0.2), '--model', 'membrane', '--rule', rule);
    const [deep, cascade] = [await membrane('deep'), await membrane('cascade')];
    expect(deep.model).toBe('membrane');
    for (const name of ['dR0', 'dU0', 'db0', 'dR1']) {
      const [one, other]: number[][] = [deep[name].flat(), cascade[name].flat()];
      one.forEach((value, at) => {
        expect(Math.abs(value - other[at])).toBeLessThan(1e-12);
      });
    }
  });

  it('writes the same numbers as arrays', async () => {
    const result = await numbers(fixture(0.5, 0.2), '--out', 'g.npz');
    const arrays = readNpz('g.npz', new Uint8Array(readFileSync(join(folder, 'g.npz'))));
    expect([...arrays.keys()]).toEqual(['loss', 'dR0', 'dU0', 'db0', 'dR1', 'dU1', 'db1', 'dO']);
    expect(arrays.get('dU0')?.shape).toEqual([3, 2]);
    expect(arrays.get('db1')?.shape).toEqual([3]);
    expect([...(arrays.get('dU1')?.data ?? [])]).toEqual(result.dU1.flat());
    expect([...(arrays.get('dO')?.data ?? [])]).toEqual(result.dO.flat());
  });

  it('says in words how close the rule comes', async () => {
    const { code, out, err } = await gradient({ ...fixture(0.5, 0.2), extra: scalar(1) }, '--rule', 'top');
    expect([code, err]).toEqual([0, 'engram: net.npz: not used: extra.\n']);
    expect(out).toMatch(/^loss {2,}0\.7416018848/);
    expect(out).toContain('cosine none, a gradient is 0, ratio of norms 0.000000');
    expect(out).toMatch(/layer 2 .*cosine 0\.948242/);
  });

  const one = (name: string, value: WritableArray): Arrays => ({ ...fixture(0.5, 0.2), [name]: value });
  const without = (name: string): Arrays => {
    const { [name]: _, ...rest } = fixture(0.5, 0.2);
    return rest;
  };
  it.each<[string, Arrays, string[], string]>([
    [
      'a missing layer',
      without('U1'),
      [],
      "net.npz: found no array U1; expected what 'engram gradient --help' lists."
    ],
    [
      'no first layer',
      without('R0'),
      [],
      "net.npz: found no array R0; expected what 'engram gradient --help' lists."
    ],
    [
      'a misspelt array',
      { ...without('b0'), B0: vector(1, 2, 3) },
      [],
      "net.npz, array 'B0': found this spelling; expected 'b0'."
    ],
    [
      'layers that do not fit',
      one('U1', S(3, 2, 1, 1)),
      [],
      "net.npz, array 'U1': found shape (3, 2); expected shape (3, 3), which is (n_1, n_0)."
    ],
    [
      'recurrent weights that are not square',
      one('R0', S(3, 2, 1, 1)),
      [],
      "net.npz, array 'R0': found shape (3, 2); expected shape (3, 3), which is (n_0, n_0)."
    ],
    [
      'a layer without units',
      one('R0', { shape: [0, 0], data: new Float64Array(0) }),
      [],
      "net.npz, array 'R0': found shape (0, 0); expected shape (n_0 > 0, n_0 > 0), which is (n_0, n_0)."
    ],
    [
      'a flat bias',
      one('b0', S(3, 1, 1, 1)),
      [],
      "net.npz, array 'b0': found shape (3, 1); expected one dimension."
    ],
    [
      'too many leaks',
      one('a', vector(0.1, 0.2, 0.3)),
      [],
      "net.npz, array 'a': found shape (3); expected shape (2), which is (L)."
    ],
    [
      'a leak of 0',
      one('a', vector(0.1, 0)),
      [],
      "net.npz, array 'a': found 0 at entry 1; expected leaks above 0 and at most 1."
    ],
    [
      'a decay above 1',
      one('a', vector(1.5, 0)),
      ['--model', 'membrane'],
      "net.npz, array 'a': found 1.5 at entry 0; expected decays from 0 to 1."
    ],
    [
      'a readout that never forgets',
      one('kappa', scalar(1)),
      [],
      "net.npz, array 'kappa': found 1; expected a decay from 0 to less than 1."
    ],
    [
      'a readout of another layer',
      one('O', S(2, 4, 1, 1)),
      [],
      "net.npz, array 'O': found shape (2, 4); expected shape (n_out > 0, 3)"
    ],
    [
      'a target of another length',
      one('target', S(9, 2, 1, 1)),
      [],
      "net.npz, array 'target': found shape (9, 2); expected shape (10, 2), which is (T, n_out)."
    ],
    [
      'a mask that takes loss away',
      one('mask', vector(1, 1, -1, 1, 1, 1, 1, 1, 1, 1)),
      [],
      "net.npz, array 'mask': found -1 at entry 2; expected weights of the loss, 0 or more."
    ],
    [
      'the lowest layer missing',
      Object.fromEntries(Object.entries(fixture(0.5, 0.2)).filter(([name]) => !/^[RUb]0$/.test(name))),
      [],
      "net.npz: found no array R0, U0, b0; expected what 'engram gradient --help' lists."
    ],
    [
      'a mask of another length',
      one('mask', vector(1)),
      [],
      "net.npz, array 'mask': found shape (1); expected shape (10), which is (T)."
    ],
    [
      'NaN',
      one(
        'x',
        matrix(10, 2, (t) => (t === 3 ? Number.NaN : 0))
      ),
      [],
      "net.npz, array 'x': found NaN at row 3, column 0; expected finite numbers only."
    ],
    [
      'weights that overflow',
      { ...one('U0', S(3, 2, 1, 1e308)), x: S(10, 2, 1, 1e3) },
      ['--model', 'membrane'],
      'net.npz: The current of layer 1 overflows at step'
    ],
    [
      'the rule of spiking units',
      fixture(0.5),
      ['--rule', 'eprop'],
      "--rule is 'eprop'; expected one of cascade, bptt, rtrl"
    ],
    [
      'a backend',
      fixture(0.5),
      ['--backend', 'wasm'],
      "--backend is 'wasm'; stacks are computed in float64 alone"
    ],
    [
      'another model',
      fixture(0.5),
      ['--model', 'leaki'],
      "--model is 'leaki'; expected one of spiking, leaky, membrane."
    ],
    [
      'the wrong model',
      fixture(0.5),
      ['--model', 'spiking'],
      'net.npz: found no array Win, Wrec, Wout, tau_m,'
    ]
  ])('refuses %s in one line and writes nothing', async (_, arrays, args, message) => {
    const { code, out, err } = await gradient(arrays, '--json', '--out', 'g.npz', ...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(`engram: ${message}`);
    expect(err.match(/\n/g)).toHaveLength(1);
    expect(readdirSync(folder)).toEqual(['net.npz']);
  });

  it('refuses exact traces of a large net with their number, and names what to use', async () => {
    const wide: Arrays = {
      ...fixture(0.5),
      R0: S(110, 110, 1, 0.01),
      U0: S(110, 2, 1, 0.1),
      b0: vector(...Array<number>(110).fill(0)),
      O: S(2, 110, 1, 0.1)
    };
    const { code, err } = await gradient(wide, '--rule', 'rtrl');
    expect(code).toBe(2);
    expect(err).toContain("The rule 'rtrl' needs 1367300 floats of traces");
    expect(err).toContain("at most 1048576. Use 'bptt'");
    expect((await gradient(wide, '--rule', 'deep')).code).toBe(0);
  });
});
