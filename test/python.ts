/** A Python with a library, for the tests that open our files with other programs. */
import { spawnSync } from 'node:child_process';

/** The first of the Pythons here that imports `modules`; undefined where none does. */
export function pythonWith(...modules: readonly string[]): string | undefined {
  return ['python3', '/usr/bin/python3'].find(
    (python) => spawnSync(python, ['-c', `import ${modules.join(', ')}`]).status === 0
  );
}

/** What the script prints. Throws what it says where it fails. */
export function runPython(python: string, args: readonly string[], cwd?: string): string {
  const { status, stdout, stderr } = spawnSync(python, [...args], { encoding: 'utf8', ...(cwd && { cwd }) });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}
