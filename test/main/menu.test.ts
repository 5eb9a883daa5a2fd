import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { accelerator, menuRequest, menuTemplate } from '../../src/main/menu';
import { createCommands } from '../../src/renderer/commands';
import { menuOf } from '../../src/renderer/desktopLink';
import { commandContext } from '../renderer/commands/bench';

const commands = Object.values(createCommands(commandContext({ preset: 'evidence' })));
const groups = menuOf(commands);
const chosen: string[] = [];
const files: number[] = [];
const template = (platform: NodeJS.Platform): MenuItemConstructorOptions[] =>
  menuTemplate({
    platform,
    groups,
    recent: [{ id: 7, name: 'a & b.engram', folder: '~/data' }],
    choose: (name) => chosen.push(name),
    openRecent: (id) => files.push(id)
  });
const submenu = (menu: MenuItemConstructorOptions | undefined): MenuItemConstructorOptions[] =>
  (menu?.submenu ?? []) as MenuItemConstructorOptions[];
const click = (item: MenuItemConstructorOptions | undefined, event = {}): void =>
  (item!.click as unknown as (...values: unknown[]) => void)(item, undefined, event);

describe('the native menus', () => {
  it('are a request that the shell takes', () => {
    expect(v.safeParse(menuRequest, { groups }).success).toBe(true);
  });

  it('hold every command once, with its label and whether it applies', () => {
    const items = template('linux')
      .flatMap(submenu)
      .filter(({ id }) => id !== undefined);
    expect(items.map(({ id }) => id).sort()).toEqual(commands.map(({ name }) => name).sort());
    for (const command of commands)
      expect(items.find(({ id }) => id === command.name)).toMatchObject({
        label: command.label(),
        enabled: command.when()
      });
  });

  it('tell the name of what was chosen, but leave keys to the page', () => {
    const run = template('linux')
      .flatMap(submenu)
      .find(({ id }) => id === 'run');
    click(run);
    click(run, { triggeredByAccelerator: true });
    expect(chosen).toEqual(['run']);
    expect(run).toMatchObject({ accelerator: 'Space', registerAccelerator: false });
  });

  it.each(['linux', 'win32', 'darwin'] as const)('on %s have what each system expects', (platform) => {
    const menus = template(platform);
    const labels = menus.flatMap(({ label }) => label ?? []);
    expect(labels.slice(0, 3)).toEqual(['File', 'Edit', 'Run']);
    expect(labels.at(-1)).toBe('Help');
    const roles = (label: string) =>
      submenu(menus.find((menu) => menu.label === label)).flatMap(({ role }) => role ?? []);
    expect(roles('Edit')).toEqual(['cut', 'copy', 'paste', 'selectAll']);
    expect(roles('View')).toEqual(['resetZoom', 'zoomIn', 'zoomOut', 'togglefullscreen', 'toggleDevTools']);
    expect(roles('File')).toEqual(platform === 'darwin' ? [] : ['quit']);
    expect(menus.flatMap(({ role }) => role ?? [])).toEqual(
      platform === 'darwin' ? ['appMenu', 'windowMenu'] : []
    );
  });

  it('list recent files under File, with every letter of their names', () => {
    const list = submenu(template('linux').find(({ label }) => label === 'File')).find(
      ({ label }) => label === 'Recent files'
    );
    const [first] = submenu(list);
    expect(first.label).toBe('a && b.engram  –  ~/data');
    click(first);
    expect(files).toEqual([7]);
  });
});

describe('a key in a menu', () => {
  it.each([
    [['Ctrl+s', 'Meta+s'], 'Control+S', 'Command+S'],
    [['Ctrl+Shift+Z', 'Meta+Shift+Z', 'Ctrl+y'], 'Control+Shift+Z', 'Command+Shift+Z'],
    [['r'], 'R', undefined],
    [['L'], 'Shift+L', undefined],
    [['Shift+B'], 'Shift+B', undefined],
    [['Space'], 'Space', undefined],
    [['Shift+ArrowRight'], 'Shift+Right', undefined],
    [['?'], undefined, undefined],
    [['['], undefined, undefined],
    [[], undefined, undefined]
  ])('of %j is %s, and %s on a Mac', (keys, elsewhere, apple) => {
    expect(accelerator(keys, false)).toBe(elsewhere);
    expect(accelerator(keys, true)).toBe(apple);
  });
});
