/**
 * How the panels of each lab are laid out: as usual, as the user left them, or as the open experiment wants them. What an experiment
 * brought is changed for it alone; the user's own layout of the lab is there again with the next one.
 */
import { createSignal } from 'solid-js';
import { type PanelLayout, readLayout } from '../../session/panelLayout';
import type { LabId } from './labs';

export interface Layouts {
  /** Undefined where the panels stand as usual. */
  of(lab: LabId): PanelLayout | undefined;
  change(lab: LabId, layout: PanelLayout): void;
  /** Back to the usual layout. */
  reset(lab: LabId): void;
  /** What the experiment that was opened in the lab brings, if it brings one. */
  bring(lab: LabId, layout: PanelLayout | undefined): void;
}

type Kept = Readonly<Partial<Record<LabId, PanelLayout>>>;

const keyOf = (lab: LabId): string => `engram.layout.${lab}`;

export function createLayouts(): Layouts {
  const [brought, setBrought] = createSignal<Kept>({});
  const [own, setOwn] = createSignal<Kept>({
    ...keptLayout('learning'),
    ...keptLayout('maps'),
    ...keptLayout('codes'),
    ...keptLayout('memory'),
    ...keptLayout('text')
  });
  const without = (all: Kept, lab: LabId): Kept => ({ ...all, [lab]: undefined });

  return {
    of: (lab) => brought()[lab] ?? own()[lab],
    change: (lab, layout) => {
      if (brought()[lab]) {
        setBrought((all) => ({ ...all, [lab]: layout }));
        return;
      }
      setOwn((all) => ({ ...all, [lab]: layout }));
      keep(lab, layout);
    },
    reset: (lab) => {
      setBrought((all) => without(all, lab));
      setOwn((all) => without(all, lab));
      keep(lab, undefined);
    },
    bring: (lab, layout) => setBrought((all) => ({ ...all, [lab]: layout }))
  };
}

function keep(lab: LabId, layout: PanelLayout | undefined): void {
  try {
    if (layout) localStorage.setItem(keyOf(lab), JSON.stringify(layout));
    else localStorage.removeItem(keyOf(lab));
  } catch {
    // Storage may be forbidden; the layout then lasts as long as the page.
  }
}

function keptLayout(lab: LabId): Kept {
  try {
    const layout = readLayout(JSON.parse(localStorage.getItem(keyOf(lab)) ?? 'null'));
    return layout ? { [lab]: layout } : {};
  } catch {
    return {};
  }
}
