/**
 * Connected components by union-find (Tarjan 1975). A component is called by its smallest member whatever the order in which pairs
 * came, so that shards may be joined in any order. Four bytes a document.
 */
export class UnionFind {
  private parents: Uint32Array<ArrayBuffer>;
  private count: number;

  constructor(documents: number) {
    this.parents = new Uint32Array(Math.max(16, documents));
    this.count = 0;
    this.grow(documents);
  }

  get size(): number {
    return this.count;
  }

  /** As many documents as there are from now on; new ones stand alone. */
  grow(documents: number): void {
    if (documents > this.parents.length) {
      const larger = new Uint32Array(Math.max(documents, 2 * this.parents.length));
      larger.set(this.parents);
      this.parents = larger;
    }
    while (this.count < documents) this.parents[this.count] = this.count++;
  }

  /** Anew: so many documents, each alone. */
  begin(documents: number): void {
    this.count = 0;
    this.grow(documents);
  }

  /** The smallest member of the component; paths are halved on the way. */
  find(document: number): number {
    const { parents } = this;
    let at = document;
    while (parents[at] !== at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  }

  /** Whether two components became one. */
  union(a: number, b: number): boolean {
    const rootA = this.find(a);
    const rootB = this.find(b);
    if (rootA === rootB) return false;
    if (rootA < rootB) this.parents[rootB] = rootA;
    else this.parents[rootA] = rootB;
    return true;
  }

  /** [documents] the parent of each: what has to be kept to go on. */
  snapshot(): Uint32Array {
    return this.parents.slice(0, this.count);
  }

  restore(parents: ArrayLike<number>): void {
    this.parents = Uint32Array.from({ length: Math.max(16, parents.length) }, (_, i) => parents[i] ?? 0);
    this.count = parents.length;
  }
}

/** Components of each size: [size, how many], ascending by size. */
export function componentSizes(components: UnionFind): [size: number, count: number][] {
  // An array and not a map: of 10^7 documents most stand alone.
  const sizes = new Uint32Array(components.size);
  for (let i = 0; i < components.size; i++) sizes[components.find(i)]++;
  const counts = new Map<number, number>();
  for (const size of sizes) if (size > 0) counts.set(size, (counts.get(size) ?? 0) + 1);
  return [...counts].sort((a, b) => a[0] - b[0]);
}
