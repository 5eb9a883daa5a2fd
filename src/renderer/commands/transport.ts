/** Time and its course. */
import type { CommandContext, CommandEntries } from './command';
import { all, isNotLive, isOpen, only } from './conditions';

export const transport = ({ bench }: CommandContext) => {
  const { branching, lab, view } = bench;
  const { running } = lab;
  const open = isOpen(lab);
  return {
    run: {
      label: () => (running() ? 'Pause' : 'Run'),
      help: 'Lets time run, or holds it.',
      keys: ['Space'],
      unless: open,
      do: () => void (running() ? branching.pause() : branching.run())
    },
    stepTick: {
      label: () => 'Step tick',
      help: 'Advances by one tick and holds.',
      keys: ['ArrowRight'],
      unless: open,
      do: () => void branching.step('tick')
    },
    stepTrial: {
      label: () => 'Step trial',
      help: 'Advances to the end of the trial and holds.',
      keys: ['Shift+ArrowRight'],
      unless: open,
      do: () => void branching.step('trial')
    },
    reset: {
      label: () => 'Reset',
      help: 'Back to the first tick, with the settings as they stand and the same seed; beside a branch, of the side that is chosen.',
      keys: ['r'],
      unless: open,
      do: () => void branching.chosen().reset()
    },
    branch: {
      label: () => (branching.branch() ? 'Close branch' : 'Branch from here'),
      help: 'Goes on twice from this instant, side by side on the same random numbers, so that one change can be compared with none.',
      keys: ['Shift+B'],
      unless: all(open, isNotLive(lab)),
      do: () => (branching.branch() ? branching.close() : void branching.start())
    },
    measureDevices: {
      label: () => 'Devices here',
      help: 'Asks one query of many keys that lie on threads of this machine, joined along the tree: how long it takes with 1, 2, 4 and 8 of them.',
      keys: ['D'],
      unless: only(() => lab.kind() === 'memory', 'It is for the Memory lab.'),
      do: () => view.setDialog('devices')
    }
  } satisfies CommandEntries;
};
