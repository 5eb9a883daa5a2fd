import type { App, Session, WebPreferences } from 'electron';

/** The page's own origin. The host part is only a name; there is one page. */
export const scheme = 'app';
export const pageUrl = `${scheme}://engram/`;

/** What app:// may do: be a secure, standard origin with fetch and streams. It never bypasses the page's CSP. */
export const schemePrivileges = {
  standard: true,
  secure: true,
  supportFetchAPI: true,
  stream: true
} as const;

/** The page runs as untrusted code would: sandboxed, apart from the preload script, without Node. */
export const webPreferences = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  webviewTag: false,
  spellcheck: false
} as const satisfies WebPreferences;

/** True for an address inside the page itself. */
export function isOwnPage(url: string): boolean {
  return url.startsWith(pageUrl);
}

/** The page needs no camera, location, notification or other permission, so each is refused. */
export function denyPermissions(session: Pick<Session, PermissionHandlers>): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
}

type PermissionHandlers =
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler';

/** Keeps every window on the page: no navigation elsewhere, no second window, no embedded web view. */
export function lockContents(app: Pick<App, 'on'>): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => {
      if (!isOwnPage(event.url)) event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}
