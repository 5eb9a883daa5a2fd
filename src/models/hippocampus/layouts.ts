/** Where the nodes of a graph stand when nobody has placed them. Unit square, y down. */
import { cos, sin } from '../../compute/transcendentals';

/** [nodes, 2] on a circle, clockwise from the top. */
export function onCircle(nodes: number): Float64Array {
  const positions = new Float64Array(2 * nodes);
  for (let i = 0; i < nodes; i++) {
    const turn = (2 * Math.PI * i) / nodes;
    positions[2 * i] = written(0.5 + 0.45 * sin(turn));
    positions[2 * i + 1] = written(0.5 - 0.45 * cos(turn));
  }
  return positions;
}

/** A coordinate as it is written in a world's text: four decimals are enough for a place, and make short text. */
export function written(coordinate: number): number {
  return Math.round(coordinate * 1e4) / 1e4;
}
