/** Places of a network of several layers: inputs, one disc of units a layer, outputs, from left to right. */
import type { Box } from '../scene';
import { columnOf, type NodePlaces, sunflower } from './networkGraph';

export interface LayeredSize {
  inputs: number;
  /** First input of every group but the first: groups stand apart. */
  groupStarts: readonly number[];
  /** Units of each layer, bottom first. */
  layers: readonly number[];
  outputs: number;
}

export interface LayeredPlaces extends NodePlaces {
  /** Where the column of each layer stands. */
  columns: Box[];
}

/** `box` is for the nodes alone; inputs stand on its left edge, outputs on its right. */
export function placeLayers(size: LayeredSize, box: Box, largest: number): LayeredPlaces {
  const { groupStarts, inputs, layers, outputs } = size;
  const units = layers.reduce((sum, count) => sum + count, 0);
  const points = new Float32Array(2 * (inputs + units + outputs));
  const inputStep = columnOf(points, 0, inputs, box.x, box, groupStarts);
  const gap = largest * 3;
  const width = (box.width - gap) / layers.length;
  const columns = layers.map((_, l) => ({ ...box, x: box.x + gap / 2 + l * width, width }));
  const most = Math.max(1, ...layers);
  let unitRadius = largest;
  let first = inputs;
  layers.forEach((count, l) => {
    // Equal density: a layer of fewer units is a smaller disc of the same nodes.
    const share = Math.sqrt(count / most);
    const rx = Math.max(1, width * 0.4 * share);
    const ry = Math.max(1, Math.min(box.height / 2, width * 0.6) * share);
    const centre = { x: columns[l].x + width / 2, y: box.y + box.height / 2 };
    // Upright ellipses crowd their nodes across.
    unitRadius = Math.min(unitRadius, 0.85 * sunflower(points, first, count, centre, rx, ry, largest));
    first += count;
  });
  const outputStep = columnOf(points, inputs + units, outputs, box.x + box.width, box, []);
  return {
    points,
    inputs,
    units,
    outputs,
    inputRadius: Math.max(0.8, Math.min(largest * 0.7, inputStep * 0.42)),
    unitRadius,
    outputRadius: Math.max(1, Math.min(largest * 1.3, outputStep * 0.42)),
    columns
  };
}
