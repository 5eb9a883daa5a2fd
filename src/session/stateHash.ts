/**
 * 64 bits that differ when any bit that decides how a run goes on differs: two lanes of the murmur3 mixing step over
 * the snapshot's names and float bits, the clock and the cursor.
 */
import type { ModelSnapshot } from '../models/model';

/** 16 hexadecimal digits. `tick`: ticks since the run began; `cursor`: index of the stream's next trial. */
export function stateHash(snapshot: ModelSnapshot, tick: number, cursor: number): string {
  const hash = new Lanes();
  hash.floats(Float64Array.of(tick, cursor));
  for (const name of Object.keys(snapshot.numbers).sort()) {
    hash.text(name);
    hash.floats(Float64Array.of(snapshot.numbers[name]));
  }
  for (const name of Object.keys(snapshot.arrays).sort()) {
    hash.text(name);
    hash.floats(snapshot.arrays[name]);
  }
  return hash.hex();
}

class Lanes {
  private a = 0x9747b28c;
  private b = 0x3c6ef372;
  private words = 0;

  text(text: string): void {
    this.word(text.length);
    for (let i = 0; i < text.length; i++) this.word(text.charCodeAt(i));
  }

  floats(values: Float64Array): void {
    const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
    this.word(words.length);
    for (let i = 0; i < words.length; i++) this.word(words[i]);
  }

  hex(): string {
    const digits = (lane: number): string => (finish(lane ^ this.words) >>> 0).toString(16).padStart(8, '0');
    return digits(this.a) + digits(this.b);
  }

  private word(word: number): void {
    this.a = mix(this.a, Math.imul(word, 0xcc9e2d51), 15, 13);
    this.b = mix(this.b, Math.imul(word, 0x1b873593), 17, 19);
    this.words++;
  }
}

function mix(lane: number, scrambled: number, turn: number, spread: number): number {
  const mixed = lane ^ ((scrambled << turn) | (scrambled >>> (32 - turn)));
  return (Math.imul((mixed << spread) | (mixed >>> (32 - spread)), 5) + 0xe6546b64) | 0;
}

function finish(lane: number): number {
  let mixed = Math.imul(lane ^ (lane >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
