import { expect, it } from 'vitest';
import { parseWorld } from '../../src/models/hippocampus/worldText';
import { stateBeside } from '../../src/renderer/world/stateKeys';

const [left, right, up, down] = [
  [-1, 0],
  [1, 0],
  [0, -1],
  [0, 1]
] as const;

it('steps over the cells of a maze one by one, walls too, and stays inside', () => {
  const world = parseWorld('maze\n.#.\n...\n..G');
  expect([left, right, up, down].map((way) => stateBeside(world, 4, way))).toEqual([3, 5, 1, 7]);
  expect([left, up].map((way) => stateBeside(world, 0, way))).toEqual([undefined, undefined]);
  expect([right, down].map((way) => stateBeside(world, 8, way))).toEqual([undefined, undefined]);
});

it('prefers what lies straight ahead to what is nearer aside, and leaves what is more to the side', () => {
  const { graph } = parseWorld('ring 4 0.5');
  const positions = Float64Array.of(0, 0, 3, 0, 2, 1.5, 1, -1.1);
  const world = { graph, positions };
  expect(stateBeside(world, 0, right)).toBe(1);
  expect(stateBeside(world, 0, up)).toBe(3);
  expect(stateBeside(world, 0, down)).toBeUndefined();
  expect(stateBeside(world, 1, left)).toBe(0);
});
