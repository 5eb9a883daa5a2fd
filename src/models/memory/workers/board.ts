/**
 * Shared memory of p devices: a place a device for the part (m, s, y) it passes on, and three numbers that say when it may be read.
 * Keys and values are not on it.
 */
import { type Partial, nothing } from '../energy/partial';

/** Whole numbers a device: stamps of the part sent up and of the whole, its clock, and messages and numbers it has sent. */
const fields = { up: 0, whole: 1, clock: 2, messages: 3, elements: 4 } as const;
type Field = keyof typeof fields;
const fieldCount = Object.keys(fields).length;

export interface Board {
  devices: number;
  valueWidth: number;
  /** [devices, fields] of int32, then [devices, 2 + valueWidth] of float64. */
  memory: SharedArrayBuffer;
}

export function createBoard(devices: number, valueWidth: number): Board {
  const bytes = wholeBytes(devices) + 8 * devices * (2 + valueWidth);
  return { devices, valueWidth, memory: new SharedArrayBuffer(bytes) };
}

const wholeBytes = (devices: number): number => 8 * Math.ceil((4 * fieldCount * devices) / 8);

export class BoardView {
  private readonly whole: Int32Array;
  private readonly parts: Float64Array;
  private readonly width: number;

  constructor({ devices, memory, valueWidth }: Board) {
    this.whole = new Int32Array(memory, 0, fieldCount * devices);
    this.parts = new Float64Array(memory, wholeBytes(devices));
    this.width = 2 + valueWidth;
  }

  get(device: number, field: Field): number {
    return Atomics.load(this.whole, fieldCount * device + fields[field]);
  }

  set(device: number, field: Field, value: number): void {
    Atomics.store(this.whole, fieldCount * device + fields[field], value);
  }

  /** Tells all who wait that the part of `device` may be read. */
  stamp(device: number, field: 'up' | 'whole', stamp: number): void {
    const at = fieldCount * device + fields[field];
    Atomics.store(this.whole, at, stamp);
    Atomics.notify(this.whole, at);
  }

  /** Sleeps until the other's part is that of query `stamp`. Only where a thread may sleep. */
  wait(device: number, field: 'up' | 'whole', stamp: number): void {
    const at = fieldCount * device + fields[field];
    for (let seen = Atomics.load(this.whole, at); seen < stamp; seen = Atomics.load(this.whole, at))
      Atomics.wait(this.whole, at, seen);
  }

  write(device: number, { greatest, numerator, sum }: Partial): void {
    const at = device * this.width;
    this.parts[at] = greatest;
    this.parts[at + 1] = sum;
    this.parts.set(numerator, at + 2);
  }

  read(device: number): Partial {
    const at = device * this.width;
    const part = nothing(this.width - 2);
    part.greatest = this.parts[at];
    part.sum = this.parts[at + 1];
    part.numerator.set(this.parts.subarray(at + 2, at + this.width));
    return part;
  }
}
