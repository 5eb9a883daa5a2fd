/** The panels of the open lab as they stand, and what can be done with them. */
import { createMemo } from 'solid-js';
import { type Figure, isOffered } from '../../figures/figure';
import type { PanelLayout, PanelPlace } from '../../session/panelLayout';
import { useClassroom } from '../classroom/classroom';
import type { Bench } from '../lab/bench';
import { isFilled } from '../lab/filled';
import { labNamed } from '../lab/labs';
import { hasWorld } from '../lab/spreads';
import { tellsStories } from '../lab/story';
import { complete } from './arrangement';
import { placed, rowsOf } from './layout';

export interface ArrangedPanel {
  figure: Figure;
  place: PanelPlace;
  shown: boolean;
}

/** Those that the session can fill, in order, the hidden among them. */
export function arrangedPanels({ lab, sweeps, view }: Bench): () => readonly ArrangedPanel[] {
  const classroom = useClassroom();
  const kind = () => labNamed(lab.kind());
  const swept = createMemo(() => sweeps.result() !== undefined);
  const filled = createMemo(() => isFilled(lab.opened(), lab.settings()), undefined, { equals: false });
  const figures = createMemo(
    () => {
      const session = lab.opened();
      const offers = {
        probes: session?.probes ?? [],
        story: tellsStories(session),
        sweep: swept(),
        spread: hasWorld(session),
        exact: kind().id === 'codes' || kind().id === 'memory'
      };
      return placed(
        kind().figures.filter(
          (figure) =>
            classroom.showsPanel(figure.id) && (!session || (isOffered(figure, offers) && filled()(figure)))
        ),
        kind().places(session)
      );
    },
    [],
    { equals: (a, b) => a.length === b.length && a.every((figure, i) => figure === b[i]) }
  );
  return createMemo(() => {
    const places = kind().places(lab.opened());
    const usual = figures().map((figure) => ({
      id: figure.id,
      columns: 1,
      rows: rowsOf(figure, places)
    }));
    const { hidden, panels } = complete(view.layouts.of(kind().id), usual);
    return panels.flatMap((place) => {
      const figure = figures().find(({ id }) => id === place.id);
      return figure ? [{ figure, place, shown: !hidden.includes(place.id) }] : [];
    });
  });
}

/** Changes the layout of the open lab. */
export function rearrange(
  { lab, view }: Bench,
  panels: readonly ArrangedPanel[],
  change: (layout: PanelLayout) => PanelLayout
): void {
  const { layouts } = view;
  const now = complete(
    layouts.of(lab.kind()),
    panels.map(({ place }) => place)
  );
  const next = change(now);
  if (next !== now) layouts.change(lab.kind(), next);
}
