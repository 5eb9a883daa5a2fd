/**
 * The one generator: xoshiro128** (Blackman & Vigna 2018) with named, forked branches. A branch depends only on the
 * seed and the names on the way to it, never on how many numbers others drew.
 */
import { exp, log } from '../compute/transcendentals';
import { ziggurat } from './ziggurat';

export type RandomState = readonly [number, number, number, number];

export class Random {
  /** The seed and the names of the branches taken: "1/model/weights". */
  private readonly key: string;
  private s0 = 0;
  private s1 = 0;
  private s2 = 0;
  private s3 = 0;

  /** `seed`: the run's whole number (branches pass their full path). */
  constructor(seed: number | string) {
    this.key = String(seed);
    this.state = seedState(this.key);
  }

  /** The branch called `name`: the same whenever it is asked for. */
  fork(name: string): Random {
    return new Random(`${this.key}/${name}`);
  }

  get state(): RandomState {
    return [this.s0, this.s1, this.s2, this.s3];
  }

  set state([s0, s1, s2, s3]: RandomState) {
    this.s0 = s0 | 0;
    this.s1 = s1 | 0;
    this.s2 = s2 | 0;
    this.s3 = s3 | 0;
  }

  /** 32 random bits as a whole number in [0, 2^32). */
  bits(): number {
    const five = Math.imul(this.s1, 5);
    const result = Math.imul((five << 7) | (five >>> 25), 9) >>> 0;
    const shifted = this.s1 << 9;
    this.s2 ^= this.s0;
    this.s3 ^= this.s1;
    this.s1 ^= this.s2;
    this.s0 ^= this.s3;
    this.s2 ^= shifted;
    this.s3 = (this.s3 << 11) | (this.s3 >>> 21);
    return result;
  }

  /** Uniform in [0, 1) with 53 random bits. */
  uniform(): number {
    return ((this.bits() >>> 5) * 67108864 + (this.bits() >>> 6)) / 9007199254740992;
  }

  /** Uniform whole number in [0, n), without bias. */
  below(n: number): number {
    const limit = Math.floor(4294967296 / n) * n;
    for (;;) {
      const draw = this.bits();
      if (draw < limit) return draw % n;
    }
  }

  /** Standard normal, by the polar method (Marsaglia & Bray 1964); keeps nothing back between calls. */
  normal(): number {
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const s = u * u + v * v;
      if (s > 0 && s < 1) return u * Math.sqrt((-2 * log(s)) / s);
    }
  }

  /**
   * Standard normal like `normal`, other numbers and several times as fast, by the ziggurat (Marsaglia & Tsang 2000): nearly always
   * one draw of bits, of which 8 choose a layer and 24 others the place in it (Doornik 2005 on why they must be others).
   */
  quickNormal(): number {
    for (;;) {
      const bits = this.bits() | 0;
      const layer = bits & 255;
      const place = bits >> 8;
      if ((place ^ (place >> 31)) < ziggurat.inside[layer]) return (place + 0.5) * ziggurat.scale[layer];
      const x = this.outside(bits);
      if (x !== undefined) return x;
    }
  }

  /** Fills `values` with what `quickNormal` would give one after another, in a third of the time: the state stays in registers. */
  quickNormals(values: Float64Array): void {
    const { inside, scale } = ziggurat;
    for (let k = 0; k < values.length; k++) {
      let { s0, s1, s2, s3 } = this;
      let bits = 0;
      // Nothing is called in here; once in eighty times it ends early.
      for (; k < values.length; k++) {
        const five = Math.imul(s1, 5);
        bits = Math.imul((five << 7) | (five >>> 25), 9);
        const shifted = s1 << 9;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= shifted;
        s3 = (s3 << 11) | (s3 >>> 21);
        const layer = bits & 255;
        const place = bits >> 8;
        if ((place ^ (place >> 31)) >= inside[layer]) break;
        values[k] = (place + 0.5) * scale[layer];
      }
      this.s0 = s0;
      this.s1 = s1;
      this.s2 = s2;
      this.s3 = s3;
      if (k < values.length) values[k] = this.outside(bits) ?? this.quickNormal();
    }
  }

  /** Where a place is not plainly under the density: in the tail, or in a layer's end and then perhaps not under it at all. */
  private outside(bits: number): number | undefined {
    const { density, edge, scale } = ziggurat;
    const layer = bits & 255;
    // Odd multiples of half a step: as many places left of 0 as right of it.
    const x = ((bits >> 8) + 0.5) * scale[layer];
    if (layer === 0) return x < 0 ? -this.normalTail(edge[1]) : this.normalTail(edge[1]);
    const height = density[layer] + this.uniform() * (density[layer + 1] - density[layer]);
    return height < exp(-0.5 * x * x) ? x : undefined;
  }

  /** Of a standard normal beyond `from` (Marsaglia 1964). */
  private normalTail(from: number): number {
    for (;;) {
      const x = -log(1 - this.uniform()) / from;
      const y = -log(1 - this.uniform());
      if (2 * y > x * x) return from + x;
    }
  }

  /** A random order of 0 .. n - 1 (Fisher & Yates). */
  permutation(n: number): Uint32Array {
    const order = Uint32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [order[i], order[j]] = [order[j], order[i]];
    }
    return order;
  }
}

/** Four words from a name: FNV-1a, then the murmur3 finaliser per word. */
function seedState(key: string): RandomState {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  const word = (): number => {
    hash = (hash + 0x9e3779b9) | 0;
    let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return mixed ^ (mixed >>> 16);
  };
  return [word(), word(), word(), word()];
}
