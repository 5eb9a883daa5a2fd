import type { Channel, Desktop } from '../../src/preload/contract';

type Request<Name extends Channel> = Parameters<Desktop[Name]> extends [infer Only] ? Only : undefined;

/** A request of each function of the contract that is right: a function added there is missed here by the compiler. */
export const examples: { readonly [Name in Channel]: Request<Name> } = {
  openFile: { extensions: ['csv'] },
  saveFile: { name: 'figure.svg', bytes: new Uint8Array([1]) },
  openUdp: { port: 9, address: '127.0.0.1' },
  readUdp: { id: 1 },
  closeUdp: { id: 1 },
  allowMedia: { medium: 'audio' },
  setMenu: {
    groups: [{ label: 'File', lines: [{ name: 'run', label: 'Run', enabled: true, keys: ['r'] }] }]
  },
  openRecent: { id: 1 },
  clearRecent: undefined,
  reveal: { name: 'figure.svg' },
  showReleases: undefined,
  version: undefined
};
