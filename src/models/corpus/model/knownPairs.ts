/**
 * What is known of near copies: the makers of a stream may say which documents are copies of one. Of each such document and the latest ones of its
 * family the true Jaccard similarity of their n-grams is counted, and whether hashing found the pair.
 */
import type { Signed } from '../../../compute/minhash';
import { areCandidates, type Bands } from '../dedup/lsh';
import { exactJaccard } from '../dedup/minhash';
import { similarityBin, similarityBins } from './probes';

interface Known {
  family: number;
  signature: Uint32Array;
  shingles: Uint32Array;
}

/** Documents kept to be compared with, and how many of one family at most. */
const latest = 256;
const ofOneFamily = 4;

export class KnownPairs {
  readonly pairs = new Float64Array(similarityBins);
  readonly found = new Float64Array(similarityBins);
  /** At or above the threshold: all, and found; found below it. */
  private above = 0;
  private aboveFound = 0;
  private belowFound = 0;
  private known: Known[] = [];

  /** Compares a document with the latest of its family, which it joins. */
  add(family: number, { shingles, signature }: Signed, bands: Bands, threshold: number): void {
    const relatives = this.known.filter((one) => one.family === family);
    for (const relative of relatives) {
      const jaccard = exactJaccard(relative.shingles, shingles);
      const found = areCandidates(relative.signature, signature, bands);
      const bin = similarityBin(jaccard);
      this.pairs[bin]++;
      if (found) this.found[bin]++;
      if (jaccard >= threshold) {
        this.above++;
        if (found) this.aboveFound++;
      } else if (found) this.belowFound++;
    }
    if (relatives.length >= ofOneFamily) this.known.splice(this.known.indexOf(relatives[0]), 1);
    else if (this.known.length >= latest) this.known.shift();
    this.known.push({ family, signature, shingles });
  }

  /** [recall, precision, pairs at or above the threshold]; NaN where there were none. */
  quality(): [number, number, number] {
    return [this.aboveFound / this.above, this.aboveFound / (this.aboveFound + this.belowFound), this.above];
  }

  snapshot(): Record<string, Float64Array> {
    const { above, aboveFound, belowFound, found, known, pairs } = this;
    const list: number[] = [];
    for (const { family, shingles, signature } of known)
      list.push(family, signature.length, ...signature, shingles.length, ...shingles);
    return {
      counts: Float64Array.from([above, aboveFound, belowFound]),
      pairs: pairs.slice(),
      found: found.slice(),
      known: Float64Array.from(list)
    };
  }

  restore({ counts, found, known, pairs }: Record<string, Float64Array>): void {
    [this.above, this.aboveFound, this.belowFound] = counts;
    this.pairs.set(pairs);
    this.found.set(found);
    this.known = [];
    for (let at = 0; at < known.length; ) {
      const family = known[at++];
      const signature = Uint32Array.from(known.subarray(at + 1, at + 1 + known[at]));
      at += 1 + signature.length;
      const shingles = Uint32Array.from(known.subarray(at + 1, at + 1 + known[at]));
      at += 1 + shingles.length;
      this.known.push({ family, signature, shingles });
    }
  }
}
