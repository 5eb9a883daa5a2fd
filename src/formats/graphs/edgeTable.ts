/**
 * A graph as a file holds it: names and columns. Formats differ in what they can say (an edge list has no direction and no
 * node without an edge); each file says what it keeps.
 */
import { type FormatError, quoted } from '../formatError';
import { numberIn } from '../table';

export interface EdgeTable {
  /** [nodes] in the order in which the file first names them. */
  labels: string[];
  /** [edges] positions in `labels`. Duplicates stay as they are. */
  sources: Uint32Array;
  targets: Uint32Array;
  /** [edges], from 0; without them every edge weighs 1. */
  weights?: Float64Array;
  /** Where false every edge, given once, leads both ways. */
  directed: boolean;
  /** [nodes, 2]: x to the right, y as in the file; NaN for a node without a position. */
  positions?: Float64Array;
}

/** Grows a table from nodes and edges that say their direction one by one. */
export class EdgeTableBuilder {
  private readonly indexOf = new Map<string, number>();
  private readonly names: string[] = [];
  private readonly places: number[] = [];
  private readonly sources: number[] = [];
  private readonly targets: number[] = [];
  private readonly weights: number[] = [];
  private readonly undirected: boolean[] = [];

  /** False where there is a node of that id already. `name` is what the file calls it beside its id. */
  addNode(id: string, name = '', x = Number.NaN, y = Number.NaN): boolean {
    if (this.indexOf.has(id)) return false;
    this.indexOf.set(id, this.indexOf.size);
    this.names.push(name);
    this.places.push(x, y);
    return true;
  }

  has(id: string): boolean {
    return this.indexOf.has(id);
  }

  /** Both nodes are there already. */
  addEdge(from: string, to: string, weight: number, directed: boolean): void {
    this.sources.push(this.indexOf.get(from)!);
    this.targets.push(this.indexOf.get(to)!);
    this.weights.push(weight);
    this.undirected.push(!directed);
  }

  /**
   * Nodes are called by their names where all have one and no two share it, else by their ids. Where directions are mixed the
   * table is directed and edges without one are in it twice. `directed` is the direction of a graph without edges.
   */
  finish(directed: boolean): EdgeTable {
    const named = this.names.every((name) => name !== '') && new Set(this.names).size === this.names.length;
    const none = this.undirected.length === 0;
    const oneWay = none ? directed : this.undirected.includes(false);
    if (oneWay) {
      for (let e = this.undirected.length - 1; e >= 0; e--) {
        if (!this.undirected[e] || this.sources[e] === this.targets[e]) continue;
        this.sources.push(this.targets[e]);
        this.targets.push(this.sources[e]);
        this.weights.push(this.weights[e]);
      }
    }
    return {
      labels: named ? this.names : [...this.indexOf.keys()],
      sources: Uint32Array.from(this.sources),
      targets: Uint32Array.from(this.targets),
      ...(this.weights.some((weight) => weight !== 1) && { weights: Float64Array.from(this.weights) }),
      directed: oneWay,
      ...(this.places.some((place) => !Number.isNaN(place)) && { positions: Float64Array.from(this.places) })
    };
  }
}

/** The weight that `text` spells. Throws what `wrong` makes for anything but a finite number from 0. */
export function weightIn(text: string, wrong: (found: string, expected: string) => FormatError): number {
  const weight = numberIn(text.trim());
  if (weight >= 0) return weight;
  throw wrong(
    text.trim() === '' ? 'an empty weight' : `the weight ${quoted(text.trim())}`,
    'a number from 0'
  );
}

/** Edges in each direction that they lead in: those of an undirected table twice, self-loops once. */
export function* directedEdges({
  sources,
  targets,
  weights,
  directed
}: EdgeTable): Generator<readonly [from: number, to: number, weight: number]> {
  for (let e = 0; e < sources.length; e++) {
    const weight = weights ? weights[e] : 1;
    yield [sources[e], targets[e], weight];
    if (!directed && sources[e] !== targets[e]) yield [targets[e], sources[e], weight];
  }
}
