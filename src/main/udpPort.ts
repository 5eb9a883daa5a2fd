import { createSocket } from 'node:dgram';
import type { UdpBatch } from '../preload/contract';

/** What may wait for the page. A datagram itself has at most 65507 bytes over IPv4. */
export const waitingDatagrams = 20_000;
export const waitingBytes = 16 * 2 ** 20;
/** What one batch carries, and ms between two of them, so that a flood cannot keep the page busy. */
export const batchDatagrams = 1000;
const batchBytes = 2 ** 20;
const betweenBatchesMs = 10;
/** ms after which a question is answered with nothing. */
const longestWaitMs = 500;
/** Bytes the system may hold while this process is busy. */
const systemRoom = 2 ** 20;

/**
 * Datagrams of one port, kept in a bounded room until the page asks for them; what finds no room is dropped and counted. What the
 * system drops before this process sees it, nobody can count.
 */
export class UdpPort {
  private readonly socket = createSocket({ type: 'udp4', recvBufferSize: systemRoom });
  private waiting: { bytes: Uint8Array<ArrayBuffer>; at: number }[] = [];
  private bytes = 0;
  private dropped = 0;
  private lastBatch = Number.NEGATIVE_INFINITY;
  private reading = false;
  private closed = false;
  private failure: Error | undefined;
  private wake: () => void = () => undefined;

  /** Resolves once it listens; rejects with what to do where the port cannot be had. */
  async open(port: number, address: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.socket.once('error', ({ message }) =>
        reject(
          new Error(
            `UDP port ${port} of ${address} cannot be listened to (${message}). Choose another port, or an address of this machine.`
          )
        )
      );
      this.socket.on('message', (message) => this.take(message));
      this.socket.bind({ port, address, exclusive: true }, resolve);
    });
    this.socket.removeAllListeners('error');
    this.socket.on('error', ({ message }) =>
      this.end(new Error(`UDP port ${port} failed (${message}). Open it again.`))
    );
  }

  async read(): Promise<UdpBatch> {
    if (this.reading) throw new Error('readUdp was called while it was still at work. Wait for its answer.');
    this.reading = true;
    try {
      if (this.waiting.length === 0) await this.pause(longestWaitMs);
      const early = this.lastBatch + betweenBatchesMs - performance.now();
      if (early > 0) await this.pause(early);
      if (this.failure) throw this.failure;
      return this.batch();
    } finally {
      this.reading = false;
    }
  }

  close(): void {
    if (!this.closed) this.socket.close();
    this.closed = true;
    this.end(new Error('The UDP port was closed.'));
  }

  private end(reason: Error): void {
    this.failure ??= reason;
    this.waiting = [];
    this.wake();
  }

  /** Ends before its time when a datagram comes to an empty room, or the port ends. */
  private pause(ms: number): Promise<void> {
    if (this.failure) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private take(message: Uint8Array): void {
    if (this.waiting.length >= waitingDatagrams || this.bytes + message.length > waitingBytes) {
      this.dropped++;
      return;
    }
    // A copy, since Node reuses the room of many messages.
    this.waiting.push({ bytes: new Uint8Array(message), at: performance.now() });
    this.bytes += message.length;
    if (this.waiting.length === 1) this.wake();
  }

  private batch(): UdpBatch {
    const now = performance.now();
    let count = 0;
    let bytes = 0;
    let waited = 0;
    for (const { at, bytes: one } of this.waiting) {
      if (count === batchDatagrams || (count > 0 && bytes + one.length > batchBytes)) break;
      count++;
      bytes += one.length;
      waited += now - at;
    }
    const datagrams = this.waiting.splice(0, count).map((one) => one.bytes);
    const { dropped } = this;
    this.bytes -= bytes;
    this.dropped = 0;
    this.lastBatch = now;
    return { datagrams, waitedMs: count > 0 ? waited / count : 0, dropped };
  }
}
