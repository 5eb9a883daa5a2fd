/** The best nodes of a ranking. */

/** The k nodes of largest score above 0, best first; ties by number. Reads the scores once: a heap holds the k best so far. */
export function topNodes(scores: Float64Array, k: number): Uint32Array {
  if (!(k > 0)) return new Uint32Array(0);
  // The worst of them is on top. What ties with it has a larger number and stays out.
  const heap: number[] = [];
  const worse = (a: number, b: number): boolean =>
    scores[a] < scores[b] || (scores[a] === scores[b] && a > b);
  const down = (from: number): void => {
    for (let at = from; ; ) {
      let least = at;
      for (let child = 2 * at + 1; child <= 2 * at + 2; child++)
        if (child < heap.length && worse(heap[child], heap[least])) least = child;
      if (least === at) return;
      [heap[at], heap[least]] = [heap[least], heap[at]];
      at = least;
    }
  };
  let enough = 0;
  for (let i = 0; i < scores.length; i++) {
    if (!(scores[i] > enough)) continue;
    if (heap.length < k) {
      heap.push(i);
      if (heap.length === k) for (let at = (k >> 1) - 1; at >= 0; at--) down(at);
    } else {
      heap[0] = i;
      down(0);
    }
    if (heap.length === k) enough = scores[heap[0]];
  }
  return Uint32Array.from(heap.sort((a, b) => (worse(a, b) ? 1 : -1)));
}
