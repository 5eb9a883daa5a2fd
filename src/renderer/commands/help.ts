/** Where to find the rest. */
import type { CommandContext, CommandEntries } from './command';

export const help = ({ bench }: CommandContext) => {
  const { view } = bench;
  return {
    palette: {
      label: () => 'Find a command',
      help: 'Finds any command, preset or panel by a few letters of its name.',
      keys: ['Ctrl+Shift+P', 'Meta+Shift+P', 'Ctrl+k', 'Meta+k'],
      do: () => view.setDialog('palette')
    },
    sheet: {
      label: () => 'Keyboard shortcuts',
      help: 'Every command with its key.',
      keys: ['?'],
      do: () => view.setSheetOpen(!view.sheetOpen())
    }
  } satisfies CommandEntries;
};
