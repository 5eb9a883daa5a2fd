import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type {
  App,
  BrowserWindow,
  Dialog,
  IpcMain,
  Menu,
  Protocol,
  Screen,
  Session,
  Shell,
  WebContents
} from 'electron';
import { desk } from './desktopHandlers';
import { fileHandlers } from './fileHandlers';
import { type Handlers, registerHandlers } from './handlers';
import { keptData } from './keptData';
import { mediaAccess } from './mediaAccess';
import { answerPageFile } from './pageFile.mjs';
import { watchPage } from './pageTrouble';
import { recentFiles, recentSchema } from './recentFiles';
import { releasesPage } from './releases';
import {
  limitPermissions,
  lockContents,
  pageUrl,
  scheme,
  schemePrivileges,
  webPreferences
} from './security';
import { startFiles } from './startFiles';
import { udpAccess } from './udpHandlers';
import { firstWindow, placed, rememberWindow, smallestWindow, windowStateSchema } from './windowState';

/** The part of Electron the shell uses. Tests hand in a stand-in of this shape. */
export interface ElectronParts {
  readonly app: Pick<
    App,
    | 'addRecentDocument'
    | 'clearRecentDocuments'
    | 'enableSandbox'
    | 'getAppPath'
    | 'getPath'
    | 'getVersion'
    | 'on'
    | 'quit'
    | 'requestSingleInstanceLock'
    | 'whenReady'
  >;
  readonly BrowserWindow: new (
    options: Electron.BrowserWindowConstructorOptions
  ) => Pick<
    BrowserWindow,
    | 'focus'
    | 'getNormalBounds'
    | 'isDestroyed'
    | 'isMaximized'
    | 'isMinimized'
    | 'loadURL'
    | 'maximize'
    | 'on'
    | 'once'
    | 'restore'
    | 'show'
  > & {
    readonly webContents: Pick<WebContents, 'forcefullyCrashRenderer' | 'getURL' | 'on' | 'send'>;
  };
  readonly dialog: Pick<Dialog, 'showMessageBox' | 'showOpenDialog' | 'showSaveDialog'>;
  readonly ipcMain: Pick<IpcMain, 'handle'>;
  readonly Menu: Pick<typeof Menu, 'buildFromTemplate' | 'setApplicationMenu'>;
  readonly protocol: Pick<Protocol, 'handle' | 'registerSchemesAsPrivileged'>;
  readonly screen: Pick<Screen, 'getAllDisplays'>;
  readonly session: {
    readonly defaultSession: Pick<
      Session,
      'setDevicePermissionHandler' | 'setPermissionCheckHandler' | 'setPermissionRequestHandler'
    >;
  };
  readonly shell: Pick<Shell, 'openExternal' | 'showItemInFolder'>;
}

/** How the program was started. */
export interface Start {
  readonly argv: readonly string[];
  /** The working folder. */
  readonly folder: string;
  readonly platform: NodeJS.Platform;
}

/** The folder the build writes to: main, preload and renderer lie side by side in it. */
const built = join(fileURLToPath(import.meta.url), '../..');

/** Serves the built page below `root` under app://engram/, with the page's headers. */
export function pageProtocol(root: string): (request: Pick<Request, 'method' | 'url'>) => Promise<Response> {
  return async ({ method, url }) => {
    if (method !== 'GET' || !url.startsWith(pageUrl)) return new Response('Forbidden\n', { status: 403 });
    const { body, ...answer } = await answerPageFile(root, url.slice(pageUrl.length - 1));
    return new Response(body, answer);
  };
}

/**
 * Puts the desktop application together and opens its window.
 * @param folder where the build lies, unless it is where this file was built to
 */
export async function openShell(electron: ElectronParts, start: Start, folder = built): Promise<void> {
  const { app, BrowserWindow, dialog, ipcMain, Menu, protocol, screen, session, shell } = electron;
  // A second start hands its files to the first, and ends.
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  // Both must be said before Electron is ready.
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: schemePrivileges }]);
  lockContents(app);
  const kept = join(app.getPath('userData'), 'window');
  const desktop = desk({
    app,
    Menu,
    shell,
    platform: start.platform,
    releases: releasesPage(app.getAppPath()),
    recent: recentFiles(keptData(join(kept, 'recent.json'), recentSchema, []), app.getPath('home'), () =>
      desktop.changed()
    )
  });
  for (const path of startFiles(start.argv, start.folder)) desktop.open(path);
  // Apple's system tells of files by an event, which may come before anything is ready.
  app.on('open-file', (event, path) => {
    event.preventDefault();
    desktop.open(path);
  });

  await app.whenReady();
  const media = mediaAccess();
  const udp = udpAccess();
  const leave = (): void => {
    udp.closeAll();
    media.forget();
    desktop.leave();
  };
  limitPermissions(session.defaultSession, media);
  protocol.handle(scheme, pageProtocol(join(folder, 'renderer')));
  const handlers: Handlers = {
    ...fileHandlers(app, dialog, {
      opened: (path) => desktop.note(path, false),
      saved: (path) => desktop.note(path, true)
    }),
    ...udp.handlers,
    ...media.handlers,
    ...desktop.handlers
  };
  registerHandlers(ipcMain, handlers);
  app.on('window-all-closed', () => app.quit());

  const states = keptData(join(kept, 'state.json'), windowStateSchema, firstWindow);
  const { bounds, maximised } = placed(states.read(), screen.getAllDisplays());
  const window = new BrowserWindow({
    ...bounds,
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    title: 'Engram',
    show: false,
    webPreferences: { ...webPreferences, preload: join(folder, 'preload/index.cjs') }
  });
  desktop.show(window);
  rememberWindow(window, states);
  window.once('ready-to-show', () => {
    if (maximised) window.maximize();
    window.show();
  });
  app.on('second-instance', (_event, argv, where) => {
    if (window.isDestroyed()) return;
    if (window.isMinimized()) window.restore();
    window.focus();
    for (const path of startFiles(argv, where)) desktop.open(path);
  });
  // What the page had open goes with it: closed, crashed, or loaded anew.
  window.once('closed', leave);
  window.webContents.on('render-process-gone', leave);
  watchPage(window, dialog);
  window.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) leave();
  });
  await window.loadURL(pageUrl);
}
