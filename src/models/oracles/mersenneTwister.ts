/**
 * NumPy's legacy generator, for published fixtures that were drawn with it and for nothing else: MT19937
 * (Matsumoto & Nishimura 1998) with 53-bit doubles and polar Gaussians that come in pairs, the second of a
 * pair first. seed(1) gives randn = 1.62434536...
 */
import { log } from '../../compute/transcendentals';

const LENGTH = 624;
const SHIFT = 397;

export class MersenneTwister {
  private readonly words = new Uint32Array(LENGTH);
  private position = LENGTH;
  private spare: number | undefined;

  constructor(seed: number) {
    let word = seed >>> 0;
    for (let i = 0; i < LENGTH; i++) {
      this.words[i] = word;
      word = (Math.imul(1812433253, word ^ (word >>> 30)) + i + 1) >>> 0;
    }
  }

  /** 32 random bits. */
  bits(): number {
    if (this.position === LENGTH) this.twist();
    let y = this.words[this.position++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  /** Uniform in [0, 1): `rand`. */
  uniform(): number {
    return ((this.bits() >>> 5) * 67108864 + (this.bits() >>> 6)) / 9007199254740992;
  }

  /** Standard normal: `randn`. */
  normal(): number {
    if (this.spare !== undefined) {
      const value = this.spare;
      this.spare = undefined;
      return value;
    }
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const s = u * u + v * v;
      if (s >= 1 || s === 0) continue;
      const factor = Math.sqrt((-2 * log(s)) / s);
      this.spare = factor * u;
      return factor * v;
    }
  }

  private twist(): void {
    const { words } = this;
    for (let i = 0; i < LENGTH; i++) {
      const y = (words[i] & 0x80000000) | (words[(i + 1) % LENGTH] & 0x7fffffff);
      words[i] = words[(i + SHIFT) % LENGTH] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.position = 0;
  }
}
