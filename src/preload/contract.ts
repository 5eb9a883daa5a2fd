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
