/** Where the panel in use stands in the grid, and how much of it it takes. */
import { leastRows, mostRows } from '../../session/panelLayout';
import type { Arranging } from '../lab/shownPanels';
import type { CommandContext, CommandEntries, CommandEntry } from './command';
import { all, only } from './conditions';

export const layout = ({ bench }: CommandContext) => {
  const { panels: shown, view } = bench;
  const { current } = shown;
  const free = all(
    only(() => current() !== undefined, 'No panel is in use: click one, or move to it by Tab.'),
    only(() => view.maximised() === undefined, 'One panel fills the grid: restore it first.')
  );
  const act = (
    label: string,
    help: string,
    can: (arranging: Arranging) => boolean,
    obstacle: string,
    todo: (arranging: Arranging) => void
  ): CommandEntry => ({
    label: () => label,
    help,
    keys: [],
    unless: all(
      free,
      only(() => can(current()!.arranging), obstacle)
    ),
    of: () => current()?.title,
    do: () => {
      const panel = current();
      if (panel) todo(panel.arranging);
    }
  });
  const grow = (arranging: Arranging, columns: number, rows: number): void => {
    const size = arranging.size();
    arranging.resize({ columns: size.columns + columns, rows: size.rows + rows });
  };
  return {
    moveBefore: act(
      'Move before',
      'Exchanges the panel in use with the one before it.',
      (arranging) => !arranging.first(),
      'It is the first panel.',
      (arranging) => arranging.move(-1)
    ),
    moveAfter: act(
      'Move after',
      'Exchanges the panel in use with the one after it.',
      (arranging) => !arranging.last(),
      'It is the last panel.',
      (arranging) => arranging.move(1)
    ),
    wider: act(
      'Wider',
      'Gives the panel in use one more column of the grid.',
      (arranging) => arranging.size().columns < arranging.columns(),
      'It is as wide as the grid.',
      (arranging) => grow(arranging, 1, 0)
    ),
    narrower: act(
      'Narrower',
      'Takes a column of the grid from the panel in use.',
      (arranging) => arranging.size().columns > 1,
      'It is one column wide.',
      (arranging) => grow(arranging, -1, 0)
    ),
    taller: act(
      'Taller',
      'Gives the panel in use more height.',
      (arranging) => arranging.size().rows < mostRows,
      'It is as tall as a panel may be.',
      (arranging) => grow(arranging, 0, 1)
    ),
    shorter: act(
      'Shorter',
      'Takes height from the panel in use.',
      (arranging) => arranging.size().rows > leastRows,
      'It is as short as a panel may be.',
      (arranging) => grow(arranging, 0, -1)
    ),
    hidePanel: {
      label: () => 'Hide',
      help: 'Takes the panel in use off the page; Panels, at the top right, brings it back.',
      keys: [],
      unless: only(() => current() !== undefined, 'No panel is in use: click one, or move to it by Tab.'),
      of: () => current()?.title,
      do: () => current()?.arranging.hide()
    }
  } satisfies CommandEntries;
};
