/**
 * What the page may ask of the desktop shell, and all of it. Types only: the page, the preload script and the main
 * process each implement their side of this file. Without Electron `window.desktop` is absent and the page helps itself.
 */

/** A file the user chose in the system's dialog. */
export interface OpenedFile {
  /** File name without its folder. */
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface OpenRequest {
  /** Extensions without a dot, such as `csv`; none means any file. */
  readonly extensions: readonly string[];
}

export interface SaveRequest {
  /** Suggested file name without a folder. */
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface Desktop {
  /** Lets the user choose one file to read; null when they cancel. */
  openFile(request: OpenRequest): Promise<OpenedFile | null>;
  /** Lets the user choose where to write; the name they chose, or null when they cancel. */
  saveFile(request: SaveRequest): Promise<string | null>;
  /** Engram's version, such as `0.1.0`. */
  version(): Promise<string>;
}

/** Each function travels over a channel of its own name. */
export type Channel = keyof Desktop;

declare global {
  interface Window {
    readonly desktop?: Desktop;
  }
}
