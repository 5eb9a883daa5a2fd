/**
 * What the model was given, in order, so that a run on live input can be run again. Grows in pieces up to its bound and then
 * stops, saying so: a run whose tape is full can be replayed to that sample and no further.
 */
import type { WritableArray } from '../../formats/npy';
import { writeNpz } from '../../formats/npz';

const pieceRows = 4096;

export class Tape {
  readonly channels: number;
  /** Samples it may hold. */
  readonly limit: number;
  /** Samples used after it was full. */
  missed = 0;
  private readonly pieces: Float32Array[] = [];
  private rows = 0;

  constructor(channels: number, limit: number) {
    this.channels = channels;
    this.limit = limit;
  }

  get length(): number {
    return this.rows;
  }

  get bytes(): number {
    return this.pieces.reduce((sum, piece) => sum + piece.byteLength, 0);
  }

  add(row: Float32Array): void {
    if (this.rows >= this.limit) {
      this.missed++;
      return;
    }
    const place = this.rows % pieceRows;
    if (place === 0)
      this.pieces.push(new Float32Array(Math.min(pieceRows, this.limit - this.rows) * this.channels));
    this.pieces[this.pieces.length - 1].set(row, place * this.channels);
    this.rows++;
  }

  /** [length, channels], a copy. */
  samples(): Float32Array {
    const all = new Float32Array(this.rows * this.channels);
    this.pieces.forEach((piece, p) => {
      const from = p * pieceRows * this.channels;
      all.set(piece.subarray(0, Math.min(piece.length, all.length - from)), from);
    });
    return all;
  }
}

/** A recording that the source `replay` reads: samples [rows, channels] in float32. */
export interface TapeCopy {
  channels: number;
  samples: Float32Array;
  /** Samples that the run used and the tape had no room for. */
  missed: number;
}

export function tapeNpz({ channels, samples }: TapeCopy): Uint8Array {
  const array: WritableArray = { shape: [samples.length / channels, channels], data: samples };
  return writeNpz({ samples: array });
}
