/** Keys on a map: arrows move the selected state, Enter does there what a click would, Shift Enter makes it a cue. */
import { worldOfText } from '../../figures/maps/mapsContext';
import type { World } from '../../models/hippocampus/world';
import type { Bench } from '../lab/bench';

const directions: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1]
};

/**
 * The nearest state in this direction, more so than to the side; places to the side count double. Undefined where there is none.
 */
export function stateBeside(
  { graph, positions }: Pick<World, 'graph' | 'positions'>,
  from: number,
  [dx, dy]: readonly [number, number]
): number | undefined {
  let best: number | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (let state = 0; state < graph.nodes; state++) {
    const x = positions[2 * state] - positions[2 * from];
    const y = positions[2 * state + 1] - positions[2 * from + 1];
    const ahead = x * dx + y * dy;
    const aside = Math.abs(x * dy) + Math.abs(y * dx);
    if (!(ahead > 0 && aside <= ahead) || ahead + 2 * aside >= least) continue;
    least = ahead + 2 * aside;
    best = state;
  }
  return best;
}

/** `draws`: Enter uses the chosen tool. */
export function stateKeys(event: KeyboardEvent, { lab, tools }: Bench, draws: boolean): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const world = worldOfText(String(lab.settings().world));
  const { unit } = lab.selection();
  const state = unit !== undefined && unit < world.graph.nodes ? unit : undefined;
  const direction = directions[event.key];
  if (direction) {
    const next = state === undefined ? (world.starts[0] ?? 0) : stateBeside(world, state, direction);
    if (next !== undefined) void lab.selectUnit(next);
  } else if (event.key === 'Enter' && state !== undefined) {
    if (draws) {
      tools.press({ state, place: undefined });
      tools.release();
    } else if (event.shiftKey) tools.toggleCue(state);
  } else return;
  event.preventDefault();
}
