/** Peers: scripts in bench/peers run by a Python that has what they need, measured in the same run as ours. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { UsageError } from './command';
import { shipped } from './files';

const run = promisify(execFile);
const candidates = ['python3', '/usr/bin/python3'];

/** The first Python that can import `module`, or undefined. */
export async function findPython(module: string): Promise<string | undefined> {
  for (const python of candidates) {
    try {
      await run(python, ['-c', `import ${module}`]);
      return python;
    } catch {
      // The next one may have it.
    }
  }
  return undefined;
}

/** What the script prints on its last line, as JSON. Throws UsageError where it fails. */
export async function runPeer(
  python: string,
  script: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {}
): Promise<unknown> {
  try {
    const env = { ...process.env, ...environment };
    const { stdout } = await run(python, [shipped(join('bench', 'peers', script)), ...args], { env });
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n').at(0) : error;
    throw new UsageError(`The peer ${script} did not run: ${reason}`);
  }
}
