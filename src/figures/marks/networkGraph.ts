/**
 * A network drawn in three columns: inputs, units, outputs. Places are worked out from the counts alone (sunflower
 * spirals, Vogel 1979), so the same network always looks the same and nothing has to settle.
 */
import type { Box } from '../scene';

export interface NodePlaces {
  /** [inputs + units + outputs] pairs of x, y. */
  points: Float32Array;
  inputs: number;
  units: number;
  outputs: number;
  /** Half widths of the nodes of each column. */
  inputRadius: number;
  unitRadius: number;
  outputRadius: number;
}

export interface NetworkSize {
  inputs: number;
  /** First input of every group but the first: groups stand apart. */
  groupStarts: readonly number[];
  units: number;
  adaptive: number;
  outputs: number;
}

const goldenAngle = Math.PI * (3 - Math.sqrt(5));

/** `box` is for the nodes alone; `largest` is the widest a node may be drawn. */
export function placeNodes(size: NetworkSize, box: Box, largest: number): NodePlaces {
  const { inputs, units, adaptive, outputs, groupStarts } = size;
  const points = new Float32Array(2 * (inputs + units + outputs));
  const inputStep = columnOf(points, 0, inputs, box.x, box, groupStarts);
  const plain = units - adaptive;
  const discs = [
    { from: 0, count: plain },
    { from: plain, count: adaptive }
  ].filter(({ count }) => count > 0);
  // Discs share the height by the square root of their units: equal density, equal nodes.
  const total = discs.reduce((sum, { count }) => sum + Math.sqrt(count), 0);
  const gap = discs.length > 1 ? largest * 2 : 0;
  let unitRadius = largest;
  let top = box.y;
  for (const { from, count } of discs) {
    const height = ((box.height - gap) * Math.sqrt(count)) / total;
    const rx = Math.max(1, Math.min(box.width * 0.3, height * 1.1));
    const ry = Math.max(1, height / 2);
    const centre = { x: box.x + box.width / 2, y: top + height / 2 };
    unitRadius = Math.min(unitRadius, sunflower(points, inputs + from, count, centre, rx, ry, largest));
    top += height + gap;
  }
  const outputStep = columnOf(points, inputs + units, outputs, box.x + box.width, box, []);
  return {
    points,
    inputs,
    units,
    outputs,
    inputRadius: Math.max(0.8, Math.min(largest * 0.7, inputStep * 0.42)),
    unitRadius,
    outputRadius: Math.max(1, Math.min(largest * 1.3, outputStep * 0.42))
  };
}

/** Nodes one below the other at `x`, from `first` on; returns the step between two. `groupStarts` leave a gap above. */
export function columnOf(
  points: Float32Array,
  first: number,
  count: number,
  x: number,
  { height, y }: Box,
  groupStarts: readonly number[]
): number {
  const step = height / Math.max(1, count + groupStarts.length);
  let slot = 0.5;
  for (let i = 0; i < count; i++) {
    if (groupStarts.includes(i)) slot++;
    points.set([x, y + slot * step], 2 * (first + i));
    slot++;
  }
  return step;
}

/** Nodes from `first` on as a disc with half axes rx, ry; returns the half width that keeps them apart. */
export function sunflower(
  points: Float32Array,
  first: number,
  count: number,
  centre: { x: number; y: number },
  rx: number,
  ry: number,
  largest: number
): number {
  const radius = Math.max(0.8, Math.min(largest, 0.7 * Math.sqrt((rx * ry) / count)));
  for (let k = 0; k < count; k++) {
    const r = count === 1 ? 0 : Math.sqrt((k + 0.5) / count);
    const x = centre.x + r * (rx - radius) * Math.cos(k * goldenAngle);
    const y = centre.y + r * (ry - radius) * Math.sin(k * goldenAngle);
    points.set([x, y], 2 * (first + k));
  }
  return radius;
}

/** The node nearest to (x, y) within reach, as an index into the places. */
export function nodeAt(
  { points }: Pick<NodePlaces, 'points'>,
  x: number,
  y: number,
  reach: number
): number | undefined {
  let nearest: number | undefined;
  let least = reach * reach;
  for (let i = 0; 2 * i < points.length; i++) {
    const distance = (points[2 * i] - x) ** 2 + (points[2 * i + 1] - y) ** 2;
    if (distance <= least) {
      least = distance;
      nearest = i;
    }
  }
  return nearest;
}

export interface Edge {
  from: number;
  to: number;
  weight: number;
}

/** The `count` edges of largest size among those `offer` offers, largest first. */
export function strongest(
  count: number,
  offer: (take: (from: number, to: number, weight: number) => void) => void
): Edge[] {
  const kept: Edge[] = [];
  offer((from, to, weight) => {
    const size = Math.abs(weight);
    if (!(size > 0) || count === 0) return;
    if (kept.length === count && size <= Math.abs(kept[count - 1].weight)) return;
    let at = kept.length;
    while (at > 0 && Math.abs(kept[at - 1].weight) < size) at--;
    kept.splice(at, 0, { from, to, weight });
    if (kept.length > count) kept.pop();
  });
  return kept;
}
