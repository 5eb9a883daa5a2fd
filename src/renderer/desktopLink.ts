/** The page's side of the desktop window: its menus, its recent files, and what it tells of its own accord. */
import { type Accessor, createEffect, createMemo, createSignal, onCleanup } from 'solid-js';
import type { DesktopBridge, MenuGroup, OpenedFile, RecentFile } from '../preload/contract';
import { type Command, type CommandName, type Commands, inGroups } from './commands';
import type { Alerts } from './lab/alerts';
import type { RecentItem } from './palette/items';

export interface DesktopLink {
  recent: Accessor<readonly RecentItem[]>;
  clearRecent(): void;
  showReleases(): void;
  /** Shows a file that was saved in its folder. */
  reveal(name: string): void;
  /** Keeps the native menus as the commands are, and does what is chosen in them. */
  announce(commands: Commands): void;
}

/** `take` opens a file as if it were dropped on the page. */
export function linkDesktop(
  desktop: DesktopBridge,
  alerts: Alerts,
  take: (file: OpenedFile) => void
): DesktopLink {
  const [files, setFiles] = createSignal<readonly RecentFile[]>([]);
  onCleanup(desktop.on('recent', setFiles));
  onCleanup(desktop.on('opened', take));
  onCleanup(desktop.on('trouble', alerts.error));
  const say = (asked: Promise<unknown>): void => void asked.catch(alerts.error);
  return {
    recent: () =>
      files().map(({ folder, id, name }) => ({
        name,
        folder,
        open: () => say(desktop.openRecent({ id }).then(take))
      })),
    clearRecent: () => say(desktop.clearRecent()),
    showReleases: () =>
      say(
        desktop.showReleases().then((shown) => {
          if (!shown) alerts.error('This build names no page of releases. Ask where it came from.');
        })
      ),
    reveal: (name) => say(desktop.reveal({ name })),
    announce(commands) {
      onCleanup(
        desktop.on('command', (name) => {
          const command = Object.hasOwn(commands, name) ? commands[name as CommandName] : undefined;
          if (command?.when()) command.do();
        })
      );
      // What it says is asked with every frame and sent when it has changed.
      const said = createMemo(() => JSON.stringify(menuOf(Object.values(commands))));
      createEffect(() => say(desktop.setMenu({ groups: JSON.parse(said()) as MenuGroup[] })));
    }
  };
}

/** Commands as the groups of a menu bar, in their order. */
export function menuOf(commands: readonly Command[]): MenuGroup[] {
  return inGroups(commands).map(([label, list]) => ({
    label,
    lines: list.map(({ keys, label: text, name, when }) => ({ name, label: text(), enabled: when(), keys }))
  }));
}
