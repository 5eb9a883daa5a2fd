import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PageMaker } from '../../src/models/corpus/pages/pages';
import { Random } from '../../src/models/random';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'engram-corpus-slurm-'));
  mkdirSync(join(folder, 'bin'));
  // A cluster that does at once what it is given, with every task's script as Slurm would start it.
  const script = (name: string, text: string): void => {
    writeFileSync(join(folder, 'bin', name), `#!/bin/bash\n${text}\n`);
    chmodSync(join(folder, 'bin', name), 0o755);
  };
  script(
    'sbatch',
    `job="\${@: -1}"
last=$(sed -n 's/^#SBATCH --array=0-\\([0-9]*\\).*/\\1/p' "$job")
cd "$(sed -n 's/^#SBATCH --chdir=//p' "$job")"
for i in $(seq 0 "$last"); do SLURM_ARRAY_TASK_ID=$i bash "$job" > logs/$i.txt 2>&1; done
echo 17`
  );
  script('squeue', 'true');
  const maker = new PageMaker(new Random(1), { words: [40, 80] });
  for (const name of ['a', 'b'])
    writeFileSync(
      join(folder, `${name}.jsonl`),
      Array.from({ length: 300 }, (_, i) => JSON.stringify(maker.page(i + (name === 'a' ? 0 : 150)))).join(
        '\n'
      )
    );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function engram(...args: string[]): string {
  return execFileSync(process.execPath, [resolve('bin/engram.mjs'), 'corpus', ...args], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PATH: `${join(folder, 'bin')}${delimiter}${process.env['PATH']}` }
  });
}

function files(out: string): [string, string][] {
  return ['kept', 'removed'].flatMap((kind) =>
    readdirSync(join(folder, out, kind)).map((name): [string, string] => [
      `${kind}/${name}`,
      readFileSync(join(folder, out, kind, name), 'utf8')
    ])
  );
}

// Threads, too, exist in the built command line alone.
it('a corpus is the same from the threads of one machine and from jobs of a cluster', () => {
  const options = ['a.jsonl', 'b.jsonl', '--policy', 'custom', '--bands', '8', '--rows', '4', '--json'];
  const local = JSON.parse(engram(...options, '--out', 'local'));
  const slurm = JSON.parse(
    engram(...options, '--out', 'slurm', '--engine', 'slurm', '--sbatch=--partition=short')
  );
  expect(local.kept).toBeGreaterThan(100);
  expect({ ...slurm, cost: 0 }).toEqual({ ...local, cost: 0 });
  expect(files('slurm')).toEqual(files('local'));
}, 120_000);
