/** Mazes and graphs. */
import type { CommandContext, CommandEntries } from './command';
import { showsWorld } from './conditions';

export const worlds = ({ bench }: CommandContext) => {
  const { lab, spreads, view } = bench;
  const inWorld = showsWorld(lab);
  return {
    spread: {
      label: () => (spreads.running() ? 'Stop spreading' : 'Spread activation'),
      help: 'Pushes activation from the selected state through the walk until only its PageRank is left.',
      keys: ['a'],
      when: () => inWorld() && lab.selection().unit !== undefined,
      do: () => (spreads.running() ? spreads.stop() : spreads.start())
    },
    spreadStep: {
      label: () => 'One push',
      help: 'One more push of the activation that spreads.',
      keys: ['.'],
      when: () => inWorld() && spreads.spread() !== undefined,
      do: spreads.step
    },
    newWorld: {
      label: () => 'World',
      help: 'Another world: generated, written as text, read from a graph file; and the present one as a file.',
      keys: ['w'],
      when: inWorld,
      do: () => view.setDialog('world')
    },
    largeGraph: {
      label: () => 'Large graph',
      help: 'Ranks the nodes of a graph with up to millions of edges from chosen seeds.',
      keys: ['g'],
      when: () => lab.kind() === 'maps',
      do: () => view.setDialog('largeGraph')
    }
  } satisfies CommandEntries;
};
