/**
 * Live input: samples that come when the world sends them and not when they are asked for. Whoever hosts a session opens the
 * connections (a Web Worker its WebSocket, the page the microphone, Node a UDP socket); sources make trials of what comes.
 */
import type { Observable } from 'rxjs';
import type { Settings } from '../../models/settings';

export type LiveKind = 'websocket' | 'udp' | 'microphone' | 'pointer' | 'keyboard' | 'camera';

/** Live input that cannot be had or understood; the message says what was wrong and what to do. */
export class LiveError extends Error {
  override readonly name = 'LiveError';
}

/** What to open; settings are those of the source that asks. */
export interface LiveRequest {
  kind: LiveKind;
  settings: Settings;
}

/** Some successive samples of all channels. */
export interface LiveBlock {
  kind: 'samples';
  /** [rows, channels]. */
  samples: Float32Array;
  channels: number;
  /** When it arrived: ms on the clock of the host that runs the session. */
  receivedAt: number;
  /** ms between its sampling (as its sender says, or as the device tells) and its arrival, where that is known. */
  delayMs?: number;
  /** Messages that found no room on the way to the host, since the block before; samples they may have held are not known. */
  lost?: number;
}

export type LiveState = 'connecting' | 'open' | 'lost' | 'ended';

/** The connection changed; `detail` says in words what happened and what comes next. */
export interface LiveNews {
  kind: 'state';
  state: LiveState;
  detail: string;
}

/** Emits without end while subscribed; unsubscribing closes. An error is final and says what to do. */
export interface LiveAccess {
  open(request: LiveRequest): Observable<LiveBlock | LiveNews>;
}

/** Measured; all counts since the source was opened. */
export interface LiveStatus {
  state: LiveState;
  detail: string;
  channels: number;
  /** Samples (rows of all channels) that arrived, and their rate over the last second. */
  received: number;
  perSecond: number;
  /** Samples that found no room before the model. */
  dropped: number;
  /** Messages that found no room on the way to this host, so that their samples were never received. */
  lost: number;
  /** Samples that wait now, and the most that may. */
  waiting: number;
  room: number;
  /** ms from a sample's arrival to its use, median over the last second; with what is known of the way before added. */
  latencyMs: number;
  reconnects: number;
}
