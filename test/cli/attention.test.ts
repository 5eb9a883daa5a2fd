import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main';
import type { NumericArray, WritableArray } from '../../src/formats/npy';
import { readNpz, writeNpz } from '../../src/formats/npz';
import { Random } from '../../src/models/random';
import { pythonWith, runPython } from '../python';
import { testIo } from './io';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'engram-attention-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

type Arrays = Record<string, WritableArray>;

const drawn = (seed: number, ...shape: number[]): WritableArray => {
  const random = new Random(seed);
  const length = shape.reduce((product, size) => product * size, 1);
  return { shape, data: Float64Array.from({ length }, () => random.normal()) };
};
const given = (shape: number[], ...data: number[]): WritableArray => ({
  shape,
  data: Float64Array.from(data)
});
const single = (tokens = 50): Arrays => ({
  q: drawn(1, tokens, 6),
  k: drawn(2, tokens, 6),
  v: drawn(3, tokens, 4)
});

async function attention(arrays: Arrays, ...args: string[]) {
  writeFileSync(join(folder, 'qkv.npz'), writeNpz(arrays));
  const io = testIo(folder);
  const code = await main(['attention', 'qkv.npz', ...args], io);
  return { code, out: io.stdout, err: io.stderr };
}

async function answer(arrays: Arrays, ...args: string[]): Promise<NumericArray> {
  const { code, err } = await attention(arrays, ...args, '--out', 'o.npz');
  expect([code, err]).toEqual([0, '']);
  return readNpz('o.npz', readFileSync(join(folder, 'o.npz'))).get('o') as NumericArray;
}

const furthest = (left: ArrayLike<number>, right: ArrayLike<number>): number =>
  Array.from(left).reduce((most, x, i) => Math.max(most, Math.abs(x - right[i])), 0);

describe('engram attention', () => {
  it('answers as by hand', async () => {
    // Logits of token 1, over 1 / sqrt(1): 0 and log 3, so weights 1/4 and 3/4.
    const arrays = {
      q: given([2, 1], 5, 1),
      k: given([2, 1], 0, Math.log(3)),
      v: given([2, 2], 1, 0, 0, 8)
    };
    const { shape, data } = await answer(arrays);
    expect(shape).toEqual([2, 2]);
    expect(furthest(data, [1, 0, 0.25, 6])).toBeLessThan(1e-14);
    const { out } = await attention(arrays, '--json');
    expect(furthest(JSON.parse(out).o[1], [0.25, 6])).toBeLessThan(1e-14);
    // Unnormalised linear attention: o_1 = scale (q_1 k_0 v_0 + q_1 k_1 v_1).
    const linear = await answer(arrays, '--layer', 'linear', '--feature', 'identity', '--scale', '2');
    expect(furthest(linear.data.slice(2), [0, 16 * Math.log(3)])).toBeLessThan(1e-13);
  });

  it('gives the same from shards as softmax, however many, and counts what is sent', async () => {
    const { data } = await answer(single());
    for (const shards of [1, 2, 7, 64])
      for (const layer of ['tree', 'ring'])
        expect(
          furthest((await answer(single(), '--layer', layer, '--shards', String(shards))).data, data)
        ).toBeLessThan(1e-12);
    const tree = await attention(single(), '--layer', 'tree', '--shards', '8', '--json');
    // Up in 3 steps and down in 3; 14 messages of a numerator of 4, a maximum and a sum.
    expect(JSON.parse(tree.out).heads).toEqual([{ steps: 6, messages: 14, elements: 84 }]);
    const ring = await attention(single(), '--layer', 'ring', '--shards', '8', '--json');
    expect(JSON.parse(ring.out).heads).toEqual([{ steps: 7, messages: 56, elements: 7 * 50 * 10 }]);
  });

  it('is softmax where nothing is lost: one chunk, a row a token, a code a key', async () => {
    const { data } = await answer(single());
    const exact = [
      ['--layer', 'ovq', '--chunk', '64'],
      ['--layer', 'vq', '--rows', '50']
    ];
    for (const args of exact)
      expect(furthest((await answer(single(), ...args)).data, data)).toBeLessThan(1e-12);
    const rounded = await answer(single(), '--layer', 'ovq', '--chunk', '8', '--rows', '8');
    expect(furthest(rounded.data, data)).toBeGreaterThan(0.01);
  });

  it('takes heads, queries that share keys, and float32', async () => {
    const arrays = { q: drawn(1, 20, 4, 3), k: drawn(2, 20, 2, 3), v: drawn(3, 20, 2, 5) };
    const whole = await answer(arrays);
    expect(whole.shape).toEqual([20, 4, 5]);
    const head = ({ data }: WritableArray, of: number, h: number, width: number): WritableArray => ({
      shape: [20, width],
      data: Float64Array.from({ length: 20 * width }, (_, i) =>
        Number(data[(Math.floor(i / width) * of + h) * width + (i % width)])
      )
    });
    for (let h = 0; h < 4; h++) {
      const alone = await answer({
        q: head(arrays.q, 4, h, 3),
        k: head(arrays.k, 2, h >> 1, 3),
        v: head(arrays.v, 2, h >> 1, 5)
      });
      expect(head({ shape: whole.shape, data: Float64Array.from(whole.data) }, 4, h, 5).data).toEqual(
        alone.data
      );
    }
    const narrow = Object.fromEntries(
      Object.entries(arrays).map(([name, { shape, data }]) => [
        name,
        { shape, data: Float32Array.from(data as Float64Array) }
      ])
    );
    expect(furthest((await answer(narrow)).data, whole.data)).toBeLessThan(1e-5);
  });

  it.each([
    [{ v: undefined }, [], 'found no array v; expected what'],
    [{ k: drawn(2, 49, 6) }, [], "array 'k': found 49 tokens; expected 50, as q has"],
    [{ k: drawn(2, 50, 5) }, [], "array 'k': found vectors of 5 numbers; expected 6, as q has"],
    [{ v: drawn(2, 50, 1, 4) }, [], "array 'v': found 3 dimensions; expected 2, as q has"],
    [{ q: drawn(2, 300) }, [], "array 'q': found shape (300); expected (T, d), or (T, heads, d)"],
    [{ v: given([50, 1], ...Array(49).fill(0), Number.NaN) }, [], "array 'v': found NaN at row 49, column 0"],
    [
      {},
      ['--layer', 'softmax', '--shards', '2'],
      "--shards has no meaning for the layer 'softmax'; it is of tree, ring"
    ],
    [{}, ['--layer', 'sofmax'], "Did you mean 'softmax'?"],
    [
      {},
      ['--layer', 'ovq', '--rate', '2'],
      'qkv.npz: The rate is 2; expected a number above 0 and at most 1.'
    ],
    [{}, ['--scale', 'big'], "--scale is 'big'; expected a number."],
    [{ codebook: drawn(1, 4, 5) }, ['--layer', 'vq'], "array 'codebook': found shape (4, 5)"]
  ] as [Record<string, WritableArray | undefined>, string[], string][])(
    '%# says what is wrong',
    async (changed, args, message) => {
      const arrays = Object.entries({ ...single(), ...changed }).filter(([, array]) => array !== undefined);
      const { code, err } = await attention(Object.fromEntries(arrays) as Arrays, ...args);
      expect(code).not.toBe(0);
      expect(err).toContain(message);
      expect(err.trim().split('\n').length).toBe(1);
    }
  );

  const python = pythonWith('numpy');

  it.skipIf(!python)('answers as numpy does, written from the equations (needs numpy)', async () => {
    const arrays = { ...single(70), codebook: drawn(9, 5, 6) };
    const script = join(folder, 'peer.py');
    writeFileSync(script, peer);
    writeFileSync(join(folder, 'all.npz'), writeNpz(arrays));
    const expected = JSON.parse(runPython(python ?? '', [script, join(folder, 'all.npz')]));
    const { codebook: _, ...plain } = arrays;
    const cases: [string, Arrays, string[]][] = [
      ['softmax', plain, []],
      ['elu', plain, ['--layer', 'linear']],
      ['identity', plain, ['--layer', 'linear', '--feature', 'identity']],
      ['vq', arrays, ['--layer', 'vq']],
      ['ovq', plain, ['--layer', 'ovq', '--rows', '12', '--chunk', '8']],
      ['ovqUnit', plain, ['--layer', 'ovq', '--rows', '12', '--chunk', '8', '--normalise']],
      [
        'ovqUncounted',
        plain,
        ['--layer', 'ovq', '--rows', '12', '--chunk', '8', '--no-count-bias', '--growth', 'min']
      ]
    ];
    for (const [name, given, args] of cases)
      expect(furthest((await answer(given, ...args)).data, expected[name]), name).toBeLessThan(1e-11);
  });
});

/** Every layer again, from its equations, in numpy. */
const peer = `
import json, sys
import numpy as np
f = np.load(sys.argv[1])
q, k, v, book = f['q'], f['k'], f['v'], f['codebook']
T, d = q.shape
s = 1 / np.sqrt(d)

def softmax(q, k, v, scale):
    logits = scale * q @ k.T
    logits[np.triu_indices(len(q), 1)] = -np.inf
    p = np.exp(logits - logits.max(1, keepdims=True))
    return p / p.sum(1, keepdims=True) @ v

def linear(f, normalised, scale):
    a = np.tril(f(q) @ f(k).T)
    return a @ v / a.sum(1, keepdims=True) if normalised else scale * a @ v

elu = lambda x: np.where(x > 0, x + 1, np.exp(np.minimum(x, 0)))
rounded = book[((k[:, None] - book[None]) ** 2).sum(2).argmin(1)]

def ovq(q, k, v, N, L, scale, counted, growth):
    keys, values, counts, out = np.zeros((0, d)), np.zeros((0, v.shape[1])), np.zeros(0), []
    members = []
    for a in range(0, T, L):
        qc, kc, vc = q[a:a + L], k[a:a + L], v[a:a + L]
        n = len(keys)
        for t in range(len(qc)):
            logits = np.concatenate([scale * keys @ qc[t] + (np.log(counts) if counted else 0), scale * kc[:t + 1] @ qc[t]])
            p = np.exp(logits - logits.max())
            out.append(p / p.sum() @ np.concatenate([values, vc[:t + 1]]))
        if len(kc) < L:
            break
        t = a + L
        rows = max(1, min(t, N, t * N // (t + N) if growth == 'plateau' else t))
        if n == 0:
            like = kc @ kc[0]
            row = np.zeros(L, int)
            new = [0] + [j for j in np.argsort(like, kind='stable') if j != 0][:rows - 1]
        else:
            like = (kc @ keys.T).max(1)
            row = (kc @ keys.T).argmax(1)
            new = np.argsort(like, kind='stable')[:rows - n]
        for i, j in enumerate(new):
            row[j] = n + i
        # A row is the plain mean of all that it was ever given.
        members += [[] for _ in range(rows - n)]
        for j in range(L):
            members[row[j]].append(a + j)
        keys = np.array([k[m].mean(0) for m in members])
        values = np.array([v[m].mean(0) for m in members])
        counts = np.array([len(m) for m in members], float)
    return np.array(out)

unit = lambda x: x / np.linalg.norm(x, axis=1, keepdims=True)
results = {
    'softmax': softmax(q, k, v, s),
    'elu': linear(elu, True, 1),
    'identity': linear(lambda x: x, False, s),
    'vq': softmax(q, rounded, v, s),
    'ovq': ovq(q, k, v, 12, 8, s, True, 'plateau'),
    'ovqUnit': ovq(unit(q), unit(k), v, 12, 8, np.sqrt(d), True, 'plateau'),
    'ovqUncounted': ovq(q, k, v, 12, 8, s, False, 'min')
}
print(json.dumps({name: o.ravel().tolist() for name, o in results.items()}))
`;
