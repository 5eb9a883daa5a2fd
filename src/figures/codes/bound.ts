/**
 * The most that any code of R bits lets one answer of K equally likely classes: R(D) = log2 K - h(D) - D log2(K - 1), solved for
 * the accuracy 1 - D (rate-distortion theory with Hamming distortion; Cover & Thomas, ch. 10).
 */

/** Bits needed to be right with probability `accuracy` about one of `classes`. */
export function leastRate(accuracy: number, classes: number): number {
  const error = 1 - accuracy;
  if (accuracy <= 1 / classes) return 0;
  if (error <= 0) return Math.log2(classes);
  const entropy = -error * Math.log2(error) - accuracy * Math.log2(accuracy);
  return Math.max(0, Math.log2(classes) - entropy - error * Math.log2(classes - 1));
}

/** Largest share right with `bits`: chance at 0, 1 from log2 K on. */
export function largestAccuracy(bits: number, classes: number): number {
  if (bits >= Math.log2(classes)) return 1;
  let low = 1 / classes;
  let high = 1;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (leastRate(middle, classes) > bits) high = middle;
    else low = middle;
  }
  return low;
}
