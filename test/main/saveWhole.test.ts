import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { saveWhole } from '../../src/main/saveWhole';

let all: string;
let folder: string;
beforeAll(() => {
  all = mkdtempSync(join(tmpdir(), 'engram-save-'));
});
afterAll(() => rmSync(all, { recursive: true, force: true }));
beforeEach(() => {
  folder = mkdtempSync(join(all, 'one-'));
});

const bytes = new Uint8Array([1, 2, 3]);

it('writes a new file, and takes the place of an old one, which keeps its mode', async () => {
  const path = join(folder, 'run.json');
  await saveWhole(path, bytes);
  expect([...readFileSync(path)]).toEqual([1, 2, 3]);
  chmodSync(path, 0o640);
  await saveWhole(path, new Uint8Array([4]));
  expect([...readFileSync(path)]).toEqual([4]);
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o640);
  expect(readdirSync(folder)).toEqual(['run.json']);
});

it.skipIf(process.platform === 'win32')('writes to where a link leads', async () => {
  writeFileSync(join(folder, 'real.json'), 'old');
  symlinkSync(join(folder, 'real.json'), join(folder, 'link.json'));
  await saveWhole(join(folder, 'link.json'), bytes);
  expect([...readFileSync(join(folder, 'real.json'))]).toEqual([1, 2, 3]);
  expect([...readFileSync(join(folder, 'link.json'))]).toEqual([1, 2, 3]);
});

it('leaves what stood there where it fails, and nothing of its own', async () => {
  const path = join(folder, 'taken');
  mkdirSync(path);
  await expect(saveWhole(path, bytes)).rejects.toThrow(
    /^taken could not be saved: .*\. Save it in another place\.$/
  );
  await expect(saveWhole(join(folder, 'none', 'a.json'), bytes)).rejects.toThrow('a.json could not be saved');
  expect(readdirSync(folder)).toEqual(['taken']);
});

it.skipIf(process.platform !== 'linux')('leaves what stood there on a full disk', async () => {
  // Writing to it says that the disk is full.
  await expect(saveWhole('/dev/full', bytes)).rejects.toThrow('full could not be saved');
});
