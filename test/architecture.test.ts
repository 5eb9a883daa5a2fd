import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { filesUnder } from '../scripts/source-hash.mjs';
import { violations, withoutReadme } from './architecture/rules';

const generated = (path: string): boolean => path === 'src/kernels/build';
// AssemblyScript is another language: its loops are judged by the tests of the backends.
const assemblyScript = (path: string): boolean => /^src\/kernels\/[^/]+\.ts$/.test(path);

const sourcePaths = filesUnder(['src'], generated).filter(
  (path) => /\.(ts|tsx|mjs)$/.test(path) && !path.endsWith('.d.ts') && !assemblyScript(path)
);

describe('the architecture of src', () => {
  it('keeps every rule of the house', () => {
    const sources = new Map(sourcePaths.map((path) => [path, readFileSync(path, 'utf8')]));
    expect(violations(sources)).toEqual([]);
  });

  it('has modules to check in main and preload at the least', () => {
    expect(sourcePaths).toContain('src/main/shell.ts');
    expect(sourcePaths).toContain('src/preload/index.ts');
  });

  it('explains each folder in a README.md', () => {
    const folders = new Map<string, string[]>();
    const visit = (folder: string): void => {
      const entries = readdirSync(folder, { withFileTypes: true });
      folders.set(
        folder,
        entries.filter((entry) => entry.isFile()).map(({ name }) => name)
      );
      for (const entry of entries) {
        const inner = `${folder}/${entry.name}`;
        if (entry.isDirectory() && !generated(inner)) visit(inner);
      }
    };
    for (const entry of readdirSync('src', { withFileTypes: true }))
      if (entry.isDirectory()) visit(`src/${entry.name}`);
    expect(withoutReadme(folders)).toEqual([]);
  });
});

/** What the rules say about one planted file, beside the files it may import. */
function judge(path: string, text: string): string[] {
  const others = [
    'src/models/model.ts',
    'src/session/session.ts',
    'src/preload/contract.ts',
    'src/main/shell.ts'
  ];
  return violations(new Map([...others.map((other) => [other, ''] as const), [path, text]]));
}

describe('the architecture rules', () => {
  it.each([
    ['src/models/a.ts', "import { s } from '../session/session';", 'models must not import session'],
    ['src/models/a.ts', "import type { S } from '../session/session';", 'models must not import session'],
    ['src/models/a.ts', "type S = import('../session/session').S;", 'models must not import session'],
    ['src/models/a.ts', "await import('../session/session');", 'models must not import session'],
    ['src/models/a.ts', "export * from '../session/session';", 'models must not import session'],
    [
      'src/models/a.ts',
      "new URL('../session/session.ts', import.meta.url);",
      'models must not import session'
    ],
    ['src/formats/a.ts', "import '../models/model';", 'formats must not import models'],
    ['src/compute/a.ts', "import '../models/model';", 'compute must not import models'],
    ['src/figures/a.ts', "import '../presets/presets';", 'figures must not import presets'],
    ['src/renderer/a.tsx', "import '../main/shell';", 'renderer must not import main'],
    ['src/main/a.ts', "import '../renderer/page';", 'main must not import renderer'],
    ['src/renderer/a.ts', "import { x } from '../preload/contract';", 'preload shares types only'],
    ['src/cli/a.ts', "import '../../scripts/build.mjs';", 'outside src'],
    ['src/cli/a.ts', "import '../../examples/script';", 'outside src'],
    ['src/elsewhere/a.ts', '', 'lies in no folder of the house'],
    ['src/models/a.ts', "import { readFile } from 'node:fs';", 'models must run anywhere'],
    ['src/session/a.ts', "import { app } from 'electron';", 'session must run anywhere'],
    ['src/models/a.ts', "document.createElement('p');", 'uses document'],
    ['src/figures/a.ts', 'export const w = window.innerWidth;', 'uses window'],
    ['src/compute/a.ts', 'if (process.env.X) {}', 'uses process'],
    ['src/formats/a.ts', "const z = require('zlib');", 'uses require'],
    ['src/session/a.ts', 'globalThis.document.title;', 'uses document'],
    ['src/renderer/a.ts', 'const x = Math.random();', 'uses Math.random'],
    ['src/cli/a.ts', 'const { random } = Math;', 'takes Math apart'],
    ['src/models/a.ts', 'const x = Math.exp(1);', 'uses Math.exp'],
    ['src/session/sources/a.ts', 'const x = list.map(Math.sin);', 'uses Math.sin'],
    ['src/compute/a.ts', "const x = Math['tanh'](1);", 'uses Math.tanh'],
    ['src/compute/a.ts', 'const x = Math[name](1);', 'takes Math apart'],
    ['src/models/a.ts', 'const x = y ** 2;', 'uses **'],
    ['src/models/a.ts', 'x **= 2;', 'uses **']
  ])('refuse, in %s: %s', (path, text, problem) => {
    expect(judge(path, text).join('\n')).toContain(problem);
  });

  it.each([
    ['src/cli/a.ts', "import '../models/model'; import { argv } from 'node:process';"],
    ['src/renderer/a.ts', "import type { Desktop } from '../preload/contract'; document.title = 'x';"],
    ['src/main/a.ts', "import { app } from 'electron';"],
    ['src/renderer/a.ts', "import digits from '../../examples/digits.csv.gz?url';"],
    ['src/models/a.ts', 'const range = 2 ** 32; const y = Math.sqrt(Math.abs(Math.fround(2)));'],
    ['src/models/a.ts', '// Math.random, document and window are only named here.\nconst s = "Math.random";'],
    ['src/models/a.ts', 'export const average = (window: number): number => window / 2;'],
    ['src/figures/a.ts', 'export const x = Math.log10(3) + options.window;'],
    ['src/compute/transcendentals.ts', 'export const reference = Math.exp(1);']
  ])('accept, in %s: %s', (path, text) => {
    expect(judge(path, text)).toEqual([]);
  });

  it('refuse a file of more than 400 lines', () => {
    expect(judge('src/models/a.ts', 'x;\n'.repeat(400))).toEqual([]);
    expect(judge('src/models/a.ts', 'x;\n'.repeat(401))).toEqual([
      'src/models/a.ts has 401 lines; at most 400 are one idea.'
    ]);
  });

  it('refuse an import cycle and name it once', () => {
    const cycle = new Map([
      ['src/models/a.ts', "import './b';"],
      ['src/models/b.ts', "import type { C } from './c';"],
      ['src/models/c.ts', "import './a';"],
      ['src/models/d.ts', "import './a';"]
    ]);
    expect(violations(cycle)).toEqual([
      'Import cycle: src/models/a.ts -> src/models/b.ts -> src/models/c.ts -> src/models/a.ts.'
    ]);
  });

  it('do not pass when there is nothing to check', () => {
    expect(violations(new Map())).toEqual(['No module was found, so nothing was checked.']);
  });

  it('miss a README.md only in folders that hold sources', () => {
    const folders = new Map([
      ['src/models', ['README.md', 'model.ts']],
      ['src/models/eprop', ['eprop.ts']],
      ['src/renderer/assets', ['icon.svg']]
    ]);
    expect(withoutReadme(folders)).toHaveLength(1);
  });
});
