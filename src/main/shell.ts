import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { App, BrowserWindow, Dialog, IpcMain, Protocol, Session, WebContents } from 'electron';
import { fileHandlers } from './fileHandlers';
import { registerHandlers } from './handlers';
import { mediaAccess } from './mediaAccess';
import { answerPageFile } from './pageFile.mjs';
import {
  limitPermissions,
  lockContents,
  pageUrl,
  scheme,
  schemePrivileges,
  webPreferences
} from './security';
import { udpAccess } from './udpHandlers';

/** The part of Electron the shell uses. Tests hand in a stand-in of this shape. */
export interface ElectronParts {
  readonly app: Pick<App, 'enableSandbox' | 'getVersion' | 'on' | 'quit' | 'whenReady'>;
  readonly BrowserWindow: new (
    options: Electron.BrowserWindowConstructorOptions
  ) => Pick<BrowserWindow, 'loadURL' | 'once' | 'show'> & {
    readonly webContents: Pick<WebContents, 'on'>;
  };
  readonly dialog: Pick<Dialog, 'showOpenDialog' | 'showSaveDialog'>;
  readonly ipcMain: Pick<IpcMain, 'handle'>;
  readonly protocol: Pick<Protocol, 'handle' | 'registerSchemesAsPrivileged'>;
  readonly session: {
    readonly defaultSession: Pick<
      Session,
      'setDevicePermissionHandler' | 'setPermissionCheckHandler' | 'setPermissionRequestHandler'
    >;
  };
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
export async function openShell(electron: ElectronParts, folder = built): Promise<void> {
  const { app, BrowserWindow, dialog, ipcMain, protocol, session } = electron;
  // Both must be said before Electron is ready.
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: schemePrivileges }]);
  lockContents(app);

  await app.whenReady();
  const media = mediaAccess();
  const udp = udpAccess();
  const leave = (): void => {
    udp.closeAll();
    media.forget();
  };
  limitPermissions(session.defaultSession, media);
  protocol.handle(scheme, pageProtocol(join(folder, 'renderer')));
  registerHandlers(ipcMain, { ...fileHandlers(app, dialog), ...udp.handlers, ...media.handlers });
  app.on('window-all-closed', () => app.quit());

  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 800,
    minHeight: 600,
    title: 'Engram',
    show: false,
    webPreferences: { ...webPreferences, preload: join(folder, 'preload/index.cjs') }
  });
  window.once('ready-to-show', () => window.show());
  // What the page had open goes with it: closed, crashed, or loaded anew.
  window.once('closed', leave);
  window.webContents.on('render-process-gone', leave);
  window.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) leave();
  });
  await window.loadURL(pageUrl);
}
