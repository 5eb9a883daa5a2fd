/**
 * What a message holds: samples as JSON text or as binary numbers. docs/live.md is the same for who writes a sender.
 *   text    [1, 2]  ·  [[1, 2], [3, 4]]  ·  {"samples": [[1, 2]], "t": 1732617720000}, t: ms since 1970 at sampling
 *   binary  float32 or float64, little-endian, sample after sample
 */
import type { LiveBlock } from './live';

export interface WireOptions {
  channels: number;
  /** Of binary messages. */
  wire: 'float32' | 'float64';
}

/** A message longer than this is refused before it is read. */
export const longestMessage = 2 ** 24;

/** `receivedAt`: ms on the host's clock; `wallMs`: ms since 1970 now. Throws an Error that says what came and what was expected. */
export function readMessage(
  message: string | ArrayBuffer | Uint8Array,
  options: WireOptions,
  receivedAt: number,
  wallMs: number
): LiveBlock {
  if (typeof message === 'string') return readText(message, options, receivedAt, wallMs);
  const bytes = message instanceof Uint8Array ? message : new Uint8Array(message);
  return { kind: 'samples', samples: readBinary(bytes, options), channels: options.channels, receivedAt };
}

/** A datagram says not which it is: text begins with a bracket, and a binary message that happens to do so would not be JSON. */
export function readDatagram(
  bytes: Uint8Array,
  options: WireOptions,
  receivedAt: number,
  wallMs: number
): LiveBlock {
  const text = bytes[0] === 0x5b || bytes[0] === 0x7b ? jsonText(bytes) : undefined;
  return readMessage(text ?? bytes, options, receivedAt, wallMs);
}

function jsonText(bytes: Uint8Array): string | undefined {
  const text = new TextDecoder().decode(bytes);
  try {
    JSON.parse(text);
    return text;
  } catch {
    return undefined;
  }
}

function readText(text: string, { channels }: WireOptions, receivedAt: number, wallMs: number): LiveBlock {
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  const wrong = (expected: string): Error => new Error(`The message ${shown} came; expected ${expected}.`);
  if (text.length > longestMessage) throw wrong('a message of 16 MB at most');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw wrong('JSON, such as [1, 2] or {"samples": [[1, 2]]}');
  }
  const timed = typeof json === 'object' && json !== null && !Array.isArray(json);
  const { samples: list, t } = (timed ? json : { samples: json }) as { samples?: unknown; t?: unknown };
  if (!Array.isArray(list)) throw wrong('a list of samples, such as [[1, 2], [3, 4]]');
  const rows: readonly unknown[] = list.length > 0 && !Array.isArray(list[0]) ? [list] : list;
  const samples = new Float32Array(rows.length * channels);
  rows.forEach((row, r) => {
    if (!Array.isArray(row) || row.length !== channels) {
      const found = Array.isArray(row) ? `${row.length} values` : 'something else';
      throw wrong(`${channels} numbers in every sample (setting 'channels'), not ${found}`);
    }
    row.forEach((value: unknown, c) => {
      if (typeof value !== 'number' || !Number.isFinite(value)) throw wrong('numbers alone');
      samples[r * channels + c] = value;
    });
  });
  const delayMs = typeof t === 'number' && Number.isFinite(t) ? { delayMs: Math.max(0, wallMs - t) } : {};
  return { kind: 'samples', samples, channels, receivedAt, ...delayMs };
}

function readBinary(bytes: Uint8Array, { channels, wire }: WireOptions): Float32Array {
  const width = wire === 'float64' ? 8 : 4;
  const expected = `a whole number of samples of ${channels} ${wire} (${channels * width} bytes each)`;
  if (bytes.length > longestMessage)
    throw new Error(`A message of ${bytes.length} bytes came; expected 16 MB at most.`);
  if (bytes.length % (width * channels) !== 0)
    throw new Error(`A message of ${bytes.length} bytes came; expected ${expected}.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const samples = new Float32Array(bytes.length / width);
  for (let i = 0; i < samples.length; i++) {
    const value = width === 8 ? view.getFloat64(8 * i, true) : view.getFloat32(4 * i, true);
    if (!Number.isFinite(value))
      throw new Error(`A message with ${value} in it came; expected finite numbers.`);
    samples[i] = value;
  }
  return samples;
}
