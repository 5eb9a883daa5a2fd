/**
 * By what the random opening of online vector-quantised attention orders the tokens of a block: 32 bits that depend on the seed, the
 * head, the tokens written before and the place in the block alone, so that every backend opens the same rows, whatever the batch
 * and however calls cut the sequence. The finaliser of murmur3 (Appleby 2011) after each word.
 */
export function openingOrder(seed: number, head: number, written: number, place: number): number {
  let bits = mixed(seed);
  bits = mixed(bits ^ head);
  bits = mixed(bits ^ written);
  return mixed(bits ^ place) >>> 0;
}

function mixed(word: number): number {
  let bits = (word + 0x9e3779b9) | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
