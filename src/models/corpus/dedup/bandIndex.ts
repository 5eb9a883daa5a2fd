/**
 * An index that grows by one document at a time: a map a band from bucket to the first document in it. A later document makes one pair
 * with it, so a bucket is a star and not a clique: the components are the same, and the pairs grow with the documents alone.
 */
import { type Bands, bandKeys } from './lsh';

export class BandIndex {
  readonly bands: Bands;
  private readonly firsts: Map<number, number>[];
  private readonly keys: Uint32Array;

  constructor(bands: Bands) {
    this.bands = bands;
    this.firsts = Array.from({ length: bands.bands }, () => new Map());
    this.keys = new Uint32Array(2 * bands.bands);
  }

  /** First documents of the buckets that `document` falls in, each once; where there is none it becomes the first. */
  add(document: number, signature: Uint32Array): number[] {
    const { firsts, keys } = this;
    bandKeys(signature, this.bands, keys);
    const found: number[] = [];
    for (let band = 0; band < firsts.length; band++) {
      const key = bucketNumber(keys[2 * band], keys[2 * band + 1]);
      const first = firsts[band].get(key);
      if (first === undefined) firsts[band].set(key, document);
      else if (first !== document && !found.includes(first)) found.push(first);
    }
    return found;
  }

  /** Buckets in use. */
  get size(): number {
    return this.firsts.reduce((sum, { size }) => sum + size, 0);
  }

  /** [buckets, 3]: band, 53-bit bucket number, first document: what has to be kept to go on. */
  snapshot(): Float64Array {
    const rows = new Float64Array(3 * this.size);
    let at = 0;
    this.firsts.forEach((map, band) => {
      for (const [key, first] of map) {
        rows.set([band, key, first], at);
        at += 3;
      }
    });
    return rows;
  }

  restore(rows: Float64Array): void {
    for (const map of this.firsts) map.clear();
    for (let i = 0; i < rows.length; i += 3) this.firsts[rows[i]].set(rows[i + 1], rows[i + 2]);
  }
}

/** 53 bits of the two words: as much as a number holds exactly. */
function bucketNumber(high: number, low: number): number {
  return (high >>> 11) * 2 ** 32 + low;
}
