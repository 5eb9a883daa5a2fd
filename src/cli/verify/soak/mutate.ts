/** Files made wrong, the same ones every time: as a failing disk, a careless program or a malicious one would. */
import type { Random } from '../../../models/random';
import { joinBytes } from '../../../formats/joinBytes';

/** Texts that have broken readers before: of prototypes, paths, entities, numbers and depth. */
const poison = [
  '__proto__',
  'constructor',
  'prototype',
  '../../etc/passwd',
  '/etc/passwd',
  'C:\\x',
  'NaN',
  '1e999',
  '-1',
  '99999999999999999999',
  '\u0000',
  '\ufeff',
  '<!ENTITY a "&a;&a;&a;">',
  ']]>',
  '"',
  '{"__proto__":{"polluted":1}}',
  '['.repeat(600),
  ','.repeat(600),
  '\n'.repeat(60)
].map((text) => new TextEncoder().encode(text));

/** Where a length, a shape or a count may stand. */
const large = [0xff, 0x7f, 0x80, 0x00, 0x01];

/** One to four changes of `bytes`; `others` are whole files pieces may come from. */
export function mutate(bytes: Uint8Array, random: Random, others: readonly Uint8Array[]): Uint8Array {
  let changed: Uint8Array = bytes.slice();
  for (let times = 1 + random.below(4); times > 0; times--)
    changed = changes[random.below(changes.length)](changed, random, others);
  return changed;
}

type Change = (bytes: Uint8Array, random: Random, others: readonly Uint8Array[]) => Uint8Array;

const somewhere = (bytes: Uint8Array, random: Random): number => random.below(bytes.length + 1);

const changes: readonly Change[] = [
  // A bit here and there.
  (bytes, random) => {
    for (let n = 1 + random.below(8); n > 0 && bytes.length > 0; n--)
      bytes[random.below(bytes.length)] ^= 1 << random.below(8);
    return bytes;
  },
  // Near the beginning, where headers are.
  (bytes, random) => {
    const head = Math.min(bytes.length, 128);
    if (head > 0) bytes[random.below(head)] = random.below(256);
    return bytes;
  },
  // A length or a shape of another size.
  (bytes, random) => {
    const width = [1, 2, 4, 8][random.below(4)];
    const at = random.below(Math.max(1, bytes.length - width));
    bytes.fill(large[random.below(large.length)], at, at + width);
    return bytes;
  },
  // Cut short; a piece left out.
  (bytes, random) => bytes.slice(0, somewhere(bytes, random)),
  (bytes, random) => {
    const from = somewhere(bytes, random);
    return joinBytes([bytes.subarray(0, from), bytes.subarray(from + random.below(64))]);
  },
  // A piece twice, a piece of another file, a poisonous one.
  (bytes, random) => {
    const [from, to] = [somewhere(bytes, random), somewhere(bytes, random)];
    return joinBytes([
      bytes.subarray(0, from),
      bytes.subarray(to, to + random.below(256)),
      bytes.subarray(from)
    ]);
  },
  (bytes, random, others) => {
    const other = others[random.below(others.length)];
    const [at, from] = [somewhere(bytes, random), somewhere(other, random)];
    return joinBytes([
      bytes.subarray(0, at),
      other.subarray(from, from + random.below(256)),
      bytes.subarray(at)
    ]);
  },
  (bytes, random) => {
    const at = somewhere(bytes, random);
    return joinBytes([bytes.subarray(0, at), poison[random.below(poison.length)], bytes.subarray(at)]);
  },
  // Poison in the place of what stood there, so that lengths still agree.
  (bytes, random) => {
    const own = poison[random.below(poison.length)];
    const at = somewhere(bytes, random);
    bytes.set(
      own.subarray(0, Math.max(0, Math.min(own.length, bytes.length - at))),
      Math.min(at, bytes.length)
    );
    return bytes;
  }
];
