import { contextBridge, ipcRenderer } from 'electron';
import type { Channel, Desktop, DesktopBridge, DesktopNews } from './contract';

const ask =
  <Name extends Channel>(channel: Name) =>
  (...request: Parameters<Desktop[Name]>) =>
    ipcRenderer.invoke(channel, ...request) as ReturnType<Desktop[Name]>;

/** The channels the page may listen to, and no other. */
const news: Readonly<Record<keyof DesktopNews, true>> = {
  command: true,
  opened: true,
  recent: true,
  trouble: true
};

const desktop: DesktopBridge = {
  openFile: ask('openFile'),
  saveFile: ask('saveFile'),
  openUdp: ask('openUdp'),
  readUdp: ask('readUdp'),
  closeUdp: ask('closeUdp'),
  allowMedia: ask('allowMedia'),
  setMenu: ask('setMenu'),
  openRecent: ask('openRecent'),
  clearRecent: ask('clearRecent'),
  reveal: ask('reveal'),
  showReleases: ask('showReleases'),
  version: ask('version'),
  on(kind, listener) {
    if (!Object.hasOwn(news, kind) || typeof listener !== 'function')
      throw new TypeError(`on: expected one of ${Object.keys(news).join(', ')} and a function.`);
    // The event itself stays here: it leads to the sender.
    const hear = (_event: unknown, said: DesktopNews[typeof kind]): void => listener(said);
    ipcRenderer.on(kind, hear);
    return () => void ipcRenderer.off(kind, hear);
  }
};

contextBridge.exposeInMainWorld('desktop', desktop);
