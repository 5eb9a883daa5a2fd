/** What was changed in the course of the run. */
import type { CommandContext, CommandEntries } from './command';
import { isOpen } from './conditions';

export const edits = ({ bench }: CommandContext) => {
  const { branching, lab, view } = bench;
  const open = isOpen(lab);
  return {
    undoEdit: {
      label: () => 'Undo',
      help: 'Gives what was changed last, a setting or the world, the value it had before.',
      keys: ['Ctrl+z', 'Meta+z'],
      when: () => branching.chosen().undoable(),
      do: () => void branching.chosen().undo()
    },
    redoEdit: {
      label: () => 'Redo',
      help: 'Does again what was taken back last.',
      keys: ['Ctrl+Shift+Z', 'Meta+Shift+Z', 'Ctrl+y'],
      when: () => branching.chosen().redoable(),
      do: () => void branching.chosen().redo()
    },
    journal: {
      label: () => 'Journal',
      help: 'Every timed edit of the run: what was changed at which tick, what is still planned; undo, redo, and the way there.',
      keys: ['j'],
      when: open,
      do: () => view.setDialog('journal')
    }
  } satisfies CommandEntries;
};
