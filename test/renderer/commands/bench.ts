import type { CommandContext } from '../../../src/renderer/commands/command';
import type { Change } from '../../../src/renderer/lab/history';
import type { ShownPanel } from '../../../src/renderer/lab/shownPanels';
import { presets } from '../../../src/presets/registry';

export interface PageState {
  /** Id of the preset that is open; none: the page has just begun. */
  preset?: string;
  selected?: boolean;
  panel?: ShownPanel;
  /** Could be taken back, or done again. */
  changed?: Change;
  /** That the run has made. */
  ticks?: number;
  /** Settings that a class may not change. */
  locked?: readonly string[];
}

/** As much of a page as commands ask about before they act; whatever else they ask is undefined. */
export function commandContext(state: PageState = {}): CommandContext {
  const preset = presets.find(({ id }) => id === state.preset);
  const kind =
    preset?.experiment.model.id === 'maps'
      ? 'maps'
      : preset?.experiment.model.id === 'vae'
        ? 'codes'
        : preset?.experiment.model.id === 'corpus'
          ? 'text'
          : 'learning';
  const opened = preset && { experiment: preset.experiment, units: 5, layers: [], probes: [] };
  const bench = {
    lab: {
      opened: () => opened,
      kind: () => kind,
      running: () => false,
      status: () => (state.ticks === undefined ? undefined : { clock: { tick: state.ticks } }),
      selection: () => (state.selected ? { unit: 1 } : {})
    },
    branching: {
      branch: () => undefined,
      chosen: () => ({
        opened: () => opened,
        undoable: () => state.changed !== undefined,
        redoable: () => state.changed !== undefined,
        history: { next: () => ({ back: state.changed, forward: state.changed }) }
      })
    },
    sweeps: { progress: () => undefined },
    codeSweep: { progress: () => undefined },
    spreads: { running: () => false, spread: () => undefined },
    view: {
      maximised: () => undefined,
      settingsOpen: () => true,
      inspectorOpen: () => true,
      layouts: { of: () => undefined },
      sound: { choice: () => 'off' }
    },
    panels: { current: () => state.panel, all: () => (state.panel ? [state.panel] : []) }
  };
  const nothing = (): void => {};
  return {
    bench: bench as unknown as CommandContext['bench'],
    chooseFile: nothing,
    openExperiment: nothing,
    saveExperiment: nothing,
    saveTape: nothing,
    copyLink: undefined,
    toLessons: nothing,
    toGlossary: nothing,
    allows: (setting) => !state.locked?.includes(setting),
    desktop: undefined
  };
}

export const aPanel: ShownPanel = {
  id: 'spikeRaster',
  title: 'Spikes',
  arranging: {
    columns: () => 2,
    size: () => ({ columns: 1, rows: 10 }),
    first: () => true,
    last: () => false,
    move: () => {},
    moveTo: () => {},
    resize: () => {},
    hide: () => {}
  },
  focus: () => {},
  save: () => {},
  compose: () => {},
  table: () => {},
  explain: () => {}
};
