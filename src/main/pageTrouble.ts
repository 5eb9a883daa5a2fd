/** A page that crashes or hangs: it says so, and can be had again. The page itself then offers the run it kept. */
import type { BrowserWindow, Dialog, WebContents } from 'electron';
import { pageUrl } from './security';

export type WatchedWindow = Pick<BrowserWindow, 'isDestroyed' | 'loadURL'> & {
  on(event: 'responsive' | 'unresponsive', listener: () => void): unknown;
  readonly webContents: Pick<WebContents, 'forcefullyCrashRenderer' | 'getURL' | 'on'>;
};

/** A page without a script, in the same bundle. Its words depend on the part behind #. */
export const crashedPage = `${pageUrl}crashed.html`;

/** Endings that are no crash: the window was closed, or it was ended on purpose, here or by the user. */
const onPurpose = new Set(['clean-exit', 'killed']);

export function watchPage(window: WatchedWindow, dialog: Pick<Dialog, 'showMessageBox'>): void {
  /** Takes the question away again when the page answers by itself. */
  let asking: AbortController | undefined;
  let reloading = false;

  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (window.isDestroyed()) return;
    if (reloading) {
      reloading = false;
      void window.loadURL(pageUrl);
      return;
    }
    // Were the page of words itself to crash, showing it again would go on for ever.
    if (onPurpose.has(reason) || window.webContents.getURL().startsWith(crashedPage)) return;
    void window.loadURL(`${crashedPage}#${reason === 'oom' ? 'memory' : 'crash'}`);
  });
  window.on('unresponsive', async () => {
    if (asking) return;
    const question = new AbortController();
    asking = question;
    const { response } = await dialog.showMessageBox({
      type: 'warning',
      message: 'Engram does not answer.',
      detail:
        'It may be busy with something large. Wait, or load the page anew: it then offers the run as it was kept last.',
      buttons: ['Wait', 'Load anew'],
      defaultId: 0,
      cancelId: 0,
      signal: question.signal
    });
    asking = undefined;
    if (response !== 1 || question.signal.aborted || window.isDestroyed()) return;
    reloading = true;
    window.webContents.forcefullyCrashRenderer();
  });
  window.on('responsive', () => asking?.abort());
}
