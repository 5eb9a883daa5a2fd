import { describe, expect, it } from 'vitest';
import { formatWorld, parseWorld } from '../../../src/models/hippocampus/worldText';

const maze = 'maze\n..G\n.#.\nS..\nteleport 2,2 0,0\nreward 0,0 -0.5';
const graph =
  'graph undirected # two words and a passage\na b 2\n"new york" b\nedge start b\npassage doc\ndoc "new york"\nreward b 3\nchoice a b';

describe('a world as text', () => {
  it.each([maze, graph, 'ring 7 0.6', 'box 4 3\nstart 0,0\nreward 3,2 10'])(
    'comes back from its text: %j',
    (text) => {
      const world = parseWorld(text);
      expect(parseWorld(formatWorld(world))).toEqual(world);
    }
  );

  it('says the line, what it found and what it expected', () => {
    expect(() => parseWorld('maze\n..\n...')).toThrow("World, line 3: found '...'; expected 2 cells");
    expect(() => parseWorld('graph\na b -1')).toThrow("World, line 2: found '-1'; expected a weight from 0.");
    expect(() => parseWorld('graph\na b\nreward c 1')).toThrow(
      "line 3: There is no state 'c'; expected one of 'a', 'b'."
    );
    expect(() => parseWorld('rings 5')).toThrow(
      "World, line 1: found 'rings'; expected maze, graph, or one of ring"
    );
    expect(() => parseWorld('ring 2')).toThrow(
      "states of 'ring' is 2; expected a whole number from 3 to 900 (ring <states> [right])"
    );
    expect(() => parseWorld('graph\n"a b')).toThrow('closing double quote');
  });
});
