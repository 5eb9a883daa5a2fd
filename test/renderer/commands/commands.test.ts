import { describe, expect, it } from 'vitest';
import { presets } from '../../../src/presets/registry';
import { createCommands } from '../../../src/renderer/commands';
import { find, paletteItems } from '../../../src/renderer/palette/items';
import { aPanel, commandContext, type PageState } from './bench';

const states: readonly [string, PageState][] = [
  ['a page that has just begun', {}],
  ['the Learning lab', { preset: 'evidence' }],
  [
    'the Learning lab with a neuron and a panel in use',
    { preset: 'evidence', selected: true, panel: aPanel }
  ],
  ['the Maps lab', { preset: 'one-walk', selected: true, panel: aPanel }],
  ['the Codes lab', { preset: 'rd-compression', panel: aPanel }],
  ['the Text lab', { preset: 'near-copies', panel: aPanel, ticks: 64 }]
];

describe('the registry of commands', () => {
  it('gives no key to two commands', () => {
    const keys = Object.values(createCommands(commandContext())).flatMap(({ keys }) => keys);
    expect(keys.length).toBeGreaterThan(30);
    expect(keys.filter((key, k) => keys.indexOf(key) !== k)).toEqual([]);
  });

  it('names every command as its place in the list does, in words that differ', () => {
    const commands = createCommands(commandContext({ preset: 'evidence' }));
    for (const [name, command] of Object.entries(commands)) {
      expect(command.name).toBe(name);
      expect(command.group).toMatch(/^[A-Z][a-z]+$/);
      expect(command.help).toMatch(/^[A-Z].*\.$/);
    }
    const labels = Object.values(commands).map((command) => command.label());
    expect(new Set(labels).size).toBe(labels.length);
  });

  it.each(states)('says in %s why a command that does not apply does not', (_name, state) => {
    const commands = Object.values(createCommands(commandContext(state)));
    for (const { name, when, why } of commands)
      if (when()) expect(why(), name).toBeUndefined();
      else expect(why(), name).toMatch(/^[A-Z].*\.$/);
    // Neither all nor none, so that both branches above were taken.
    const idle = commands.filter(({ when }) => !when()).length;
    expect(idle).toBeGreaterThan(0);
    expect(idle).toBeLessThan(commands.length);
  });

  it('tells the labs apart, and a panel in use from none', () => {
    const applying = (state: PageState): string[] =>
      Object.values(createCommands(commandContext(state)))
        .filter(({ when }) => when())
        .map(({ name }) => name);
    expect(applying({ preset: 'evidence' })).toContain('sweepDepth');
    expect(applying({ preset: 'one-walk' })).not.toContain('sweepDepth');
    expect(applying({ preset: 'one-walk' })).toContain('newWorld');
    expect(applying({ preset: 'rd-compression' })).toContain('sweepBeta');
    expect(applying({ preset: 'deep-hierarchy' })).not.toContain('explainSynapse');
    expect(applying({ preset: 'deep-hierarchy', selected: true })).toContain('explainSynapse');
    expect(applying({ preset: 'evidence' })).not.toContain('exportPdf');
    expect(applying({ preset: 'evidence', panel: aPanel })).toContain('exportPdf');
    // It is the first, and half as wide as the grid.
    expect(applying({ preset: 'evidence', panel: aPanel })).toEqual(
      expect.arrayContaining(['moveAfter', 'wider', 'taller', 'shorter', 'hidePanel'])
    );
    for (const name of ['moveBefore', 'narrower'])
      expect(applying({ preset: 'evidence', panel: aPanel })).not.toContain(name);
  });

  it('hands over what was kept from the Text lab alone, once something came', () => {
    const why = (state: PageState) => createCommands(commandContext(state)).learnFromKept.why();
    expect(why({ preset: 'near-copies', ticks: 1 })).toBeUndefined();
    expect(why({ preset: 'near-copies', ticks: 0 })).toContain('Nothing was kept yet');
    expect(why({ preset: 'two-facts', ticks: 64 })).toContain('documents that are cleaned');
    expect(why({ preset: 'evidence', ticks: 64 })).toContain('documents that are cleaned');
    expect(why({})).toContain('documents that are cleaned');
  });

  it('takes nothing back, nor does it again, that a class may not change', () => {
    const changed = {
      owner: 'model',
      before: { learningRate: 0.1 },
      after: { learningRate: 0.2 },
      live: true
    } as const;
    const obstacles = (locked: readonly string[]) => {
      const { redoEdit, undoEdit } = createCommands(commandContext({ preset: 'evidence', changed, locked }));
      return [undoEdit.why(), redoEdit.why()];
    };
    expect(obstacles(['seed'])).toEqual([undefined, undefined]);
    expect(obstacles(['learningRate'])).toEqual(['Locked for this class.', 'Locked for this class.']);
  });
});

describe('the palette', () => {
  const items = (state: PageState) => {
    const context = commandContext(state);
    return { commands: createCommands(context), items: paletteItems(context.bench, createCommands(context)) };
  };

  it.each(states)('offers every command in %s, those that do not apply with the reason', (_name, state) => {
    const { commands, items: offered } = items(state);
    for (const command of Object.values(commands)) {
      const item = offered.find(({ id }) => id === command.name);
      // The palette itself is open.
      if (command.name === 'palette') expect(item).toBeUndefined();
      else expect(item, command.name).toMatchObject({ label: command.label(), why: command.why() });
    }
  });

  it('finds each item first by its own name, and by that name without its vowels', () => {
    const { items: offered } = items({ preset: 'evidence', panel: aPanel });
    for (const item of offered) {
      const named = find(item.label, offered).map(({ item }) => item.label);
      expect(named[0]).toBe(item.label);
      const consonants = item.label.replace(/[aeiou]/g, '');
      expect(
        find(consonants, offered)
          .slice(0, 5)
          .map(({ item }) => item.label),
        consonants
      ).toContain(item.label);
    }
  });

  it('offers every preset and the panels that stand on the page', () => {
    const { items: offered } = items({ preset: 'evidence', panel: aPanel });
    for (const { id, title } of presets)
      expect(offered.find((item) => item.id === `preset ${id}`)?.label).toBe(`Open ${title}`);
    expect(offered.map(({ label }) => label)).toEqual(
      expect.arrayContaining(['Go to Spikes', 'Maximise Spikes'])
    );
    expect(items({}).items.some(({ label }) => label.startsWith('Go to'))).toBe(false);
  });

  it('finds by the group and by words of the help too, but below what is called so', () => {
    const { items: offered } = items({ preset: 'evidence', panel: aPanel });
    const found = find('parquet', offered).map(({ item }) => item.id);
    expect(found[0]).toBe('exportData');
    const sweeps = find('sweep', offered).map(({ item }) => item.id);
    expect(sweeps[0]).toBe('sweep');
    expect(sweeps).toContain('sweepDepth');
    expect(find('zzz', offered)).toEqual([]);
    expect(find('', offered).map(({ item }) => item)).toEqual(offered);
  });

  it('lists files that were open before, with their folders', () => {
    const context = commandContext({});
    const opened: string[] = [];
    const recent = [{ name: 'run.engram', folder: '~/data', open: () => opened.push('run') }];
    const [first] = find('run.engram', paletteItems(context.bench, createCommands(context), recent));
    expect(first.item).toMatchObject({ label: 'Open run.engram', of: '~/data', group: 'Recent' });
    first.item.do();
    expect(opened).toEqual(['run']);
  });
});
