/** Menus, recent files and what else of the desktop the page takes part in. */
import type { App, Menu, Shell, WebContents } from 'electron';
import { basename } from 'node:path';
import * as v from 'valibot';
import type { DesktopNews, MenuGroup } from '../preload/contract';
import { readWhole } from './fileHandlers';
import { check, type Handlers } from './handlers';
import { menuRequest, menuTemplate } from './menu';
import type { RecentFiles } from './recentFiles';

/** Paths of saved files that can be shown in their folder. */
const mostSaved = 32;

const idRequest = v.strictObject({ id: v.pipe(v.number(), v.integer()) });
const nameRequest = v.strictObject({ name: v.pipe(v.string(), v.minLength(1), v.maxLength(300)) });

export interface DesktopParts {
  readonly app: Pick<App, 'addRecentDocument' | 'clearRecentDocuments'>;
  readonly Menu: Pick<typeof Menu, 'buildFromTemplate' | 'setApplicationMenu'>;
  readonly shell: Pick<Shell, 'openExternal' | 'showItemInFolder'>;
  readonly platform: NodeJS.Platform;
  /** The page of releases, where there is one. */
  readonly releases: string | undefined;
  readonly recent: RecentFiles;
}

export interface Shown {
  readonly webContents: Pick<WebContents, 'send'>;
}

export interface Desk {
  readonly handlers: Pick<Handlers, 'clearRecent' | 'openRecent' | 'reveal' | 'setMenu' | 'showReleases'>;
  /** The page to tell news to. */
  show(window: Shown): void;
  /** The page is gone, or another begins: what comes now waits for it. */
  leave(): void;
  /** Hands a file to the page, at once or when it is there. */
  open(path: string): void;
  /** A file was opened or saved by the page itself. */
  note(path: string, saved: boolean): void;
  /** The list of recent files has changed. */
  changed(): void;
}

export function desk({ app, Menu, platform, recent, releases, shell }: DesktopParts): Desk {
  let window: Shown | undefined;
  let ready = false;
  let groups: readonly MenuGroup[] = [];
  const waiting: string[] = [];
  /** Path by name. */
  const saved = new Map<string, string>();

  const tell = <Kind extends keyof DesktopNews>(kind: Kind, news: DesktopNews[Kind]): void => {
    if (ready) window?.webContents.send(kind, news);
  };
  const buildMenu = (): void => {
    const template = menuTemplate({
      platform,
      groups,
      recent: recent.list(),
      choose: (name) => tell('command', name),
      openRecent: (id) => void recent.find(id).then(hand, complain)
    });
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  };
  const complain = (problem: unknown): void =>
    tell('trouble', problem instanceof Error ? problem.message : String(problem));
  const remember = (path: string): void => {
    recent.add(path);
    app.addRecentDocument(path);
  };
  const hand = (path: string): Promise<void> =>
    readWhole(path).then((file) => {
      remember(path);
      tell('opened', file);
    }, complain);

  return {
    handlers: {
      async setMenu(request) {
        ({ groups } = check(menuRequest, request, 'setMenu'));
        buildMenu();
        if (ready) return;
        ready = true;
        tell('recent', recent.list());
        for (const path of waiting.splice(0)) void hand(path);
      },
      async openRecent(request) {
        const { id } = check(idRequest, request, 'openRecent');
        const path = await recent.find(id);
        const file = await readWhole(path);
        remember(path);
        return file;
      },
      async clearRecent(request) {
        check(v.undefined(), request, 'clearRecent');
        recent.clear();
        app.clearRecentDocuments();
      },
      async reveal(request) {
        const { name } = check(nameRequest, request, 'reveal');
        const path = saved.get(name);
        if (path === undefined) throw new Error(`${name} was not saved since the window opened.`);
        shell.showItemInFolder(path);
      },
      async showReleases(request) {
        check(v.undefined(), request, 'showReleases');
        if (releases === undefined) return false;
        await shell.openExternal(releases);
        return true;
      }
    },
    show: (shown) => {
      window = shown;
    },
    leave() {
      ready = false;
    },
    open(path) {
      if (ready) void hand(path);
      else waiting.push(path);
    },
    note(path, wasSaved) {
      // Figures and tables are opened elsewhere; an experiment is opened here again.
      if (!wasSaved || /\.engram$/i.test(path)) remember(path);
      if (!wasSaved) return;
      saved.delete(basename(path));
      saved.set(basename(path), path);
      for (const name of [...saved.keys()].slice(0, -mostSaved)) saved.delete(name);
    },
    changed() {
      buildMenu();
      tell('recent', recent.list());
    }
  };
}
