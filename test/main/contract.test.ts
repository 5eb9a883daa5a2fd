import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { openShell } from '../../src/main/shell';
import type { Channel } from '../../src/preload/contract';
import { examples } from './examples';
import { type StandIn, standIn } from './standIn';

let shell: StandIn;
beforeEach(async () => {
  shell = standIn();
  await openShell(shell.electron, { argv: ['engram'], folder: '/', platform: 'linux' }, '/built');
});

const call = async (channel: string, request: unknown): Promise<unknown> =>
  shell.channels.get(channel)?.({ senderFrame: { url: 'app://engram/', parent: null } }, request);

/** It is refused in the function's own name, and nothing of Electron is touched. */
async function refused(channel: string, request: unknown): Promise<void> {
  const before = shell.calls.length;
  const answer = await call(channel, request).then(
    (value) => ({ value }),
    (error: unknown) => ({ error })
  );
  expect(answer).toHaveProperty('error');
  expect((answer as { error: unknown }).error).toBeInstanceOf(TypeError);
  expect(String((answer as { error: unknown }).error)).toContain(`${channel}: `);
  expect(shell.calls.slice(before)).toEqual([]);
}

/** Whatever a page could send that is no plain object. */
const noObject = fc.oneof(
  fc.string(),
  fc.double(),
  fc.boolean(),
  fc.bigInt(),
  fc.constant(null),
  fc.array(fc.anything(), { maxLength: 3 }),
  fc.uint8Array({ maxLength: 3 }),
  fc.date()
);

type Path = readonly (string | number)[];

/** Where the values of a request lie: its own keys, and theirs. */
function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [path];
  const inner = Object.entries(value).flatMap(([key, part]) => pathsOf(part, [...path, key]));
  return path.length > 0 ? [path, ...inner] : inner;
}

function changed(value: unknown, [key, ...rest]: Path, to: unknown): unknown {
  if (key === undefined) return to;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown>;
  copy[key] = changed(copy[key], rest, to);
  return copy;
}

const kindOf = (value: unknown): string =>
  value === null
    ? 'null'
    : Array.isArray(value)
      ? 'array'
      : value instanceof Uint8Array
        ? 'bytes'
        : value instanceof Date
          ? 'date'
          : typeof value;

const functions = Object.entries(examples) as [Channel, unknown][];

describe.each(functions)('%s', (channel, example) => {
  it('refuses whatever is no request', async () => {
    await fc.assert(
      fc.asyncProperty(noObject, (request) => refused(channel, request)),
      { numRuns: 40 }
    );
    await refused(channel, example === undefined ? {} : undefined);
  });
});

describe.each(functions.filter(([, example]) => example !== undefined))('%s', (channel, example) => {
  it('refuses keys it does not know and misses those it needs', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ minLength: 1 }).filter((key) => !(key in (example as object)) && key !== '__proto__'),
        fc.anything(),
        (key, value) => refused(channel, { ...(example as object), [key]: value })
      ),
      { numRuns: 30 }
    );
    for (const key of Object.keys(example as object)) {
      const { [key]: _, ...rest } = example as Record<string, unknown>;
      await refused(channel, rest);
    }
  });

  it('refuses a value of another kind in every place', async () => {
    for (const path of pathsOf(example)) {
      const right = path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], example);
      await fc.assert(
        fc.asyncProperty(
          noObject.filter((value) => kindOf(value) !== kindOf(right)),
          (value) => refused(channel, changed(example, path, value))
        ),
        { numRuns: 20 }
      );
    }
  });
});
