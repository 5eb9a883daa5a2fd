import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packagingChecks } from '../../packaging/checks.mjs';
import { configuration } from '../../packaging/configuration.mjs';
import { icns, ico, makeIcons, png, sizes } from '../../packaging/icons.mjs';

let whole: string;
let base: string;

/** A project as it is after a build, as small as can be. */
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'engram-package-'));
  whole = join(base, 'whole');
  for (const folder of ['out/main', 'out/preload', 'out/renderer/assets', 'packaging'])
    mkdirSync(join(whole, folder), { recursive: true });
  const write = (path: string, text: string): void => writeFileSync(join(whole, path), text);
  write('package.json', JSON.stringify({ version: '1.2.3', main: './out/main/index.js', type: 'module' }));
  write(
    'out/main/index.js',
    `import { app, protocol } from 'electron';
     app.enableSandbox(); protocol.registerSchemesAsPrivileged([]); await Promise.race([app.whenReady(), 1]);`
  );
  write('out/preload/index.cjs', `require('electron').contextBridge.exposeInMainWorld('desktop', {});`);
  write('out/renderer/index.html', '<script type="module" src="./assets/index.js"></script>');
  write('out/renderer/crashed.html', '<p>stopped</p>');
  write('out/renderer/assets/index.js', 'export {};');
  cpSync('packaging/entitlements.mac.plist', join(whole, 'packaging/entitlements.mac.plist'));
  makeIcons('src/renderer/icon.svg', join(whole, 'out/icons'));
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

type Configuration = Parameters<typeof packagingChecks>[0];

/** What the checks say of the whole project after `damage`. */
async function problems(
  damage: (root: string, configuration: Configuration) => void = () => {}
): Promise<string[]> {
  const root = mkdtempSync(join(base, 'copy-'));
  cpSync(whole, root, { recursive: true });
  const copy: Configuration = structuredClone(configuration);
  damage(root, copy);
  return (await packagingChecks(copy, root)).flatMap((check) => check.problems);
}

const replace = (root: string, path: string, text: string): void => writeFileSync(join(root, path), text);

describe('the checks before packaging', () => {
  it('find nothing wrong with a whole project', async () => {
    expect(await problems()).toEqual([]);
  });

  it.each<[string, (root: string, configuration: Configuration) => void, string]>([
    ['a misspelt field', (_, c) => (c.nsis.oneClik = true), 'nsis.oneClik is no field'],
    ['a section that is gone', (_, c) => delete c.mac, 'mac is missing'],
    [
      'a fuse that is on',
      (_, c) => (c.electronFuses.runAsNode = true),
      'fuse runAsNode is true; expected false'
    ],
    [
      'a fuse that is left out',
      (_, c) => delete c.electronFuses.onlyLoadAppFromAsar,
      'fuse onlyLoadAppFromAsar is undefined; expected true'
    ],
    ['an installer that is missing', (_, c) => c.linux.target.pop(), 'linux makes no deb'],
    [
      'another association',
      (_, c) => (c.fileAssociations[0].ext = 'csv'),
      'no program is told to open .engram'
    ],
    ['an open archive', (_, c) => (c.asar = false), 'asar is off'],
    ['a feed for updates', (_, c) => (c.publish = { provider: 'github' }), 'publish is not null'],
    ['a page left out', (_, c) => c.files.splice(2, 1), 'files leave out out/renderer/**'],
    [
      'an icon that is missing',
      (r) => rmSync(join(r, 'out/icons/icon.ico')),
      'out/icons/icon.ico does not exist'
    ],
    ['an icon that is empty', (r) => replace(r, 'out/icons/icon.icns', ''), 'out/icons/icon.icns is empty'],
    [
      'a page without its script',
      (r) => rmSync(join(r, 'out/renderer/assets/index.js')),
      'asks for assets/index.js'
    ],
    [
      'a version that is none',
      (r) => replace(r, 'package.json', '{"version":"next","main":"./out/main/index.js","type":"module"}'),
      'says version next'
    ],
    [
      'dependencies that would be packed',
      (r) =>
        replace(
          r,
          'package.json',
          '{"version":"1.0.0","main":"./out/main/index.js","type":"module","dependencies":{"d3":"1"}}'
        ),
      'has dependencies'
    ],
    [
      'a main process that is not built',
      (r) => rmSync(join(r, 'out/main/index.js')),
      'out/main/index.js is not built'
    ],
    [
      'a main process that needs a module',
      (r) => replace(r, 'out/main/index.js', "import 'valibot';"),
      "Cannot find package 'valibot'"
    ],
    [
      'a main process without a sandbox',
      (r) => replace(r, 'out/main/index.js', "import { app } from 'electron'; app.whenReady();"),
      'it never asks Electron for enableSandbox, registerSchemesAsPrivileged'
    ],
    [
      'a preload script that needs Node',
      (r) => replace(r, 'out/preload/index.cjs', "require('node:fs');"),
      'it requires node:fs'
    ],
    [
      'a preload script that gives the page nothing',
      (r) => replace(r, 'out/preload/index.cjs', "require('electron');"),
      'it puts nothing on the page'
    ]
  ])('find %s', async (_what, damage, said) => {
    expect((await problems(damage)).join('\n')).toContain(said);
  });
});

describe('the icons', () => {
  const svg = readFileSync('src/renderer/icon.svg', 'utf8');
  const images = new Map(sizes.map((size) => [size, png(svg, size)]));
  /** Width of a PNG: after its signature, and after length and name of its first chunk. */
  const width = (image: Buffer): number => {
    expect(image.subarray(1, 4).toString('latin1')).toBe('PNG');
    return image.readUInt32BE(16);
  };

  it('for Windows hold every size where the directory says', () => {
    const file = ico(images);
    expect([file.readUInt16LE(0), file.readUInt16LE(2)]).toEqual([0, 1]);
    const count = file.readUInt16LE(4);
    const found = Array.from({ length: count }, (_, k) => {
      const at = 6 + 16 * k;
      const [length, offset] = [file.readUInt32LE(at + 8), file.readUInt32LE(at + 12)];
      const size = width(file.subarray(offset, offset + length));
      expect(file.readUInt8(at) || 256).toBe(size);
      return size;
    });
    expect(found).toEqual([16, 24, 32, 48, 64, 128, 256]);
  });

  it('for Apple hold every type with its length, to the end of the file', () => {
    const file = icns(images);
    expect(file.subarray(0, 4).toString('latin1')).toBe('icns');
    expect(file.readUInt32BE(4)).toBe(file.length);
    const found: [string, number][] = [];
    for (let at = 8; at < file.length; at += file.readUInt32BE(at + 4))
      found.push([file.subarray(at, at + 4).toString('latin1'), width(file.subarray(at + 8))]);
    expect(found).toEqual([
      ['icp4', 16],
      ['icp5', 32],
      ['icp6', 64],
      ['ic07', 128],
      ['ic08', 256],
      ['ic09', 512],
      ['ic10', 1024],
      ['ic11', 32],
      ['ic12', 64],
      ['ic13', 256],
      ['ic14', 512]
    ]);
  });
});
