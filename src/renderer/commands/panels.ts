/** What can be done with a panel: the one whose menu is open, or the one that was used last. */
import type { ShownPanel } from '../lab/shownPanels';
import type { CommandContext, CommandEntries, CommandEntry } from './command';
import { only } from './conditions';

export const panels = ({ bench }: CommandContext) => {
  const { panels: shown, view } = bench;
  const { current } = shown;
  const used = only(() => current() !== undefined, 'No panel is in use: click one, or move to it by Tab.');
  const act = (label: string, help: string, todo: (panel: ShownPanel) => void): CommandEntry => ({
    label: () => label,
    help,
    keys: [],
    unless: used,
    of: () => current()?.title,
    do: () => {
      const panel = current();
      if (panel) todo(panel);
    }
  });
  const fills = (): boolean => view.maximised() !== undefined;
  return {
    maximise: {
      label: () => (fills() ? 'Restore' : 'Maximise'),
      help: 'Lets the panel in use fill the grid, or puts it back among the others.',
      keys: ['m'],
      unless: () => (fills() ? undefined : used()),
      of: () => current()?.title,
      do: () => view.setMaximised(fills() ? undefined : current()?.id)
    },
    exportSvg: act('Export SVG', 'Saves the panel as a vector figure that carries its recipe.', (panel) =>
      panel.save('svg')
    ),
    exportPdf: act('Export PDF', 'Saves the panel as a PDF figure that carries its recipe.', (panel) =>
      panel.save('pdf')
    ),
    exportPng: act('Export PNG', 'Saves the panel as a picture of points that carries its recipe.', (panel) =>
      panel.save('png')
    ),
    compose: act(
      'Compose figure',
      'Puts panels together to a figure of a paper, from this one on.',
      (panel) => panel.compose()
    ),
    dataTable: act('Data table', 'The numbers behind the panel, to read or to save.', (panel) =>
      panel.table()
    ),
    explainPanel: act(
      'Explain',
      'What the panel shows, with its equation and where it comes from.',
      (panel) => panel.explain()
    )
  } satisfies CommandEntries;
};
