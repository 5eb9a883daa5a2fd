import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands } from '../src/cli/commands';
import { main } from '../src/cli/main';
import { labFigures } from '../src/figures/labFigures';
import { recipeOf } from '../src/figures/recipeIn';
import { sweepFigures } from '../src/figures/sweeps/registry';
import { models } from '../src/models/registry';
import { presets } from '../src/presets/registry';
import { sources } from '../src/session/sources/registry';
import { testIo } from './cli/io';

const root = new URL('..', import.meta.url).pathname;
const filesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const pages = filesIn('docs').filter((path) => path.endsWith('.md'));
const pictures = filesIn('docs').filter((path) => /\.(png|svg)$/.test(path));
const allPages = [...pages, 'README.md', 'bench/README.md'];

/** Where links and pictures of a page lead, from the root; those with a scheme lead elsewhere. */
function targets(page: string): { file: string; anchor?: string }[] {
  const found = [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]);
  return found
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path, anchor] = target.split('#');
      return {
        file: path === '' ? page : join(dirname(page), path),
        ...(anchor !== undefined && { anchor })
      };
    });
}

/** As GitHub makes them of headings. */
function anchors(page: string): string[] {
  return [...read(page).matchAll(/^#+ (.+)$/gm)].map((match) =>
    match[1]
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-')
  );
}

/** Lines that a reader types: `npx engram …` in blocks and in words. */
function commandLines(page: string): string[][] {
  return [...read(page).matchAll(/npx engram ([^`\n]*)/g)].map((match) => match[1].trim().split(/\s+/));
}

describe('pages in docs', () => {
  it.each(pages)('%s leads only to files and headings that exist', (page) => {
    const lost = targets(page).filter(
      ({ anchor, file }) =>
        !existsSync(join(root, file)) || (anchor !== undefined && !anchors(file).includes(anchor))
    );
    expect(lost).toEqual([]);
  });

  it('show every picture there is, and no page shows one that is not', () => {
    const shown = new Set(allPages.flatMap((page) => targets(page).map(({ file }) => file)));
    expect(pictures.filter((picture) => !shown.has(picture))).toEqual([]);
  });

  it('are all reached from the README of the folder', () => {
    const reached = new Set(targets('docs/README.md').map(({ file }) => file));
    expect(pages.filter((page) => page !== 'docs/README.md' && !reached.has(page))).toEqual([]);
  });

  it.each(pages)('%s names commands, options, presets and settings that exist', (page) => {
    const settings = [
      ...models.flatMap((model) => model.settings.map(({ name }) => name)),
      ...sources.flatMap((source) => source.settings.map(({ name }) => name))
    ];
    for (const [name, ...words] of commandLines(page)) {
      const command = commands.find((one) => one.name === name);
      expect(command, `engram ${name}`).toBeDefined();
      const options = words.filter((word) => /^--\w/.test(word)).map((word) => word.slice(2));
      const known = command!.options.map((option) => option.name);
      expect([...known, 'json', 'help']).toEqual(expect.arrayContaining(options));
      words.forEach((word, k) => {
        if (!['--over', '--set'].includes(words[k - 1])) return;
        expect(settings, word).toContain(word.split('=')[0]);
      });
      if (!['run', 'sweep', 'export', 'compare'].includes(name)) continue;
      const [subject] = words;
      // A file of the reader's, or a preset.
      if (subject !== undefined && /^[\w-]+$/.test(subject) && subject !== 'all')
        expect(presets.map(({ id }) => id)).toContain(subject);
    }
  });

  it('can fail', () => {
    expect(commandLines('docs/tutorials/learning.md').length).toBeGreaterThan(3);
    expect(targets('docs/gallery.md').length).toBeGreaterThan(30);
    expect(anchors('docs/verdicts.md')).toContain('evidence-lif');
  });
});

describe('the gallery', () => {
  const page = read('docs/gallery.md');
  /** A lab enters with its first preset: before it no run can be named that makes its figures. */
  const opened = new Set(
    presets.map(({ experiment }) => models.find(({ id }) => id === experiment.model.id)?.lab)
  );
  const figures = [
    ...Object.entries(labFigures).flatMap(([lab, own]) =>
      [...opened].some((one) => one === lab) ? own : []
    ),
    ...sweepFigures
  ];

  it.each(figures.map(({ id, help, title }) => ({ id, help, title })))(
    'shows $id with its words',
    ({ help, id, title }) => {
      expect(page).toContain(`![${title}](gallery/${id}.svg)`);
      expect(page).toContain(help);
    }
  );

  it('is made of exports that carry their recipes', () => {
    for (const picture of filesIn('docs/gallery')) {
      const id = picture.slice('docs/gallery/'.length, -'.svg'.length);
      // The plan of a sweep takes its place.
      if (sweepFigures.some((figure) => figure.id === id)) continue;
      const { experiment, recipe } = recipeOf(picture, new Uint8Array(readFileSync(join(root, picture))));
      expect(experiment ?? recipe?.experiment, picture).toBeDefined();
    }
  });
});

describe('a figure of the gallery', () => {
  it('brings its run back to the same state', { timeout: 60_000 }, async () => {
    const io = testIo(root);
    expect(await main(['run', 'docs/gallery/residuals.svg', '--json'], io)).toBe(0);
    expect(JSON.parse(io.stdout)).toMatchObject({ matches: true, trials: 200 });
  });
});

describe('the page for reviewers', () => {
  const page = read('docs/reviewers.md');
  /** Cells of the lines of its tables that state a claim. */
  const claims = [...page.matchAll(/^\| (?!Claim|---)(.+) \|$/gm)].map((match) =>
    match[1].split(' | ').map((cell) => cell.trim())
  );

  it('says of every claim what it is held to and where that is tested or shown', () => {
    expect(claims.length).toBeGreaterThan(25);
    for (const [claim, oracle, ...shown] of claims) {
      expect(claim.length, claim).toBeGreaterThan(10);
      expect(oracle.length, claim).toBeGreaterThan(3);
      expect(shown.join(' '), claim).toMatch(/`(test|bench)\/|`npx engram |verdicts\.md#/);
    }
  });

  it('names only files and folders that exist', () => {
    const named = [...page.matchAll(/(?:test|bench)\/[\w./-]*\w/g)].map((match) => match[0]);
    expect(named.length).toBeGreaterThan(25);
    for (const path of named) expect(existsSync(join(root, path)), path).toBe(true);
  });

  it('tells of every preset whose verdict is not that it is supported', () => {
    const open = [
      ...read('docs/verdicts.md').matchAll(/^\| \[([\w-]+)\]\(#\1\) \| \**(not supported|undecided)\** \|/gm)
    ];
    expect(open.length).toBeGreaterThan(0);
    const limits = page.slice(page.indexOf('## What did not come out'));
    for (const [, preset] of open) expect(limits).toContain(`\`${preset}\``);
  });
});

describe('tutorials', () => {
  it.each(['learning', 'maps', 'codes', 'memory', 'text'])(
    'of the lab %s has four to six pictures of its own',
    (lab) => {
      const shown = targets(`docs/tutorials/${lab}.md`).filter(({ file }) =>
        file.startsWith(`docs/tutorials/${lab}-`)
      );
      expect(shown.length).toBeGreaterThanOrEqual(4);
      expect(shown.length).toBeLessThanOrEqual(6);
    }
  );

  it('speak of panels and settings by their names', () => {
    const names = [
      ...Object.values(labFigures).flatMap((figures) => figures.map(({ title }) => title)),
      ...models.flatMap((model) => model.settings.map(({ label }) => label)),
      ...sources.flatMap((source) => source.settings.map(({ label }) => label))
    ];
    for (const lab of ['learning', 'maps', 'codes', 'memory', 'text']) {
      const bold = [...read(`docs/tutorials/${lab}.md`).matchAll(/\*\*([^*]+)\*\*/g)].map(
        (match) => match[1]
      );
      expect(bold.length).toBeGreaterThan(4);
      for (const words of bold) expect(names).toContain(words.replace(/\s+/g, ' '));
    }
  });
});
