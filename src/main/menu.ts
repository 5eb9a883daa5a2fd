/** The native menus: the page's commands, and what the system itself can do. */
import type { MenuItemConstructorOptions } from 'electron';
import * as v from 'valibot';
import type { MenuGroup, RecentFile } from '../preload/contract';

const words = (most: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(most));

export const menuRequest = v.strictObject({
  groups: v.pipe(
    v.array(
      v.strictObject({
        label: words(40),
        lines: v.pipe(
          v.array(
            v.strictObject({
              name: v.pipe(v.string(), v.regex(/^[A-Za-z]{1,40}$/)),
              label: words(120),
              enabled: v.boolean(),
              keys: v.pipe(v.array(words(40)), v.maxLength(8))
            })
          ),
          v.maxLength(60)
        )
      })
    ),
    v.maxLength(20)
  )
});

export interface MenuParts {
  readonly platform: NodeJS.Platform;
  readonly groups: readonly MenuGroup[];
  readonly recent: readonly RecentFile[];
  choose(name: string): void;
  openRecent(id: number): void;
}

type Template = MenuItemConstructorOptions[];

const line: MenuItemConstructorOptions = { type: 'separator' };

/** What the system's own menus add to the page's, after its lines. */
const roles: Readonly<Record<string, Template>> = {
  Edit: [line, { role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }],
  View: [
    line,
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { role: 'togglefullscreen' },
    line,
    { role: 'toggleDevTools' }
  ]
};

/** The template of the whole menu bar, for `Menu.buildFromTemplate`. */
export function menuTemplate({ choose, groups, openRecent, platform, recent }: MenuParts): Template {
  const apple = platform === 'darwin';
  const menus = groups.map(({ label, lines }): MenuItemConstructorOptions => {
    const commands = lines.map(({ enabled, keys, label: text, name }): MenuItemConstructorOptions => {
      const key = accelerator(keys, apple);
      return {
        id: name,
        // An ampersand would underline the letter after it.
        label: text.replaceAll('&', '&&'),
        enabled,
        // Shown only: the page hears its keys itself, and knows when one belongs to a field that is typed in.
        ...(key === undefined ? {} : { accelerator: key, registerAccelerator: false }),
        click: (_item, _window, { triggeredByAccelerator } = {}) => {
          if (!triggeredByAccelerator) choose(name);
        }
      };
    });
    const submenu = [...commands, ...(roles[label] ?? [])];
    if (label === 'File')
      submenu.push(line, recentMenu(recent, openRecent), ...(apple ? [] : [line, { role: 'quit' as const }]));
    return { label, submenu };
  });
  return [
    ...(apple ? [{ role: 'appMenu' as const }] : []),
    ...menus,
    ...(apple ? [{ role: 'windowMenu' as const }] : [])
  ];
}

function recentMenu(recent: readonly RecentFile[], open: (id: number) => void): MenuItemConstructorOptions {
  return {
    label: 'Recent files',
    enabled: recent.length > 0,
    submenu: recent.map(({ folder, id, name }) => ({
      label: `${name}  –  ${folder}`.replaceAll('&', '&&'),
      click: () => open(id)
    }))
  };
}

const named: Readonly<Record<string, string>> = {
  Ctrl: 'Control',
  Meta: 'Command',
  ArrowRight: 'Right',
  ArrowLeft: 'Left',
  ArrowUp: 'Up',
  ArrowDown: 'Down'
};

/**
 * The first key of a command that the system can show, as Electron spells it. Apple's menus would take a plain letter away from fields
 * that are typed in, so they show only keys that are held with ⌘.
 */
export function accelerator(keys: readonly string[], apple: boolean): string | undefined {
  const shown = keys.find((key) => key.startsWith('Meta+') === apple);
  const plain = shown?.match(
    /^((?:(?:Ctrl|Meta|Alt|Shift)\+)*)([A-Za-z0-9]|Space|Escape|Enter|Arrow(?:Right|Left|Up|Down)|F\d{1,2})$/
  );
  if (!plain) return undefined;
  const [, held, key] = plain;
  // A capital letter is typed with Shift.
  const shift = /^[A-Z]$/.test(key) && !held.includes('Shift+') ? ['Shift'] : [];
  const parts = [...held.split('+').filter((part) => part !== ''), ...shift];
  const last = key.length === 1 ? key.toUpperCase() : key;
  return [...parts, last].map((part) => named[part] ?? part).join('+');
}
