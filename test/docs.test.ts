import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { models } from '../src/models/registry';
import { presets } from '../src/presets/registry';
import { sources } from '../src/session/sources/registry';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const documents = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'bench/README.md'];

/** Inline code that looks like a path of this repository. */
function paths(text: string): string[] {
  const spans = [...text.matchAll(/`([^`\n]+)`|\]\(([^)#]+)\)/g)].map((match) => match[1] ?? match[2]);
  return spans.filter(
    (span) => /^(src|test|bench|docs|examples|scripts)\/[\w./-]*$/.test(span) || /^[A-Z]+\.md$/.test(span)
  );
}

describe('documentation', () => {
  it.each(documents)('%s names only files and folders that exist', (document) => {
    const missing = paths(read(document)).filter(
      (path) => !existsSync(new URL(`../${path}`, import.meta.url))
    );
    expect(missing).toEqual([]);
  });

  it('names paths at all, so the check above can fail', () => {
    expect(paths(read('ARCHITECTURE.md')).length).toBeGreaterThan(5);
    expect(paths('see `src/nowhere.ts`')).toEqual(['src/nowhere.ts']);
  });

  it('the README lists every preset, model and source, and no others', () => {
    const readme = read('README.md');
    const listed = (heading: string): string[] => {
      const section = readme.split(`**${heading}**`)[1]?.split('\n\n')[0] ?? '';
      return [...section.matchAll(/`([\w-]+)`/g)].map((match) => match[1]).sort();
    };
    expect(listed('Presets')).toEqual(presets.map((preset) => preset.id).sort());
    expect(listed('Models')).toEqual(models.map((model) => model.id).sort());
    expect(listed('Sources')).toEqual(sources.map((source) => source.id).sort());
  });

  it('the verdicts are of every preset, with how sure each is, and of no other', () => {
    const page = read('docs/verdicts.md');
    const rows = [
      ...page.matchAll(/^\| \[([\w-]+)\]\(#\1\) \| \**(supported|not supported|undecided)\** \| (\d+) \|/gm)
    ];
    expect(rows.map((row) => row[1])).toEqual(presets.map((preset) => preset.id));
    for (const { id, prediction } of presets) expect(page).toContain(`## ${id}\n\n${prediction}\n`);
  });

  it('every `engram` command in the documents exists', async () => {
    const { commands } = await import('../src/cli/commands');
    const used = documents.flatMap((document) =>
      [...read(document).matchAll(/npx engram (\w+)/g)].map((match) => match[1])
    );
    expect(used.length).toBeGreaterThan(0);
    for (const name of used) expect(commands.map((command) => command.name)).toContain(name);
  });
});
