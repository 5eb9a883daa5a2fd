/** How the lab is looked at. Nothing here enters a run. */
import { type Accessor, createEffect, createSignal } from 'solid-js';
import type { Settings } from '../../models/settings';
import { createSound, type Sound } from '../sound/sound';
import { webAudio } from '../sound/webAudio';
import { createLayouts, type Layouts } from './layouts';

export type Theme = 'light' | 'dark' | 'contrast' | 'projector';
export const themes: readonly Theme[] = ['light', 'dark', 'contrast', 'projector'];

export type ViewDialog =
  | 'palette'
  | 'world'
  | 'largeGraph'
  | 'devices'
  | 'live'
  | 'exportData'
  | 'journal'
  | 'glossary'
  | 'prepareClass';

/** Ticks per second; 0 is as fast as it goes. */
export const paces: readonly { value: number; label: string }[] = [
  { value: 0, label: 'fastest' },
  { value: 10000, label: '10 000 ticks/s' },
  { value: 1000, label: '1000 ticks/s' },
  { value: 200, label: '200 ticks/s' },
  { value: 50, label: '50 ticks/s' },
  { value: 10, label: '10 ticks/s' }
];

export interface View {
  theme: Accessor<Theme>;
  setTheme(theme: Theme): void;
  /** Ticks a moving panel spans. */
  span: Accessor<number>;
  setSpan(ticks: number): void;
  /** Panels are drawn at every Nth frame of the display. */
  drawEvery: Accessor<number>;
  setDrawEvery(frames: number): void;
  settingsOpen: Accessor<boolean>;
  setSettingsOpen(open: boolean): void;
  inspectorOpen: Accessor<boolean>;
  setInspectorOpen(open: boolean): void;
  sheetOpen: Accessor<boolean>;
  setSheetOpen(open: boolean): void;
  /** Which dialog that a command opens is open. */
  dialog: Accessor<ViewDialog | undefined>;
  setDialog(dialog: ViewDialog | undefined): void;
  /** Id of the panel that fills the grid. */
  maximised: Accessor<string | undefined>;
  setMaximised(id: string | undefined): void;
  /** How a panel is drawn, by the figure's own settings. */
  panelSettings(id: string): Settings;
  setPanelSettings(id: string, settings: Settings): void;
  /** How the panels of each lab stand. */
  layouts: Layouts;
  sound: Sound;
  /** Moving panels turn pages instead of scrolling. */
  reducedMotion: boolean;
}

const noSettings: Settings = {};
const storageKey = 'engram.theme';

export function createView(): View {
  const [theme, setTheme] = createSignal<Theme>(startTheme());
  const [span, setSpan] = createSignal(0);
  const [drawEvery, setDrawEvery] = createSignal(1);
  const [settingsOpen, setSettingsOpen] = createSignal(window.innerWidth > 900);
  const [inspectorOpen, setInspectorOpen] = createSignal(window.innerWidth > 1200);
  // Below these widths the columns lie over the panels (styles/columns.css): they are there when asked for.
  matchMedia('(max-width: 1200px)').addEventListener('change', ({ matches }) => setInspectorOpen(!matches));
  matchMedia('(max-width: 900px)').addEventListener('change', ({ matches }) => setSettingsOpen(!matches));
  const [sheetOpen, setSheetOpen] = createSignal(false);
  const [dialog, setDialog] = createSignal<ViewDialog>();
  const [panelSettings, setPanelSettings] = createSignal<Readonly<Record<string, Settings>>>({});
  const [maximised, setMaximised] = createSignal<string>();

  createEffect(() => {
    document.documentElement.dataset.theme = theme();
  });

  return {
    theme,
    setTheme: (chosen) => {
      setTheme(chosen);
      keepTheme(chosen);
    },
    span,
    setSpan,
    drawEvery,
    setDrawEvery,
    settingsOpen,
    setSettingsOpen,
    inspectorOpen,
    setInspectorOpen,
    sheetOpen,
    setSheetOpen,
    dialog,
    setDialog,
    maximised,
    setMaximised,
    panelSettings: (id) => panelSettings()[id] ?? noSettings,
    setPanelSettings: (id, settings) => setPanelSettings((all) => ({ ...all, [id]: settings })),
    layouts: createLayouts(),
    sound: createSound(() => webAudio(new AudioContext())),
    reducedMotion: matchMedia('(prefers-reduced-motion: reduce)').matches
  };
}

function keepTheme(theme: Theme): void {
  try {
    localStorage.setItem(storageKey, theme);
  } catch {
    // Storage may be forbidden; the theme then lasts as long as the page.
  }
}

function startTheme(): Theme {
  try {
    const kept = localStorage.getItem(storageKey);
    if (themes.includes(kept as Theme)) return kept as Theme;
  } catch {
    // As above.
  }
  if (matchMedia('(prefers-contrast: more)').matches) return 'contrast';
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}
