/** Mazes and graphs. */
import { lockedWords } from '../classroom/classroom';
import type { CommandContext, CommandEntries } from './command';
import { all, hasUnit, only, showsWorld } from './conditions';

export const worlds = ({ allows, bench }: CommandContext) => {
  const { lab, spreads, view } = bench;
  const inWorld = showsWorld(lab);
  return {
    spread: {
      label: () => (spreads.running() ? 'Stop spreading' : 'Spread activation'),
      help: 'Pushes activation from the selected state through the walk until only its PageRank is left.',
      keys: ['a'],
      unless: all(inWorld, hasUnit(lab)),
      do: () => (spreads.running() ? spreads.stop() : spreads.start())
    },
    spreadStep: {
      label: () => 'One push',
      help: 'One more push of the activation that spreads.',
      keys: ['.'],
      unless: all(
        inWorld,
        only(() => spreads.spread() !== undefined, 'Nothing spreads: start with Spread activation.')
      ),
      do: spreads.step
    },
    newWorld: {
      label: () => 'World',
      help: 'Another world: generated, written as text, read from a graph file; and the present one as a file.',
      keys: ['w'],
      unless: all(
        inWorld,
        only(() => allows('world'), lockedWords)
      ),
      do: () => view.setDialog('world')
    },
    largeGraph: {
      label: () => 'Large graph',
      help: 'Ranks the nodes of a graph with up to millions of edges from chosen seeds.',
      keys: ['g'],
      unless: only(() => lab.kind() === 'maps', 'It is for the Maps lab.'),
      do: () => view.setDialog('largeGraph')
    }
  } satisfies CommandEntries;
};
