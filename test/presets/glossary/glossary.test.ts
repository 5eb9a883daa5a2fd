import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { labFigures } from '../../../src/figures/labFigures';
import { models } from '../../../src/models/registry';
import type { Entry } from '../../../src/presets/glossary/entry';
import {
  findEntries,
  panelEntry,
  probeEntry,
  settingEntry,
  termEntries,
  termNamed
} from '../../../src/presets/glossary/glossary';
import { modelNotes } from '../../../src/presets/glossary/modelNotes';
import { panelNotes } from '../../../src/presets/glossary/panelNotes';
import { probeNotes } from '../../../src/presets/glossary/probeNotes';
import { type Reference, references, shortReference } from '../../../src/presets/glossary/references';
import { sourceNotes } from '../../../src/presets/glossary/sourceNotes';
import { lessons } from '../../../src/presets/lessons/registry';
import { partsOf } from '../../../src/presets/lessons/text';
import { presets } from '../../../src/presets/registry';
import { createSession } from '../../../src/session/createSession';
import { sources } from '../../../src/session/sources/registry';
import { toMathml } from '../../../src/renderer/inspector/mathml';
import { testHost } from '../../session/host';

const settings = [...models, ...sources].flatMap((owner) =>
  owner.settings.map((setting) => settingEntry(owner, setting))
);
const figures = Object.entries(labFigures).flatMap(([lab, list]) =>
  list.map(({ help, id, symbol, title }) => panelEntry({ name: id, label: title, symbol, help }, lab))
);

function expectWhole(entry: Entry): void {
  expect(entry.word, entry.id).not.toBe('');
  expect(entry.explanation.length, entry.id).toBeGreaterThan(10);
  expect(entry.references.length, `${entry.id} says where it comes from`).toBeGreaterThan(0);
  for (const id of entry.references) expect(references, entry.id).toHaveProperty(id);
}

/** Equations of all notes and terms and lessons. */
const equations = [
  ...Object.values(modelNotes).flatMap((notes) => Object.values(notes)),
  ...Object.values(panelNotes),
  ...Object.values(probeNotes),
  ...termEntries,
  ...lessons.flatMap(({ steps }) => steps.map(({ equation }) => ({ equation })))
].flatMap(({ equation }: { equation?: string | undefined }) => equation ?? []);

describe('the glossary', () => {
  it('has every setting of every model and source', () => {
    for (const entry of settings) expectWhole(entry);
    expect(settings.length).toBeGreaterThan(200);
  });

  it('has every panel of every lab', () => {
    for (const entry of figures) expectWhole(entry);
    expect(figures.length).toBeGreaterThan(35);
  });

  it.each(['evidence', 'deep-hierarchy', 'one-walk', 'rd-shapes'])(
    'has every probe that the model of %s can record',
    async (id) => {
      const { experiment } = presets.find((preset) => preset.id === id)!;
      const session = await createSession(experiment, testHost(), { recordingBudget: 2 ** 20 });
      const { probes } = session.describe();
      session.dispose();
      expect(probes.length).toBeGreaterThan(5);
      for (const probe of probes) expectWhole(probeEntry(probe));
    }
  );

  it('has every term that a lesson uses', () => {
    for (const entry of termEntries) expectWhole(entry);
    const used = lessons.flatMap(({ steps }) =>
      steps.flatMap((step) =>
        [step.see, step.why, step.try, step.predict?.because ?? ''].flatMap((words) =>
          partsOf(words).flatMap((part) => (part.kind === 'term' ? [part.term] : []))
        )
      )
    );
    expect(used.length).toBeGreaterThan(8);
    for (const term of used) expect(termNamed(term), term).toBeDefined();
  });

  it('keeps no note of what is not there', () => {
    for (const [id, notes] of Object.entries(modelNotes)) {
      const names = models.find((model) => model.id === id)!.settings.map(({ name }) => name);
      // What the single layer and the stack share is written once.
      const others = models.flatMap((model) => model.settings.map(({ name }) => name));
      for (const name of Object.keys(notes)) expect(others, `${id}: ${name}`).toContain(name);
      for (const name of names) expect(notes, `${id}: ${name}`).toHaveProperty(name);
    }
    expect(Object.keys(sourceNotes).sort()).toEqual(sources.map(({ id }) => id).sort());
    const panels = Object.values(labFigures).flatMap((list) => list.map(({ id }) => id));
    expect(Object.keys(panelNotes).sort()).toEqual([...panels].sort());
  });

  it('names each entry once', () => {
    const ids = [...settings, ...figures, ...termEntries].map(({ id }) => id);
    expect(ids.filter((id, k) => ids.indexOf(id) !== k)).toEqual([]);
  });

  it('writes equations that the page can set', () => {
    expect(equations.length).toBeGreaterThan(40);
    for (const equation of equations) {
      const mathml = toMathml(equation);
      expect(mathml, equation).toMatch(/^<math>.*<\/math>$/);
      expect(mathml, `${equation}: a sign that was left over`).not.toMatch(/[_{}]/);
    }
  });
});

describe('the references', () => {
  const all: [string, Reference][] = Object.entries(references);

  it('each have authors, a year, a title, and where to find them', () => {
    for (const [id, { arxiv, authors, doi, title, where, year }] of all) {
      expect(authors, id).not.toBe('');
      expect(title.length, id).toBeGreaterThan(10);
      expect(where, id).not.toBe('');
      expect(year, id).toBeGreaterThan(1940);
      if (doi !== undefined) expect(doi, id).toMatch(/^10\.\d{4,}\/\S+$/);
      if (arxiv !== undefined) expect(arxiv, id).toMatch(/^\d{4}\.\d{4,5}$/);
      // An arXiv number tells its year and month; what appeared elsewhere later may be a little older there.
      if (arxiv !== undefined) expect(year - (2000 + Number(arxiv.slice(0, 2))), id).toBeLessThanOrEqual(1);
    }
  });

  it('are all referred to', () => {
    const used = new Set([...settings, ...figures, ...termEntries].flatMap((entry) => entry.references));
    expect(all.map(([id]) => id).filter((id) => !used.has(id as keyof typeof references))).toEqual([]);
  });

  it('are cited in short', () => {
    expect(shortReference('bellec2020')).toBe('Bellec et al. 2020');
    expect(shortReference('kolen1994')).toBe('Kolen & Pollack 1994');
    expect(shortReference('dayan1993')).toBe('Dayan 1993');
    expect(shortReference('sargolini2006')).toBe('Sargolini et al. 2006');
    expect(shortReference('varona2024')).toBe('De Llanza Varona et al. 2024');
    expect(shortReference('engram')).toBe('Engram');
  });

  it('agree with the papers that the documents name', () => {
    const text = readFileSync(new URL('../../../examples/README.md', import.meta.url), 'utf8');
    expect(text).toContain((references.sargolini2006 as Reference).doi);
  });
});

describe('a search in the glossary', () => {
  const all = [...settings, ...figures, ...termEntries];

  it('finds names first, then what is said of them', () => {
    const found = findEntries(all, 'successor');
    expect(found[0].word.toLowerCase()).toContain('successor');
    expect(found.some(({ word }) => !word.toLowerCase().includes('successor'))).toBe(true);
  });

  it('takes several words, and authors', () => {
    expect(findEntries(all, 'place  FIELDS').map(({ id }) => id)).toContain('panel-gammaBank');
    expect(findEntries(all, 'momennejad').length).toBeGreaterThan(1);
    expect(findEntries(all, 'quantum gravity')).toEqual([]);
    expect(findEntries(all, ' ')).toBe(all);
  });
});
