/** Partial selection: the best of many without sorting them all. */

/** The k nodes of largest score above 0, best first; ties by number. */
export function topNodes(scores: Float64Array, k: number): Uint32Array {
  // A heap of the k best so far, the worst of them on top.
  const heap: number[] = [];
  const worse = (a: number, b: number): boolean =>
    scores[a] < scores[b] || (scores[a] === scores[b] && a > b);
  const down = (from: number): void => {
    for (let at = from; ; ) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < heap.length && worse(heap[child], heap[least])) least = child;
      if (least === at) return;
      [heap[at], heap[least]] = [heap[least], heap[at]];
      at = least;
    }
  };
  for (let i = 0; i < scores.length; i++) {
    if (!(scores[i] > 0)) continue;
    if (heap.length < k) {
      heap.push(i);
      for (let at = heap.length - 1; at > 0; ) {
        const parent = (at - 1) >> 1;
        if (!worse(heap[at], heap[parent])) break;
        [heap[at], heap[parent]] = [heap[parent], heap[at]];
        at = parent;
      }
    } else if (k > 0 && worse(heap[0], i)) {
      heap[0] = i;
      down(0);
    }
  }
  return Uint32Array.from(heap.sort((a, b) => (worse(a, b) ? 1 : -1)));
}
