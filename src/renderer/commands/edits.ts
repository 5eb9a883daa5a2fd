/** What was changed in the course of the run. */
import { lockedWords } from '../classroom/classroom';
import { labelsOf, sayChange, settingsOf } from '../journal/rows';
import type { Lab } from '../lab/lab';
import type { CommandContext, CommandEntries } from './command';
import { all, type Condition, isOpen, only } from './conditions';

export const edits = ({ allows, bench }: CommandContext) => {
  const { branching, lab, view } = bench;
  const open = isOpen(lab);
  /** What a class may not change it may not change back either. */
  const unlocked = (direction: 'back' | 'forward'): Condition =>
    only(() => {
      const change = branching.chosen().history.next()[direction];
      return change === undefined || settingsOf(change).every(allows);
    }, lockedWords);
  return {
    undoEdit: {
      label: () => 'Undo',
      help: 'Gives what was changed last, a setting or the world, the value it had before.',
      keys: ['Ctrl+z', 'Meta+z'],
      unless: all(
        only(() => branching.chosen().undoable(), 'Nothing was changed yet.'),
        unlocked('back')
      ),
      of: () => said(branching.chosen(), 'before'),
      do: () => void branching.chosen().undo()
    },
    redoEdit: {
      label: () => 'Redo',
      help: 'Does again what was taken back last.',
      keys: ['Ctrl+Shift+Z', 'Meta+Shift+Z', 'Ctrl+y'],
      unless: all(
        only(() => branching.chosen().redoable(), 'Nothing was taken back.'),
        unlocked('forward')
      ),
      of: () => said(branching.chosen(), 'after'),
      do: () => void branching.chosen().redo()
    },
    journal: {
      label: () => 'Journal',
      help: 'Every timed edit of the run: what was changed at which tick, what is still planned; undo, redo, and the way there.',
      keys: ['j'],
      unless: open,
      do: () => view.setDialog('journal')
    }
  } satisfies CommandEntries;
};

/** What would be taken back, or done again. */
function said({ history, opened }: Lab, side: 'before' | 'after'): string | undefined {
  const session = opened();
  const change = history.next()[side === 'before' ? 'back' : 'forward'];
  return session && change && sayChange(change, side, labelsOf(session.experiment));
}
