/**
 * Gridness of a map on a grid (Sargolini et al. 2006): the autocorrelogram, turned by 60 and 120 degrees, correlates with itself if the
 * map is hexagonal, by 30, 90 and 150 degrees if it is not: min of the first less max of the second, within a ring that leaves the
 * central peak out. A perfect hexagonal pattern scores near .9, a square lattice near -1. A score above 0 does not make a
 * pattern hexagonal: some products of cosines in a square box reach .4.
 */
import { cos, sin } from '../../compute/transcendentals';

/** Share of the shorter side that the ring reaches out to, and the shift inside which the centre lies. */
const outer = 0.8;
const inner = 0.15;

/** `map` [rows, columns]; NaN where the map is constant or too small for a ring. */
export function gridness(map: ArrayLike<number>, columns: number, rows: number): number {
  const correlogram = autocorrelogram(map, columns, rows);
  const width = 2 * columns - 1;
  const height = 2 * rows - 1;
  const side = Math.min(columns, rows);
  const turned = (degrees: number): number => {
    const angle = (degrees * Math.PI) / 180;
    const [c, s] = [cos(angle), sin(angle)];
    const sums = { n: 0, a: 0, b: 0, aa: 0, bb: 0, ab: 0 };
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const [dx, dy] = [x - (columns - 1), y - (rows - 1)];
        const away = Math.sqrt(dx * dx + dy * dy);
        if (away > outer * side || away < inner * side) continue;
        const there = between(
          correlogram,
          width,
          height,
          columns - 1 + c * dx - s * dy,
          rows - 1 + s * dx + c * dy
        );
        const here = correlogram[y * width + x];
        if (Number.isNaN(there) || Number.isNaN(here)) continue;
        sums.n++;
        sums.a += here;
        sums.b += there;
        sums.aa += here * here;
        sums.bb += there * there;
        sums.ab += here * there;
      }
    return pearson(sums);
  };
  return Math.min(turned(60), turned(120)) - Math.max(turned(30), turned(90), turned(150));
}

interface Sums {
  n: number;
  a: number;
  b: number;
  aa: number;
  bb: number;
  ab: number;
}

function pearson({ a, aa, ab, b, bb, n }: Sums): number {
  const spread = (n * aa - a * a) * (n * bb - b * b);
  return n > 2 && spread > 1e-18 ? (n * ab - a * b) / Math.sqrt(spread) : Number.NaN;
}

/** [2 rows - 1, 2 columns - 1] correlation of the map with itself at every shift; NaN where fewer than 20 cells overlap. */
export function autocorrelogram(map: ArrayLike<number>, columns: number, rows: number): Float64Array {
  const width = 2 * columns - 1;
  const result = new Float64Array(width * (2 * rows - 1));
  for (let dy = 1 - rows; dy < rows; dy++)
    for (let dx = 1 - columns; dx < columns; dx++) {
      const sums = { n: 0, a: 0, b: 0, aa: 0, bb: 0, ab: 0 };
      for (let y = Math.max(0, dy); y < Math.min(rows, rows + dy); y++)
        for (let x = Math.max(0, dx); x < Math.min(columns, columns + dx); x++) {
          const here = map[y * columns + x];
          const there = map[(y - dy) * columns + (x - dx)];
          sums.n++;
          sums.a += here;
          sums.b += there;
          sums.aa += here * here;
          sums.bb += there * there;
          sums.ab += here * there;
        }
      result[(dy + rows - 1) * width + dx + columns - 1] = sums.n < 20 ? Number.NaN : pearson(sums);
    }
  return result;
}

/** Bilinear; NaN outside. */
function between(values: Float64Array, width: number, height: number, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  if (left < 0 || top < 0 || left + 1 >= width || top + 1 >= height) return Number.NaN;
  const [fx, fy] = [x - left, y - top];
  const at = top * width + left;
  return (
    (1 - fy) * ((1 - fx) * values[at] + fx * values[at + 1]) +
    fy * ((1 - fx) * values[at + width] + fx * values[at + width + 1])
  );
}
