import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandOf, JudgeProgram } from '../../src/cli/corpus/judgeProgram';
import type { CorpusReport } from '../../src/cli/corpus/report';
import { main } from '../../src/cli/main';
import { testIo } from './io';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'engram-judge-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const node = process.execPath;

/** A program of Node's that does `body` with each document `d`, `put` answering. Returns the command. */
function judge(name: string, body: string, before = ''): string[] {
  writeFileSync(
    join(folder, name),
    `${before}
     const lines = require('node:readline').createInterface({ input: process.stdin });
     const put = (answer) => process.stdout.write(answer + '\\n');
     let n = 0;
     lines.on('line', (line) => { const d = JSON.parse(line); n++; ${body} });`
  );
  return [node, name];
}

const documents = (count: number, length = 10) =>
  Array.from({ length: count }, (_, i) => ({ text: `${i} `.padEnd(length, 'x'), source: 'a', id: i }));

async function scoresOf(command: readonly string[], count = 5, wait = 20): Promise<number[]> {
  const program = new JudgeProgram({ command, folder, wait });
  try {
    return [...(await program.scores(documents(count)))];
  } finally {
    program.close();
  }
}

describe('a judge that is a program', () => {
  it('answers each document of batch after batch, from one process', async () => {
    const command = judge('j.cjs', 'put(Number(d.text.split(" ")[0]) / 8 + 1000 * n);');
    const program = new JudgeProgram({ command, folder, wait: 20 });
    expect([...(await program.scores([]))]).toEqual([]);
    expect([...(await program.scores(documents(3)))]).toEqual([1000, 2000.125, 3000.25]);
    expect([...(await program.scores(documents(2)))]).toEqual([4000, 5000.125]);
    program.close();
    await expect(program.scores(documents(1))).rejects.toThrow('closed');
  });

  it('may gather documents until no more of the batch are to come', async () => {
    const command = judge(
      'j.cjs',
      'waiting.push(d); if (d.more === 0) { waiting.forEach((w) => put(w.id)); waiting = []; }',
      'let waiting = [];'
    );
    expect(await scoresOf(command, 2000)).toEqual(Array.from({ length: 2000 }, (_, i) => i));
  });

  it('is never sent more than it takes, and more than a pipe holds gets through', async () => {
    // 40 MB to a program that is slow to begin and answers each line before it reads the next.
    const command = judge(
      'j.cjs',
      'put(d.text.length);',
      'process.stdin.pause(); setTimeout(() => process.stdin.resume(), 300);'
    );
    const program = new JudgeProgram({ command, folder, wait: 30 });
    const before = process.memoryUsage().arrayBuffers;
    const asked = program.scores(documents(400, 100_000));
    await new Promise((resolve) => setTimeout(resolve, 100));
    // Nothing is read yet: what waits is what a pipe and a stream hold, not 40 MB.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8e6);
    expect([...(await asked)]).toEqual(new Array(400).fill(100_000));
    program.close();
  });

  it.each([
    [
      'no number',
      'put(n === 3 ? "good" : 1);',
      "answered 'good' to document 3 of 5, of a, id '2'; expected a finite number"
    ],
    ['NaN', 'put(n === 2 ? NaN : 1);', "answered 'NaN' to document 2 of 5"],
    ['an endless one', 'put(1 / 0);', "answered 'Infinity' to document 1 of 5"],
    ['an empty line', 'put("");', "answered '' to document 1 of 5"],
    ['too many', 'put(d.more === 0 ? "1\\n2" : 1);', "answered '2' where nothing was asked"],
    [
      'too few, and an end',
      'put(1); if (n === 3) process.exit(0);',
      'ended with code 0 after 3 of 5 answers of a batch'
    ],
    [
      'half a line',
      'process.stdout.write("0.5", () => process.exit(0));',
      "after 0 of 5 answers of a batch and half a line ('0.5"
    ],
    ['an error', 'throw new TypeError("no model");', 'ended with code 1 after 0 of 5 answers'],
    ['a signal', 'process.kill(process.pid, "SIGKILL");', 'was ended by SIGKILL after 0 of 5'],
    ['a line without an end', 'process.stdout.write("1".repeat(5000));', "answered '1111"]
  ])('that gives %s is told', async (_, body, message) => {
    await expect(scoresOf(judge('j.cjs', body))).rejects.toThrow(message);
  });

  it('is quoted where it fails, and named where it cannot be started', async () => {
    const command = judge('j.cjs', 'process.stderr.write("model.bin is missing\\n", () => process.exit(4));');
    await expect(scoresOf(command)).rejects.toThrow(
      `The judge '${command.join(' ')}' ended with code 4 after 0 of 5 answers of a batch; expected it to read until its input ends. It said last: model.bin is missing`
    );
    await expect(scoresOf(['no-such-program-here'])).rejects.toThrow(
      "The judge 'no-such-program-here' cannot be started (ENOENT)"
    );
  });

  it('that does not answer is given up', async () => {
    await expect(scoresOf(judge('j.cjs', 'if (n < 3) put(1);'), 5, 1)).rejects.toThrow(
      'gave 2 of 5 answers of a batch and then nothing for 1 s'
    );
  });

  it('is cut from what was typed as a shell would cut it', () => {
    expect(commandOf(`python3 judge.py  --model "my model.bin" --name='a "b"' ''`)).toEqual([
      'python3',
      'judge.py',
      '--model',
      'my model.bin',
      '--name=a "b"',
      ''
    ]);
    expect(() => commandOf('  ')).toThrow('is empty');
    expect(() => commandOf('a "b')).toThrow('does not end');
  });
});

describe('engram corpus --judge-command', () => {
  const words = (i: number): string =>
    `Document ${i} has quite enough different words to be kept, ${'abcdefghij'[i % 10].repeat(3)} ${i * i} and so on for a while longer than that, ${i}.`;

  function write(): void {
    for (const source of ['a', 'b'])
      writeFileSync(
        join(folder, `${source}.jsonl`),
        Array.from({ length: 300 }, (_, i) =>
          JSON.stringify({ id: `${source}${i}`, text: words(source === 'a' ? i : 1000 + i) })
        ).join('\n')
      );
  }

  async function engram(...args: string[]): Promise<{ code: number; err: string; out: string }> {
    const io = testIo(folder);
    const code = await main(['corpus', 'a.jsonl', 'b.jsonl', ...args, '--json'], io);
    return { code, err: io.stderr, out: io.stdout };
  }

  const kept = (out: string): string[] =>
    readdirSync(join(folder, out, 'kept'))
      .flatMap((name) => readFileSync(join(folder, out, 'kept', name), 'utf8').split('\n'))
      .flatMap((line) => (line === '' ? [] : [String((JSON.parse(line) as { id: string }).id)]));

  it('keeps what the program says is good, tells each score, and who judged', async () => {
    write();
    judge(
      'j.cjs',
      "require('node:fs').appendFileSync('seen', d.id + '\\n'); put(Number(d.id.slice(1)) % 4 - 2);"
    );
    const command = `${node} j.cjs`;
    const args = ['--judge-command', command, '--least-quality=-1', '--judged', 'b', '--shard', '0.01'];
    const { code, err, out } = await engram(...args, '--out', 'out');
    expect(err).toBe('');
    expect(code).toBe(0);
    const report = JSON.parse(out) as CorpusReport;
    const stay = kept('out').filter((id) => id.startsWith('b'));
    const candidates = Array.from({ length: 300 }, (_, i) => i).filter((i) => i % 4 !== 0);
    const bs = report.sources.find(({ source }) => source === 'b')!;
    expect(stay.every((id) => Number(id.slice(1)) % 4 !== 0)).toBe(true);
    expect(stay.length).toBeGreaterThan(100);
    expect(stay.length).toBeLessThanOrEqual(candidates.length);
    expect(bs.removed['quality']).toBeGreaterThan(30);
    expect(report.sources.find(({ source }) => source === 'a')!.removed['quality']).toBeUndefined();
    expect(report.quality).toEqual({
      command: [node, 'j.cjs'],
      folder,
      files: [expect.objectContaining({ name: node }), expect.objectContaining({ name: 'j.cjs' })],
      least: -1,
      sources: ['b']
    });
    // Only those that would stay are asked about, each once.
    const seen = readFileSync(join(folder, 'seen'), 'utf8').trim().split('\n');
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(stay.length + bs.removed['quality']);
    const removed = readdirSync(join(folder, 'out/removed'))
      .flatMap((name) => readFileSync(join(folder, 'out/removed', name), 'utf8').split('\n'))
      .filter((line) => line.includes('"quality"'));
    expect(JSON.parse(removed[0])).toMatchObject({ reason: 'quality', value: -2, threshold: -1 });
    // The same from one shard.
    const whole = await engram(...args.slice(0, -2), '--out', 'whole');
    expect(whole.code).toBe(0);
    expect(kept('whole').sort()).toEqual(kept('out').sort());
  });

  it('that fails ends the run with what is finished kept, and goes on when it is mended', async () => {
    write();
    const args = ['--judge-command', `${node} j.cjs`, '--jobs', '1', '--judged', 'b'];
    judge('j.cjs', "put(require('node:fs').existsSync('mended') ? n % 2 : 'x');");
    const first = await engram(...args, '--out', 'out');
    expect(first.code).toBe(2);
    expect(first.err.trim().split('\n')).toHaveLength(1);
    expect(first.err).toContain("answered 'x' to document 1 of");
    expect(existsSync(join(folder, 'out', 'work', '0.written.json'))).toBe(true);
    writeFileSync(join(folder, 'mended'), '');
    const again = await engram(...args, '--out', 'out');
    expect(again.code).toBe(0);
    const report = JSON.parse(again.out) as CorpusReport;
    const total = Object.values(report.removed).reduce((sum, count) => sum + count, report.kept);
    expect(total).toBe(600);
  });

  it('refuses another program for a run that has begun, and several judges', async () => {
    write();
    judge('j.cjs', 'put(1);');
    const args = ['--judge-command', `${node} j.cjs`, '--out', 'out'];
    expect((await engram(...args)).code).toBe(0);
    judge('j.cjs', 'put(0 * n);');
    expect((await engram(...args)).err).toContain('holds another run');
    const both = await engram('--judge-command', 'x', '--judge', 'y.json', '--out', 'o');
    expect(both.err).toContain('Give one of --labels, --judge, --judge-command, not several');
    const low = await engram('--judge-command', 'x', '--least-quality', 'high', '--out', 'o');
    expect(low.err).toContain("--least-quality has 'high'; expected a number.");
  });

  it('leaves what labels taught for another run to use', async () => {
    write();
    const labels = Array.from({ length: 40 }, (_, i) =>
      JSON.stringify({ text: words(i), good: i % 2 === 0 })
    );
    writeFileSync(join(folder, 'labels.jsonl'), labels.join('\n'));
    expect((await engram('--labels', 'labels.jsonl', '--out', 'first')).code).toBe(0);
    const second = await engram('--judge', 'first/judge.json', '--out', 'second');
    expect(second.code).toBe(0);
    expect(kept('second')).toEqual(kept('first'));
    const { quality } = JSON.parse(second.out) as CorpusReport;
    expect(quality).toEqual({ bits: 16, least: 0.5, sources: [] });
  });
});
