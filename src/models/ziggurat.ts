/**
 * Layers of equal area under exp(-x^2 / 2) for x >= 0 (Marsaglia & Tsang 2000). Layer 0 is the lowest one, tail included; layer i
 * above it reaches from the density at edge[i] up to that at edge[i + 1].
 */
import { exp, log } from '../compute/transcendentals';

const layers = 256;
/** Where the tail begins, and the area of a layer: the pair for which the last layer ends at the density 1. */
const tail = 3.6541528853610088;
const area = 0.00492867323397465;
/** Places on one side of a layer. */
const places = 2 ** 23;

const bell = (x: number): number => exp(-0.5 * x * x);

/** [layers + 1] how far each layer reaches; layer 0 as far as a rectangle of its area would. */
const edge = new Float64Array(layers + 1);
edge[0] = area / bell(tail);
edge[1] = tail;
for (let i = 1; i < layers - 1; i++) edge[i + 1] = Math.sqrt(-2 * log(area / edge[i] + bell(edge[i])));

export const ziggurat = {
  edge,
  /** [layers + 1] exp(-x^2 / 2) at the edges. */
  density: edge.map(bell),
  /** [layers] from a place to x. */
  scale: edge.subarray(0, layers).map((x) => x / places),
  /** [layers] how many places on a side lie under the density at whatever height. */
  inside: Int32Array.from(edge.subarray(0, layers), (x, i) => Math.floor((places * edge[i + 1]) / x))
};
