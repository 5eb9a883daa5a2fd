import { join } from 'node:path';
import type { ElectronParts } from '../../src/main/shell';

type Listener = (...values: never[]) => unknown;

/** The same parts and members as the real ones, so that a stand-in that drifts does not compile. */
type Shape = { [Part in keyof ElectronParts]: { [Member in keyof ElectronParts[Part]]: unknown } };

/** Electron as far as the shell can tell. It notes what is asked of it, in order. */
export interface StandIn {
  readonly electron: ElectronParts;
  /** Names of the calls, as they came. */
  readonly calls: string[];
  /** The arguments of the last call of each name. */
  readonly given: Map<string, readonly unknown[]>;
  /** Listeners by event, of the application and of the window alike. */
  readonly listeners: Map<string, Listener>;
  /** Handlers by channel. */
  readonly channels: Map<string, (event: unknown, request: unknown) => unknown>;
  /** What the next open and save dialogs return. */
  readonly answers: {
    open: { canceled: boolean; filePaths: string[] };
    save: { canceled: boolean; filePath: string };
    /** Which button of a message is pressed. */
    message: number;
    /** Whether this is the first window. */
    alone: boolean;
    displays: { workArea: { x: number; y: number; width: number; height: number } }[];
    bounds: { x: number; y: number; width: number; height: number };
    maximised: boolean;
    minimised: boolean;
    url: string;
  };
  /** What the page was told: kind and news. */
  readonly news: [string, unknown][];
}

/** `folder`: where it keeps what outlives it, and the application's own. */
export function standIn(folder = '/nowhere'): StandIn {
  const news: [string, unknown][] = [];
  const calls: string[] = [];
  const given = new Map<string, readonly unknown[]>();
  const listeners = new Map<string, Listener>();
  const channels = new Map<string, (event: unknown, request: unknown) => unknown>();
  const answers: StandIn['answers'] = {
    open: { canceled: true, filePaths: [] },
    save: { canceled: true, filePath: '' },
    message: 0,
    alone: true,
    displays: [{ workArea: { x: 0, y: 0, width: 1920, height: 1040 } }],
    bounds: { x: 10, y: 20, width: 1000, height: 700 },
    maximised: false,
    minimised: false,
    url: 'app://engram/'
  };
  const note = (name: string, ...values: readonly unknown[]): void => {
    calls.push(name);
    given.set(name, values);
  };
  const listen = (event: string, listener: Listener): void => {
    calls.push(`on ${event}`);
    const before = listeners.get(event);
    // All that listen hear it, as they would.
    listeners.set(event, (...values: never[]) => {
      before?.(...values);
      return listener(...values);
    });
  };

  class Window {
    readonly webContents = {
      on: listen,
      send: (kind: string, said: unknown) => news.push([kind, said]),
      getURL: () => answers.url,
      forcefullyCrashRenderer: () => note('forcefullyCrashRenderer')
    };
    constructor(options: unknown) {
      note('BrowserWindow', options);
    }
    async loadURL(url: string): Promise<void> {
      note('loadURL', url);
    }
    once(event: string, listener: Listener): void {
      listen(event, listener);
    }
    on(event: string, listener: Listener): void {
      listen(event, listener);
    }
    focus(): void {
      note('focus');
    }
    restore(): void {
      note('restore');
    }
    maximize(): void {
      note('maximize');
    }
    isDestroyed = (): boolean => false;
    isMinimized = (): boolean => answers.minimised;
    isMaximized = (): boolean => answers.maximised;
    getNormalBounds = () => answers.bounds;
    show(): void {
      note('show');
    }
  }

  const electron = {
    app: {
      addRecentDocument: (path: string) => note('addRecentDocument', path),
      clearRecentDocuments: () => note('clearRecentDocuments'),
      getAppPath: () => folder,
      getPath: (name: string) => join(folder, name),
      requestSingleInstanceLock: () => answers.alone,
      enableSandbox: () => note('enableSandbox'),
      getVersion: () => '1.2.3',
      on: listen,
      quit: () => note('quit'),
      whenReady: async () => note('whenReady')
    },
    BrowserWindow: Window,
    dialog: {
      showMessageBox: async (options: unknown) => {
        note('showMessageBox', options);
        return { response: answers.message, checkboxChecked: false };
      },
      showOpenDialog: async (options: unknown) => {
        note('showOpenDialog', options);
        return answers.open;
      },
      showSaveDialog: async (options: unknown) => {
        note('showSaveDialog', options);
        return answers.save;
      }
    },
    ipcMain: {
      handle: (channel: string, handler: (event: unknown, request: unknown) => unknown) =>
        channels.set(channel, handler)
    },
    Menu: {
      buildFromTemplate: (template: unknown) => template,
      setApplicationMenu: (menu: unknown) => note('setApplicationMenu', menu)
    },
    screen: { getAllDisplays: () => answers.displays },
    shell: {
      showItemInFolder: (path: string) => note('showItemInFolder', path),
      openExternal: async (url: string) => note('openExternal', url)
    },
    protocol: {
      registerSchemesAsPrivileged: (schemes: unknown) => note('registerSchemesAsPrivileged', schemes),
      handle: (scheme: string, handler: unknown) => note('protocol.handle', scheme, handler)
    },
    session: {
      defaultSession: {
        setPermissionRequestHandler: (handler: unknown) => note('setPermissionRequestHandler', handler),
        setPermissionCheckHandler: (handler: unknown) => note('setPermissionCheckHandler', handler),
        setDevicePermissionHandler: (handler: unknown) => note('setDevicePermissionHandler', handler)
      }
    }
  } satisfies Shape;

  return { electron: electron as unknown as ElectronParts, calls, given, listeners, channels, answers, news };
}
