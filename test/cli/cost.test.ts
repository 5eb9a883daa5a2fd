import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main';
import { testIo } from './io';

async function engram(...args: string[]) {
  const io = testIo('/');
  const code = await main(['cost', ...args], io);
  return { code, out: io.stdout, err: io.stderr };
}

async function counts(...args: string[]) {
  const { code, out, err } = await engram(...args, '--json');
  expect([code, err, out.split('\n').length]).toEqual([0, '', 2]);
  return JSON.parse(out);
}

describe('engram cost', () => {
  it.each([
    ['zamba2-1.2b', 1215064704],
    ['zamba2-2.7b', 2662214560],
    ['zamba2-7b', 7428314960]
  ])('counts the parameters of %s', async (model, parameters) => {
    const report = await counts('--model', model, '--tokens', '1');
    expect(report.parameters.total).toBe(parameters);
    const parts: number[] = Object.values(report.parameters.split);
    expect(parts.reduce((sum, part) => sum + part, 0)).toBe(parameters);
  });

  it('counts the cache of every invocation, and the state that no length changes', async () => {
    const report = await counts('--model', 'zamba2-2.7b', '--tokens', '1000', '--bytes-per-element', '4');
    expect(report.cache.perToken).toBe(92160);
    expect(report.comparedWith.cache.perToken).toBe(276480);
    const state = 54 * (80 * 64 * 64 + 4 * (5120 + 128));
    expect(report.cache.elements).toBe(92160 * 1000 + state);
    expect(report.cache.bytes).toBe(4 * report.cache.elements);
  });

  it('takes sizes, and says those it took', async () => {
    const report = await counts(
      ...[
        '--model',
        'ccgqa',
        '--tokens',
        '16384',
        '--width',
        '1024',
        '--heads',
        '4',
        '--c1',
        '2',
        '--c2',
        '4'
      ],
      ...['--layers', '3']
    );
    expect(report.sizes).toEqual({ width: 1024, heads: 4, c1: 2, c2: 4, layers: 3 });
    const { convolutions, temperature, ...matrices } = report.parameters.split;
    expect(Object.values<number>(matrices).reduce((sum, part) => sum + part, 0)).toBe(
      3 * (2 / 2 + 2 / 4) * 1024 * 1024
    );
    expect(convolutions).toBe(3 * (768 * 2 + 768 * 128 * 2 + 2 * 768));
    expect(temperature).toBe(3 * 2);
    expect(report.cache.perToken).toBe(3 * 2 * 256);
    expect(report.cache.bytes).toBe(2 * (3 * 2 * 256 * 16384 + 3 * (2 * 768 + 128)));
    expect(report.comparedWith.parameters.total).toBe(3 * 4 * 1024 * 1024);
  });

  it('prints a table', async () => {
    const { code, out } = await engram('--model', 'ccgqa', '--tokens', '2048');
    expect(code).toBe(0);
    expect(out.split('\n')[0]).toBe(
      'ccgqa, width 2048, heads 8, c1 2, c2 8, layers 1, 2,048 tokens, 2 bytes a number'
    );
    expect(out).toMatch(/^parameters +5,575,682 +16,777,216 +0\.332$/m);
    expect(out).toMatch(/^of which +ccgqa\nparameters\n(?: {2}\w+ +[\d,]+\n)* {2}convolutions +332,800$/m);
    expect(out).toMatch(/^kept numbers per token +512 +4,096 +0\.125$/m);
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(110);
  });

  it.each([
    [[], "'engram cost' needs --model, such as --model zamba2-2.7b."],
    [['--model', 'mha'], "'engram cost' needs --tokens, such as --tokens 4096."],
    [['--model', 'zamba-2.7b', '--tokens', '1'], "Did you mean 'zamba2-2.7b'?"],
    [['--model', 'mha', '--tokens', '0'], "--tokens is '0'; expected a whole number from 1."],
    [['--model', 'mha', '--tokens', '1e3'], "--tokens is '1e3'; expected a whole number from 1."],
    [
      ['--model', 'zamba2-7b', '--tokens', '1', '--width', '64'],
      '--width does not go with zamba2-7b, whose sizes are fixed.'
    ],
    [
      ['--model', 'cca', '--tokens', '1', '--c2', '8'],
      '--c2 does not go with cca; it takes --width, --heads, --c1, --layers.'
    ],
    [
      ['--model', 'gqa', '--tokens', '1', '--kv-heads', '3'],
      '16 heads cannot share 3 kv heads evenly; expected a multiple of 3 heads.'
    ],
    [
      ['--model', 'mha', '--tokens', '1', '--heads', '7'],
      'The width of a head, width / heads, is 2048 / 7; expected a whole number from 1.'
    ],
    [
      ['--model', 'ccgqa', '--tokens', '1', '--c2', '32'],
      'The number of kv heads, width / c2 / width of a head, is 64 / 128; expected a whole number from 1.'
    ],
    [['--model', 'mha', '--tokens', '1', '--width', 'wide'], "--width is 'wide'"],
    [
      ['--model', 'mha', '--tokens', '1', '--bytes-per-element', '0'],
      "--bytes-per-element is '0'; expected a number above 0, such as 2, or 0.5 for four bits."
    ]
  ])('refuses %j', async (args, problem) => {
    const { code, out, err } = await engram(...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(problem);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });
});
