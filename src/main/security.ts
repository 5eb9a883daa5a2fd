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

/** What the user asked for, of camera and microphone. */
export interface MediaWishes {
  /** True where all of these were wished for; the wishes are then used up. */
  take(media: readonly string[]): boolean;
  /** Whether it is wished for, or was opened: what a page may know of it, such as its name. */
  knows(medium: string): boolean;
}

/** The page itself may film and listen where its user asks for it (see mediaAccess.ts); everything else is refused, and any to another page. */
export function limitPermissions(session: Pick<Session, PermissionHandlers>, media: MediaWishes): void {
  session.setPermissionRequestHandler((contents, permission, answer, details) => {
    const { isMainFrame, mediaTypes = [] } = details as {
      isMainFrame: boolean;
      mediaTypes?: readonly string[];
    };
    const own = isMainFrame && isOwnPage(contents.getURL());
    // A wish is used up by a request that may be granted, and by no other.
    answer(permission === 'media' && own && media.take(mediaTypes));
  });
  session.setPermissionCheckHandler(
    (_contents, permission, origin, { mediaType = '' }) =>
      // An origin comes with or without a slash at its end.
      permission === 'media' && isOwnPage(`${origin.replace(/\/$/, '')}/`) && media.knows(mediaType)
  );
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
