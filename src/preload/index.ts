import { contextBridge, ipcRenderer } from 'electron';
import type { Channel, Desktop } from './contract';

const ask =
  <Name extends Channel>(channel: Name) =>
  (...request: Parameters<Desktop[Name]>) =>
    ipcRenderer.invoke(channel, ...request) as ReturnType<Desktop[Name]>;

const desktop: Desktop = {
  openFile: ask('openFile'),
  saveFile: ask('saveFile'),
  openUdp: ask('openUdp'),
  readUdp: ask('readUdp'),
  closeUdp: ask('closeUdp'),
  allowMedia: ask('allowMedia'),
  version: ask('version')
};

contextBridge.exposeInMainWorld('desktop', desktop);
