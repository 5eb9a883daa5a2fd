import { contextBridge, ipcRenderer } from 'electron';
import type { Channel, Desktop } from './contract';

const ask =
  <Name extends Channel>(channel: Name) =>
  (...request: Parameters<Desktop[Name]>) =>
    ipcRenderer.invoke(channel, ...request) as ReturnType<Desktop[Name]>;

const desktop: Desktop = {
  openFile: ask('openFile'),
  saveFile: ask('saveFile'),
  version: ask('version')
};

contextBridge.exposeInMainWorld('desktop', desktop);
