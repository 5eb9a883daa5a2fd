import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// A project whose whole command line is one line, so that the launcher and its build are what is tested.
let project: string;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'engram-bin-'));
  for (const part of ['bin', 'scripts', 'package.json', 'package-lock.json', 'vite.cli.config.ts'])
    cpSync(part, join(project, part), { recursive: true });
  symlinkSync(resolve('node_modules'), join(project, 'node_modules'));
  cpSync('src/kernels', join(project, 'src/kernels'), { recursive: true });
  says('one');
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

function says(word: string): void {
  const cli = join(project, 'src/cli');
  cpSync('tsconfig.base.json', join(project, 'tsconfig.json'));
  rmSync(cli, { recursive: true, force: true });
  cpSync('src/cli/README.md', join(cli, 'README.md'));
  writeFileSync(
    join(cli, 'index.ts'),
    `console.log(JSON.stringify(['${word}', ...process.argv.slice(2)])); process.exitCode = 3;\n`
  );
}

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const engram = (...args: readonly string[]): Promise<Ran> =>
  new Promise((done) => {
    const child = execFile(
      process.execPath,
      ['bin/engram.mjs', ...args],
      { cwd: project },
      (_, stdout, stderr) => done({ code: child.exitCode ?? -1, stdout, stderr })
    );
  });

const building = 'Building engram, once after each change of its sources.\n';

describe('npx engram', () => {
  it('builds what it needs on first use, and keeps stdout for the command', async () => {
    expect(await engram('--json')).toEqual({ code: 3, stdout: '["one","--json"]\n', stderr: building });
  });

  it('starts at once while the sources stay the same', async () => {
    expect(await engram()).toEqual({ code: 3, stdout: '["one"]\n', stderr: '' });
  });

  it('builds again after a change, even when two are started at the same time', async () => {
    says('two');
    const [first, second] = await Promise.all([engram('a'), engram('b')]);
    expect([first.stdout, second.stdout]).toEqual(['["two","a"]\n', '["two","b"]\n']);
    expect(first.code).toBe(3);
  });

  it('says what is wrong when it cannot be built, and exits with 1', async () => {
    writeFileSync(join(project, 'src/cli/index.ts'), "import './missing';\n");
    const { code, stdout, stderr } = await engram();
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('engram could not be built');
    expect(stderr).toContain("Could not resolve './missing'");
  });
});
