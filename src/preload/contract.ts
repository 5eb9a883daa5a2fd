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

/** A command of the page as a line of the native menus. */
export interface MenuLine {
  readonly name: string;
  readonly label: string;
  readonly enabled: boolean;
  /** Keys as the page spells them, such as `Ctrl+s`. They are shown; the page itself hears them. */
  readonly keys: readonly string[];
}

export interface MenuGroup {
  readonly label: string;
  readonly lines: readonly MenuLine[];
}

export interface MenuRequest {
  /** In the order in which they stand. */
  readonly groups: readonly MenuGroup[];
}

/** A file that was open or saved before, newest first. */
export interface RecentFile {
  /** Of this file as long as the window is open. */
  readonly id: number;
  readonly name: string;
  readonly folder: string;
}

export interface RecentRequest {
  readonly id: number;
}

export interface RevealRequest {
  /** As `saveFile` gave it. */
  readonly name: string;
}

/** What the desktop shell says of its own accord. */
export interface DesktopNews {
  /** The name of a command that was chosen in a native menu. */
  command: string;
  /** A file that was opened from outside the page. */
  opened: OpenedFile;
  recent: readonly RecentFile[];
  /** A sentence: what could not be done. */
  trouble: string;
}

export type Medium = 'audio' | 'video';

export interface MediaRequest {
  readonly medium: Medium;
}

export interface UdpRequest {
  /** From 1 to 65535. */
  readonly port: number;
  /** IPv4 address of this machine to listen on: 127.0.0.1 hears this machine alone, 0.0.0.0 every network. */
  readonly address: string;
}

/** A port that `openUdp` opened. */
export interface UdpPort {
  readonly id: number;
}

/** Datagrams in the order in which they came. */
export interface UdpBatch {
  readonly datagrams: readonly Uint8Array<ArrayBuffer>[];
  /** ms that they waited for this batch, on average; 0 where there are none. */
  readonly waitedMs: number;
  /** Datagrams that found no room since the batch before. */
  readonly dropped: number;
}

export interface Desktop {
  /** Lets the user choose one file to read; null when they cancel. */
  openFile(request: OpenRequest): Promise<OpenedFile | null>;
  /** Lets the user choose where to write; the name they chose, or null when they cancel. */
  saveFile(request: SaveRequest): Promise<string | null>;
  /** Listens to a UDP port until it is closed, or the page goes. */
  openUdp(request: UdpRequest): Promise<UdpPort>;
  /** The next datagrams, as soon as there are some; none when half a second brought none. One question at a time. */
  readUdp(port: UdpPort): Promise<UdpBatch>;
  closeUdp(port: UdpPort): Promise<void>;
  /** Says that the user asks for the microphone or the camera: the next request for it is granted, if it comes within 10 s. */
  allowMedia(request: MediaRequest): Promise<void>;
  /** Tells which commands there are now; the first time it also says that the page is there to hear news. */
  setMenu(request: MenuRequest): Promise<void>;
  /** A file of the list of recent ones. One that is gone is taken off the list, and said. */
  openRecent(request: RecentRequest): Promise<OpenedFile>;
  clearRecent(): Promise<void>;
  /** Shows a file that was saved since the window opened in its folder. */
  reveal(request: RevealRequest): Promise<void>;
  /** Shows the page of releases in the user's browser; false where this build names none. Nothing else ever asks for an update. */
  showReleases(): Promise<boolean>;
  /** Engram's version, such as `0.1.0`. */
  version(): Promise<string>;
}

/** What the page finds as `window.desktop`. */
export interface DesktopBridge extends Desktop {
  /** Listens to one kind of news. Returns a function that stops. */
  on<Kind extends keyof DesktopNews>(kind: Kind, listener: (news: DesktopNews[Kind]) => void): () => void;
}

/** Each function travels over a channel of its own name. */
export type Channel = keyof Desktop;

declare global {
  interface Window {
    readonly desktop?: DesktopBridge;
  }
}
