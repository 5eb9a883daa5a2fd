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
  };
}

export function standIn(): StandIn {
  const calls: string[] = [];
  const given = new Map<string, readonly unknown[]>();
  const listeners = new Map<string, Listener>();
  const channels = new Map<string, (event: unknown, request: unknown) => unknown>();
  const answers: StandIn['answers'] = {
    open: { canceled: true, filePaths: [] },
    save: { canceled: true, filePath: '' }
  };
  const note = (name: string, ...values: readonly unknown[]): void => {
    calls.push(name);
    given.set(name, values);
  };
  const listen = (event: string, listener: Listener): void => {
    calls.push(`on ${event}`);
    listeners.set(event, listener);
  };

  class Window {
    readonly webContents = { on: listen };
    constructor(options: unknown) {
      note('BrowserWindow', options);
    }
    async loadURL(url: string): Promise<void> {
      note('loadURL', url);
    }
    once(event: string, listener: Listener): void {
      listen(event, listener);
    }
    show(): void {
      note('show');
    }
  }

  const electron = {
    app: {
      enableSandbox: () => note('enableSandbox'),
      getVersion: () => '1.2.3',
      on: listen,
      quit: () => note('quit'),
      whenReady: async () => note('whenReady')
    },
    BrowserWindow: Window,
    dialog: {
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

  return { electron: electron as unknown as ElectronParts, calls, given, listeners, channels, answers };
}
