/** Changes of a layout: each gives another one and leaves the old as it was. */
import { leastRows, mostRows, type PanelLayout, type PanelPlace } from '../../session/panelLayout';

/** The layout with every one of `usual` in it: what it does not name follows the panel it usually follows. */
export function complete(layout: PanelLayout | undefined, usual: readonly PanelPlace[]): PanelLayout {
  const panels = [...(layout?.panels ?? [])];
  usual.forEach((place, i) => {
    if (panels.some(({ id }) => id === place.id)) return;
    const before = usual[i - 1]?.id;
    // The one it usually follows has been put in by now, if it was not there.
    panels.splice(before === undefined ? 0 : panels.findIndex(({ id }) => id === before) + 1, 0, place);
  });
  return { version: 1, ...layout, panels, hidden: layout?.hidden ?? [] };
}

/** Puts `id` where `other` is; what stood between moves up. */
export function movedTo(layout: PanelLayout, id: string, other: string): PanelLayout {
  const to = placeOf(layout, other);
  const from = placeOf(layout, id);
  if (from < 0 || to < 0) return layout;
  const panels = layout.panels.filter((_, i) => i !== from);
  panels.splice(to, 0, layout.panels[from]);
  return { ...layout, panels };
}

/** `step` places among those of `shown`, which are in the order of the layout. */
export function movedBy(
  layout: PanelLayout,
  id: string,
  step: number,
  shown: readonly string[]
): PanelLayout {
  const other = shown[shown.indexOf(id) + step];
  return shown.includes(id) && other !== undefined ? movedTo(layout, id, other) : layout;
}

/** Held within what a panel may take of a grid of `columns` columns. */
export function resized(
  layout: PanelLayout,
  id: string,
  wanted: { columns: number; rows: number },
  columns: number
): PanelLayout {
  const size = {
    columns: Math.min(columns, Math.max(1, wanted.columns)),
    rows: Math.min(mostRows, Math.max(leastRows, wanted.rows))
  };
  return {
    ...layout,
    panels: layout.panels.map((place) => (place.id === id ? { ...place, ...size } : place))
  };
}

export function withPanel(layout: PanelLayout, id: string, shown: boolean): PanelLayout {
  const others = layout.hidden.filter((each) => each !== id);
  return { ...layout, hidden: shown ? others : [...others, id] };
}

/** As many columns of at least `column` pixels as fit beside each other, `gap` apart; not more than there is to fill. */
export function columnsIn(width: number, column: number, gap: number, wanted: number): number {
  return Math.max(1, Math.min(wanted, Math.floor((width + gap) / (column + gap))));
}

function placeOf({ panels }: PanelLayout, id: string): number {
  return panels.findIndex((place) => place.id === id);
}
