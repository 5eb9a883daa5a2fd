/** Where to find the rest. */
import type { CommandContext, CommandEntries } from './command';
import { onDesktop } from './conditions';

export const help = ({ bench, desktop }: CommandContext) => {
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
    },
    releases: {
      label: () => 'Look for a newer version',
      help: 'Shows the page of releases in your browser. Engram itself never asks for updates and sends nothing.',
      keys: [],
      unless: onDesktop(desktop),
      do: () => desktop?.showReleases()
    }
  } satisfies CommandEntries;
};
